import Pipeline
import YAML

/// One pipeline file, its keys checked but not yet what stands under `stages` and `options`.
struct PipelineDocument {
  /// A text with its place.
  struct Name {
    var text: String
    var location: SourceLocation
  }

  /// The file as a person in the working directory would write it.
  let name: String
  private(set) var pipeline: String?
  private(set) var description: String?
  private(set) var extends: Name?
  private(set) var expects: [Name]?
  private(set) var plugins: [Name] = []
  /// The entries of `stages`; nil where there are none, or where they are no list.
  private(set) var stages: [YAMLNode]?
  /// What stands under `options`.
  private(set) var options: YAMLMapping?
  private let keys: Set<String>

  /// Whether the file has a key, whatever its value.
  func has(_ key: String) -> Bool { keys.contains(key) }

  /// Reads a file; nil where it is unreadable as a whole, which is reported.
  ///
  /// - Parameter isMain: Whether nothing extends it, so that it must be complete if it extends nothing.
  static func read(
    _ path: String, named name: String, isMain: Bool, _ references: EnvironmentReferences, _ problems: PipelineProblems
  ) -> PipelineDocument? {
    do throws(Diagnostics) {
      let bytes = try YAMLDocument.read(path, named: name)
      var found = Diagnostics()
      let document = try YAMLDocument(parsing: bytes, file: name, problems: &found)
      problems.register(document.source)
      problems.add(found)
      return PipelineDocument(document, isMain: isMain, references, problems)
    } catch {
      problems.add(error)
      return nil
    }
  }

  private init?(_ document: YAMLDocument, isMain: Bool, _ references: EnvironmentReferences, _ problems: PipelineProblems) {
    name = document.source.file
    let report = YAMLReport(document.source)
    defer { problems.add(report.diagnostics) }
    if document.root.isNull {
      report.error("empty-file", "the file is empty: a pipeline has the keys 'pipeline' and 'stages'", at: document.root.location)
      return nil
    }
    keys = Set(document.root.mapping?.entries.map(\.key) ?? [])
    guard var reader = YAMLMappingReader(references.resolve(document.root), "a pipeline", report) else { return nil }
    let isComplete = isMain && !keys.contains("extends")
    pipeline = reader.string("pipeline", required: isComplete)
    description = reader.string("description")
    extends = Self.names(&reader, "extends", report, isList: false)?.first
    expects = Self.names(&reader, "expects", report)
    plugins = Self.names(&reader, "plugins", report) ?? []
    stages = Self.entries(&reader, required: isComplete, report)
    if let node = reader.value("options"), !node.isNull {
      options = node.mapping
      if options == nil { report.wrongType("'options'", expected: "a mapping of stages to their options", node) }
    }
    reader.finish()
  }

  private static func names(_ reader: inout YAMLMappingReader, _ key: String, _ report: YAMLReport, isList: Bool = true) -> [Name]? {
    guard let node = reader.value(key) else { return nil }
    if !isList, node.sequence != nil {
      report.wrongType("'\(key)'", expected: "the path of one file", node)
      return nil
    }
    return (node.sequence ?? [node]).compactMap { item in
      if let text = item.string, !text.isEmpty { return Name(text: text, location: item.location) }
      let isItem = node.sequence != nil
      report.wrongType(isItem ? "an item of '\(key)'" : "'\(key)'", expected: isItem || !isList ? "text" : "text, or a list of such", item)
      return nil
    }
  }

  private static func entries(_ reader: inout YAMLMappingReader, required: Bool, _ report: YAMLReport) -> [YAMLNode]? {
    guard let node = reader.value("stages", required: required), !node.isUnreadable else { return nil }
    guard let items = node.sequence else {
      let advice = node.mapping == nil ? "" : ": put '- ' before each stage"
      let place = node.isNull ? reader.location(of: "stages") : node.location
      report.error("wrong-type", "'stages' must be a list, not \(node.described)\(advice)", at: place)
      return nil
    }
    if items.isEmpty { report.error("no-stages", "'stages' is empty: name at least one stage", at: node.location) }
    return items
  }
}
