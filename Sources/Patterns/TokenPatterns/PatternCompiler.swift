import Pipeline

/// Turns parsed patterns into one program. First every spelling that a pattern names gets a number, then sets, tries and code are made.
struct PatternCompiler {
  /// How many instructions a pattern may have.
  static let maximumSize = 20_000

  private let lemmatizer: Lemmatizer
  private var numbers: [[UInt8]: Int32] = [:]
  private var spellings: [[UInt8]] = []
  private var inflections: [[UInt8]: [(number: Int32, forms: WordForms)]] = [:]
  private var code: [PatternInstruction] = []
  private var looks: [LookAround] = []
  private var tries: [PhraseTrie] = []
  private var captures: [String] = []
  private var splits = 0
  private(set) var types: [String] = []
  private var checks = TokenChecks()

  init(lemmatizer: Lemmatizer) { self.lemmatizer = lemmatizer }

  /// Compiles patterns; `code` ends early, and the second part says which, where one is too large.
  static func compile(
    _ patterns: [PatternNode], lemmatizer: Lemmatizer
  ) -> (program: PatternProgram, surfaces: SurfaceTable, types: [String], tooLarge: [Int]) {
    var compiler = PatternCompiler(lemmatizer: lemmatizer)
    patterns.forEach { compiler.register($0) }
    compiler.checks.sets = SurfaceSets(surfaces: compiler.spellings.count)
    var entries: [PatternEntry] = []
    var tooLarge: [Int] = []
    for (index, pattern) in patterns.enumerated() {
      let node = Self.simplified(pattern)
      let entry = compiler.code.count
      compiler.splits = 0
      compiler.emit(node, limit: entry + maximumSize)
      compiler.add(.match)
      if compiler.code.count > entry + maximumSize { tooLarge.append(index) }
      entries.append(compiler.entry(node, at: entry))
    }
    let program = PatternProgram(
      code: compiler.code, looks: compiler.looks, checks: compiler.checks, tries: compiler.tries, entries: entries,
      captures: compiler.captures)
    return (program, SurfaceTable(compiler.spellings), compiler.types, tooLarge)
  }

  // MARK: - Numbers for spellings

  private mutating func number(_ spelling: [UInt8]) -> Int32 {
    if let known = numbers[spelling] { return known }
    let number = Int32(spellings.count)
    numbers[spelling] = number
    spellings.append(spelling)
    return number
  }

  /// The forms of a lemma by their numbers.
  private mutating func forms(_ lemma: [UInt8]) -> [(number: Int32, forms: WordForms)] {
    if let known = inflections[lemma] { return known }
    let forms = lemmatizer.forms(of: lemma).map { (number($0.bytes), $0.forms) }
    inflections[lemma] = forms
    return forms
  }

  /// Gives a number to every spelling in a pattern, and to every type.
  private mutating func register(_ node: PatternNode) {
    switch node {
    case .token(let test): register(test)
    case .unit(let names): names.forEach { _ = bit($0) }
    case .phrase(let phrases):
      for entry in phrases.entries {
        entry.forEach { _ = number($0) }
        if phrases.lemmaForms != nil { _ = forms(entry[0]) }
      }
    case .sequence(let nodes), .choice(let nodes): nodes.forEach { register($0) }
    case .repeated(let node, _, _, _), .capture(_, let node), .look(let node, _, _): register(node)
    case .empty, .sentenceStart, .sentenceEnd: break
    }
  }

  private mutating func register(_ test: TokenTest) {
    switch test {
    case .word(let word): _ = number(word)
    case .exact(let word): _ = number(Folding.folded(word))
    case .lemma(let lemmas, _): lemmas.forEach { _ = forms($0) }
    case .inside(let name?): _ = bit(name)
    case .not(let test): register(test)
    case .all(let tests), .anyOf(let tests): tests.forEach { register($0) }
    default: break
    }
  }

  /// The bit of a type.
  private mutating func bit(_ type: String) -> Int {
    if let known = types.firstIndex(of: type) { return known }
    types.append(type)
    return types.count - 1
  }

  private mutating func mask(_ names: [String]) -> UInt64 {
    names.reduce(0) { $0 | 1 << UInt64(min(63, bit($1))) }
  }

  // MARK: - Code

  @discardableResult
  private mutating func add(_ operation: PatternOperation, _ a: Int32 = 0) -> Int {
    code.append(PatternInstruction(operation: operation, a: a))
    return code.count - 1
  }

  private mutating func addSplit() -> Int {
    let at = add(.split)
    code[at].c = Int32(splits)
    splits += 1
    return at
  }

  private var here: Int32 { Int32(code.count) }

