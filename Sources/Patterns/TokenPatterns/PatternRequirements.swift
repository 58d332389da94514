/// What a sentence must hold for a pattern to match in it, and what a match can begin with: the searches that need not be made.
extension PatternCompiler {
  mutating func entry(_ node: PatternNode, at entry: Int) -> PatternEntry {
    let first = first(node)
    let anchors = anchors(node)
    return PatternEntry(
      entry: entry, splits: splits, anchors: anchors.map { $0.sorted() }, units: units(node), firstUnits: first.units,
      firstSet: first.isOpen ? -1 : checks.sets.add(first.surfaces), isOpen: first.isOpen || first.isNullable)
  }

  /// The surfaces one of which a token has that passes the test; nil for no such set.
  mutating func surfaces(_ test: TokenTest) -> Set<Int32>? {
    switch test {
    case .word(let word): return [number(word)]
    case .exact(let word): return [number(Folding.folded(word))]
    case .lemma(let lemmas, let wanted):
      let wanted = wanted.union(.base)
      return Set(lemmas.flatMap { forms($0) }.filter { !$0.forms.isDisjoint(with: wanted) }.map(\.number))
    case .anyOf(let tests):
      var union: Set<Int32> = []
      for test in tests {
        guard let surfaces = surfaces(test) else { return nil }
        union.formUnion(surfaces)
      }
      return union
    case .all(let tests):
      var best: Set<Int32>?
      for test in tests {
        if let surfaces = surfaces(test), cost(surfaces) < best.map(cost) ?? .max { best = surfaces }
      }
      return best
    default: return nil
    }
  }

  /// The cheapest set of surfaces that a match must hold one of.
  mutating func anchors(_ node: PatternNode) -> Set<Int32>? {
    switch node {
    case .token(let test): return surfaces(test)
    case .phrase(let phrases):
      var union: Set<Int32> = []
      for entry in phrases.entries {
        let head: Set<Int32> = phrases.lemmaForms == nil ? [number(entry[0])] : Set(forms(entry[0]).map(\.number))
        let candidates = [head] + entry.dropFirst().map { [number($0)] }
        union.formUnion(candidates.min { cost($0) < cost($1) } ?? head)
      }
      return union
    case .sequence(let nodes):
      var best: Set<Int32>?
      for node in nodes {
        if let set = anchors(node), cost(set) < best.map(cost) ?? .max { best = set }
      }
      return best
    case .choice(let nodes):
      var union: Set<Int32> = []
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

  /// How often some of the surfaces will stand in a sentence, roughly: short words are common.
  func cost(_ surfaces: Set<Int32>) -> Int {
    surfaces.reduce(0) { $0 + (spellings[Int($1)].count <= 3 ? 40 : 1) }
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

  typealias First = (units: UInt64, surfaces: Set<Int32>, isOpen: Bool, isNullable: Bool)

  /// What a match of the node can begin with.
  mutating func first(_ node: PatternNode) -> First {
    switch node {
    case .empty, .look, .sentenceStart, .sentenceEnd: return (0, [], false, true)
    case .token(let test):
      let surfaces = surfaces(test)
      return (0, surfaces ?? [], surfaces == nil, false)
    case .unit(let names): return (mask(names), [], false, false)
    case .phrase(let phrases):
      var surfaces: Set<Int32> = []
      for entry in phrases.entries {
        surfaces.formUnion(phrases.lemmaForms == nil ? [number(entry[0])] : forms(entry[0]).map(\.number))
      }
      return (0, surfaces, false, false)
    case .sequence(let nodes):
      var all: First = (0, [], false, true)
      for node in nodes where all.isNullable {
        let next = first(node)
        all = (all.units | next.units, all.surfaces.union(next.surfaces), all.isOpen || next.isOpen, next.isNullable)
      }
      return all
    case .choice(let nodes):
      var all: First = (0, [], false, false)
      for node in nodes {
        let next = first(node)
        all = (all.units | next.units, all.surfaces.union(next.surfaces), all.isOpen || next.isOpen, all.isNullable || next.isNullable)
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
