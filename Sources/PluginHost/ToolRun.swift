import Foundation
import Pipeline

/// A program that was run to its end.
struct ToolRun {
  /// Whether it ended with status 0.
  let isSuccess: Bool
  /// How it ended, for messages.
  let ending: String
  /// Its standard output.
  let output: [UInt8]
  /// Its standard error.
  let errors: String

  /// Runs a program, found as a shell would, with nothing on standard input.
  ///
  /// - Throws: That it cannot be started.
  init(_ command: [String], in folder: String) throws(Diagnostics) {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "textmill-tool-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    do {
      // Files rather than pipes: nothing can fill up.
      try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
      for name in ["out", "err"] { try Data().write(to: URL(fileURLWithPath: "\(scratch)/\(name)")) }
      process.standardOutput = FileHandle(forWritingAtPath: "\(scratch)/out")
      process.standardError = FileHandle(forWritingAtPath: "\(scratch)/err")
      try process.run()
    } catch {
      throw Diagnostics(Diagnostic(code: "tool-unavailable", "the program '\(command.first ?? "")' cannot be started"))
    }
    process.waitUntilExit()
    let isExit = process.terminationReason == .exit
    isSuccess = isExit && process.terminationStatus == 0
    ending = isExit ? "it ended with status \(process.terminationStatus)" : "it was ended by signal \(process.terminationStatus)"
    output = [UInt8](FileManager.default.contents(atPath: "\(scratch)/out") ?? Data())
    errors = String(decoding: FileManager.default.contents(atPath: "\(scratch)/err") ?? Data(), as: UTF8.self)
  }
}
