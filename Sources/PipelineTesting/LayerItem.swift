import Pipeline

/// An item of a layer as a test sees it: fields with values.
struct LayerItem: Sendable {
  /// The fields in the order of `LayerFields`; the line in the layer's notation last, where it has one.
  let fields: [MetadataValue.Member]

  init(_ fields: KeyValuePairs<String, MetadataValue>) { self.fields = fields.map { MetadataValue.Member($0.key, $0.value) } }

  /// The value of a field.
  subscript(name: String) -> MetadataValue { fields.first { $0.key == name }?.value ?? .null }
}

extension Document {
  /// The items of a built-in layer, in order.
  func items(of layer: Layer) -> [LayerItem] {
    let notation = lines(of: layer)
    let offsets = OffsetTable(text, unit: .codepoint)
    func place(_ span: TextSpan) -> (start: MetadataValue, end: MetadataValue, source: MetadataValue) {
      (
        .integer(offsets.units(atByte: span.start)), .integer(offsets.units(atByte: span.end)),
        .string(sourceText.string(sourceSpan(of: span)))
      )
    }
    func words(_ span: TextSpan?) -> MetadataValue { span.map { .string(text.string($0)) } ?? .null }
    func spans(_ spans: [TextSpan]) -> [LayerItem] {
      spans.map { span in
        let place = place(span)
        return LayerItem(["text": words(span), "start": place.start, "end": place.end, "source": place.source])
      }
    }
    switch layer {
    case .blocks:
      return blocks.map { block in
        let place = place(block.span)
        return LayerItem([
          "text": words(block.span), "kind": .string(block.kind.rawValue), "start": place.start, "end": place.end, "source": place.source,
        ])
      }
    case .sentences: return spans(sentences.map(\.span))
    case .tokens: return spans(tokens)
    case .tags:
      return zip(zip(tokens, tags), notation).map { pair, line in
        LayerItem([
          "text": words(pair.0), "pos": .string(pair.1.pos.rawValue), "lemma": .string(pair.1.lemma), LayerFields.notation: .string(line),
        ])
      }
    case .syntax:
      return zip(zip(tokens, syntax), notation).map { pair, line in
        LayerItem([
          "text": words(pair.0), "relation": .string(pair.1.relation), "head": pair.1.head < 0 ? .null : words(tokens[Int(pair.1.head)]),
          LayerFields.notation: .string(line),
        ])
      }
    case .entities:
      return entities.map { entity in
        let place = place(entity.span)
        return LayerItem([
          "text": words(entity.span), "type": .string(entity.type.name), "canonical": .init(entity.canonical),
          "by": .string(entity.by.description), "confidence": .init(entity.confidence), "start": place.start, "end": place.end,
          "source": place.source,
        ])
      }
    case .coreference:
      return coreference.map { cluster in
        LayerItem([
          "name": .string(cluster.name), "type": .init(cluster.type?.name), "mentions": .list(cluster.mentions.map { words($0.span) }),
        ])
      }
    case .relations: return zip(relations, notation).map { item(of: $0, notation: $1, words) }
    case .quotes:
      return quotes.map { quote in
        let place = place(quote.span)
        return LayerItem([
          "text": words(quote.span), "speaker": words(quote.speaker?.span), "kind": .string(quote.kind.rawValue), "cue": words(quote.cue),
          "start": place.start, "end": place.end, "source": place.source,
        ])
      }
    case .keywords: return keywords.map { LayerItem(["text": .string($0.text), "score": .number($0.score)]) }
    case .summary: return notation.isEmpty ? [] : (summary?.sentences ?? []).map { LayerItem(["text": words(sentences[Int($0)].span)]) }
    default: return []
    }
  }

  private func item(of relation: Relation, notation: String, _ words: (TextSpan?) -> MetadataValue) -> LayerItem {
    let roles = relation.arguments.map { role in
      MetadataValue.object([.init("role", .string(role.role)), .init("text", words(role.span))])
    }
    return LayerItem([
      "type": .string(relation.type), "subject": words(relation.subject.span), "predicate": words(relation.predicate.span),
      "object": words(relation.object?.span), "arguments": .list(roles), "negated": .bool(relation.isNegated),
      "hypothetical": .bool(relation.isHypothetical), "lemma": .string(relation.predicate.lemma),
      "attributed_to": .init(relation.attributedTo.map { coreference[Int($0)].name }), "sentence": .integer(Int(relation.sentence)),
      "confidence": .init(relation.confidence), "by": .string(relation.by.description), LayerFields.notation: .string(notation),
    ])
  }

  /// The document's problems as items.
  var problemItems: [LayerItem] {
    problems.map { LayerItem(["code": .string($0.code), "stage": .string($0.stage), "message": .string($0.message)]) }
  }
}

extension MetadataValue {
  /// Text, or nothing.
  init(_ text: String?) { self = text.map { .string($0) } ?? .null }

  /// A probability, or nothing.
  init(_ confidence: Float?) { self = confidence.map { .number(Double($0)) } ?? .null }
}
