import Pipeline

/// Tests on single tokens, and the joining of choices between single tokens into one test.
extension PatternCompiler {
  /// The number of a test; equal tests have the same.
  mutating func check(_ test: TokenTest) -> Int32 {
    if let known = tests[test] { return known }
    var check: TokenChecks.Check
    switch test {
    case .any: check = .init(kind: .any)
    case .word(let word): check = .init(kind: .word, a: number(word))
    case .words(let words): check = .init(kind: .surfaceSet, a: facts(words, nil).matching)
    case .exact(let word):
      check = blob(.exact, word)
      check.a = number(Folding.folded(word))
    case .lemma(let words, let wanted):
      let facts = facts(words, wanted)
      check = .init(kind: .lemma, forms: wanted, a: facts.matching, b: facts.bases)
    case .inside(let name?): check = .init(kind: .inside, a: Int32(bit(name)))
    case .inside(nil): check = .init(kind: .insideAny)
    case .pos(let pos): check = .init(kind: .pos, a: Int32(TokenFeature.index(of: pos)))
    case .shape(let shape): check = blob(.shape, shape)
    case .flag(let flag): check = .init(kind: .flag, a: Int32(TokenFlag.allCases.firstIndex(of: flag) ?? 0))
    case .affix(let bytes, let isSuffix): check = blob(isSuffix ? .suffix : .prefix, bytes)
    case .not(let test): check = .init(kind: .not, a: self.check(test))
    case .all(let tests): check = group(.all, tests)
    case .anyOf(let tests):
      if let surfaces = words(test) {
        check = .init(kind: .surfaceSet, a: set(surfaces))
      } else {
        check = group(.anyOf, tests)
      }
    }
    checks.checks.append(check)
    tests[test] = Int32(checks.checks.count - 1)
    return Int32(checks.checks.count - 1)
  }

  /// The set of the checks with these members; equal sets are kept once, which keeps them in the cache of the processor.
  mutating func set(_ surfaces: SurfaceSet) -> Int32 {
    if let known = sets[surfaces] { return known }
    let set = checks.sets.add(surfaces.members)
    sets[surfaces] = set
    return set
  }

  private mutating func group(_ kind: TokenChecks.Kind, _ tests: [TokenTest]) -> TokenChecks.Check {
    let members = tests.map { check($0) }
    let start = Int32(checks.children.count)
    checks.children += members
    return .init(kind: kind, a: start, b: Int32(checks.children.count))
  }

  private mutating func blob(_ kind: TokenChecks.Kind, _ bytes: [UInt8]) -> TokenChecks.Check {
    checks.blobs += bytes
    return .init(kind: kind, b: Int32(checks.blobs.count - bytes.count), c: Int32(bytes.count))
  }

  /// The words of a test that is a choice of words and nothing else.
  private mutating func words(_ test: TokenTest) -> SurfaceSet? {
    switch test {
    case .word(let word): return SurfaceSet(number(word))
    case .words(let words): return facts(words, nil).first
    case .anyOf(let tests):
      var union = SurfaceSet()
      for test in tests {
        guard let words = words(test) else { return nil }
        union.formUnion(words)
      }
      return union
    default: return nil
    }
  }

  /// The pattern with choices between single tokens as one test.
  static func simplified(_ node: PatternNode) -> PatternNode {
    switch node {
    case .sequence(let nodes): return .sequence(nodes.map(simplified))
    case .choice(let nodes):
      let nodes = nodes.map(simplified)
      let tests = nodes.compactMap { if case .token(let test) = $0 { test } else { nil } }
      return tests.count == nodes.count ? .token(.anyOf(tests)) : .choice(nodes)
    case .repeated(let node, let minimum, let maximum, let isLazy):
      return .repeated(simplified(node), minimum: minimum, maximum: maximum, isLazy: isLazy)
    case .capture(let name, let node): return .capture(name, simplified(node))
    case .look(let node, let isAhead, let isNegative): return .look(simplified(node), isAhead: isAhead, isNegative: isNegative)
    default: return node
    }
  }
}
