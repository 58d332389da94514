import Pipeline

/// Keeps one of several relations that say the same.
enum RelationFilter {
  /// The relations in the order of the text, without those that another one says better.
  ///
  /// Two say the same where sentence, type and subject agree and their predicates overlap or their objects are the same. The one with an object
  /// is kept, then the one with the longer predicate, then the first.
  static func kept(_ relations: [Relation]) -> [Relation] {
    var kept: [Relation] = []
    let sorted = relations.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.sentence != b.sentence { return a.sentence < b.sentence }
      if a.subject.span != b.subject.span { return a.subject.span < b.subject.span }
      if a.type != b.type { return a.type < b.type }
      return left.offset < right.offset
    }
    var group = 0
    for (_, relation) in sorted {
      if let first = kept.dropFirst(group).first,
        (first.sentence, first.type) != (relation.sentence, relation.type) || first.subject.span != relation.subject.span
      {
        group = kept.count
      }
      if let same = kept[group...].firstIndex(where: { saysTheSame($0, relation) }) {
        if isBetter(relation, than: kept[same]) { kept[same] = relation }
      } else {
        kept.append(relation)
      }
    }
    return kept.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.sentence != b.sentence { return a.sentence < b.sentence }
      if a.predicate.span != b.predicate.span { return a.predicate.span < b.predicate.span }
      return left.offset < right.offset
    }.map(\.element)
  }

  private static func saysTheSame(_ a: Relation, _ b: Relation) -> Bool {
    if let first = a.object?.span, let second = b.object?.span {
      return first == second || first.overlaps(second) && a.predicate.span.overlaps(b.predicate.span)
    }
    return a.predicate.span.overlaps(b.predicate.span)
  }

  private static func isBetter(_ a: Relation, than b: Relation) -> Bool {
    if (a.object == nil) != (b.object == nil) { return a.object != nil }
    if a.predicate.span.count != b.predicate.span.count { return a.predicate.span.count > b.predicate.span.count }
    return (a.object?.span.count ?? 0) > (b.object?.span.count ?? 0)
  }
}
