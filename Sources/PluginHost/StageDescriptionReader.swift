import Pipeline
import YAML

/// Reads the descriptions of stages that plugins give, and checks what a Swift stage's tests would check.
struct StageDescriptionReader {
  private let report: YAMLReport
  /// Whether the stages are in a library, which can do what a process cannot: replace the text and write outputs.
  private let isLibrary: Bool

  init(_ report: YAMLReport, isLibrary: Bool = false) {
    self.report = report
    self.isLibrary = isLibrary
  }

  /// The stages of a list.
  func stages(_ nodes: [YAMLNode], at place: SourceLocation) -> [StageDescriptor] {
    var stages: [StageDescriptor] = []
    for node in nodes {
      guard let stage = stage(node) else { continue }
      if stages.contains(where: { $0.name == stage.name }) {
        report.error("duplicate-stage", "the stage '\(stage.name)' is described twice", at: node.location)
      }
      stages.append(stage)
    }
    if nodes.isEmpty { report.error("no-stages", "'stages' must describe at least one stage", at: place) }
    return stages
  }

  private func stage(_ node: YAMLNode) -> StageDescriptor? {
    guard var reader = YAMLMappingReader(node, "a stage", report) else { return nil }
    let name = self.name("name", &reader)
    let summary = reader.string("summary", required: true)
    let discussion = reader.value("discussion")?.string ?? ""
    let options = options(reader.list("options") ?? [])
    let layers = reader.mapping("layers", required: true).map { self.layers($0) } ?? LayerUse()
    let columns = columns(&reader, layers)
    let examples = (reader.list("examples") ?? []).compactMap { example($0, options) }
    reader.finish()
    guard let name, let summary else { return nil }
    return StageDescriptor(
      name: name, summary: summary, discussion: discussion, options: options, layers: layers, examples: examples,
      columns: columns)
  }

  /// The columns of layers that the stage makes.
  private func columns(_ stage: inout YAMLMappingReader, _ layers: LayerUse) -> [Layer: [String]] {
    var columns: [Layer: [String]] = [:]
    for entry in stage.value("columns")?.mapping?.entries ?? [] {
      let layer = Layer(entry.key)
      if Layer.builtIn.contains(layer) || !layers.writes.union(layers.updates).contains(layer) {
        report.error(
          "unknown-layer", "'columns' names '\(entry.key)', which is no layer of the stage's own that it writes or updates",
          at: entry.keyLocation)
      }
      let names = entry.value.sequence?.compactMap(\.string) ?? []
      if names.isEmpty || names.count != entry.value.sequence?.count || Set(names).count != names.count {
        report.wrongType("the columns of '\(entry.key)'", expected: "a list of different names", entry.value)
      }
      columns[layer] = names
    }
    return columns
  }

