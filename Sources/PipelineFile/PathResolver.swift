import Foundation
import Pipeline
import YAML

/// Makes paths in files and on the command line absolute, and checks them.
package struct PathResolver: Sendable {
  /// Where relative paths on the command line start from.
  package let workingDirectory: String

  /// Creates a resolver.
  package init(workingDirectory: String) { self.workingDirectory = workingDirectory }

  /// A path as a person named it on the command line.
  package func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
  }

  /// A path that a file names, as a person in the working directory would write it: relative to that file. `--set` is no file.
  package func named(_ path: String, by file: String) -> String {
    let folder = file == SetOption.file ? "" : (file as NSString).deletingLastPathComponent
    var path = path
    while path.hasPrefix("./") { path.removeFirst(2) }
    return path.hasPrefix("/") || folder.isEmpty ? path : folder == "/" ? "/\(path)" : "\(folder)/\(path)"
  }

  /// The problem with an input file, or nil.
  ///
  /// - Parameter named: The path as `named(_:by:)` makes it.
  package func problem(withInput named: String, text: String) -> (code: String, message: String)? {
    let path = absolute(named)
    var isFolder: ObjCBool = false
    guard !text.utf8.contains(0), FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return ("missing-file", "there is no file \(Wording.quoted(named))\(suggestion(for: path, text: text))")
    }
    if isFolder.boolValue { return ("not-a-file", "\(Wording.quoted(named)) is a folder, not a file") }
    if access(path, R_OK) != 0 { return ("unreadable-file", "the file \(Wording.quoted(named)) cannot be read: check its permissions") }
    return nil
  }

  /// The problem with a folder that must exist, or nil.
  ///
  /// - Parameter named: The path as `named(_:by:)` makes it.
  package func problem(withFolder named: String, text: String) -> (code: String, message: String)? {
    let path = absolute(named)
    var isFolder: ObjCBool = false
    guard !text.utf8.contains(0), FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return ("missing-folder", "there is no folder \(Wording.quoted(named))\(suggestion(for: path, text: text))")
    }
    if !isFolder.boolValue { return ("not-a-folder", "\(Wording.quoted(named)) is a file, not a folder") }
    if access(path, R_OK | X_OK) != 0 {
      return ("unreadable-folder", "the folder \(Wording.quoted(named)) cannot be read: check its permissions")
    }
    return nil
  }

  /// The nearest name in the folder where the file should be, written as the file's own path is.
  private func suggestion(for path: String, text: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard names.count <= 1_000, let nearest = Suggestion.nearest(to: (path as NSString).lastPathComponent, in: names.sorted()) else {
      return ""
    }
    let prefix = text.lastIndex(of: "/").map { text[...$0] } ?? ""
    return "; did you mean \(Wording.quoted(prefix + nearest))?"
  }
}
