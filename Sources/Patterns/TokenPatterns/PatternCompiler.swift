import Pipeline

/// Turns parsed patterns into one program. First every spelling that a pattern names gets a number, then sets, tries and code are made.
struct PatternCompiler {
  /// How many instructions a pattern may have.
  static let maximumSize = 20_000

  private let lemmatizer: Lemmatizer
  let commonWords: CommonWords
  var numbers: [[UInt8]: Int32] = [:]
  var spellings: [[UInt8]] = []
  var inflections: [[UInt8]: [(number: Int32, forms: WordForms)]] = [:]
  var code: [PatternInstruction] = []
  var looks: [LookAround] = []
  var tries = PhraseTries()
  var captures: [String] = []
  var splits = 0
  /// By surface, the number of the first lemma that a pattern names and the surface is a form of; the surface itself where there is none.
  var bases: [Int32] = []
  private(set) var types: [String] = []
  var checks = TokenChecks()

  /// What was worked out for lists that several patterns name.
  var lists: [ListKey: ListFacts] = [:]
  /// The numbers of the tests that were compiled.
  var tests: [TokenTest: Int32] = [:]
  /// The sets of the checks by their members.
  var sets: [SurfaceSet: Int32] = [:]
  private var registered: Set<ListKey> = []

  init(lemmatizer: Lemmatizer, commonWords: CommonWords) {
    self.lemmatizer = lemmatizer
    self.commonWords = commonWords
  }

  /// What compilation gives.
  struct Compiled {
    var program: PatternProgram
    var surfaces: SurfaceTable
    var bases: [Int32]
    var types: [String]
    /// The patterns that are too large; their code ends early.
    var tooLarge: [Int]
  }

  /// Compiles patterns.
  static func compile(_ patterns: [PatternNode], lemmatizer: Lemmatizer, commonWords: CommonWords) -> Compiled {
    var compiler = PatternCompiler(lemmatizer: lemmatizer, commonWords: commonWords)
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
    return Compiled(
      program: program, surfaces: SurfaceTable(compiler.spellings), bases: compiler.bases, types: compiler.types, tooLarge: tooLarge)
  }

  // MARK: - Numbers for spellings

  mutating func number(_ spelling: [UInt8]) -> Int32 {
    if let known = numbers[spelling] { return known }
    let number = Int32(spellings.count)
    numbers[spelling] = number
    spellings.append(spelling)
    bases.append(number)
    return number
  }

  /// The forms of a lemma by their numbers.
  mutating func forms(_ lemma: [UInt8]) -> [(number: Int32, forms: WordForms)] {
    if let known = inflections[lemma] { return known }
    let base = number(lemmatizer.americanized(lemma))
    let forms: [(number: Int32, forms: WordForms)] = lemmatizer.forms(of: lemma).map { (number($0.bytes), $0.forms) }
    inflections[lemma] = forms
    for form in forms where bases[Int(form.number)] == form.number { bases[Int(form.number)] = base }
    return forms
  }

  /// Gives a number to every spelling in a pattern, and to every type.
  mutating func register(_ node: PatternNode) {
    switch node {
    case .token(let test): register(test)
    case .unit(let names): names.forEach { _ = bit($0) }
    case .phrase(let phrases):
      register(phrases.words, inflected: phrases.lemmaForms != nil)
    case .sequence(let nodes), .choice(let nodes): nodes.forEach { register($0) }
    case .repeated(let node, _, _, _), .capture(_, let node), .look(let node, _, _): register(node)
    case .empty, .sentenceStart, .sentenceEnd: break
    }
  }

  mutating func register(_ test: TokenTest) {
    switch test {
    case .word(let word): _ = number(word)
    case .exact(let word): _ = number(Folding.folded(word))
    case .words(let words): register(words, inflected: false)
    case .lemma(let words, _): register(words, inflected: true)
    case .inside(let name?): _ = bit(name)
    case .not(let test): register(test)
    case .all(let tests), .anyOf(let tests): tests.forEach { register($0) }
    default: break
    }
  }

  private mutating func register(_ words: PatternWords, inflected: Bool) {
    guard registered.insert(ListKey(words, inflected ? .all : nil)).inserted else { return }
    for entry in words.entries {
      entry.forEach { _ = number($0) }
      if inflected { _ = forms(entry[0]) }
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
    case .phrase(let phrases): add(.phrase, facts(phrases.words, phrases.lemmaForms).trie)
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
      let start = first(node)
      looks.append(
        LookAround(
          entry: code.count + 2, isAhead: isAhead, isNegative: isNegative, reach: min(20, Self.length(node) ?? 20),
          start: beginning(start)))
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
    case .phrase(let phrases): return phrases.words.entries.map(\.count).max() ?? 0
    case .sequence(let nodes): return sum(nodes.map(length), +)
    case .choice(let nodes): return sum(nodes.map(length), max)
    case .repeated(let node, _, let maximum, _): return maximum.flatMap { maximum in length(node).map { $0 * maximum } }
    case .capture(_, let node): return length(node)
    case .empty, .look, .sentenceStart, .sentenceEnd: return 0
    }
  }
}
