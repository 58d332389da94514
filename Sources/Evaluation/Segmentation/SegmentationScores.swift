import Pipeline

/// How the sentences and tokens of a pipeline compare with gold ones.
package struct SegmentationScores: Sendable {
  /// A boundary that is not as in the gold data.
  package struct Mistake: Sendable {
    /// Whether the pipeline misses it, or has it where there is none.
    package var isMissed: Bool
    /// The document.
    package var document: String
    /// The words around, a bar where the sentence ends.
    package var context: String
  }

  /// Sentences: both ends must be right; white space is left out of account.
  package var sentences = Counts()
  /// Tokens, likewise; nil where no gold file has words.
  package var tokens: Counts?
  /// The rules that are followed.
  package var followed = 0
  /// The rules that are not, by name.
  package var notFollowed: [String] = []
  /// Ends of sentences that are missed or invented, in the order of the text.
  package var mistakes: [Mistake] = []
  /// How many documents there were.
  package var documents = 0

  /// How many rules there were.
  package var rules: Int { followed + notFollowed.count }

  /// Starts with no counts.
  package init() {}

  /// Adds a document.
  package mutating func add(_ gold: GoldSegmentedDocument, _ document: Document) {
    documents += 1
    let compact = CompactOffsets(gold.text)
    let found = document.sentences.map { document.sourceSpan(of: $0.span) }
    sentences += compact.compare(gold.sentences, found)
    if let words = gold.words {
      tokens = tokens ?? Counts()
      tokens? += compact.compare(words, document.tokens.map { document.sourceSpan(of: $0) })
    }
    let (wanted, there) = (compact.ends(gold.sentences), compact.ends(found))
    for (end, place) in wanted.merging(there, uniquingKeysWith: { first, _ in first }).sorted(by: { $0.key < $1.key })
    where wanted[end] == nil || there[end] == nil {
      mistakes.append(
        Mistake(isMissed: there[end] == nil, document: gold.id, context: Self.context(place, in: gold.text)))
    }
  }

  /// Adds a rule.
  package mutating func add(_ rule: SegmentationRule, _ document: Document) {
    let found = document.sentences.map { Self.flat(rule.text.string(document.sourceSpan(of: $0.span))) }
    if found == rule.sentences.map(Self.flat) { followed += 1 } else { notFollowed.append(rule.name) }
  }

  /// Adds other scores.
  package static func += (left: inout SegmentationScores, right: SegmentationScores) {
    left.sentences += right.sentences
    if let tokens = right.tokens {
      left.tokens = left.tokens ?? Counts()
      left.tokens? += tokens
    }
    left.followed += right.followed
    left.notFollowed += right.notFollowed
    left.mistakes += right.mistakes
    left.documents += right.documents
  }

  private static func context(_ place: Int, in text: Text) -> String {
    func clean(_ range: Range<Int>) -> String {
      var range = range
      while !text.isScalarBoundary(range.lowerBound) { range = range.lowerBound + 1..<range.upperBound }
      while !text.isScalarBoundary(range.upperBound) { range = range.lowerBound..<range.upperBound - 1 }
      return text.string(TextSpan(range))
    }
    return flat(clean(max(0, place - 40)..<place) + " | " + clean(place..<min(text.count, place + 40)))
  }

  private static func flat(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

/// Offsets of a text that count no white space, as the evaluation of the CoNLL 2018 shared task counts.
struct CompactOffsets {
  private let offsets: [UInt32]

  /// Builds the table of a text.
  init(_ text: Text) {
    var offsets: [UInt32] = []
    offsets.reserveCapacity(text.count + 1)
    var seen: UInt32 = 0
    var index = 0
    while index < text.count {
      let width = Self.whiteSpace(text, index)
      for _ in 0..<max(1, width) { offsets.append(seen) }
      if width == 0 {
        seen += 1
        index += 1
      } else {
        index += width
      }
    }
    offsets.append(seen)
    self.offsets = offsets
  }

  /// How many bytes a white space that begins here has; 0 where none does. Of the white space beyond ASCII, the spaces of U+00A0, U+1680, U+2000 to U+200A, U+2028,
  /// U+2029, U+202F, U+205F, U+3000 and U+0085.
  private static func whiteSpace(_ text: Text, _ index: Int) -> Int {
    let byte = text[index]
    if byte <= 0x20 { return 1 }
    if byte == 0xC2, index + 1 < text.count { return text[index + 1] == 0xA0 || text[index + 1] == 0x85 ? 2 : 0 }
    guard byte == 0xE1 || byte == 0xE2 || byte == 0xE3, index + 2 < text.count else { return 0 }
    switch (byte, text[index + 1], text[index + 2]) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F),
      (0xE3, 0x80, 0x80):
      return 3
    default: return 0
    }
  }

  /// A span without white space.
  func span(_ span: TextSpan) -> TextSpan { TextSpan(offsets[Int(span.start)], offsets[Int(span.end)]) }

  /// How many spans both have; a span that holds white space alone counts for nothing.
  func compare(_ gold: [TextSpan], _ found: [TextSpan]) -> Counts {
    let (gold, found) = (Set(gold.map(span)), Set(found.map(span)))
    let (wanted, there) = (gold.filter { !$0.isEmpty }, found.filter { !$0.isEmpty })
    return Counts(gold: wanted.count, found: there.count, correct: wanted.intersection(there).count)
  }

  /// The ends of spans, with their places in the text.
  func ends(_ spans: [TextSpan]) -> [UInt32: Int] {
    Dictionary(spans.map { (offsets[Int($0.end)], Int($0.end)) }, uniquingKeysWith: { first, _ in first })
  }
}
