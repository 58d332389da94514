import Pipeline

/// Chooses among overlapping candidates.
enum CandidateResolution {
  /// The candidates that are taken, in order of their spans: by priority, then length in bytes, then place, then rank. Deterministic, and
  /// independent of the order in which they come. O(n log n) but for long chains of overlap.
  static func resolved(_ candidates: [EntityCandidate]) -> [EntityCandidate] {
    let sorted = candidates.sorted { left, right in
      (left.span.start, left.span.end, left.rank) < (right.span.start, right.span.end, right.rank)
    }
    var taken: [EntityCandidate] = []
    taken.reserveCapacity(sorted.count)
    var start = 0
    while start < sorted.count {
      var end = start + 1
      var reach = sorted[start].span.end
      while end < sorted.count, sorted[end].span.start < reach {
        reach = max(reach, sorted[end].span.end)
        end += 1
      }
      if end == start + 1 {
        taken.append(sorted[start])
      } else {
        taken += best(of: sorted[start..<end])
      }
      start = end
    }
    return taken
  }

  /// The best of some candidates that overlap in a chain, then the best of those that it leaves, and so on.
  private static func best(of group: ArraySlice<EntityCandidate>) -> [EntityCandidate] {
    let ranked = group.sorted { left, right in
      if left.priority != right.priority { return left.priority > right.priority }
      if left.span.count != right.span.count { return left.span.count > right.span.count }
      if left.span.start != right.span.start { return left.span.start < right.span.start }
      return (left.rank, left.type.name) < (right.rank, right.type.name)
    }
    var taken: [EntityCandidate] = []
    for candidate in ranked where !taken.contains(where: { $0.span.overlaps(candidate.span) }) { taken.append(candidate) }
    return taken.sorted { $0.span < $1.span }
  }
}
