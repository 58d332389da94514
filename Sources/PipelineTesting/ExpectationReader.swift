import Pipeline
import YAML

/// Reads what stands under `expect`.
struct ExpectationReader {
  let report: YAMLReport

  /// The expectations in the order of the file.
  func read(_ node: YAMLNode) -> [Expectation] {
    guard var reader = YAMLMappingReader(node, "'expect'", report) else { return [] }
    var found: [Expectation] = []
    for subject in [Expectation.Subject.title, .text, .language] {
      if let value = reader.value(subject.name) { found += text(subject, value, reader.location(of: subject.name)) }
    }
    if let value = reader.bool("failed") {
      found.append(Expectation(subject: .failed, claim: .isTrue(value), location: reader.location(of: "failed")))
    }
    for layer in Layer.builtIn {
      guard let value = reader.value(layer.name), let fields = LayerFields.of(layer) else { continue }
      found += items(.layer(layer), fields, value, reader.location(of: layer.name))
    }
    if let value = reader.value("problems") { found += items(.problems, .problems, value, reader.location(of: "problems")) }
    if let value = reader.value("layers"), !value.isUnreadable {
      if value.mapping == nil { report.wrongType("'layers'", expected: "a mapping of plugins' layers to what they must be", value) }
      for entry in value.mapping?.entries ?? [] { found += values(entry) }
    }
    reader.finish()
    return found.sorted { ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column) }
  }

  private func text(_ subject: Expectation.Subject, _ node: YAMLNode, _ location: SourceLocation) -> [Expectation] {
    if node.isUnreadable { return [] }
    if node.scalar?.text.isEmpty == false, node.isNull {
      return [Expectation(subject: subject, claim: .isPresent(false), location: node.location)]
    }
    if let text = node.string {
      return [Expectation(subject: subject, claim: .isText(text.withoutFinalLineEnds), location: node.location)]
    }
    guard node.mapping != nil else {
      let place = node.scalar?.text.isEmpty == true ? location : node.location
      report.error(
        "wrong-type", "'\(subject.name)' must be text, or a mapping with 'equals', 'contains' or 'absent', not \(node.described)", at: place
      )
      return []
    }
    guard var reader = YAMLMappingReader(node, "'\(subject.name)'", report) else { return [] }
    var found: [Expectation] = []
    let places = node.mapping
    if let text = reader.string("equals") {
      found.append(
        Expectation(subject: subject, claim: .isText(text.withoutFinalLineEnds), location: places?["equals"]?.location ?? location))
    }
    if let parts = reader.list("contains") {
      for part in parts {
        guard let text = part.string, !text.isEmpty else {
          report.wrongType("an item of 'contains'", expected: "text", part)
          continue
        }
        found.append(Expectation(subject: subject, claim: .holdsText(text.withoutFinalLineEnds), location: part.location))
      }
    }
    if let isAbsent = reader.bool("absent") {
      found.append(Expectation(subject: subject, claim: .isPresent(!isAbsent), location: reader.location(of: "absent")))
    }
    reader.finish()
    checkEmpty(node, subject)
    return found
  }

  private func checkEmpty(_ node: YAMLNode, _ subject: Expectation.Subject) {
    if node.mapping?.entries.isEmpty == true {
      report.error("no-expectation", "'\(subject.name)' is empty: say what it must be", at: node.location)
    }
  }

  private func items(
    _ subject: Expectation.Subject, _ fields: LayerFields, _ node: YAMLNode, _ location: SourceLocation
  ) -> [Expectation] {
    if node.isUnreadable { return [] }
    guard node.mapping != nil else {
      let place = node.scalar?.text.isEmpty == true ? location : node.location
      report.error(
        "wrong-type", "'\(subject.name)' must be a mapping with 'contains', 'equals', 'count' or 'absent', not \(node.described)",
        at: place)
      return []
    }
    guard var reader = YAMLMappingReader(node, "'\(subject.name)'", report) else { return [] }
    let patterns = ItemPatternReader(report: report, subject: subject.name, fields: fields)
    var found: [Expectation] = []
    if let nodes = reader.list("contains") {
      if nodes.isEmpty {
        report.error("no-expectation", "'contains' is empty: name what must be there", at: reader.location(of: "contains"))
      }
      found += nodes.compactMap(patterns.read).map { Expectation(subject: subject, claim: .contains($0), location: $0.location) }
    }
    if let node = reader.value("equals"), !node.isUnreadable {
      if let nodes = node.sequence {
        let all = nodes.map(patterns.read)
        if all.allSatisfy({ $0 != nil }) {
          found.append(Expectation(subject: subject, claim: .equals(all.compactMap { $0 }), location: reader.location(of: "equals")))
        }
      } else {
        report.wrongType("'equals'", expected: "a list of all that must be there, in order", node)
      }
    }
    if let node = reader.value("count"), let range = count(node, reader.location(of: "count")) {
      found.append(Expectation(subject: subject, claim: .count(range), location: node.location))
    }
    if let node = reader.value("absent") {
      if let isAbsent = node.bool {
        found.append(Expectation(subject: subject, claim: .isPresent(!isAbsent), location: node.location))
      } else {
        found += (node.sequence ?? [node]).compactMap(patterns.read)
          .map { Expectation(subject: subject, claim: .lacks($0), location: $0.location) }
      }
    }
    reader.finish()
    checkEmpty(node, subject)
    return found
  }

  private func count(_ node: YAMLNode, _ location: SourceLocation) -> ClosedRange<Int>? {
    if node.isUnreadable { return nil }
    if let exact = node.integer, exact >= 0 { return exact...exact }
    guard node.mapping != nil, var reader = YAMLMappingReader(node, "'count'", report) else {
      report.error(
        "wrong-value", "'count' must be a whole number of at least 0, or a mapping with 'min' and 'max', not \(node.described)",
        at: node.scalar?.text.isEmpty == true ? location : node.location)
      return nil
    }
    let (least, most) = (reader.integer("min", in: 0 ... .max), reader.integer("max", in: 0 ... .max))
    reader.finish()
    if let least, let most, least > most {
      report.error("wrong-value", "'min' is larger than 'max'", at: reader.location(of: "min"))
      return nil
    }
    if least == nil, most == nil {
      if node.mapping?.entries.isEmpty == true {
        report.error("no-expectation", "'count' is empty: give 'min', 'max' or both", at: node.location)
      }
      return nil
    }
    return (least ?? 0)...(most ?? .max)
  }

  private func values(_ entry: YAMLMapping.Entry) -> [Expectation] {
    let layer = Layer(entry.key)
    if layer == .text || Layer.builtIn.contains(layer) {
      report.error(
        "unknown-layer", "'\(layer)' is a built-in layer: it stands under 'expect' itself, not under 'layers'", at: entry.keyLocation)
      return []
    }
    let subject = Expectation.Subject.value(layer)
    guard var reader = YAMLMappingReader(entry.value, "'\(layer)'", report) else { return [] }
    var found: [Expectation] = []
    if let node = reader.value("equals"), let value = MetadataValue(node) {
      found.append(Expectation(subject: subject, claim: .isValue(value), location: reader.location(of: "equals")))
    }
    if let node = reader.value("contains"), let value = MetadataValue(node) {
      found.append(Expectation(subject: subject, claim: .hasValue(value), location: reader.location(of: "contains")))
    }
    if let node = reader.value("count"), let range = count(node, reader.location(of: "count")) {
      found.append(Expectation(subject: subject, claim: .count(range), location: node.location))
    }
    if let isAbsent = reader.bool("absent") {
      found.append(Expectation(subject: subject, claim: .isPresent(!isAbsent), location: reader.location(of: "absent")))
    }
    reader.finish()
    checkEmpty(entry.value, subject)
    return found
  }
}

extension String {
  /// The text without line ends at its end, which a block after `|` brings.
  var withoutFinalLineEnds: String {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
