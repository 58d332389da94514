import Foundation
import Testing

/// The floors of `make eval`, with the binary of the tests.
@Suite struct EvalFloorTests {
  private static let data = ProcessInfo.processInfo.environment["TEXTMILL_DATA"] ?? "\(TextmillProcess.root)/../shared/data"

  @Test(.enabled(if: FileManager.default.fileExists(atPath: data), "needs the gold data that TEXTMILL_DATA names"))
  func theShippedPipelinesReachTheirFloors() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "\(TextmillProcess.root)/Scripts/eval.sh")
    process.arguments = [TextmillProcess.binary]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    #expect(text.contains("\nmicro "))
  }
}
