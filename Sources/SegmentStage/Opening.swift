import Pipeline

/// How the text after a stop begins, past opening quotation marks and brackets.
struct Opening {
  enum Kind {
    case upper, lower, caseless, number
    /// What goes on with a sentence: a comma, a colon.
    case other
  }

  let kind: Kind
  /// The token that decides.
  let token: Int
  var isQuoted = false
  var isBracketed = false

  init(_ bytes: Span<UInt8>, at index: Int, _ end: Int, of buffer: borrowing TokenBuffer) {
    var token = index
    let limit = min(end, index + 5)
    while token < limit {
      switch buffer.marks[token] {
      case .openQuote: isQuoted = true
      case .openBracket: isBracketed = true
      case .bullet: break
      case .dash:
        // A dash begins a sentence only before a capital; after it nothing else decides.
        let next = token + 1
        self.token = token
        let isSpaced = next < end && buffer.spans[next].start > buffer.spans[token].end
        let isUpper = isSpaced && Self.kind(bytes, buffer.spans[next], buffer.marks[next]) == .upper
        kind = isUpper && buffer.spans[token].start > buffer.spans[token - 1].end ? .upper : .other
        return
      default:
        self.token = token
        kind = Self.kind(bytes, buffer.spans[token], buffer.marks[token])
        return
      }
      token += 1
    }
    self.token = index
    kind = .other
  }

  private static func kind(_ bytes: Span<UInt8>, _ span: TextSpan, _ mark: TokenMark) -> Kind {
    switch mark {
    case .comma, .closeQuote, .closeBracket, .stop: return .other
    case .ellipsis: return .other
    case .number, .symbol, .link: return .number
    default: break
    }
    let start = Int(span.start)
    let byte = bytes[start]
    if byte.isASCIIUpper { return .upper }
    if byte.isASCIIDigit { return .number }
    if byte.isASCIILower {
      // `iPhone`
      return span.count > 1 && bytes[start + 1].isASCIIUpper ? .upper : .lower
    }
    guard byte >= 0x80 else { return .number }
    switch ScalarClass.decode(bytes, start, Int(span.end)).kind {
    case .upper: return .upper
    case .lower, .apostrophe: return .lower
    case .caseless: return .caseless
    default: return .number
    }
  }
}
