import Pipeline

/// Reads the pattern language of Docs/rules.md by recursive descent. A syntax error ends the reading of a pattern; wrong names are all reported.
struct PatternParser {
  /// What ends the reading of a pattern; its diagnostic is already in `diagnostics`.
  struct Stop: Error {}

  /// The text that stands for a parameter of a definition.
  final class Argument: Sendable {
    let source: PatternSource
    let range: Range<Int>
    let environment: [String: Argument]

    init(source: PatternSource, range: Range<Int>, environment: [String: Argument]) {
      self.source = source
      self.range = range
      self.environment = environment
    }
  }

  /// How deep groups and definitions may be nested.
  static let maximumDepth = 50
  /// How many parts a pattern may have, definitions put in.
  static let maximumAtoms = 10_000
  /// The largest number in `{m,n}`.
  static let maximumRepetition = 100

  let source: PatternSource
  let library: PatternLibrary
  let environment: [String: Argument]
  let expanding: [String]
  let bytes: [UInt8]
  let end: Int
  var position: Int
  var depth: Int
  /// How many atoms were read so far, definitions included.
  var atoms = 0
  /// How deep the atoms so far were nested.
  var deepest = 0
  /// What definitions without parameters were read as; nil where it is not kept.
  var cache: PatternCache?
  var diagnostics = Diagnostics()

  /// Reads a whole pattern.
  ///
  /// - Returns: The pattern, or nil where there are errors; they are in the second part.
  static func parse(_ source: PatternSource, library: PatternLibrary, cache: PatternCache? = nil) -> (PatternNode?, Diagnostics) {
    var parser = PatternParser(source: source, library: library)
    parser.cache = cache
    let node = try? parser.whole()
    return (parser.diagnostics.hasErrors ? nil : node, parser.diagnostics)
  }

  init(
    source: PatternSource, range: Range<Int>? = nil, library: PatternLibrary, environment: [String: Argument] = [:],
    expanding: [String] = [],
    depth: Int = 0
  ) {
    self.source = source
    self.library = library
    self.environment = environment
    self.expanding = expanding
    self.depth = depth
    bytes = Array(source.text.utf8)
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  mutating func whole() throws(Stop) -> PatternNode {
    skipSpace()
    if position == end { throw stop("empty-pattern", "the pattern is empty", position..<position + 1) }
    let node = try choice()
    if position < end { throw stop("pattern-syntax", "')' without '('", position..<position + 1) }
    return node
  }

  // MARK: - Sequences

  mutating func choice() throws(Stop) -> PatternNode {
    var alternatives = [try sequence()]
    while take("|") { alternatives.append(try sequence()) }
    return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
  }

  mutating func sequence() throws(Stop) -> PatternNode {
    var items: [PatternNode] = []
    skipSpace()
    while position < end, peek != "|", peek != ")" {
      items.append(try item())
      skipSpace()
    }
    return items.count == 1 ? items[0] : items.isEmpty ? .empty : .sequence(items)
  }

  mutating func item() throws(Stop) -> PatternNode {
    if let name = captureName() { return .capture(name, try quantified()) }
    return try quantified()
  }

  /// The name before a `:`, if one stands here; moves behind it.
  mutating func captureName() -> String? {
    var at = position
    guard Self.isLetter(bytes[at]) else { return nil }
    while at < end, Self.isNameByte(bytes[at]) { at += 1 }
    guard at < end, bytes[at] == UInt8(ascii: ":") else { return nil }
    let range = position..<at
    let name = string(range)
    if let known = library.captures, !known.contains(name) {
      report("unknown-capture", "unknown capture '\(name)'\(Suggestion.suffix(for: name, in: known))", range)
    }
    position = at + 1
    return name
  }

  mutating func quantified() throws(Stop) -> PatternNode {
    let start = position
    let node = try atom()
    guard position < end else { return node }
    let minimum: Int
    var maximum: Int?
    switch peek {
    case "?": (minimum, maximum) = (0, 1)
    case "*": (minimum, maximum) = (0, nil)
    case "+": (minimum, maximum) = (1, nil)
    case "{":
      let bounds = try repetition()
      (minimum, maximum) = (bounds.0, bounds.1)
      position -= 1
    default: return node
    }
    if case .look = node { throw stop("pattern-syntax", "what looks ahead or behind cannot be repeated", start..<position + 1) }
    position += 1
    let isLazy = position < end && peek == "?"
    if isLazy { position += 1 }
    if position < end, ["*", "+", "?", "{"].contains(peek) {
      throw stop("pattern-syntax", "a second quantifier: put the repeated part in parentheses", position..<position + 1)
    }
    return .repeated(node, minimum: minimum, maximum: maximum, isLazy: isLazy)
  }

  /// Reads `{m}`, `{m,}`, `{m,n}` or `{,n}`; ends behind the brace.
  mutating func repetition() throws(Stop) -> (Int, Int?) {
    let start = position
    position += 1
    let low = number()
    var high = low
    if take(",") { high = number() }
    let isOpen = bytes[position - 1] == UInt8(ascii: ",")
    guard take("}"), low != nil || high != nil else {
      throw stop("pattern-syntax", "a quantifier is {m}, {m,n}, {m,} or {,n}", start..<max(start + 1, position))
    }
    let minimum = low ?? 0
    let maximum = isOpen ? nil : high ?? minimum
    if max(minimum, maximum ?? 0) > Self.maximumRepetition {
      throw stop("pattern-limit", "more than \(Self.maximumRepetition) repetitions", start..<position)
    }
    if let maximum, maximum < minimum || maximum == 0 {
      throw stop("pattern-syntax", "the quantifier's bounds allow nothing", start..<position)
    }
    return (minimum, maximum)
  }

  mutating func number() -> Int? {
    skipSpace()
    let start = position
    while position < end, bytes[position] &- 0x30 < 10, position - start < 6 { position += 1 }
    let number = Int(string(start..<position))
    skipSpace()
    return number
  }

  // MARK: - Atoms

  mutating func atom() throws(Stop) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    deepest = max(deepest, depth)
    guard depth <= Self.maximumDepth else {
      throw stop("pattern-limit", "nested more than \(Self.maximumDepth) deep", position..<position + 1)
    }
    guard position < end else { throw stop("pattern-syntax", "the pattern ends after ':'", position - 1..<position) }
    atoms += 1
    guard atoms <= Self.maximumAtoms else {
      throw stop("pattern-limit", "more than \(Self.maximumAtoms) parts with all definitions put in", position..<position + 1)
    }
    switch peek {
    case "(": return try group()
    case "[": return try brackets()
    case "<": return try lemmas()
    case "@": return try listReference()
    case "$": return try definitionReference()
    case "\"": return try quoted()
    case "^":
      position += 1
      return .sentenceStart
    case ",", ";":
      position += 1
      return .token(.word([bytes[position - 1]]))
    case "?", "*", "+", "{":
      throw stop("pattern-syntax", "the quantifier '\(peek)' must follow what it repeats, without a space", position..<position + 1)
    case ")", "]", "}", ">", "|", "&", "!", "=", ":", "\\":
      throw stop("pattern-syntax", "unexpected '\(peek)': a character of the language stands in quotation marks", position..<position + 1)
    case " ", "\n", "\t":
      throw stop("pattern-syntax", "a capture's name must touch its pattern; a colon itself is written \":\"", position - 1..<position)
    default:
      let range = bareWord()
      return .token(.word(Folding.folded(bytes[range])))
    }
  }

