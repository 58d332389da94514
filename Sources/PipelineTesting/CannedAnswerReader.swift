import Pipeline
import Records
import YAML

/// Reads what stands under `replace`: for each stage the layers that it would give, or its failure.
struct CannedAnswerReader {
  let report: YAMLReport

  func read(_ entry: YAMLMapping.Entry) -> TestFile.Replacement? {
    var replacement = TestFile.Replacement(stage: TestFile.Name(text: entry.key, location: entry.keyLocation))
    if entry.value.isNull, !entry.value.isUnreadable { return replacement }
    guard var reader = YAMLMappingReader(entry.value, "an answer", report) else { return nil }
    if let nodes = reader.list("entities") {
      replacement.answer.entities = nodes.compactMap(entity)
      replacement.layers.append((.entities, reader.location(of: "entities")))
    }
    if let nodes = reader.list("keywords") {
      replacement.answer.keywords = nodes.compactMap(keyword)
      replacement.layers.append((.keywords, reader.location(of: "keywords")))
    }
    replacement.answer.title = reader.string("title")
    if let node = reader.value("fails") { replacement.answer.failure = failure(node) }
    if let node = reader.value("layers"), !node.isNull {
      if node.mapping == nil { report.wrongType("'layers'", expected: "a mapping of layers to their values", node) }
      for layer in node.mapping?.entries ?? [] { add(layer, to: &replacement) }
    }
    reader.finish()
    return replacement
  }

  private func add(_ entry: YAMLMapping.Entry, to replacement: inout TestFile.Replacement) {
    let layer = Layer(entry.key)
    if layer == .text || Layer.builtIn.contains(layer) {
      report.error(
        "bad-answer", "'layers' holds plugins' layers: an answer can give of the built-in ones 'entities' and 'keywords', beside 'layers'",
        at: entry.keyLocation)
      return
    }
    guard let value = MetadataValue(entry.value) else { return }
    var writer = JSONWriter()
    writer.value(value)
    replacement.answer.values.append((layer, writer.bytes))
    replacement.layers.append((layer, entry.keyLocation))
  }

  private func entity(_ node: YAMLNode) -> (text: String, type: String, canonical: String?)? {
    guard var reader = YAMLMappingReader(node, "an entity", report) else { return nil }
    let (text, type, canonical) = (
      reader.string("text", required: true), reader.string("type", required: true), reader.string("canonical")
    )
    reader.finish()
    guard let text, let type else { return nil }
    return (text, type, canonical)
  }

  private func keyword(_ node: YAMLNode) -> Keyword? {
    if let text = node.string { return Keyword(text, score: 1) }
    guard var reader = YAMLMappingReader(node, "a keyword", report) else { return nil }
    let (text, score) = (reader.string("text", required: true), reader.number("score"))
    reader.finish()
    return text.map { Keyword($0, score: score ?? 1) }
  }

  private func failure(_ node: YAMLNode) -> StageFailure? {
    if let code = node.string { return StageFailure(code: code, "the test lets it fail") }
    guard node.mapping != nil, var reader = YAMLMappingReader(node, "'fails'", report) else {
      report.wrongType("'fails'", expected: "the code of a problem, or a mapping with 'code' and 'message'", node)
      return nil
    }
    let (code, message) = (reader.string("code", required: true), reader.string("message"))
    reader.finish()
    return code.map { StageFailure(code: $0, message ?? "the test lets it fail") }
  }
}
