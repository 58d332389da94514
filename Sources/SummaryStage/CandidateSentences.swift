import Patterns
import Pipeline

/// The sentences of a document that a summary may consist of, in order.
///
/// Left out are sentences that share bytes with a title, heading or byline, bare datelines, notices such as `(Reporting by …)`, sentences without
/// an end such as captions and table rows, lists of names or figures, very short and very long ones. Where nothing is left, sentences without an
/// end and lists are let in.
struct CandidateSentences {
  /// A sentence that may be chosen.
  struct Candidate {
    /// Its index in `document.sentences`.
    var sentence: UInt32
    /// Its text: the sentence without a dateline glued to it.
    var span: TextSpan
    /// The tokens of its text.
    var tokens: IndexRange
    /// How many tokens hold a letter or digit.
    var words: Int
    /// Whether it neither begins nor ends inside a quotation.
    var isWhole: Bool
    /// Whether it leans on the sentence before it.
    var leans: Bool
  }

  private(set) var candidates: [Candidate] = []
  /// The tokens of the title and of headings before the first candidate.
  private(set) var titleTokens: [IndexRange] = []

  /// A candidate has at least and at most so many words.
  private static let leastWords = 4
  private static let mostWords = 120

  var isEmpty: Bool { candidates.isEmpty }
  var count: Int { candidates.count }

  /// One word in so many is a function word, or the sentence is a list of names or figures. English prose has one in two or three.
  private static let wordsPerFunctionWord = 10

  init(of document: Document, boilerplate: PhraseList, openings: OpeningWords, lexicon: WordLexicon, limit: Int) {
    var unended: [Candidate] = []
    var layout = LayoutCursor(document)
    var quotes = QuotationCursor(document.text)
    for (index, sentence) in document.sentences.enumerated() {
      if candidates.count == limit { break }
      let place = layout.place(of: sentence.span)
      let isWhole = quotes.isOutside(sentence.span)
      if place.isHeading, candidates.isEmpty { titleTokens.append(sentence.tokens) }
      if place.isHeading || place.isCredit { continue }
      var tokens = sentence.tokens
      while tokens.count > 0, document.tokens[Int(tokens.start)].start < place.start { tokens.start += 1 }
      guard let words = Self.wordCount(tokens, of: document) else { continue }
      let span = TextSpan(place.start, sentence.span.end)
      if boilerplate.matches(startOf: span, in: document.text.bytes) { continue }
      let candidate = Candidate(
        sentence: UInt32(index), span: span, tokens: tokens, words: words, isWhole: isWhole,
        leans: openings.leans(tokens, of: document, lexicon))
      if Self.isEnded(span, document.text), Self.isProse(tokens, words: words, of: document, lexicon) {
        candidates.append(candidate)
      } else if candidates.isEmpty, unended.count < limit {
        unended.append(candidate)
      }
    }
    if candidates.isEmpty { candidates = unended }
  }

  /// The number of words where it is in the range of a candidate's.
  private static func wordCount(_ tokens: IndexRange, of document: Document) -> Int? {
    guard tokens.count >= leastWords, tokens.count <= mostWords * 2 else { return nil }
    let text = document.text.bytes
    var words = 0
    for token in tokens.range where isWord(text, document.tokens[token]) { words += 1 }
    return (leastWords...mostWords).contains(words) ? words : nil
  }

  /// Whether enough of the words are function words.
  private static func isProse(_ tokens: IndexRange, words: Int, of document: Document, _ lexicon: WordLexicon) -> Bool {
    let text = document.text.bytes
    var missing = words / wordsPerFunctionWord
    for token in tokens.range where missing > 0 && lexicon.traits(of: text, document.tokens[token]).contains(.stop) { missing -= 1 }
    return missing == 0
  }

  /// Whether a token holds a letter or digit; one such as `n't` or `'s` is counted with the word before it.
  private static func isWord(_ text: Span<UInt8>, _ span: TextSpan) -> Bool {
    let first = text[Int(span.start)]
    return first &- 0x30 < 10 || (first | 0x20) &- 0x61 < 26 || (first >= 0xC3 && first != 0xE2)
  }

  /// Whether a sentence ends with a full stop, question or exclamation mark or ellipsis, perhaps inside quotation marks or brackets.
  static func isEnded(_ span: TextSpan, _ text: Text) -> Bool {
    var bytes = text[span]
    while let last = bytes.last {
      switch last {
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return true
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "]"): bytes = bytes.dropLast()
      default:
        if bytes.suffix(3) == [0xE2, 0x80, 0xA6] { return true }
        // ” and ’ and »
        if bytes.suffix(3) == [0xE2, 0x80, 0x9D] || bytes.suffix(3) == [0xE2, 0x80, 0x99] {
          bytes = bytes.dropLast(3)
        } else if bytes.suffix(2) == [0xC2, 0xBB] {
          bytes = bytes.dropLast(2)
        } else {
          return false
        }
      }
    }
    return false
  }

  /// Whether a candidate leans on a sentence that is not among the chosen ones. The first candidate has nothing to lean on.
  func dangles(_ index: Int, chosen: [Int]) -> Bool {
    guard index > 0, candidates[index].leans else { return false }
    return candidates[index - 1].sentence + 1 != candidates[index].sentence || !chosen.contains(index - 1)
  }

  /// The summary made of some candidates: in order, joined by a space, each run of white space a space.
  func summary(of chosen: [Int], in text: Text) -> Summary {
    var bytes: [UInt8] = []
    for index in chosen {
      if !bytes.isEmpty { bytes.append(0x20) }
      for byte in text[text.trimmed(candidates[index].span)] {
        if byte > 0x20 { bytes.append(byte) } else if bytes.last != 0x20 { bytes.append(0x20) }
      }
    }
    return Summary(text: String(decoding: bytes, as: UTF8.self), sentences: chosen.map { candidates[$0].sentence })
  }
}