  private mutating func emit(_ node: PatternNode, limit: Int) {
    if code.count > limit { return }
    switch node {
    case .empty: break
    case .token(let test): add(.token, check(test))
    case .unit(let names):
      let mask = mask(names)
      let at = add(.unit, Int32(truncatingIfNeeded: mask))
      code[at].b = Int32(truncatingIfNeeded: mask >> 32)
    case .phrase(let phrases): add(.phrase, trie(phrases))
    case .sequence(let nodes): for node in nodes { emit(node, limit: limit) }
    case .choice(let nodes): emit(choice: nodes, limit: limit)
    case .repeated(let node, let minimum, let maximum, let isLazy):
      for _ in 0..<minimum { emit(node, limit: limit) }
      guard let maximum else { return emit(loop: node, isLazy, limit) }
      var exits: [Int] = []
      for _ in minimum..<max(minimum, maximum) {
        exits.append(addSplit())
        emit(node, limit: limit)
        if code.count > limit { break }
      }
      for exit in exits { aim(exit, inside: Int32(exit + 1), outside: here, isLazy) }
    case .capture(let name, let node):
      if !captures.contains(name) { captures.append(name) }
      let slot = Int32(captures.firstIndex(of: name) ?? 0)
      add(.open, slot)
      emit(node, limit: limit)
      add(.close, slot)
    case .look(let node, let isAhead, let isNegative):
      let index = looks.count
      looks.append(LookAround(entry: code.count + 2, isAhead: isAhead, isNegative: isNegative, reach: min(20, Self.length(node) ?? 20)))
      add(.look, Int32(index))
      let jump = add(.jump)
      emit(node, limit: limit)
      add(.match)
      code[jump].a = here
    case .sentenceStart: add(.sentenceStart)
    case .sentenceEnd: add(.sentenceEnd)
    }
  }

  private mutating func emit(choice nodes: [PatternNode], limit: Int) {
    var jumps: [Int] = []
    for node in nodes.dropLast() {
      let split = addSplit()
      emit(node, limit: limit)
      jumps.append(add(.jump))
      aim(split, inside: Int32(split + 1), outside: here, false)
    }
    if let last = nodes.last { emit(last, limit: limit) }
    for jump in jumps { code[jump].a = here }
  }

  private mutating func emit(loop node: PatternNode, _ isLazy: Bool, _ limit: Int) {
    let split = addSplit()
    emit(node, limit: limit)
    add(.jump, Int32(split))
    aim(split, inside: Int32(split + 1), outside: here, isLazy)
  }

  private mutating func aim(_ split: Int, inside: Int32, outside: Int32, _ isLazy: Bool) {
    (code[split].a, code[split].b) = isLazy ? (outside, inside) : (inside, outside)
  }

  /// The most tokens that a node can match; nil for no bound. An entity counts as ten.
  private static func length(_ node: PatternNode) -> Int? {
    func sum(_ parts: [Int?], _ join: (Int, Int) -> Int) -> Int? {
      parts.reduce(0 as Int?) { a, b in a.flatMap { a in b.map { join(a, $0) } } }
    }
    switch node {
    case .token: return 1
    case .unit: return 10
    case .phrase(let phrases): return phrases.entries.map(\.count).max() ?? 0
    case .sequence(let nodes): return sum(nodes.map(length), +)
    case .choice(let nodes): return sum(nodes.map(length), max)
    case .repeated(let node, _, let maximum, _): return maximum.flatMap { maximum in length(node).map { $0 * maximum } }
    case .capture(_, let node): return length(node)
    case .empty, .look, .sentenceStart, .sentenceEnd: return 0
    }
  }

  private mutating func trie(_ phrases: PhraseTest) -> Int32 {
    var trie = PhraseTrie()
    for entry in phrases.entries {
      var words = entry.map { [number($0)] }
      if let wanted = phrases.lemmaForms { words[0] = forms(entry[0]).filter { !$0.forms.isDisjoint(with: wanted) }.map(\.number) }
      trie.insert(words)
    }
    tries.append(trie)
    return Int32(tries.count - 1)
  }

  // MARK: - Checks

  private mutating func check(_ test: TokenTest) -> Int32 {
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

  private mutating func group(_ kind: TokenChecks.Kind, _ tests: [TokenTest]) -> TokenChecks.Check {
    let members = tests.map { check($0) }
    let start = Int32(checks.children.count)
    checks.children += members
    return .init(kind: kind, a: start, b: Int32(checks.children.count))
  }

  private mutating func blob(_ bytes: [UInt8]) -> Int32 {
    checks.blobs.append(bytes)
    return Int32(checks.blobs.count - 1)
  }

  /// Joins choices between single words into one test.
  private static func simplified(_ node: PatternNode) -> PatternNode {
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

  // MARK: - What a match needs

  private mutating func entry(_ node: PatternNode, at entry: Int) -> PatternEntry {
    let first = first(node)
    let anchors = anchors(node)
    return PatternEntry(
      entry: entry, splits: splits, anchors: anchors.map { $0.sorted() }, units: units(node), firstUnits: first.units,
      firstSet: first.isOpen ? -1 : checks.sets.add(first.surfaces), isOpen: first.isOpen || first.isNullable)
  }

  /// The surfaces one of which a token has that passes the test; nil for no such set.
  private mutating func surfaces(_ test: TokenTest) -> Set<Int32>? {
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
  private mutating func anchors(_ node: PatternNode) -> Set<Int32>? {
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
  private func cost(_ surfaces: Set<Int32>) -> Int {
    surfaces.reduce(0) { $0 + (spellings[Int($1)].count <= 3 ? 40 : 1) }
  }

  private mutating func units(_ node: PatternNode) -> [UInt64] {
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

  private typealias First = (units: UInt64, surfaces: Set<Int32>, isOpen: Bool, isNullable: Bool)

  /// What a match of the node can begin with.
  private mutating func first(_ node: PatternNode) -> First {
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
