import Pipeline

extension ResolvedPipeline {
  /// The resolved pipeline as text: the stages in order, each with its layers in and out and every option with its value and origin.
  package var explanation: String {
    var lines = ["pipeline \(name): \(files.joined(separator: ", which extends "))"]
    if let description { lines.append("  \(description)") }
    if !expects.isEmpty { lines.append("  expects \(expects.map(\.name).joined(separator: ", "))") }
    if !plugins.isEmpty { lines.append("  plugins \(plugins.map(\.path).joined(separator: ", "))") }
    for (index, stage) in stages.enumerated() {
      lines.append("")
      lines.append(contentsOf: Self.lines(of: stage, number: index + 1))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(of stage: ResolvedStage, number: Int) -> [String] {
    let name = stage.planned.name == stage.stage ? stage.stage : "\(stage.planned.name) (\(stage.stage))"
    var lines = ["\(number). \(name)  # \(stage.location.file):\(stage.location.line)"]
    let layers = stage.planned.layers
    for (verb, set) in [
      ("requires", layers.requires.subtracting([.text])), ("uses", layers.uses), ("updates", layers.updates), ("writes", layers.writes),
    ] where !set.isEmpty {
      lines.append("   \(verb) \(set.sorted(by: LayerOrder.inOrder).map(\.name).joined(separator: ", "))")
    }
    if let use = (stage.planned.stage as? any SentenceModelReader)?.modelUse {
      lines.append("   reads \(use.heads.sorted().joined(separator: ", ")) of the model \(use.model.name)")
    }
    let rows = stage.options.map { ("\($0.key): \($0.value.shown)", $0.origin.shown) }
    let width = rows.map { $0.0.count }.filter { $0 <= 48 }.max() ?? 0
    for (option, origin) in rows {
      lines.append("     \(option)\(String(repeating: " ", count: max(0, width - option.count)))  # \(origin)")
    }
    return lines
  }
}

extension OptionOrigin {
  /// `default`, `news.yaml:12`, `${WORKERS} in news.yaml:12`, `--set`.
  var shown: String {
    switch self {
    case .standard: "default"
    case .file(let location): "\(location.file):\(location.line)"
    case .environment(let names, let location):
      "\(names.map { "${\($0)}" }.joined(separator: ", ")) in \(location.file):\(location.line)"
    case .set: "--set"
    }
  }
}

extension OptionValue {
  /// The value as YAML on one line.
  var shown: String {
    switch content {
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): OptionKind.text(value)
    case .string(let text): Self.isPlain(text) ? text : JSON.string(text).text
    case .list(let items): "[\(items.map(\.shown).joined(separator: ", "))]"
    case .map(let members): "{\(members.map { "\($0.key): \($0.value.shown)" }.joined(separator: ", "))}"
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || first == "/" || first == "_" else { return false }
    return !["true", "false", "null"].contains(text.lowercased())
      && text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789-_./+".unicodeScalars.contains($0) }
  }
}
