import Foundation

/// The data files that a target ships: word lists, rules, templates. They stand in a folder beside the program.
package enum ResourceFolder {
  /// The absolute path of a data file of a target.
  ///
  /// Looked for in the folder named by `TEXTMILL_RESOURCES`, then beside the running program.
  ///
  /// - Parameters:
  ///   - path: The path below the target's folder, such as `Data/abbreviations.txt`.
  ///   - target: The target's name, such as `SegmentStage`.
  package static func path(of path: String, in target: String) throws(Diagnostics) -> String {
    let bundle = "textmill_\(target).resources"
    for folder in folders {
      let candidate = "\(folder)/\(bundle)/\(path)"
      if access(candidate, R_OK) == 0 { return candidate }
    }
    throw Diagnostics(
      Diagnostic(
        code: "missing-resource",
        "the data file '\(bundle)/\(path)' is not in \(folders.joined(separator: " or ")): keep the program's folder together, or set TEXTMILL_RESOURCES"
      ))
  }

  /// The bytes of a data file of a target.
  package static func bytes(of path: String, in target: String) throws(Diagnostics) -> [UInt8] {
    let file = try Self.path(of: path, in: target)
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Diagnostics(Diagnostic(code: "unreadable-resource", "the data file '\(file)' cannot be read"))
    }
    return [UInt8](data)
  }

  private static let folders: [String] = {
    var folders: [String] = []
    if let named = ProcessInfo.processInfo.environment["TEXTMILL_RESOURCES"], !named.isEmpty { folders.append(named) }
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      folders.append((program as NSString).deletingLastPathComponent)
    }
    return folders
  }()
}
