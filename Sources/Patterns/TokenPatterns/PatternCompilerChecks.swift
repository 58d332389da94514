import Pipeline

/// Tests on single tokens, and the joining of choices between words into one test.
extension PatternCompiler {
  mutating func check(_ test: TokenTest) -> Int32 {
    var check: TokenChecks.Check
    switch test {
    case .any: check = .init(kind: .any)
    case .word(let word): check = .init(kind: .word, a: number(word))
    case .exact(let word): check = .init(kind: .exact, a: number(Folding.folded(word)), b: blob(word))
    case .lemma(let lemmas, let wanted):
      let spelled = lemmas.flatMap { forms($0) }
      let matching = spelled.filter { !$0.forms.isDisjoint(with: wanted) }.map(\.number)
      let bases = spelled.filter { $0.forms.contains(.base) }.map(\.number)
      check = .init(kind: .lemma, a: checks.sets.add(matching), b: checks.sets.add(bases), forms: wanted)
    case .inside(let name?): check = .init(kind: .inside, a: Int32(bit(name)))
    case .inside(nil): check = .init(kind: .insideAny)
    case .pos(let pos): check = .init(kind: .pos, a: Int32(TokenFeature.index(of: pos)))
    case .shape(let shape): check = .init(kind: .shape, a: blob(shape))
    case .flag(let flag): check = .init(kind: .flag, a: Int32(TokenFlag.allCases.firstIndex(of: flag) ?? 0))
    case .affix(let bytes, let isSuffix): check = .init(kind: isSuffix ? .suffix : .prefix, a: blob(bytes))
    case .not(let test): check = .init(kind: .not, a: self.check(test))
    case .all(let tests): check = group(.all, tests)
    case .anyOf(let tests):
      let words = tests.compactMap { if case .word(let word) = $0 { word } else { nil } }
      check = words.count == tests.count ? .init(kind: .surfaceSet, a: checks.sets.add(words.map { number($0) })) : group(.anyOf, tests)
    }
    checks.checks.append(check)
    return Int32(checks.checks.count - 1)
  }

  mutating func group(_ kind: TokenChecks.Kind, _ tests: [TokenTest]) -> TokenChecks.Check {
    let members = tests.map { check($0) }
    let start = Int32(checks.children.count)
    checks.children += members
    return .init(kind: kind, a: start, b: Int32(checks.children.count))
  }

  mutating func blob(_ bytes: [UInt8]) -> Int32 {
    checks.blobs.append(bytes)
    return Int32(checks.blobs.count - 1)
  }

  /// Joins choices between single words into one test.
  static func simplified(_ node: PatternNode) -> PatternNode {
    switch node {
    case .sequence(let nodes): return .sequence(nodes.map(simplified))
    case .choice(let nodes):
      let nodes = nodes.map(simplified)
      var words: [TokenTest] = []
      for node in nodes {
        switch node {
        case .token(.word(let word)): words.append(.word(word))
        case .token(.anyOf(let tests)) where tests.allSatisfy({ if case .word = $0 { true } else { false } }): words += tests
        default: return .choice(nodes)
        }
      }
      return .token(.anyOf(words))
    case .repeated(let node, let minimum, let maximum, let isLazy):
      return .repeated(simplified(node), minimum: minimum, maximum: maximum, isLazy: isLazy)
    case .capture(let name, let node): return .capture(name, simplified(node))
    case .look(let node, let isAhead, let isNegative): return .look(simplified(node), isAhead: isAhead, isNegative: isNegative)
    default: return node
    }
  }
}
