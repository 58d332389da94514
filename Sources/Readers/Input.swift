import Foundation
import Pipeline

/// An input as a person names it, and what it is.
enum Input {
  /// A folder, perhaps with one pattern for the files to read in it.
  case folder(path: String, pattern: Glob?)
  /// A file.
  case file(path: String)
  /// JSON Lines on standard input.
  case standardInput

  /// Finds out what an input is.
  ///
  /// - Throws: `missing-input` with the nearest name beside it, `bad-glob`.
  init(_ argument: String) throws(Diagnostics) {
    if argument == "-" {
      self = .standardInput
      return
    }
    var status = stat()
    if stat(argument, &status) == 0 {
      self = status.st_mode & S_IFMT == S_IFDIR ? .folder(path: argument, pattern: nil) : .file(path: argument)
      return
    }
    let reason = errno
    if reason == ENOENT || reason == ENOTDIR, Glob.isPattern(argument) {
      // The folders before the first wildcard are walked through, the rest is matched.
      let components = argument.split(separator: "/", omittingEmptySubsequences: false)
      let fixed = components.prefix { !Glob.isPattern(String($0)) }
      let base = fixed.joined(separator: "/")
      let folder = fixed.isEmpty ? "." : base.isEmpty ? "/" : base
      guard stat(folder, &status) == 0 else { throw Self.missing(folder) }
      let rest = components.dropFirst(fixed.count).joined(separator: "/")
      self = .folder(path: folder, pattern: try Glob(components.count - fixed.count == 1 ? "/" + rest : rest))
      return
    }
    if reason == ENOENT || reason == ENOTDIR { throw Self.missing(argument) }
    throw Diagnostics(
      Diagnostic(code: "unreadable-input", "the input '\(argument)' cannot be read: \(StageFailure.systemMessage(reason))"))
  }

  private static func missing(_ path: String) -> Diagnostics {
    let folder = (path as NSString).deletingLastPathComponent
    let siblings = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let suffix = Suggestion.nearest(to: (path as NSString).lastPathComponent, in: siblings.sorted())
      .map { "; did you mean '\((folder as NSString).appendingPathComponent($0))'?" }
    return Diagnostics(Diagnostic(code: "missing-input", "there is no file or folder '\(path)'" + (suffix ?? "")))
  }

  /// The path, for its name.
  var path: String {
    switch self {
    case .folder(let path, _), .file(let path): path
    case .standardInput: "stdin"
    }
  }
}
