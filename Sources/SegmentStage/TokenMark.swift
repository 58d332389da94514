import Pipeline

/// What the sentence splitter knows of a token besides its span. One byte.
enum TokenMark: UInt8 {
  /// A word, and what is neither of the others.
  case word
  case number
  /// An address on the net, or a hashtag or handle.
  case link
  /// `.`, `!`, `?` and runs of them, and the stops of other scripts.
  case stop
  /// Two full stops or more, `…`.
  case ellipsis
  case openQuote, closeQuote, openBracket, closeBracket
  case dash, comma, bullet, symbol
  // Words that keep their stop, by what it says about the sentence; see `Data/abbreviations.txt`.
  case inside, initial, closing, final, time

  /// Whether the token can be the last of a sentence but for closing quotes and brackets.
  @inline(__always)
  var mayEnd: Bool {
    switch self {
    case .stop, .ellipsis, .inside, .initial, .closing, .final, .time: true
    default: false
    }
  }

  /// Whether the token closes something.
  @inline(__always)
  var closes: Bool { self == .closeQuote || self == .closeBracket }
}

/// The tokens of a document while they are made.
struct TokenBuffer {
  /// Their spans, in order.
  var spans: [TextSpan] = []
  /// What each is.
  var marks: [TokenMark] = []

  @inline(__always)
  mutating func append(_ start: Int, _ end: Int, _ mark: TokenMark) {
    spans.append(TextSpan(start..<end))
    marks.append(mark)
  }
}
