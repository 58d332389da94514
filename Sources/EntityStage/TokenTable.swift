import Patterns
import Pipeline

/// The tokens of a document as recognisers see them: each with its spelling's form and its word's classes, looked up once for all.
struct TokenTable: Sendable {
  /// What is peculiar about a sentence's capitals.
  enum Capitals: Sendable {
    /// A capital means a name, but at the sentence's start.
    case names
    /// Most words have one: a headline. A capital means little.
    case most
    /// Every letter is one. A capital means nothing.
    case all
  }

  let text: Text
  let spans: [TextSpan]
  /// The document's sentences, and between them what belongs to none: datelines.
  let sentences: [Range<Int>]
  let atoms: TokenAtoms
  /// The hash of each token's folded atoms.
  let hashes: [UInt64]
  let forms: [TokenForm]
  let classes: [WordClasses]
  /// By sentence.
  let capitals: [Capitals]

  init(_ document: Document, _ lexicon: WordLexicon) {
    text = document.text
    spans = document.tokens
    atoms = TokenAtoms(document.tokens, of: document.text)
    var hashes: [UInt64] = []
    var forms: [TokenForm] = []
    var classes: [WordClasses] = []
    hashes.reserveCapacity(document.tokens.count)
    forms.reserveCapacity(document.tokens.count)
    classes.reserveCapacity(document.tokens.count)
    let bytes = document.text.bytes
    for (token, span) in document.tokens.enumerated() {
      let hash = atoms.hash(of: token)
      let form = TokenForm(span.range, of: bytes)
      hashes.append(hash)
      forms.append(form)
      if form.intersects([.punctuation, .numeric]) {
        classes.append([])
      } else if span.count > 1, bytes[Int(span.end) - 1] == UInt8(ascii: ".") {
        // An abbreviation with its stop: `Mr.`
        classes.append(lexicon[atoms.hash(of: token, droppingLast: 1)])
      } else {
        classes.append(lexicon[hash])
      }
    }
    self.hashes = hashes
    self.forms = forms
    self.classes = classes
    let sentences = Self.stretches(document.sentences, count: document.tokens.count)
    self.sentences = sentences
    capitals = sentences.map { range in
      let endsInStop = range.last.map { document.text[Int(document.tokens[$0].end) - 1] == UInt8(ascii: ".") } ?? false
      return Self.kind(of: range, document.tokens, forms, endsInStop: endsInStop)
    }
  }

  var count: Int { spans.count }

  private static func stretches(_ sentences: [Sentence], count: Int) -> [Range<Int>] {
    var all: [Range<Int>] = []
    all.reserveCapacity(sentences.count + 2)
    var end = 0
    for sentence in sentences {
      let range = sentence.tokens.range
      if end < range.lowerBound { all.append(end..<range.lowerBound) }
      all.append(range)
      end = range.upperBound
    }
    if end < count { all.append(end..<count) }
    return all
  }

  private static func kind(of range: Range<Int>, _ spans: [TextSpan], _ forms: [TokenForm], endsInStop: Bool) -> Capitals {
    var words = 0
    var capitals = 0
    var allCaps = 0
    var any = 0
    for token in range where forms[token].contains(.word) && spans[token].count > 1 {
      any += 1
      if forms[token].contains(.allCaps) { allCaps += 1 }
      if spans[token].count < 4 { continue }
      words += 1
      if forms[token].contains(.capitalized) { capitals += 1 }
    }
    if any > 2, allCaps * 10 >= any * 9 { return .all }
    return words > 4 && capitals * 100 >= words * 85 && !endsInStop ? .most : .names
  }

  /// The index of the sentence, or of the stretch in none, that has a token.
  func sentence(of token: Int) -> Int {
    var (low, high) = (0, sentences.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sentences[middle].upperBound <= token { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: - Single tokens

  /// Whether the token's word, capitals aside, is any of these.
  @inline(__always)
  func isAny(_ token: Int, _ other: WordClasses) -> Bool { classes[token].intersects(other) }

  @inline(__always)
  func has(_ token: Int, _ form: TokenForm) -> Bool { forms[token].intersects(form) }

  /// Whether the token is one given byte.
  @inline(__always)
  func isByte(_ token: Int, _ byte: UInt8) -> Bool {
    spans[token].count == 1 && text[Int(spans[token].start)] == byte
  }

  /// The first byte of the token.
  @inline(__always)
  func first(_ token: Int) -> UInt8 { text[Int(spans[token].start)] }

  /// Whether the token equals some small ASCII letters, case ignored.
  func equals(_ token: Int, _ word: StaticString) -> Bool {
    let span = spans[token]
    guard span.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { bytes in
      for index in 0..<bytes.count {
        let byte = text[Int(span.start) + index]
        if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != bytes[index] { return false }
      }
      return true
    }
  }

  /// Whether a hyphen or dash of any kind.
  func isDash(_ token: Int) -> Bool {
    if spans[token].count == 1 { return text[Int(spans[token].start)] == 0x2D }
    guard spans[token].count == 3, first(token) == 0xE2, text[Int(spans[token].start) + 1] == 0x80 else { return false }
    return (0x90...0x95).contains(text[Int(spans[token].start) + 2])
  }

  /// Whether an apostrophe, plain or typographic.
  func isApostrophe(_ token: Int) -> Bool {
    isByte(token, 0x27) || (spans[token].count == 3 && text.equals(spans[token], [0xE2, 0x80, 0x99]))
  }

  /// Whether no white space stands between a token and the next.
  @inline(__always)
  func touchesNext(_ token: Int) -> Bool { spans[token].end == spans[token + 1].start }

  /// The span from one token to another, both included.
  @inline(__always)
  func span(_ first: Int, _ last: Int) -> TextSpan { TextSpan(spans[first].start, spans[last].end) }
}