  mutating func group() throws(Stop) -> PatternNode {
    let start = position
    position += 1
    var isAhead: Bool?
    var isNegative = false
    for (mark, ahead, negative) in [("?=", true, false), ("?!", true, true), ("?<=", false, false), ("?<!", false, true)]
    where isAhead == nil && bytes[position..<end].starts(with: mark.utf8) {
      position += mark.utf8.count
      (isAhead, isNegative) = (ahead, negative)
    }
    let node = try choice()
    guard take(")") else { throw stop("pattern-syntax", "'(' is not closed", start..<start + 1) }
    guard let isAhead else { return node }
    return .look(node, isAhead: isAhead, isNegative: isNegative)
  }

  mutating func brackets() throws(Stop) -> PatternNode {
    let start = position
    position += 1
    skipSpace()
    if take("]") { return .token(.any) }
    let test = try ConstraintParser.parse(&self)
    skipSpace()
    guard take("]") else { throw stop("pattern-syntax", "'[' is not closed", start..<start + 1) }
    if let types = Self.types(test) { return .unit(types) }
    return .token(test)
  }

  /// The types where a test is nothing but a choice of types.
  private static func types(_ test: TokenTest) -> [String]? {
    switch test {
    case .inside(let type?): return [type]
    case .anyOf(let tests):
      let types = tests.compactMap(types)
      return types.count == tests.count ? types.flatMap { $0 } : nil
    default: return nil
    }
  }

  mutating func quoted() throws(Stop) -> PatternNode {
    let words = try quotedText().split(separator: UInt8(ascii: " ")).map { PatternNode.token(.exact(Array($0))) }
    return words.count == 1 ? words[0] : .sequence(words)
  }

  /// Reads a string in quotation marks; `\"` and `\\` stand for themselves.
  mutating func quotedText() throws(Stop) -> [UInt8] {
    let start = position
    position += 1
    var text: [UInt8] = []
    while position < end, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\"), position + 1 < end { position += 1 }
      text.append(bytes[position])
      position += 1
    }
    guard position < end else { throw stop("pattern-syntax", "'\"' is not closed", start..<start + 1) }
    position += 1
    if !text.contains(where: { $0 != UInt8(ascii: " ") }) {
      throw stop("pattern-syntax", "the quotation marks hold nothing", start..<position)
    }
    return text
  }
}
