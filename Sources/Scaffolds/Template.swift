import Foundation
import Pipeline

/// A folder of files with places to fill: `{{name}}` in their text, `@name@` in their paths.
///
/// Values are put in once: what stands in a value is never taken for a place.
struct Template {
  /// The suffix of a template whose file would be taken for a part of this program; it is dropped.
  private static let suffix = ".template"

  private let files: [Scaffold.File]

  /// Reads a template.
  ///
  /// - Parameter folder: Its folder below `Data/`.
  init(_ folder: String) throws(Diagnostics) {
    let root = try ResourceFolder.path(of: "Data/\(folder)", in: "Scaffolds")
    var files: [Scaffold.File] = []
    for path in Self.paths(below: root) {
      let bytes = try ResourceFolder.bytes(of: "Data/\(folder)/\(path)", in: "Scaffolds")
      files.append(Scaffold.File(path: path.hasSuffix(Self.suffix) ? String(path.dropLast(Self.suffix.count)) : path, bytes: bytes))
    }
    self.files = files
  }

  /// The files of the template as they are.
  var raw: [Scaffold.File] { files }

  /// The files with values in their places.
  ///
  /// - Throws: That a place has no value: a mistake in the template.
  func filled(_ values: [String: String]) throws(Diagnostics) -> [Scaffold.File] {
    var filled: [Scaffold.File] = []
    for file in files {
      let path = try Self.fill(file.path, "@", "@", values, in: file.path)
      let text = try Self.fill(String(decoding: file.bytes, as: UTF8.self), "{{", "}}", values, in: file.path)
      filled.append(Scaffold.File(path: path, bytes: Array(text.utf8)))
    }
    return filled
  }

  private static func fill(
    _ text: String, _ open: String, _ close: String, _ values: [String: String], in file: String
  ) throws(Diagnostics) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.range(of: open), let end = rest.range(of: close, range: start.upperBound..<rest.endIndex) {
      let name = String(rest[start.upperBound..<end.lowerBound])
      if !name.isEmpty, name.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) {
        guard let value = values[name] else {
          throw Diagnostics(Diagnostic(code: "bad-template", "the template '\(file)' has a place '\(name)' for which there is no value"))
        }
        result += rest[..<start.lowerBound] + value
        rest = rest[end.upperBound...]
      } else {
        result += rest[..<start.upperBound]
        rest = rest[start.upperBound...]
      }
    }
    return result + rest
  }

  private static func paths(below folder: String) -> [String] {
    let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return all.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }
}
