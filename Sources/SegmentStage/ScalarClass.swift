/// What a scalar outside ASCII is to the tokenizer.
enum ScalarClass: UInt8 {
  case upper, lower, caseless, mark, digit, space, ignorable
  case openQuote, closeQuote, apostrophe, openBracket, closeBracket
  case hyphen, dash, ellipsis, stop, comma, bullet, currency, symbol, joiner, regional

  /// Whether it can stand inside a word.
  var isWord: Bool {
    switch self {
    case .upper, .lower, .caseless, .mark, .digit, .joiner: true
    default: false
    }
  }

  /// The class of the scalar at an offset, and its length in bytes. The bytes are valid UTF-8.
  static func decode(_ bytes: Span<UInt8>, _ offset: Int, _ end: Int) -> (kind: ScalarClass, count: Int) {
    let first = UInt32(bytes[offset])
    if first < 0xE0 {
      guard offset + 1 < end else { return (.symbol, 1) }
      let value = (first & 0x1F) << 6 | UInt32(bytes[offset + 1] & 0x3F)
      return (twoBytes(value), 2)
    }
    if first < 0xF0 {
      guard offset + 2 < end else { return (.symbol, end - offset) }
      let value = (first & 0x0F) << 12 | UInt32(bytes[offset + 1] & 0x3F) << 6 | UInt32(bytes[offset + 2] & 0x3F)
      return (value >= 0x2000 && value < 0x2070 ? punctuation(value) : general(value), 3)
    }
    guard offset + 3 < end else { return (.symbol, end - offset) }
    let value =
      (first & 0x07) << 18 | UInt32(bytes[offset + 1] & 0x3F) << 12 | UInt32(bytes[offset + 2] & 0x3F) << 6
      | UInt32(bytes[offset + 3] & 0x3F)
    if value >= 0x1F1E6, value <= 0x1F1FF { return (.regional, 4) }
    if value >= 0x1F3FB, value <= 0x1F3FF { return (.mark, 4) }
    return (general(value), 4)
  }

  /// U+0080 to U+07FF: Latin without a look into the Unicode tables.
  private static func twoBytes(_ value: UInt32) -> ScalarClass {
    switch value {
    case 0xA0, 0x85: .space
    case 0xAD: .joiner
    case 0xAB: .openQuote
    case 0xBB: .closeQuote
    case 0xA2...0xA5: .currency
    case 0xAA, 0xB5, 0xBA: .lower
    case 0xB2, 0xB3, 0xB9, 0xBC...0xBE: .digit
    case 0xB7: .bullet
    case 0x80...0xBF: .symbol
    case 0xD7, 0xF7: .symbol
    case 0xC0...0xDE: .upper
    case 0xDF...0xFF: .lower
    case 0x100...0x17F: general(value)
    case 0x2BC: .apostrophe
    case 0x300...0x36F: .mark
    default: general(value)
    }
  }

  /// U+2000 to U+206F: general punctuation.
  private static func punctuation(_ value: UInt32) -> ScalarClass {
    switch value {
    case 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F: .space
    case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F: .ignorable
    case 0x200C, 0x200D: .joiner
    case 0x2010, 0x2011: .hyphen
    case 0x2012...0x2015: .dash
    case 0x2018, 0x201A, 0x201B, 0x201C, 0x201E, 0x201F, 0x2039: .openQuote
    case 0x201D, 0x203A: .closeQuote
    case 0x2019: .apostrophe
    case 0x2022, 0x2023, 0x2043: .bullet
    case 0x2025, 0x2026: .ellipsis
    case 0x203C, 0x203D, 0x2047...0x2049: .stop
    default: .symbol
    }
  }

  private static func general(_ value: UInt32) -> ScalarClass {
    switch value {
    case 0x3002, 0xFF0E, 0xFF61, 0xFF01, 0xFF1F, 0x0964, 0x0965, 0x061F, 0x06D4, 0x1362, 0x104B: return .stop
    case 0x300C, 0x300E: return .openQuote
    case 0x300D, 0x300F: return .closeQuote
    case 0x25AA, 0x25AB, 0x25CF, 0x25E6, 0x25A0, 0x25BA, 0x27A2: return .bullet
    case 0xFEFF: return .ignorable
    case 0xFE00...0xFE0F: return .mark
    default: break
    }
    guard let scalar = Unicode.Scalar(value) else { return .symbol }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: return .upper
    case .lowercaseLetter: return .lower
    case .otherLetter, .modifierLetter: return .caseless
    case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
    case .decimalNumber, .otherNumber, .letterNumber: return .digit
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: return .space
    case .openPunctuation: return .openBracket
    case .closePunctuation: return .closeBracket
    case .initialPunctuation: return .openQuote
    case .finalPunctuation: return .closeQuote
    case .dashPunctuation: return .dash
    case .currencySymbol: return .currency
    case .format: return .ignorable
    case .otherPunctuation: return .comma
    default: return .symbol
    }
  }
}
