import Pipeline

/// Reads what stands between `[` and `]`: types, kinds of spelling and `key=value`, joined by `&`, `|`, `!` and parentheses.
enum ConstraintParser {
  /// The keys that take a value.
  static let keys = ["word", "lemma", "pos", "shape", "list", "starts", "ends"]
  /// The words that stand alone.
  static let flags = TokenFlag.allCases.map(\.rawValue) + ["entity"]

  static func parse(_ parser: inout PatternParser) throws(PatternParser.Stop) -> TokenTest {
    var tests = [try conjunction(&parser)]
    while parser.take("|") { tests.append(try conjunction(&parser)) }
    return tests.count == 1 ? tests[0] : .anyOf(tests)
  }

  private static func conjunction(_ parser: inout PatternParser) throws(PatternParser.Stop) -> TokenTest {
    var tests = [try factor(&parser)]
    while parser.take("&") { tests.append(try factor(&parser)) }
    return tests.count == 1 ? tests[0] : .all(tests)
  }

  private static func factor(_ parser: inout PatternParser) throws(PatternParser.Stop) -> TokenTest {
    parser.skipSpace()
    defer { parser.skipSpace() }
    parser.depth += 1
    defer { parser.depth -= 1 }
    guard parser.depth <= PatternParser.maximumDepth else {
      throw parser.stop("pattern-limit", "nested more than \(PatternParser.maximumDepth) deep", parser.position..<parser.position + 1)
    }
    if parser.take("!") { return .not(try factor(&parser)) }
    let start = parser.position
    if parser.take("(") {
      let test = try parse(&parser)
      guard parser.take(")") else { throw parser.stop("pattern-syntax", "'(' is not closed", start..<start + 1) }
      return test
    }
    while parser.position < parser.end, PatternParser.isNameByte(parser.bytes[parser.position]) { parser.position += 1 }
    let range = start..<parser.position
    if range.isEmpty {
      throw parser.stop("pattern-syntax", "a constraint is a type, a kind of spelling or key=value", start..<start + 1)
    }
    let name = parser.string(range)
    parser.skipSpace()
    let isNegated = parser.take("!")
    if parser.take("=") {
      let test = try value(of: name, at: range, &parser)
      return isNegated ? .not(test) : test
    }
    if isNegated {
      throw parser.stop("pattern-syntax", "'!' must stand before a constraint or before '='", parser.position - 1..<parser.position)
    }
    return alone(name, at: range, &parser)
  }

  /// A type or a kind of spelling.
  private static func alone(_ name: String, at range: Range<Int>, _ parser: inout PatternParser) -> TokenTest {
    if let flag = TokenFlag(rawValue: name) { return .flag(flag) }
    if name == "entity" { return .inside(nil) }
    if parser.library.types.contains(name) { return .inside(name) }
    if name.utf8.allSatisfy({ $0 &- 0x61 >= 26 }) {
      let suffix = Suggestion.suffix(for: name, in: parser.library.types.sorted())
      parser.report("unknown-type", "unknown entity type '\(name)'\(suffix)", range)
    } else if keys.contains(name) {
      parser.report("pattern-syntax", "'\(name)' needs a value: \(name)=…", range)
    } else {
      let suffix = Suggestion.suffix(for: name, in: flags + keys + parser.library.types.sorted())
      parser.report("unknown-constraint", "unknown constraint '\(name)'\(suffix)", range)
    }
    return .any
  }

  private static func value(
    of key: String, at keyRange: Range<Int>, _ parser: inout PatternParser
  ) throws(PatternParser.Stop) -> TokenTest {
    guard keys.contains(key) else {
      throw parser.stop("unknown-constraint", "unknown key '\(key)'\(Suggestion.suffix(for: key, in: keys))", keyRange)
    }
    parser.skipSpace()
    var tests: [TokenTest] = []
    if parser.take("(") {
      repeat { tests.append(try single(key, &parser)) } while parser.take("|")
      guard parser.take(")") else { throw parser.stop("pattern-syntax", "'(' is not closed", keyRange) }
    } else {
      tests.append(try single(key, &parser))
    }
    return tests.count == 1 ? tests[0] : .anyOf(tests)
  }

  private static func single(_ key: String, _ parser: inout PatternParser) throws(PatternParser.Stop) -> TokenTest {
    parser.skipSpace()
    defer { parser.skipSpace() }
    let start = parser.position
    guard start < parser.end else { throw parser.stop("pattern-syntax", "'\(key)=' needs a value", start - 1..<start) }
    let isQuoted = parser.peek == "\""
    let bytes: [UInt8]
    if isQuoted {
      bytes = try parser.quotedText()
    } else if parser.bytes[start] == UInt8(ascii: ",") || parser.bytes[start] == UInt8(ascii: ";") {
      parser.position += 1
      bytes = [parser.bytes[start]]
    } else if PatternParser.isWordByte(parser.bytes[start]) {
      bytes = Array(parser.bytes[parser.bareWord()])
    } else {
      throw parser.stop("pattern-syntax", "'\(key)=' needs a value", start..<start + 1)
    }
    let range = start..<parser.position
    let text = String(decoding: bytes, as: UTF8.self)
    switch key {
    case "word": return isQuoted ? .exact(bytes) : .word(Folding.folded(bytes))
    case "lemma": return .lemma(PatternWords([[Folding.folded(bytes)]]), .all)
    case "shape": return .shape(bytes)
    case "starts": return .affix(Folding.folded(bytes), isSuffix: false)
    case "ends": return .affix(Folding.folded(bytes), isSuffix: true)
    case "pos":
      if let pos = UniversalPartOfSpeech(rawValue: text) { return .pos(pos) }
      let suffix = Suggestion.suffix(for: text, in: UniversalPartOfSpeech.allCases.map(\.rawValue))
      parser.report("unknown-pos", "unknown part of speech '\(text)'\(suffix)", range)
    default:
      guard let list = parser.library.lists[text] else {
        parser.report(
          "unknown-list", "unknown list '\(text)'\(Suggestion.suffix(for: text, in: parser.library.lists.keys.sorted()))", range)
        break
      }
      if list.given.isSingle { return .words(list.given) }
      parser.report(
        "list-of-phrases", "the list '\(text)' holds phrases, and one token is asked for: write @\(text) outside the brackets", range)
    }
    return .any
  }
}
