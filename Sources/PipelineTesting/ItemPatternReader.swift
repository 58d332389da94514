import Pipeline
import YAML

/// Reads what an item of a layer must be: a text, or fields.
struct ItemPatternReader {
  let report: YAMLReport
  /// The layer's name.
  let subject: String
  let fields: LayerFields

  /// The pattern; nil where it is wrong, which is reported.
  func read(_ node: YAMLNode) -> ItemPattern? {
    if node.isUnreadable { return nil }
    if let text = node.string {
      let content = ItemPattern.Content.value(.string(text.withoutFinalLineEnds))
      return ItemPattern(fields: [(fields.main, content)], isBare: true, location: node.location)
    }
    guard let mapping = node.mapping else {
      report.error(
        "wrong-type", "an item of '\(subject)' must be text, or a mapping of fields to what they must be, not \(node.described)",
        at: node.location)
      return nil
    }
    guard var reader = YAMLMappingReader(node, "an item of '\(subject)'", report) else { return nil }
    var isWhole = true
    var kinds: [String: LayerFields.Kind] = [:]
    for field in fields.fields {
      kinds[field.name] = field.kind
      _ = reader.value(field.name)
    }
    reader.finish()
    if mapping.entries.isEmpty {
      report.error("no-expectation", "an item of '\(subject)' is empty: name at least one field", at: node.location)
      return nil
    }
    var read: [(name: String, content: ItemPattern.Content)] = []
    for entry in mapping.entries {
      guard let kind = kinds[entry.key], let content = content(entry, kind) else {
        isWhole = false
        continue
      }
      read.append((entry.key, content))
    }
    return isWhole ? ItemPattern(fields: read, isBare: false, location: node.location) : nil
  }

  private func content(_ entry: YAMLMapping.Entry, _ kind: LayerFields.Kind) -> ItemPattern.Content? {
    let node = entry.value
    if node.isUnreadable { return nil }
    switch kind {
    case .text:
      if let text = node.string { return .value(.string(text.withoutFinalLineEnds)) }
      if node.isNull, node.scalar?.text.isEmpty == false { return .value(.null) }
      if node.mapping != nil {
        guard var reader = YAMLMappingReader(node, "'\(entry.key)'", report) else { return nil }
        let part = reader.string("contains", required: true)
        reader.finish()
        return part.map { .contains($0) }
      }
      return wrong(entry, "text, or null, or a mapping with 'contains'")
    case .number:
      if node.isNull, node.scalar?.text.isEmpty == false { return .value(.null) }
      if let integer = node.integer { return .value(.integer(integer)) }
      if let number = node.number { return .value(.number(number)) }
      return wrong(entry, "a number")
    case .bool:
      if let bool = node.bool { return .value(.bool(bool)) }
      return wrong(entry, "true or false")
    case .choice(let choices):
      if let text = node.string, choices.contains(text) { return .value(.string(text)) }
      let suggestion = node.string.map { Suggestion.suffix(for: $0, in: choices) } ?? ""
      return wrong(entry, Wording.list(choices, "or"), suggestion)
    case .texts:
      let items = node.sequence ?? [node]
      if let item = items.first(where: { $0.string == nil }) {
        report.wrongType(node.sequence == nil ? "'\(entry.key)'" : "an item of '\(entry.key)'", expected: "text", item)
        return nil
      }
      return .value(.list(items.compactMap { $0.string.map { .string($0) } }))
    case .roles:
      let roles = (node.sequence ?? [node]).map(role)
      return roles.contains { $0 == nil } ? nil : .value(.list(roles.compactMap { $0 }))
    }
  }

  private func role(_ node: YAMLNode) -> MetadataValue? {
    guard var reader = YAMLMappingReader(node, "an argument", report) else { return nil }
    let (role, text) = (reader.string("role"), reader.string("text"))
    reader.finish()
    let members = [role.map { MetadataValue.Member("role", .string($0)) }, text.map { .init("text", .string($0)) }].compactMap { $0 }
    return members.isEmpty ? nil : .object(members)
  }

  private func wrong(_ entry: YAMLMapping.Entry, _ expected: String, _ suggestion: String = "") -> ItemPattern.Content? {
    let node = entry.value
    report.error(
      "wrong-value", "'\(entry.key)' must be \(expected), not \(node.described)\(suggestion)",
      at: node.scalar?.text.isEmpty == true ? entry.keyLocation : node.location)
    return nil
  }
}
