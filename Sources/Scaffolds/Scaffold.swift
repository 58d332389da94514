import Foundation
import Pipeline

/// Files that are written together into a folder that is not there yet.
package struct Scaffold: Sendable {
  /// A file.
  package struct File: Sendable {
    /// The path below the folder.
    package var path: String
    /// What stands in it.
    package var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// The files, in the order of their paths.
  package private(set) var files: [File]

  package init(files: [File]) {
    self.files = files.sorted { Array($0.path.utf8).lexicographicallyPrecedes(Array($1.path.utf8)) }
  }

  /// Writes the files: all of them appear in one step, or none does. Folders above are made.
  ///
  /// - Parameters:
  ///   - folder: The folder to make.
  ///   - name: How the person calls it.
  /// - Throws: That the folder is there already, or cannot be made. Nothing is ever overwritten.
  package func write(to folder: String, named name: String) throws(Diagnostics) {
    try Self.checkAbsence(of: folder, named: name)
    let manager = FileManager.default
    let staged = "\(folder).\(getpid()).tmp"
    do {
      for file in files {
        let path = "\(staged)/\(file.path)"
        try manager.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(file.bytes).write(to: URL(fileURLWithPath: path))
      }
      // A folder that came up meanwhile is not replaced, unless it is empty.
      if rename(staged, folder) != 0 { throw CocoaError(.fileWriteUnknown, userInfo: [NSLocalizedDescriptionKey: reason(errno)]) }
    } catch {
      try? manager.removeItem(atPath: staged)
      throw Diagnostics(
        Diagnostic(
          code: "unwritable-folder",
          "the folder '\(name)' cannot be made: check the name and permissions of the folder that it is to stand in"))
    }
  }

  /// Makes sure that nothing stands where a folder is to be made.
  package static func checkAbsence(of folder: String, named name: String) throws(Diagnostics) {
    var status = stat()
    guard lstat(folder, &status) == 0 else { return }
    let what = status.st_mode & S_IFMT == S_IFDIR ? "there is a folder" : "there is a file"
    throw Diagnostics(
      Diagnostic(
        code: "folder-exists", "\(what) '\(name)' already, and nothing is overwritten: choose another name, or another folder with --in"))
  }

  private func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
