import Foundation
import TestSupport

/// A run of the real binary.
struct TextmillProcess {
  let status: Int32
  let output: String
  let error: String

  /// The repository.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The binary that was built with the tests: it stands beside the test program.
  static let binary: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return (tests as NSString).deletingLastPathComponent + "/textmill"
  }()

  /// Runs `textmill` to its end.
  ///
  /// - Parameters:
  ///   - arguments: The arguments.
  ///   - input: What stands on standard input.
  ///   - folder: The working directory; the repository if nil.
  init(_ arguments: String..., input: String = "", in folder: String? = nil, environment: [String: String] = [:]) throws {
    try self.init(arguments, input: input, in: folder, environment: environment)
  }

  /// Runs `textmill` to its end with a list of arguments.
  init(_ arguments: [String], input: String = "", in folder: String? = nil, environment: [String: String] = [:]) throws {
    let scratch = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder ?? Self.root)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files rather than pipes: nothing can fill up.
    try scratch.write(input, to: "in")
    for name in ["out", "err"] { try scratch.write("", to: name) }
    process.standardInput = FileHandle(forReadingAtPath: "\(scratch.path)/in")
    process.standardOutput = FileHandle(forWritingAtPath: "\(scratch.path)/out")
    process.standardError = FileHandle(forWritingAtPath: "\(scratch.path)/err")
    try process.run()
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    output = try scratch.read("out")
    error = try scratch.read("err")
  }
}
