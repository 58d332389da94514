import Foundation

/// The Python that plugins of tests run on.
enum Python {
  /// The interpreter itself. What stands on the path may be a script that looks for it, which takes ten times as long to start.
  static let path: String = {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", "import sys; print(sys.executable, end='')"]
    process.standardOutput = output
    guard (try? process.run()) != nil else { return "python3" }
    let path = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    return path.hasPrefix("/") ? path : "python3"
  }()

  /// The command of a program that needs the standard library alone.
  static func command(_ arguments: String...) -> [String] { [path, "-SE"] + arguments }

  /// The command as JSON.
  static func json(_ arguments: String...) -> String {
    let words = [path, "-SE"] + arguments
    return "[\(words.map { "\"\($0)\"" }.joined(separator: ", "))]"
  }
}
