import Pipeline

/// A token that may end a sentence, with what closes after it.
struct SentenceStop {
  /// The token.
  let index: Int
  /// What the token is.
  let mark: TokenMark
  /// The first token of its sentence.
  let first: Int
  /// The token after it and its closers.
  var next: Int
  /// Whether a quotation mark closes after the stop.
  var closesQuote = false
  /// Whether a bracket closes after the stop.
  var closesBracket = false
  /// Whether it is one of several full stops with spaces between them: `. . .`
  var isSpacedEllipsis = false

  init(index: Int, mark: TokenMark, first: Int) {
    self.index = index
    self.mark = mark
    self.first = first
    next = index + 1
  }

  /// Takes in the closing marks, notes and further stops behind the token.
  mutating func absorb(_ bytes: Span<UInt8>, _ end: Int, of buffer: borrowing TokenBuffer) {
    var dots = isDot(bytes, index, of: buffer) ? 1 : 0
    while next < end {
      let mark = buffer.marks[next]
      if mark.closes {
        if mark == .closeQuote { closesQuote = true } else { closesBracket = true }
        next += 1
      } else if mark == .stop || mark == .ellipsis, !closesQuote {
        if dots > 0, isDot(bytes, next, of: buffer) { dots += 1 }
        next += 1
      } else if mark == .symbol, isFace(bytes, next, of: buffer) {
        next += 1
      } else if let after = note(bytes, next, end, of: buffer) {
        next = after
      } else {
        break
      }
    }
    isSpacedEllipsis = dots == 3
  }

  /// Whether the stop is part of a marker at the start of its sentence: `2. The second`.
  func isListMarker(_ bytes: Span<UInt8>, of buffer: borrowing TokenBuffer) -> Bool {
    let marker = buffer.marks[first] == .bullet ? first + 1 : first
    guard index == marker + 1, next == index + 1 || buffer.marks[index + 1] == .closeBracket else { return false }
    let span = buffer.spans[marker]
    if buffer.marks[marker] == .number { return span.count <= 3 }
    return span.count == 1 && bytes[Int(span.start)].isASCIILetter
  }

  /// `:-)`
  private func isFace(_ bytes: Span<UInt8>, _ index: Int, of buffer: borrowing TokenBuffer) -> Bool {
    let byte = bytes[Int(buffer.spans[index].start)]
    return buffer.spans[index].count > 1 && (byte == UInt8(ascii: ":") || byte == UInt8(ascii: ";"))
  }

  private func isDot(_ bytes: Span<UInt8>, _ index: Int, of buffer: borrowing TokenBuffer) -> Bool {
    buffer.spans[index].count == 1 && bytes[Int(buffer.spans[index].start)] == UInt8(ascii: ".")
  }

  /// The token after a reference to a note, `[12]` or a number right after the stop and before a capital; nil where there is none.
  private func note(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, of buffer: borrowing TokenBuffer) -> Int? {
    if buffer.marks[start] == .number {
      guard buffer.spans[start].start == buffer.spans[start - 1].end, buffer.spans[start].count <= 3,
        bytes[Int(buffer.spans[start].start)].isASCIIDigit, start + 1 == end || bytes[Int(buffer.spans[start + 1].start)].isASCIIUpper
      else { return nil }
      return start + 1
    }
    guard buffer.marks[start] == .openBracket, bytes[Int(buffer.spans[start].start)] == UInt8(ascii: "["), start + 2 < end,
      buffer.marks[start + 1] == .number, buffer.marks[start + 2] == .closeBracket
    else { return nil }
    return start + 3
  }
}