  /// A name in lower case.
  private func name(_ key: String, _ reader: inout YAMLMappingReader) -> String? {
    guard let name = reader.string(key, required: true) else { return nil }
    if Self.isName(name) { return name }
    report.error(
      "bad-name", "'\(key)' must be lower-case letters, digits and '_', beginning with a letter, not '\(name)'",
      at: reader.location(of: key))
    return nil
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return false }
    return name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }

  private func layers(_ given: YAMLMappingReader) -> LayerUse {
    var reader = given
    var layers = LayerUse()
    for (key, path) in [
      ("requires", \LayerUse.requires), ("uses", \LayerUse.uses), ("writes", \LayerUse.writes), ("updates", \LayerUse.updates),
    ] {
      for node in reader.list(key) ?? [] {
        guard let name = node.string, Self.isName(name) else {
          report.wrongType("a layer", expected: "a name in lower case", node)
          continue
        }
        if !isLibrary, name == Layer.text.name, path != \.requires, path != \.uses {
          report.error("text-layer", "a stage of this kind cannot replace the text", at: node.location)
          continue
        }
        layers[keyPath: path].insert(Layer(name))
      }
    }
    reader.finish()
    return layers
  }

  // MARK: Options

  private func options(_ nodes: [YAMLNode]) -> [OptionDescriptor] {
    var options: [OptionDescriptor] = []
    for node in nodes {
      guard let option = option(node) else { continue }
      if options.contains(where: { $0.key == option.key }) {
        report.error("duplicate-option", "the option '\(option.key)' is described twice", at: node.location)
      }
      options.append(option)
    }
    return options
  }

  private func option(_ node: YAMLNode) -> OptionDescriptor? {
    guard var reader = YAMLMappingReader(node, "an option", report) else { return nil }
    let key = name("key", &reader)
    let summary = reader.string("summary", required: true) ?? ""
    let isRequired = reader.bool("required") ?? false
    let given = reader.value("default")
    let kind = kind(&reader)
    reader.finish()
    guard let key, let kind else { return nil }
    if isRequired {
      if let given, !given.isNull {
        report.error("needless-default", "the option '\(key)' must be given, so that it has no default", at: given.location)
      }
      return OptionDescriptor(required: key, kind, summary)
    }
    guard let given, !given.isNull else { return OptionDescriptor(key, kind, summary) }
    guard let value = OptionValue(given), value.fits(kind) else {
      report.error(
        "bad-default", "the default of the option '\(key)' must be \(kind.expectation), not \(given.described)", at: given.location)
      return nil
    }
    return OptionDescriptor(key, kind, default: value, summary)
  }

  private func kind(_ reader: inout YAMLMappingReader) -> OptionKind? {
    var kinds = ["bool", "integer", "number", "string", "choice", "file", "list", "map", "record"]
    if isLibrary { kinds += ["output", "any"] }
    switch reader.choice("kind", of: kinds, required: true) {
    case "bool": return .bool
    case "string": return .string
    case "file": return .inputFile
    case "output": return .outputPath
    case "any":
      let nodes = reader.list("of", required: true) ?? []
      return .anyOf(
        nodes.compactMap { node in
          guard var alternative = YAMLMappingReader(node, "a kind", report) else { return nil }
          defer { alternative.finish() }
          return kind(&alternative)
        })
    case "integer":
      let least = reader.integer("minimum") ?? .min
      let most = reader.integer("maximum") ?? .max
      return range(least, most, reader).map { .integer($0) }
    case "number":
      let least = reader.number("minimum") ?? -.infinity
      let most = reader.number("maximum") ?? .infinity
      return range(least, most, reader).map { .number($0) }
    case "choice": return reader.strings("choices", required: true).map { .choice($0) }
    case "list":
      guard var items = reader.mapping("items", required: true) else { return nil }
      let kind = kind(&items)
      items.finish()
      return kind.map { .list($0) }
    case "map":
      guard var values = reader.mapping("values", required: true) else { return nil }
      let kind = kind(&values)
      values.finish()
      return kind.map { .map($0) }
    case "record": return reader.list("fields", required: true).map { .record(options($0)) }
    default: return nil
    }
  }

  private func range<Bound>(_ least: Bound, _ most: Bound, _ reader: YAMLMappingReader) -> ClosedRange<Bound>? {
    if least <= most { return least...most }
    report.error("empty-range", "'minimum' is greater than 'maximum'", at: reader.location(of: "minimum"))
    return nil
  }

  // MARK: Examples

  private func example(_ node: YAMLNode, _ options: [OptionDescriptor]) -> StageExample? {
    guard var reader = YAMLMappingReader(node, "an example", report) else { return nil }
    let summary = reader.string("summary", required: true)
    let input = reader.string("input", required: true)
    let after = reader.strings("after") ?? []
    var given: [String: OptionValue] = [:]
    for entry in reader.value("options")?.mapping?.entries ?? [] {
      guard let option = options.first(where: { $0.key == entry.key }) else {
        report.error("unknown-option", "the example gives the option '\(entry.key)', which the stage lacks", at: entry.keyLocation)
        continue
      }
      guard let value = OptionValue(entry.value), value.fits(option.kind) else {
        report.error(
          "bad-value", "the example's value for '\(entry.key)' must be \(option.kind.expectation), not \(entry.value.described)",
          at: entry.value.location)
        continue
      }
      given[entry.key] = value
    }
    var output: [Layer: [String]] = [:]
    for entry in reader.value("output")?.mapping?.entries ?? [] {
      output[Layer(entry.key)] = (entry.value.sequence ?? [entry.value]).compactMap(\.string)
    }
    reader.finish()
    guard let summary, let input else { return nil }
    return StageExample(summary, options: given, after: after, input: input, output: output)
  }
}

extension OptionValue {
  /// The value of a node; nil where it holds what no option can.
  init?(_ node: YAMLNode) {
    if let sequence = node.sequence {
      var items: [OptionValue] = []
      for item in sequence {
        guard let value = OptionValue(item) else { return nil }
        items.append(value)
      }
      self.init(.list(items))
    } else if let mapping = node.mapping {
      var members: [Member] = []
      for entry in mapping.entries {
        guard let value = OptionValue(entry.value) else { return nil }
        members.append(Member(entry.key, value))
      }
      self.init(.map(members))
    } else if let bool = node.bool {
      self.init(.bool(bool))
    } else if let integer = node.integer {
      self.init(.integer(integer))
    } else if let number = node.number {
      self.init(.number(number))
    } else if let string = node.string {
      self.init(.string(string))
    } else {
      return nil
    }
  }

  /// Whether the value is of a kind.
  func fits(_ kind: OptionKind) -> Bool {
    switch (content, kind) {
    case (.bool, .bool), (.string, .string), (.string, .inputFile), (.string, .outputPath): true
    case (.integer(let value), .integer(let range)): range.contains(value)
    case (.number(let value), .number(let range)): range.contains(value)
    case (.integer(let value), .number(let range)): range.contains(Double(value))
    case (.string(let value), .choice(let choices)): choices.contains(value)
    case (.list(let items), .list(let kind)): items.allSatisfy { $0.fits(kind) }
    case (.map(let members), .map(let kind)): members.allSatisfy { $0.value.fits(kind) }
    case (.map(let members), .record(let fields)):
      members.allSatisfy { member in fields.contains { $0.key == member.key && member.value.fits($0.kind) } }
    case (_, .anyOf(let kinds)): kinds.contains { fits($0) }
    default: false
    }
  }
}
