import Pipeline

/// One annotation of a document as it is compared and shown, whatever its layer.
package struct ComparedItem: Sendable {
  /// Something that is said about it, such as `negated`.
  package struct Attribute: Sendable {
    var name: String
    /// As it is shown.
    var value: String
    /// Where the value stands in the text: then it is compared by its place.
    var place: TextSpan?
  }

  /// Its type, or empty where the layer has none.
  package var type = ""
  /// Where it is in its own document: the spans that make it what it is. Empty where it stands nowhere, such as a keyword.
  var places: [TextSpan] = []
  /// What it says, on one line.
  package var content: String
  /// What else it says.
  var attributes: [Attribute] = []
  /// What produced it.
  var by: String?
}

extension Document {
  /// What is compared of a layer.
  func items(of layer: DiffLayer) -> [ComparedItem] {
    switch layer {
    case .text: []
    case .title: title.map { [ComparedItem(content: "", attributes: [.init(name: "title", value: Printable.flat($0))])] } ?? []
    case .sentences: sentences.map { ComparedItem(places: [$0.span], content: flat($0.span)) }
    case .entities: entities.map(item)
    case .coreference: coreference.compactMap(item)
    case .relations: relations.map(item)
    case .quotes: quotes.map(item)
    case .keywords: keywords.map { ComparedItem(content: Printable.flat($0.text)) }
    case .summary: summaryItems
    case .layers: openLayers.keys.sorted().map(wholeItem)
    case .plugin(let name): spanItems(of: Layer(name)) ?? []
    case .problems: problemItems
    }
  }

  private func item(_ entity: Entity) -> ComparedItem {
    var item = ComparedItem(type: entity.type.name, places: [entity.span], content: flat(entity.span), by: entity.by.description)
    if let canonical = entity.canonical { item.attributes = [.init(name: "canonical", value: Printable.flat(canonical))] }
    return item
  }

  private func item(_ cluster: CoreferenceCluster) -> ComparedItem? {
    guard let first = cluster.mentions.first else { return nil }
    return ComparedItem(
      type: cluster.type?.name ?? "", places: [first.span], content: Printable.flat(cluster.name),
      attributes: [.init(name: "name", value: Printable.flat(cluster.name))]
        + cluster.mentions.dropFirst().map { .init(name: "mentions", value: flat($0.span), place: $0.span) })
  }

  private func item(_ relation: Relation) -> ComparedItem {
    var places = [relation.subject.span, relation.predicate.span]
    if let object = relation.object { places.append(object.span) }
    var attributes: [ComparedItem.Attribute] = relation.arguments.map { .init(name: $0.role, value: flat($0.span), place: $0.span) }
    attributes.append(.init(name: "negated", value: String(relation.isNegated)))
    attributes.append(.init(name: "hypothetical", value: String(relation.isHypothetical)))
    attributes.append(.init(name: "lemma", value: Printable.flat(relation.predicate.lemma)))
    if let source = relation.attributedTo.map(Int.init), coreference.indices.contains(source) {
      attributes.append(.init(name: "attributed_to", value: Printable.flat(coreference[source].name)))
    }
    return ComparedItem(
      type: relation.type, places: places, content: places.map(flat).joined(separator: " | "), attributes: attributes,
      by: relation.by.description)
  }

  private func item(_ quote: Quote) -> ComparedItem {
    var attributes: [ComparedItem.Attribute] = []
    if let cue = quote.cue { attributes.append(.init(name: "cue", value: flat(cue), place: cue)) }
    if let speaker = quote.speaker { attributes.append(.init(name: "speaker", value: flat(speaker.span), place: speaker.span)) }
    return ComparedItem(type: quote.kind.rawValue, places: [quote.span], content: flat(quote.span), attributes: attributes)
  }

  /// The sentences; the summary as it stands where it is not made of them.
  private var summaryItems: [ComparedItem] {
    guard let summary else { return [] }
    let spans = summary.sentences.map { sentences[Int($0)].span }
    let isMadeOfThem = Printable.flat(summary.text) == spans.map(flat).joined(separator: " ")
    var items = spans.map { ComparedItem(places: [$0], content: flat($0)) }
    if !isMadeOfThem { items.append(ComparedItem(content: "", attributes: [.init(name: "text", value: Printable.flat(summary.text))])) }
    return items
  }

  /// A plugin's layer as a whole.
  func wholeItem(of layer: Layer) -> ComparedItem {
    var item = ComparedItem(type: layer.name, content: layer.name)
    if case .encoded(let encoded) = openLayers[layer] {
      item.attributes = [.init(name: "value", value: Printable.flat(String(decoding: encoded.bytes, as: UTF8.self)))]
    }
    return item
  }

  /// The problem that the record has members that are not known is this reader's, not the run's.
  private var problemItems: [ComparedItem] {
    var items = problems.filter { $0.stage != Problem.readStage || $0.code != "unknown-members" }.map {
      ComparedItem(type: "\($0.stage)/\($0.code)", content: Printable.flat($0.message))
    }
    if isFailed, !items.isEmpty { items[items.count - 1].attributes = [.init(name: "failed", value: "true")] }
    return items
  }

  /// The text of a span on one line.
  func flat(_ span: TextSpan) -> String { Printable.flat(text.string(span)) }
}
