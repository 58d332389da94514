import Foundation
import Pipeline
import YAML

/// Finds the test files that paths on the command line stand for.
package enum TestDiscovery {
  /// The test files, in the order of the paths, those of a folder by name; each once.
  ///
  /// - Parameter paths: Test files, pipelines (for the test files beside them), folders (for all test files in them and below).
  /// - Throws: All paths that are not there or stand for no test file.
  package static func files(_ paths: [String]) throws(Diagnostics) -> [String] {
    var problems = Diagnostics()
    var files: [String] = []
    var seen: Set<String> = []
    for path in paths {
      let found = find(path, &problems)
      for file in found where seen.insert(URL(fileURLWithPath: file).standardizedFileURL.path).inserted { files.append(file) }
    }
    try problems.throwIfErrors()
    return files
  }

  private static func find(_ path: String, _ problems: inout Diagnostics) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      problems.append(Diagnostic(code: "missing-file", "there is no file or folder \(Wording.quoted(path))\(suggestion(path))"))
      return []
    }
    if isFolder.boolValue {
      let found = walk(path)
      if found.isEmpty {
        problems.append(
          Diagnostic(
            code: "no-tests", "the folder \(Wording.quoted(path)) holds no test file: their names end in \(PipelineTestLoader.suffix)"))
      }
      return found
    }
    if path.hasSuffix(PipelineTestLoader.suffix) { return [path] }
    let stem = path.hasSuffix(".yaml") ? String(path.dropLast(5)) : path
    let sibling = stem + PipelineTestLoader.suffix
    if FileManager.default.fileExists(atPath: sibling) { return [sibling] }
    problems.append(Diagnostic(code: "no-tests", "there is no test file \(Wording.quoted(sibling)) beside \(Wording.quoted(path))"))
    return []
  }

  /// The test files in a folder and below, by name. Hidden folders are left out, and links to folders are not followed.
  private static func walk(_ folder: String) -> [String] {
    let base = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    var found: [String] = []
    let enumerator = FileManager.default.enumerator(atPath: folder)
    while let relative = enumerator?.nextObject() as? String {
      if (relative as NSString).lastPathComponent.hasPrefix(".") {
        enumerator?.skipDescendants()
      } else if relative.hasSuffix(PipelineTestLoader.suffix) {
        found.append(base == "." ? relative : base == "/" ? "/\(relative)" : "\(base)/\(relative)")
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func suggestion(_ path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    guard let nearest = Suggestion.nearest(to: (path as NSString).lastPathComponent, in: names.sorted()) else { return "" }
    return "; did you mean \(Wording.quoted(folder.isEmpty ? nearest : (folder as NSString).appendingPathComponent(nearest)))?"
  }
}
