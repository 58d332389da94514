/// A path below the output folder, as an option gives it: the one place of the rules for such paths.
package struct OutputPath: Sendable {
  /// What is wrong with a path, to be put after the option's name.
  package struct Problem: Error {
    /// The words.
    package let message: String
  }

  /// The path without `.` and empty parts, and without a slash at its end.
  package let path: String
  /// Whether it names a folder: it was given with a slash at its end.
  package let isFolder: Bool

  /// The path as pipeline files write it, with a slash at the end of a folder.
  package var written: String { isFolder ? path + "/" : path }

  /// Checks a path.
  package init(_ text: String) throws(Problem) {
    let parts = text.split(separator: "/").filter { $0 != "." }
    if text.hasPrefix("/") { throw Problem(message: "must be relative to the output folder, not absolute") }
    if parts.contains("..") { throw Problem(message: "must stay below the output folder: '..' is not allowed") }
    guard let first = parts.first?.lowercased(), !text.utf8.contains(0) else {
      throw Problem(message: "must name a file or folder below the output folder")
    }
    if first == ".textmill" { throw Problem(message: "must not be in '.textmill', which the run itself uses") }
    if first == "run-report.json" { throw Problem(message: "must not be 'run-report.json', which the run itself writes") }
    path = parts.joined(separator: "/")
    isFolder = text.hasSuffix("/")
  }

  /// How two outputs lie to each other.
  package enum Relation {
    case apart, same, nested
  }

  /// How two paths without a slash at their ends lie to each other. Case is ignored, as some file systems do.
  package static func relation(_ one: String, _ other: String) -> Relation {
    let (a, b) = (one.lowercased(), other.lowercased())
    if a == b { return .same }
    return a.hasPrefix(b + "/") || b.hasPrefix(a + "/") ? .nested : .apart
  }
}
