import Pipeline

/// The reference of a stage as Markdown, from its descriptor alone. On a terminal it reads well as it is.
struct StageReference {
  let descriptor: StageDescriptor

  /// The whole entry.
  var markdown: String {
    var parts = ["## \(descriptor.name)", "\(Self.sentence(descriptor.summary))."]
    if !descriptor.discussion.isEmpty { parts.append(descriptor.discussion) }
    parts.append(layers)
    parts.append(descriptor.options.isEmpty ? "It has no options." : options(descriptor.options))
    parts += descriptor.examples.map(example)
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// A summary, beginning in upper case.
  static func sentence(_ summary: String) -> String { summary.prefix(1).uppercased() + summary.dropFirst() }

  private var layers: String {
    let uses: [(String, Set<Layer>)] = [
      ("requires", descriptor.layers.requires), ("uses", descriptor.layers.uses), ("writes", descriptor.layers.writes),
      ("updates", descriptor.layers.updates),
    ]
    let facts = uses.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.sorted().map { "`\($0)`" }.joined(separator: ", "))" }
    return facts.isEmpty ? "It reads and writes no layer." : "Layers: \(facts.joined(separator: "; "))."
  }

  private func options(_ options: [OptionDescriptor]) -> String {
    let table = options.flatMap { rows(for: $0, prefix: "") }
    return (["| option | values | default | |", "|---|---|---|---|"] + table).joined(separator: "\n")
  }

  /// An option's row, then those of its fields.
  private func rows(for option: OptionDescriptor, prefix: String) -> [String] {
    let standard = option.isRequired ? "required" : option.defaultValue.map { "`\(Self.written($0))`" } ?? "none"
    let summary = option.summary.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    let entry = "| `\(prefix)\(option.key)` | \(Self.values(of: option.kind)) | \(standard) | \(summary) |"
    return [entry] + Self.fields(of: option.kind).flatMap { rows(for: $0, prefix: "\(prefix)\(option.key).") }
  }

  private static func fields(of kind: OptionKind) -> [OptionDescriptor] {
    switch kind {
    case .record(let fields): fields
    case .list(let element), .map(let element): fields(of: element)
    case .anyOf(let kinds): kinds.flatMap(fields)
    default: []
    }
  }

  private static func values(of kind: OptionKind) -> String {
    switch kind {
    case .bool: "`true`, `false`"
    case .integer(let range):
      range.upperBound == .max ? "whole number, \(range.lowerBound) or more" : "whole number, \(range.lowerBound) to \(range.upperBound)"
    case .number(let range):
      range.upperBound.isFinite && range.upperBound < 1e300
        ? "number, \(range.lowerBound) to \(range.upperBound)" : "number, \(range.lowerBound) or more"
    case .string: "text"
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .inputFile: "a file"
    case .outputPath: "an output path"
    case .list(let element): "list of: \(values(of: element))"
    case .map(let element): "map to: \(values(of: element))"
    case .record: "fields"
    case .anyOf(let kinds): kinds.map(values).joined(separator: "; or ")
    }
  }

  /// A value as a pipeline file has it, in one line.
  static func written(_ value: OptionValue) -> String {
    switch value.content {
    case .bool(let bool): String(bool)
    case .integer(let integer): String(integer)
    case .number(let number): String(number)
    case .string(let string): string.isEmpty ? "\"\"" : string
    case .list(let list): "[\(list.map(written).joined(separator: ", "))]"
    case .map(let members): "{ \(members.map { "\($0.key): \(written($0.value))" }.joined(separator: ", ")) }"
    }
  }

  private func example(_ example: StageExample) -> String {
    var lines = ["Example: \(example.summary).", "", "```text"]
    if !example.options.isEmpty {
      let options = example.options.sorted { $0.key < $1.key }.map { "\($0.key): \(Self.written($0.value))" }
      lines.append("\(descriptor.name): { \(options.joined(separator: ", ")) }")
    }
    lines.append(example.input)
    for (layer, items) in example.output.sorted(by: { $0.key < $1.key }) {
      lines.append("→ \(layer)")
      lines += items.map { "    \($0)" }
    }
    return (lines + ["```"]).joined(separator: "\n")
  }
}
