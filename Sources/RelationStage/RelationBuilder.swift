import Pipeline

/// Makes relations of the places where rules hold.
struct RelationBuilder {
  private let document: Document
  private let instance: String
  private let clusters: [TextSpan: UInt32]
  /// What counts as an entity in patterns: the document's entities, and the pronouns of clusters whose type is known.
  let units: [Entity]

  init(document: Document, instance: String) {
    self.document = document
    self.instance = instance
    var clusters: [TextSpan: UInt32] = [:]
    var pronouns: [Entity] = []
    for (index, cluster) in document.coreference.enumerated() {
      for mention in cluster.mentions {
        clusters[mention.span] = UInt32(index)
        if mention.kind == .pronoun, let type = cluster.type {
          pronouns.append(Entity(mention.span, type, by: Provenance(stage: instance, source: "pronoun")))
        }
      }
    }
    self.clusters = clusters
    units = pronouns.isEmpty ? document.entities : Self.merged(document.entities, pronouns.sorted { $0.span < $1.span })
  }

  /// Both in order, without those pronouns that overlap an entity.
  private static func merged(_ entities: [Entity], _ pronouns: [Entity]) -> [Entity] {
    var merged: [Entity] = []
    var next = 0
    for pronoun in pronouns {
      while next < entities.count, entities[next].span < pronoun.span {
        merged.append(entities[next])
        next += 1
      }
      let overlapsBefore = merged.last.map { $0.span.overlaps(pronoun.span) } ?? false
      let overlapsNext = next < entities.count && entities[next].span.overlaps(pronoun.span)
      if !overlapsBefore, !overlapsNext { merged.append(pronoun) }
    }
    return merged + entities[next...]
  }

  /// The relations of a match: one for every pair of a subject and an object.
  func relations(of match: RuleMatch, _ rule: Rule, lemma: (Int) -> String) -> [Relation] {
    var subjects: [Argument] = []
    var objects: [Argument?] = []
    var arguments: [Relation.Role] = []
    // The words of an office can stand on both sides of its country: `former Danish premier`.
    var predicate: Range<Int>?
    var predicateWords: [Int] = []
    var (isNegated, isHypothetical) = (rule.isNegated, rule.isHypothetical)
    for (role, tokens) in match.parts {
      let span = TextSpan(document.tokens[tokens.lowerBound].start, document.tokens[tokens.upperBound - 1].end)
      switch role {
      case RelationRole.subject: subjects.append(Argument(span, cluster: clusters[span]))
      case RelationRole.object: objects.append(Argument(span, cluster: clusters[span]))
      case RelationRole.predicate:
        predicate = (predicate?.lowerBound ?? tokens.lowerBound)..<tokens.upperBound
        predicateWords += tokens
      case RelationRole.negation: isNegated = true
      case RelationRole.supposition: isHypothetical = true
      default: arguments.append(Relation.Role(role, span))
      }
    }
    guard let predicate else { return [] }
    let words = Relation.Predicate(
      TextSpan(document.tokens[predicate.lowerBound].start, document.tokens[predicate.upperBound - 1].end),
      lemma: rule.lemma ?? predicateWords.map(lemma).joined(separator: " "))
    let by = Provenance(stage: instance, source: rule.name)
    return subjects.flatMap { subject in
      (objects.isEmpty ? [nil] : objects).compactMap { object in
        object?.span == subject.span
          ? nil
          : Relation(
            type: rule.type, subject: subject, predicate: words, object: object, arguments: arguments, isNegated: isNegated,
            isHypothetical: isHypothetical, sentence: UInt32(match.sentence), by: by)
      }
    }
  }
}
