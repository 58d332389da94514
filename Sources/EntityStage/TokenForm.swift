/// How a token is spelt.
struct TokenForm: OptionSet, Sendable, Hashable {
  let rawValue: UInt16

  /// The first letter or digit is a capital letter.
  static let capitalized = TokenForm(rawValue: 1)
  /// Two letters or more, all capitals.
  static let allCaps = TokenForm(rawValue: 2)
  /// Letters, none a capital.
  static let lower = TokenForm(rawValue: 4)
  /// Letters, with nothing but apostrophes, hyphens and stops between them.
  static let word = TokenForm(rawValue: 8)
  /// Begins with a digit.
  static let startsWithDigit = TokenForm(rawValue: 16)
  /// Digits, with nothing but commas, stops and dashes between them.
  static let numeric = TokenForm(rawValue: 32)
  /// Digits alone.
  static let digits = TokenForm(rawValue: 64)
  /// Neither letters nor digits.
  static let punctuation = TokenForm(rawValue: 128)
  /// One capital letter, with or without a stop.
  static let initial = TokenForm(rawValue: 256)
  /// Small letters before or between capitals, as in `iPhone`, `McDonald`.
  static let mixed = TokenForm(rawValue: 512)

  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Whether it is any of these.
  @inline(__always)
  func intersects(_ other: TokenForm) -> Bool { rawValue & other.rawValue != 0 }

  /// The form of a stretch of valid UTF-8.
  init(_ range: Range<Int>, of bytes: Span<UInt8>) {
    var upper = 0
    var lower = 0
    var digits = 0
    var inner = 0
    var others = 0
    var startsCapital = false
    var hasStart = false
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = bytes[offset]
      offset += 1
      if byte &- 0x61 < 26 {
        lower += 1
        hasStart = true
      } else if byte &- 0x41 < 26 {
        if !hasStart { startsCapital = true }
        upper += 1
        hasStart = true
      } else if byte &- 0x30 < 10 {
        digits += 1
        hasStart = true
      } else if byte < 0x80 {
        if byte == 0x2C || byte == 0x2D || byte == 0x2E || byte == 0x27 { inner += 1 } else { others += 1 }
      } else {
        let start = offset - 1
        while offset < range.upperBound, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        switch Self.letterCase(start..<offset, of: bytes) {
        case true?:
          if !hasStart { startsCapital = true }
          upper += 1
          hasStart = true
        case false?:
          lower += 1
          hasStart = true
        case nil: if Self.isInner(start..<offset, of: bytes) { inner += 1 } else { others += 1 }
        }
      }
    }
    // `'S` in a line of capitals is `'s`, and no word with a capital.
    if upper > 0, upper + lower <= 2, Self.startsWithApostrophe(range, of: bytes) {
      lower += upper
      upper = 0
      startsCapital = false
    }
    let letters = upper + lower
    var form: TokenForm = []
    if startsCapital { form.insert(.capitalized) }
    if letters > 0, lower == 0, upper > 1 { form.insert(.allCaps) }
    if letters > 0, upper == 0 { form.insert(.lower) }
    if letters > 0, digits == 0, others == 0 { form.insert(.word) }
    if let first = range.first, bytes[first] &- 0x30 < 10 { form.insert(.startsWithDigit) }
    if digits > 0, letters == 0, others == 0 { form.insert(inner == 0 ? [.numeric, .digits] : .numeric) }
    if letters == 0, digits == 0 { form.insert(.punctuation) }
    if upper == 1, lower == 0, digits == 0, others == 0, inner <= 1 { form.insert(.initial) }
    if upper > 0, lower > 0, upper > 1 || !startsCapital { form.insert(.mixed) }
    self = form
  }

  /// Whether a scalar beyond ASCII is a capital letter or another one; nil where it is none.
  private static func letterCase(_ range: Range<Int>, of bytes: Span<UInt8>) -> Bool? {
    let scalar = scalar(range, of: bytes)
    guard let unicode = Unicode.Scalar(scalar) else { return nil }
    if unicode.properties.isUppercase { return true }
    return unicode.properties.isAlphabetic || (0x300...0x36F).contains(scalar) ? false : nil
  }

  private static func isInner(_ range: Range<Int>, of bytes: Span<UInt8>) -> Bool {
    let scalar = scalar(range, of: bytes)
    return scalar == 0x2019 || (0x2010...0x2013).contains(scalar)
  }

  private static func startsWithApostrophe(_ range: Range<Int>, of bytes: Span<UInt8>) -> Bool {
    let first = bytes[range.lowerBound]
    if first < 0x80 { return first == 0x27 }
    return range.count > 3 && first == 0xE2 && bytes[range.lowerBound + 1] == 0x80 && bytes[range.lowerBound + 2] == 0x99
  }

  private static func scalar(_ range: Range<Int>, of bytes: Span<UInt8>) -> UInt32 {
    let first = UInt32(bytes[range.lowerBound])
    var value = range.count == 2 ? first & 0x1F : range.count == 3 ? first & 0x0F : first & 0x07
    for offset in range.dropFirst() { value = value << 6 | UInt32(bytes[offset] & 0x3F) }
    return value
  }
}
