import Pipeline

/// Turns parsed patterns into one program. First every spelling that a pattern names gets a number, then sets, tries and code are made.
struct PatternCompiler {
  /// How many instructions a pattern may have.
  static let maximumSize = 20_000

  private let lemmatizer: Lemmatizer
  var numbers: [[UInt8]: Int32] = [:]
  var spellings: [[UInt8]] = []
  var inflections: [[UInt8]: [(number: Int32, forms: WordForms)]] = [:]
  var code: [PatternInstruction] = []
  var looks: [LookAround] = []
  var tries: [PhraseTrie] = []
  var captures: [String] = []
  var splits = 0
  private(set) var types: [String] = []
  var checks = TokenChecks()

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

  mutating func number(_ spelling: [UInt8]) -> Int32 {
    if let known = numbers[spelling] { return known }
    let number = Int32(spellings.count)
    numbers[spelling] = number
    spellings.append(spelling)
    return number
  }

  /// The forms of a lemma by their numbers.
  mutating func forms(_ lemma: [UInt8]) -> [(number: Int32, forms: WordForms)] {
    if let known = inflections[lemma] { return known }
    let forms = lemmatizer.forms(of: lemma).map { (number($0.bytes), $0.forms) }
    inflections[lemma] = forms
    return forms
  }

  /// Gives a number to every spelling in a pattern, and to every type.
  mutating func register(_ node: PatternNode) {
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

  mutating func register(_ test: TokenTest) {
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
  mutating func bit(_ type: String) -> Int {
    if let known = types.firstIndex(of: type) { return known }
    types.append(type)
    return types.count - 1
  }

  mutating func mask(_ names: [String]) -> UInt64 {
    names.reduce(0) { $0 | 1 << UInt64(min(63, bit($1))) }
  }

  // MARK: - Code

  @discardableResult
  mutating func add(_ operation: PatternOperation, _ a: Int32 = 0) -> Int {
    code.append(PatternInstruction(operation: operation, a: a))
    return code.count - 1
  }

  mutating func addSplit() -> Int {
    let at = add(.split)
    code[at].c = Int32(splits)
    splits += 1
    return at
  }

  var here: Int32 { Int32(code.count) }

  mutating func emit(_ node: PatternNode, limit: Int) {
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

  mutating func emit(choice nodes: [PatternNode], limit: Int) {
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

  mutating func emit(loop node: PatternNode, _ isLazy: Bool, _ limit: Int) {
    let split = addSplit()
    emit(node, limit: limit)
    add(.jump, Int32(split))
    aim(split, inside: Int32(split + 1), outside: here, isLazy)
  }

  mutating func aim(_ split: Int, inside: Int32, outside: Int32, _ isLazy: Bool) {
    (code[split].a, code[split].b) = isLazy ? (outside, inside) : (inside, outside)
  }

  /// The most tokens that a node can match; nil for no bound. An entity counts as ten.
  static func length(_ node: PatternNode) -> Int? {
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

  mutating func trie(_ phrases: PhraseTest) -> Int32 {
    var trie = PhraseTrie()
    for entry in phrases.entries {
      var words = entry.map { [number($0)] }
      if let wanted = phrases.lemmaForms { words[0] = forms(entry[0]).filter { !$0.forms.isDisjoint(with: wanted) }.map(\.number) }
      trie.insert(words)
    }
    tries.append(trie)
    return Int32(tries.count - 1)
  }
}
