import Pipeline

/// Reading scalars from validated UTF-8 and telling their kinds.
enum Scalars {
  /// The scalar at a boundary, and its length in bytes.
  @inline(__always)
  static func decode(_ bytes: Span<UInt8>, _ offset: Int) -> (value: UInt32, length: Int) {
    let lead = UInt32(bytes[offset])
    if lead < 0x80 { return (lead, 1) }
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | tail(bytes, offset + 1), 2) }
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | tail(bytes, offset + 1) << 6 | tail(bytes, offset + 2), 3) }
    return ((lead & 0x07) << 18 | tail(bytes, offset + 1) << 12 | tail(bytes, offset + 2) << 6 | tail(bytes, offset + 3), 4)
  }

  @inline(__always)
  private static func tail(_ bytes: Span<UInt8>, _ offset: Int) -> UInt32 { UInt32(bytes[offset] & 0x3F) }

  /// The scalar that ends at a boundary above 0, and its length in bytes.
  static func decode(_ bytes: Span<UInt8>, before offset: Int) -> (value: UInt32, length: Int) {
    var start = offset - 1
    while bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return decode(bytes, start)
  }

  /// The UTF-8 form of a scalar value that is no surrogate.
  static func encode(_ value: UInt32) -> [UInt8] {
    Unicode.Scalar(value).map { Array(UTF8.encode($0)!) } ?? []
  }

  /// Whether the scalar is a space that is not a line end: U+0020, tab, no-break and typographic spaces.
  @inline(__always)
  static func isHorizontalSpace(_ value: UInt32) -> Bool {
    switch value {
    case 0x20, 0x09, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Whether the scalar ends a line: LF, VT, FF, CR, and Unicode's line and paragraph separators.
  @inline(__always)
  static func isLineEnd(_ value: UInt32) -> Bool {
    (0x0A...0x0D).contains(value) || value == 0x2028 || value == 0x2029
  }

  /// Whether the scalar has no width and no meaning between words: zero-width space, word joiner, byte order mark.
  @inline(__always)
  static func isZeroWidth(_ value: UInt32) -> Bool {
    value == 0x200B || value == 0x2060 || value == 0xFEFF
  }

  /// Whether the scalar is a control without meaning in text: C0 but tab and line ends, DEL, C1, and marks of direction.
  @inline(__always)
  static func isControl(_ value: UInt32) -> Bool {
    switch value {
    case 0x00...0x08, 0x0E...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB: true
    default: false
    }
  }

  /// Whether a letter, of any script.
  static func isLetter(_ value: UInt32) -> Bool {
    if value < 0x80 { return isASCIILetter(UInt8(value)) }
    return Unicode.Scalar(value)?.properties.isAlphabetic ?? false
  }

  /// Whether a lower-case letter.
  static func isLower(_ value: UInt32) -> Bool {
    if value < 0x80 { return value >= 0x61 && value <= 0x7A }
    return Unicode.Scalar(value)?.properties.isLowercase ?? false
  }

  /// Whether an upper-case or title-case letter.
  static func isUpper(_ value: UInt32) -> Bool {
    if value < 0x80 { return value >= 0x41 && value <= 0x5A }
    return Unicode.Scalar(value)?.properties.isUppercase ?? false
  }

  /// Whether an ASCII letter.
  @inline(__always)
  static func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  /// Whether an ASCII digit.
  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// The byte with ASCII capitals made small.
  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// A quotation mark, straight or typographic, opening or closing.
  static func isQuote(_ value: UInt32) -> Bool {
    switch value {
    case 0x22, 0x27, 0x60, 0xAB, 0xBB, 0x2018...0x201F, 0x2039, 0x203A: true
    default: false
    }
  }

  /// The length of a range in scalars.
  static func count(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    for offset in range where bytes[offset] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
