import Foundation
import Pipeline

/// A YAML file as a tree. It holds one document, is UTF-8, keeps `YAMLLimits`, and has no key twice.
///
/// Anchors, aliases and merge keys (`<<`) are resolved. Tags other than those of the core schema are refused.
package struct YAMLDocument: Sendable {
  /// The text, for excerpts.
  package let source: YAMLSource
  /// The document's value; an empty scalar where the file holds nothing but comments.
  package let root: YAMLNode

  /// Parses bytes.
  ///
  /// - Parameters:
  ///   - file: The file's name for locations.
  ///   - problems: Gets what is wrong with single nodes: keys given twice, unknown tags and anchors. The tree is whole without them, so that a
  ///     caller can report its own findings together with these.
  /// - Throws: The one problem that makes the file unreadable: its encoding, its syntax, a limit.
  package init(
    parsing bytes: [UInt8], file: String, limits: YAMLLimits = .standard, problems: inout Diagnostics
  ) throws(Diagnostics) {
    if bytes.count > limits.bytes { throw Diagnostics(Self.tooLarge(file, limits)) }
    source = YAMLSource(bytes, file: file)
    if let problem = source.encodingProblem() { throw Diagnostics(problem) }
    var composer = YAMLComposer(source, limits: limits)
    root = try composer.document()
    problems.append(contentsOf: composer.problems)
  }

  /// Parses bytes, any problem being fatal.
  package init(parsing bytes: [UInt8], file: String, limits: YAMLLimits = .standard) throws(Diagnostics) {
    var problems = Diagnostics()
    try self.init(parsing: bytes, file: file, limits: limits, problems: &problems)
    try problems.throwIfErrors()
  }

  /// Reads and parses a file, any problem being fatal.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - name: The name for locations, where it is another.
  ///   - origin: What names the file, so that its absence is reported there.
  package init(
    contentsOf path: String, named name: String? = nil, origin: SourceLocation? = nil, limits: YAMLLimits = .standard
  ) throws(Diagnostics) {
    let bytes = try Self.read(path, named: name ?? path, origin: origin, limits: limits)
    try self.init(parsing: bytes, file: name ?? path, limits: limits)
  }

  /// The bytes of a file, or why there are none. Never reads more than the limit, whatever the file is.
  package static func read(
    _ path: String, named name: String, origin: SourceLocation? = nil, limits: YAMLLimits = .standard
  ) throws(Diagnostics) -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Diagnostics(Diagnostic(code: "missing-file", "there is no file \(Wording.quoted(name))", at: origin))
    }
    if isFolder.boolValue {
      throw Diagnostics(Diagnostic(code: "unreadable-file", "\(Wording.quoted(name)) is a folder, not a file", at: origin))
    }
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      let data = try handle.read(upToCount: limits.bytes + 1) ?? Data()
      if data.count > limits.bytes { throw Diagnostics(tooLarge(name, limits)) }
      return [UInt8](data)
    } catch let diagnostics as Diagnostics {
      throw diagnostics
    } catch {
      throw Diagnostics(
        Diagnostic(code: "unreadable-file", "the file \(Wording.quoted(name)) cannot be read: check its permissions", at: origin))
    }
  }

  private static func tooLarge(_ file: String, _ limits: YAMLLimits) -> Diagnostic {
    Diagnostic(
      code: "too-large", "the file is larger than \(limits.bytes >> 20) MiB, the most that a YAML file may have: split it",
      at: SourceLocation(file: file, line: 1, column: 1))
  }
}
