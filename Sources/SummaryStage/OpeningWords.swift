import Patterns
import Pipeline

/// Tells sentences that lean on the one before them: they open with a pronoun or a joining word (`He`, `That`, `But`), or report what somebody said who is
/// named before them (`“…,” he said`).
struct OpeningWords: Sendable {
  private let words: WordSet

  static let key = "summarize/openings"

  /// The list that ships with the program.
  static func load() throws(Diagnostics) -> OpeningWords {
    OpeningWords(parsing: try ResourceFolder.bytes(of: "Data/words/openings.txt", in: "Patterns"))
  }

  /// One word a line in small letters; what follows `#` is left out.
  init(parsing list: [UInt8]) { words = WordSet(parsing: list) }

  /// Whether the sentence of some tokens leans on the one before.
  func leans(_ tokens: IndexRange, of document: Document, _ lexicon: WordLexicon) -> Bool {
    let text = document.text.bytes
    var opening = true
    var isAfterQuotation = false
    for token in tokens.range {
      let span = document.tokens[token]
      if !Self.isWord(text, span) {
        isAfterQuotation = Self.isQuotationMark(text, span)
        continue
      }
      if opening || isAfterQuotation, words.contains(text, span) {
        let next = token + 1 < tokens.range.upperBound ? document.tokens[token + 1] : nil
        let traits = next.map { lexicon.traits(of: text, $0) } ?? []
        // `This week` and `That year` lean on nothing.
        if opening, traits.isDisjoint(with: [.calendar, .number]) { return true }
        if isAfterQuotation, !opening, traits.contains(.reporting) { return true }
      }
      opening = false
      isAfterQuotation = false
    }
    return false
  }

  private static func isWord(_ text: Span<UInt8>, _ span: TextSpan) -> Bool {
    let first = text[Int(span.start)]
    return first &- 0x30 < 10 || (first | 0x20) &- 0x61 < 26 || (first >= 0xC3 && first != 0xE2)
  }

  /// `"` or `”`.
  private static func isQuotationMark(_ text: Span<UInt8>, _ span: TextSpan) -> Bool {
    let first = text[Int(span.start)]
    return first == 0x22 || (first == 0xE2 && span.count == 3 && text[Int(span.start) + 1] == 0x80 && text[Int(span.start) + 2] == 0x9D)
  }
}
