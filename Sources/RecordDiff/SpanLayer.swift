import Pipeline

extension Document {
  /// The items of a plugin's layer that is a list of labelled spans and nothing more; none where the layer is not there, nil where it is something else.
  ///
  /// Offsets are brought to bytes, so that records with different units can be compared.
  func spanItems(of layer: Layer) -> [ComparedItem]? {
    let spans: [LabelledSpan]?
    switch openLayers[layer] {
    case nil: spans = []
    case .value: spans = self[LayerKey<[LabelledSpan]>(layer.name)]
    case .encoded: spans = self[LayerKey<[PlainSpan]>(layer.name)]?.map(\.span)
    }
    guard let spans, spans.allSatisfy({ $0.span.start <= $0.span.end && $0.span.end <= text.count }) else { return nil }
    return spans.map { ComparedItem(type: $0.label, places: [$0.span], content: flat($0.span)) }
  }
}

/// A labelled span without any other member, which a comparison of spans would not see.
private struct PlainSpan: Codable, Sendable {
  let span: LabelledSpan

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: Key.self).allKeys
    guard keys.count == 3 else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "there are members beside the span's"))
    }
    span = try LabelledSpan(from: decoder)
  }

  func encode(to encoder: any Encoder) throws { try span.encode(to: encoder) }
}
