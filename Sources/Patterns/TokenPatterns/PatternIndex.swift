/// Which patterns can match in a sentence, by the words and the types of entities that they need.
struct PatternIndex: Sendable {
  /// The patterns to try on a sentence, reused from one to the next.
  struct Candidates {
    fileprivate(set) var patterns: [Int] = []
    /// By pattern, the last token that holds a word which the pattern needs: no match begins behind it. -1 for patterns not to be tried.
    fileprivate(set) var lastStart: [Int]

    init(count: Int) { lastStart = [Int](repeating: -1, count: count) }
  }

  private let starts: [Int32]
  private let members: [Int32]
  private let unanchored: [Int]
  private let units: [[UInt64]]

  init(_ entries: [PatternEntry], surfaces: Int) {
    var bySurface = [[Int32]](repeating: [], count: surfaces)
    var unanchored: [Int] = []
    for (number, entry) in entries.enumerated() {
      guard let anchors = entry.anchors else {
        unanchored.append(number)
        continue
      }
      for surface in anchors { bySurface[Int(surface)].append(Int32(number)) }
    }
    var starts: [Int32] = [0]
    for numbers in bySurface { starts.append(starts.last! + Int32(numbers.count)) }
    self.starts = starts
    members = bySurface.flatMap { $0 }
    self.unanchored = unanchored
    units = entries.map(\.units)
  }

  /// Finds the patterns to try on a sentence, in the order of the set.
  func collect(_ sentence: Range<Int>, _ features: TokenFeatures, into candidates: inout Candidates) {
    for pattern in candidates.patterns { candidates.lastStart[pattern] = -1 }
    candidates.patterns.removeAll(keepingCapacity: true)
    var types: UInt64 = 0
    for token in sentence {
      let feature = features.tokens[token]
      if feature.unitEnd != 0 { types |= feature.mask }
    }
    for token in sentence {
      add(features.tokens[token].surface, token, types, &candidates)
      if features.tokens[token].lemma >= 0 { add(features.tokens[token].lemma, token, types, &candidates) }
    }
    for pattern in unanchored { add(pattern: pattern, sentence.upperBound - 1, types, &candidates) }
    candidates.patterns.sort()
  }

  @inline(__always)
  private func add(_ surface: Int32, _ token: Int, _ types: UInt64, _ candidates: inout Candidates) {
    if surface < 0 { return }
    for member in starts[Int(surface)]..<starts[Int(surface) + 1] { add(pattern: Int(members[Int(member)]), token, types, &candidates) }
  }

  @inline(__always)
  private func add(pattern: Int, _ token: Int, _ types: UInt64, _ candidates: inout Candidates) {
    if candidates.lastStart[pattern] >= 0 {
      candidates.lastStart[pattern] = token
      return
    }
    for mask in units[pattern] where mask & types == 0 { return }
    candidates.lastStart[pattern] = token
    candidates.patterns.append(pattern)
  }
}
