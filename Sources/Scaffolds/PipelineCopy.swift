import Foundation
import Pipeline
import YAML

/// The text of a pipeline file, with some of its scalars replaced and all else, comments too, as it was.
struct PipelineCopy {
  private let document: YAMLDocument
  private let oldFolder: String
  private let newFolder: String
  private var lines: [String]
  private(set) var warnings = Diagnostics()

  /// Reads a file and corrects its relative paths.
  init(of file: String, in folder: String, registry: StageRegistry) throws(Diagnostics) {
    let absolute = URL(fileURLWithPath: file).standardizedFileURL.path
    let bytes = try YAMLDocument.read(absolute, named: file)
    document = try YAMLDocument(parsing: bytes, file: file)
    oldFolder = (absolute as NSString).deletingLastPathComponent
    newFolder = URL(fileURLWithPath: folder).standardizedFileURL.path
    lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    correctPaths(registry)
  }

  /// Whether the pipeline starts from layers of earlier runs, so that no text alone can be put into it.
  var expectsLayers: Bool { document.root.mapping?["expects"] != nil }

  /// The text.
  var bytes: [UInt8] { Array(lines.joined(separator: "\n").utf8) }

  /// Gives the pipeline another name; one that has none, because what it extends has it, gets one.
  mutating func rename(to name: String) {
    if let node = document.root.mapping?["pipeline"] {
      replace(node, with: name)
    } else if let first = document.root.mapping?.entries.first, first.keyLocation.column == 1 {
      lines.insert("pipeline: \(name)", at: first.keyLocation.line - 1)
    }
  }

  // MARK: Paths

  /// The places of paths, the last first, so that replacing one moves no other.
  private mutating func correctPaths(_ registry: StageRegistry) {
    var paths: [YAMLNode] = []
    var stages: [String: String] = [:]
    for entry in document.root.mapping?.entries ?? [] {
      switch entry.key {
      case "extends", "plugins": paths += entry.value.sequence ?? [entry.value]
      case "stages":
        for use in entry.value.sequence?.compactMap({ $0.mapping?.entries.first }) ?? [] {
          if let instance = use.value.mapping?["as"]?.string { stages[instance] = use.key }
          paths += Self.paths(use.value, of: registry[use.key])
        }
      default: break
      }
    }
    for entry in document.root.mapping?["options"]?.mapping?.entries ?? [] {
      paths += Self.paths(entry.value, of: registry[stages[entry.key] ?? entry.key])
    }
    var seen: Set<SourceLocation> = []
    for node in paths.sorted(by: { $1.location < $0.location }) where seen.insert(node.location).inserted { correct(node) }
  }

  /// The paths in the options of a stage.
  private static func paths(_ options: YAMLNode, of stage: StageDefinition?) -> [YAMLNode] {
    stage.map { paths(options, .record($0.descriptor.options)) } ?? []
  }

  /// The scalars of a value that are paths of files, by the value's kind.
  private static func paths(_ node: YAMLNode, _ kind: OptionKind) -> [YAMLNode] {
    switch kind {
    case .inputFile: node.scalar == nil ? [] : [node]
    case .list(let element): (node.sequence ?? [node]).flatMap { paths($0, element) }
    case .map(let values): (node.mapping?.entries ?? []).flatMap { paths($0.value, values) }
    case .anyOf(let kinds): kinds.flatMap { paths(node, $0) }
    case .record(let options):
      (node.mapping?.entries ?? []).flatMap { entry in
        options.first { $0.key == entry.key }.map { paths(entry.value, $0.kind) } ?? []
      }
    default: []
    }
  }

  private mutating func correct(_ node: YAMLNode) {
    guard let text = node.string, !text.hasPrefix("/") else { return }
    if text.contains("${") {
      warn("the path '\(text)' holds a variable: see whether it is right in the copy, which stands in another folder", node)
      return
    }
    let target = URL(fileURLWithPath: "\(oldFolder)/\(text)").standardizedFileURL.path
    guard FileManager.default.fileExists(atPath: target) else { return }
    replace(node, with: Self.relative(target, to: newFolder).replacing("${", with: "$${"))
  }

  /// A path as a file in a folder would write it.
  static func relative(_ path: String, to folder: String) -> String {
    let target = path.split(separator: "/")
    let start = folder.split(separator: "/")
    let shared = zip(target, start).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: start.count - shared) + target.dropFirst(shared)).joined(separator: "/")
  }

  // MARK: Text

  /// Puts another text in the place of a scalar, in quotes where it needs them.
  private mutating func replace(_ node: YAMLNode, with text: String) {
    let old = node.scalar?.text ?? ""
    let index = node.location.line - 1
    guard lines.indices.contains(index) else { return }
    let scalars = Array(lines[index].unicodeScalars)
    let rest = String(String.UnicodeScalarView(scalars.dropFirst(node.location.column - 1)))
    for (open, close) in [("", ""), ("'", "'"), ("\"", "\"")] where !old.isEmpty && rest.hasPrefix(open + old + close) {
      let head = String(String.UnicodeScalarView(scalars.prefix(node.location.column - 1)))
      lines[index] = head + Self.written(text) + rest.dropFirst((open + old + close).count)
      return
    }
    warn("'\(old)' stands here in a way that could not be changed to '\(text)': change it by hand", node)
  }

  private static func written(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || "_-./".utf8.contains(byte)
    }
    if isPlain { return text }
    return "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  private mutating func warn(_ message: String, _ node: YAMLNode) {
    warnings.append(Diagnostic(.warning, code: "uncorrected-path", message, at: node.location))
  }
}
