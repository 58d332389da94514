import Pipeline

/// Follows quotation marks through a text, sentence by sentence.
///
/// A line break ends a quotation: in news each paragraph of a long quotation opens it anew. Single quotation marks are not followed, as apostrophes look the
/// same.
struct QuotationCursor {
  private let text: Text
  private var offset = 0
  private var isOpen = false

  init(_ text: Text) { self.text = text }

  /// Whether a sentence, which lies behind the one asked for last, neither begins nor ends inside a quotation.
  mutating func isOutside(_ span: TextSpan) -> Bool {
    advance(to: Int(span.start))
    let beginsInside = isOpen
    advance(to: Int(span.end))
    return !beginsInside && !isOpen
  }

  private mutating func advance(to end: Int) {
    let text = text
    let bytes = text.bytes
    while offset < end {
      let byte = bytes[offset]
      if byte == 0x0A {
        isOpen = false
      } else if byte == UInt8(ascii: "\"") {
        isOpen.toggle()
      } else if byte == 0xE2, offset + 2 < bytes.count, bytes[offset + 1] == 0x80 {
        // “ opens, ” closes.
        if bytes[offset + 2] == 0x9C { isOpen = true } else if bytes[offset + 2] == 0x9D { isOpen = false }
      }
      offset += 1
    }
  }
}
