/// What a sentence must hold for a pattern to match in it, and what a match can begin with: the searches that need not be made.
extension PatternCompiler {
  mutating func entry(_ node: PatternNode, at entry: Int) -> PatternEntry {
    let first = first(node)
    let anchors = anchors(node)
    return PatternEntry(entry: entry, splits: splits, anchors: anchors?.members, units: units(node), start: beginning(first))
  }

  /// What a match can begin with, as the matcher asks for it.
  mutating func beginning(_ first: First) -> PatternBeginning {
    let isOpen = first.isOpen || first.isNullable
    return PatternBeginning(units: first.units, set: isOpen ? 0 : set(first.surfaces), isOpen: isOpen)
  }

  /// The surfaces one of which a token, or its tagged lemma, has that passes the test; nil for no such set.
  mutating func surfaces(_ test: TokenTest) -> SurfaceSet? {
    switch test {
    case .word(let word): return SurfaceSet(number(word))
    case .words(let words): return facts(words, nil).first
    case .exact(let word): return SurfaceSet(number(Folding.folded(word)))
    case .lemma(let words, let wanted): return facts(words, wanted).anchors
    case .anyOf(let tests):
      var union = SurfaceSet()
      for test in tests {
        guard let surfaces = surfaces(test) else { return nil }
        union.formUnion(surfaces)
      }
      return union
    case .all(let tests): return cheapest(tests.map { surfaces($0) })
    default: return nil
    }
  }

  /// The cheapest set of surfaces that a match must hold one of.
  mutating func anchors(_ node: PatternNode) -> SurfaceSet? {
    switch node {
    case .token(let test): return surfaces(test)
    case .phrase(let phrases): return facts(phrases.words, phrases.lemmaForms).anchors
    case .sequence(let nodes): return cheapest(nodes.map { anchors($0) })
    case .choice(let nodes):
      var union = SurfaceSet()
      for node in nodes {
        guard let set = anchors(node) else { return nil }
        union.formUnion(set)
      }
      return union
    case .repeated(let node, let minimum, _, _): return minimum > 0 ? anchors(node) : nil
    case .capture(_, let node): return anchors(node)
    default: return nil
    }
  }

  private func cheapest(_ sets: [SurfaceSet?]) -> SurfaceSet? {
    let sets = sets.compactMap { $0 }
    return sets.count < 2 ? sets.first : sets.map { ($0, cost($0)) }.min { $0.1 < $1.1 }?.0
  }

  mutating func units(_ node: PatternNode) -> [UInt64] {
    switch node {
    case .unit(let names): return [mask(names)]
    case .sequence(let nodes): return nodes.flatMap { units($0) }
    case .choice(let nodes):
      var union: UInt64 = 0
      for node in nodes {
        guard let mask = units(node).first else { return [] }
        union |= mask
      }
      return [union]
    case .repeated(let node, let minimum, _, _): return minimum > 0 ? units(node) : []
    case .capture(_, let node): return units(node)
    default: return []
    }
  }

  /// What a match can begin with.
  struct First {
    var units: UInt64 = 0
    var surfaces = SurfaceSet()
    /// Anything.
    var isOpen = false
    /// A match can be empty.
    var isNullable = false

    mutating func formUnion(_ other: First) {
      units |= other.units
      surfaces.formUnion(other.surfaces)
      isOpen = isOpen || other.isOpen
    }
  }

  /// What a match of the node can begin with.
  mutating func first(_ node: PatternNode) -> First {
    switch node {
    case .empty, .look, .sentenceStart, .sentenceEnd: return First(isNullable: true)
    case .token(let test):
      let surfaces = surfaces(test)
      return First(surfaces: surfaces ?? SurfaceSet(), isOpen: surfaces == nil)
    case .unit(let names): return First(units: mask(names))
    case .phrase(let phrases): return First(surfaces: facts(phrases.words, phrases.lemmaForms).first)
    case .sequence(let nodes):
      var all = First(isNullable: true)
      for node in nodes where all.isNullable {
        let next = first(node)
        all.formUnion(next)
        all.isNullable = next.isNullable
      }
      return all
    case .choice(let nodes):
      var all = First()
      for node in nodes {
        let next = first(node)
        all.formUnion(next)
        all.isNullable = all.isNullable || next.isNullable
      }
      return all
    case .repeated(let node, let minimum, _, _):
      var only = first(node)
      only.isNullable = only.isNullable || minimum == 0
      return only
    case .capture(_, let node): return first(node)
    }
  }
}
