import Foundation
import Pipeline

/// A stage in the place of another, with answers that a test gives.
struct CannedStage: Stage {
  /// What the stage does to every document.
  struct Answer: Sendable {
    /// Entities by the text that they stand for; each is looked for after the one before it.
    var entities: [(text: String, type: String, canonical: String?)]?
    /// Entities by their places in the source text.
    var marked: [(span: TextSpan, type: String)]?
    var keywords: [Keyword]?
    /// Plugins' layers as JSON.
    var values: [(layer: Layer, json: [UInt8])] = []
    var title: String?
    /// The failure of every document.
    var failure: StageFailure?
  }

  let name: String
  let answer: Answer
  let layers: LayerUse

  /// - Parameter layers: What the replaced stage writes; the answer need not give all of it.
  init(name: String, answer: Answer, layers: LayerUse) {
    self.name = name
    self.answer = answer
    self.layers = layers
  }

  func process(_ document: inout Document) throws(StageFailure) {
    if let failure = answer.failure { throw failure }
    let provenance = Provenance(stage: name, source: "test")
    if let marked = answer.marked {
      let inverse = document.inverseAlignment
      document.entities = marked.compactMap { mark in
        let span = document.text.trimmed(inverse.sourceSpan(of: mark.span))
        return span.isEmpty ? nil : Entity(span, EntityType(mark.type), by: provenance)
      }
    }
    if let entities = answer.entities { document.entities = try places(of: entities, in: document.text, provenance) }
    if let keywords = answer.keywords { document.keywords = keywords }
    if let title = answer.title { document.title = title }
    let text = document.text
    for (layer, json) in answer.values {
      document.openLayers[layer] = .encoded(
        EncodedLayer(bytes: json) { bytes, type in
          let decoder = JSONDecoder()
          decoder.userInfo[.offsetTable] = OffsetTable(text, unit: .codepoint)
          return try decoder.decode(type, from: Data(bytes))
        })
    }
  }

  private func places(
    of entities: [(text: String, type: String, canonical: String?)], in text: Text, _ provenance: Provenance
  ) throws(StageFailure) -> [Entity] {
    var offset = 0
    var found: [Entity] = []
    for entity in entities {
      guard let start = text.offset(of: Array(entity.text.utf8), from: offset) else {
        throw StageFailure(
          code: "canned-entity", "the text holds no '\(entity.text)' after the entity before it, for which the test gives an answer")
      }
      offset = start + entity.text.utf8.count
      found.append(Entity(TextSpan(start..<offset), EntityType(entity.type), canonical: entity.canonical, by: provenance))
    }
    return found
  }
}

extension Document {
  /// The alignment of the source with the text: it tells where in the text something of the source stands.
  fileprivate var inverseAlignment: Alignment {
    Alignment(edits: alignment.edits.map { Alignment.Edit(text: $0.source, source: $0.text) })
  }
}

extension Text {
  /// Where bytes stand first at or after an offset; nil where they do not. O(n·m).
  fileprivate func offset(of wanted: [UInt8], from start: Int) -> Int? {
    guard !wanted.isEmpty, start + wanted.count <= count else { return nil }
    return (start...count - wanted.count).first { equals(TextSpan($0..<$0 + wanted.count), wanted) }
  }
}
