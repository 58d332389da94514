import Foundation
import Pipeline

/// The output folder as the person named it: made before a run begins, and named so in what is said about it.
struct OutputPlace {
  /// The folder as it was named.
  let name: String
  /// The folder.
  let folder: OutputFolder

  init(_ name: String) {
    self.name = name
    folder = OutputFolder(path: absolutePath(name))
  }

  /// Makes the folder, with those above it.
  ///
  /// - Throws: `bad-output`, which says what is in the way.
  func make() throws(Diagnostics) {
    var path = ""
    for component in folder.path.split(separator: "/") {
      path += "/\(component)"
      var status = stat()
      if stat(path, &status) == 0 {
        if status.st_mode & S_IFMT == S_IFDIR { continue }
        throw problem("cannot be made: \(path == folder.path ? "a file of that name" : "the file '\(path)'") is in the way")
      }
      if mkdir(path, 0o777) != 0, errno != EEXIST { throw problem("cannot be made: \(Self.reason(errno))") }
    }
    if access(folder.path, W_OK | X_OK) != 0 { throw problem("cannot be written to: \(Self.reason(errno))") }
    var status = stat()
    if stat(folder.path(RunReportFile.name), &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw problem("cannot take the run report: a folder is in its place, '\(RunReportFile.name)'")
    }
  }

  private func problem(_ what: String) -> Diagnostics {
    Diagnostics(Diagnostic(code: "bad-output", "the output folder '\(name)' \(what); name another with -o"))
  }

  /// A failure as the person sees the folder: without the path to it, nor those of files that the run keeps for itself.
  func message(_ failure: OutputFailure) -> String {
    let inside = failure.path.hasPrefix(folder.path + "/") ? failure.path.dropFirst(folder.path.count + 1) : nil
    guard let inside else { return failure.path == folder.path ? "\(name): \(failure.message)" : failure.description }
    if inside.hasPrefix(".textmill/") { return "\(name): an output \(failure.message)" }
    return "\(name.hasSuffix("/") ? name : name + "/")\(inside): \(failure.message)"
  }

  /// The system's words for an error, beginning in lower case.
  static func reason(_ number: Int32) -> String {
    let message = String(cString: strerror(number))
    return message.prefix(1).lowercased() + message.dropFirst()
  }
}
