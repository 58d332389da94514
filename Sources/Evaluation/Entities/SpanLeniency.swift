import Pipeline

/// What is forgiven at the ends of a span: an article at its beginning, a possessive ending at its end. Annotators and systems differ there by
/// convention (`the [United Nations]`, `[the United Nations]`), not by what they know.
struct SpanLeniency: Sendable {
  private let articles: [[UInt8]]
  private let possessives: [[UInt8]]

  init() throws(Diagnostics) {
    let words = try WordSections.load("english.txt")
    articles = words["articles"].map { Array($0.utf8) }
    possessives = words["possessives"].map { Array($0.utf8) }
  }

  /// The span without both; never empty.
  func reduced(_ span: TextSpan, in text: Text) -> TextSpan {
    var span = span
    for article in articles where span.count > article.count + 1 {
      let end = Int(span.start) + article.count
      guard text[end] <= 0x20, zip(text[TextSpan(Int(span.start)..<end)], article).allSatisfy({ $0 | 0x20 == $1 }) else { continue }
      span = text.trimmed(TextSpan(end..<Int(span.end)))
      break
    }
    for possessive in possessives where span.count > possessive.count {
      let start = Int(span.end) - possessive.count
      guard text[TextSpan(start..<Int(span.end))].elementsEqual(possessive) else { continue }
      span = text.trimmed(TextSpan(Int(span.start)..<start))
      break
    }
    return span
  }
}
