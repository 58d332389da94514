import Pipeline

/// Compares the entities of a pipeline with gold ones.
package struct EntityScorer: Sendable {
  /// An entity under a common name.
  fileprivate struct Named: Hashable {
    var span: TextSpan
    var type: String
  }

  private let map: TypeMap
  private let types: Set<String>
  private let leniency: SpanLeniency
  /// The types that are scored, sorted.
  package let scoredTypes: [String]

  /// Creates a scorer for the types that the gold files have.
  ///
  /// - Parameter types: Those to be scored alone, by their common names; all where there are none.
  package init(_ gold: GoldEntities, map: TypeMap, types: [String] = []) throws(Diagnostics) {
    let there = Set(gold.labels.keys.compactMap { map.name(ofGold: $0) })
    var problems = Diagnostics()
    for type in types where !there.contains(type) {
      let hint =
        Suggestion.nearest(to: type, in: there.sorted()).map { "did you mean '\($0)'?" }
        ?? "there are \(there.sorted().joined(separator: ", "))"
      problems.append(Diagnostic(code: "unknown-type", "--types: the gold files have no '\(type)'; \(hint)"))
    }
    try problems.throwIfErrors()
    self.map = map
    self.types = types.isEmpty ? there : Set(types)
    scoredTypes = self.types.sorted()
    leniency = try SpanLeniency()
    if there.isEmpty {
      throw Diagnostics(Diagnostic(code: "no-gold-entities", "the gold files have no entity that could be scored"))
    }
  }

  /// Compares document by document.
  ///
  /// - Parameter annotated: What a pipeline made of the texts of the gold documents, in the same order.
  package func score(_ gold: [GoldEntityDocument], _ annotated: [Document]) -> EntityScores {
    var scores = EntityScores(types: scoredTypes)
    for (gold, document) in zip(gold, annotated) { add(gold, document, to: &scores) }
    return scores
  }

  private func add(_ gold: GoldEntityDocument, _ document: Document, to scores: inout EntityScores) {
    var wanted: [Named] = []
    for entity in gold.entities {
      if let type = map.name(ofGold: entity.label), types.contains(type) {
        wanted.append(Named(span: gold.text.trimmed(entity.span), type: type))
      } else {
        scores.leftOutGold[entity.label, default: 0] += 1
      }
    }
    var found: [(entity: Named, confidence: Float?)] = []
    for entity in document.entities {
      if let type = map.name(ofPipeline: entity.type.name), types.contains(type) {
        found.append((Named(span: gold.text.trimmed(document.sourceSpan(of: entity.span)), type: type), entity.confidence))
      } else {
        scores.leftOutPipeline[entity.type.name, default: 0] += 1
      }
    }
    let exact = Set(wanted)
    for (entity, confidence) in found {
      scores.calibration.total += 1
      if let confidence { scores.calibration.add(confidence, isRight: exact.contains(entity)) }
    }
    count(wanted, found.map(\.entity), into: \.exact, &scores)
    count(wanted.map { reduced($0, gold.text) }, found.map { reduced($0.entity, gold.text) }, into: \.lenient, &scores)
    align(wanted, found.map(\.entity), gold, &scores)
  }

  private func reduced(_ entity: Named, _ text: Text) -> Named {
    Named(span: leniency.reduced(entity.span, in: text), type: entity.type)
  }

  private func count(
    _ wanted: [Named], _ found: [Named], into column: WritableKeyPath<EntityScores.TypeScores, Counts>, _ scores: inout EntityScores
  ) {
    // Each gold entity is found once at most.
    var open: [Named: Int] = [:]
    for entity in wanted {
      open[entity, default: 0] += 1
      scores.types[entity.type, default: .init()][keyPath: column].gold += 1
    }
    for entity in found {
      scores.types[entity.type, default: .init()][keyPath: column].found += 1
      guard let left = open[entity], left > 0 else { continue }
      open[entity] = left - 1
      scores.types[entity.type, default: .init()][keyPath: column].correct += 1
    }
  }

  /// Pairs gold and found entities: those of one span first, then each left gold one with the left one that shares most bytes with it.
  private func align(_ wanted: [Named], _ found: [Named], _ gold: GoldEntityDocument, _ scores: inout EntityScores) {
    let found = found.sorted { $0.span < $1.span }
    var isFree = Array(repeating: true, count: found.count)
    var partner: [Int?] = wanted.map { entity in
      let index = found.partitioningIndex { $0.span >= entity.span }
      guard index < found.count, found[index].span == entity.span, isFree[index] else { return nil }
      isFree[index] = false
      return index
    }
    for (number, entity) in wanted.enumerated() where partner[number] == nil {
      var best: (index: Int, shared: Int)?
      var index = found.partitioningIndex { $0.span.end > entity.span.start }
      while index < found.count, found[index].span.start < entity.span.end {
        let span = found[index].span
        let shared = Int(min(span.end, entity.span.end)) - Int(max(span.start, entity.span.start))
        if isFree[index], shared > best?.shared ?? 0 { best = (index, shared) }
        index += 1
      }
      if let best {
        partner[number] = best.index
        isFree[best.index] = false
      }
    }
    for (entity, partner) in zip(wanted, partner) { scores.add(entity.pair, partner.map { found[$0].pair }, gold) }
    for (index, entity) in found.enumerated() where isFree[index] { scores.add(nil, entity.pair, gold) }
  }
}

extension EntityScorer.Named {
  fileprivate var pair: EntityScores.Item { EntityScores.Item(span: span, type: type) }
}
