import Foundation

/// What a scalar is in a name, and what it is compared as.
///
/// Names are compared with typographic apostrophes and dashes as plain ones, white space ignored, and invisible scalars left out; whether case
/// and diacritics count is the gazetteer's choice.
enum NameFolding {
  /// The part that a scalar plays.
  enum Kind: UInt8 {
    /// A letter, digit or mark: runs of them are one atom.
    case word
    /// An atom of its own.
    case punctuation
    /// Ends an atom, and is none.
    case space
    /// Not there at all: soft hyphens, zero-width scalars.
    case invisible
  }

  /// The kind of an ASCII byte.
  @inline(__always)
  static func kind(ofASCII byte: UInt8) -> Kind {
    if (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 { return .word }
    return byte <= 0x20 || byte == 0x7F ? .space : .punctuation
  }

  /// The kind of a scalar from U+0080 on.
  static func kind(of scalar: UInt32) -> Kind {
    switch scalar {
    case 0x80...0x9F, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: .space
    case 0xAD, 0x200B...0x200F, 0x2060...0x2064, 0xFEFF: .invisible
    case 0xA1...0xA9, 0xAB...0xB1, 0xB4, 0xB6...0xB8, 0xBB...0xBF, 0xD7, 0xF7: .punctuation
    case 0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20CF, 0x2190...0x2BFF, 0x3001...0x3003, 0x3008...0x301F: .punctuation
    default: .word
    }
  }

  /// A scalar from U+0080 on with its plain form: typographic apostrophes, dashes and quotation marks as ASCII ones.
  static func plain(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x2018, 0x2019, 0x201B, 0x2032, 0x02BC, 0x02B9, 0xB4: 0x27
    case 0x2010...0x2015, 0x2212: 0x2D
    case 0x201C...0x201F, 0x2033: 0x22
    default: scalar
    }
  }

  /// The letter in lower case, where that is a single scalar.
  static func lowercased(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return scalar &- 0x41 < 26 ? scalar | 0x20 : scalar }
    if scalar &- 0x80 < UInt32(lowerTable.count) { return lowerTable[Int(scalar - 0x80)] }
    return slowLowercased(scalar)
  }

  /// The letter without its diacritics, case kept: a second letter where it stands for two (`æ`), 0 for a combining mark.
  static func stripped(_ scalar: UInt32) -> (UInt32, UInt32?) {
    switch scalar {
    case 0..<0x80: return (scalar, nil)
    case 0x300...0x36F: return (0, nil)
    case 0xDF: return (0x73, 0x73)
    case 0xC6: return (0x41, 0x45)
    case 0xE6: return (0x61, 0x65)
    case 0x152: return (0x4F, 0x45)
    case 0x153: return (0x6F, 0x65)
    case 0x80..<0x250: return (strippedTable[Int(scalar - 0x80)], nil)
    case 0x1E00..<0x1F00: return (strippedExtendedTable[Int(scalar - 0x1E00)], nil)
    default: return (scalar, nil)
    }
  }

  /// Decodes the scalar at an offset of valid UTF-8.
  @inline(__always)
  static func decode(_ bytes: Span<UInt8>, at offset: Int) -> (scalar: UInt32, count: Int) {
    let first = UInt32(bytes[offset])
    if first < 0x80 { return (first, 1) }
    let second = UInt32(bytes[offset + 1] & 0x3F)
    if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
    let third = UInt32(bytes[offset + 2] & 0x3F)
    if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
    return ((first & 0x07) << 18 | second << 12 | third << 6 | UInt32(bytes[offset + 3] & 0x3F), 4)
  }

  /// U+0080 to U+052F: Latin, Greek, Cyrillic.
  private static let lowerTable: [UInt32] = (0x80..<0x530).map(slowLowercased)
  private static let strippedTable: [UInt32] = (0x80..<0x250).map(base)
  private static let strippedExtendedTable: [UInt32] = (0x1E00..<0x1F00).map(base)

  private static func slowLowercased(_ scalar: UInt32) -> UInt32 {
    guard let scalars = Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars, scalars.count == 1 else { return scalar }
    return scalars.first!.value
  }

  /// The first scalar of the canonical decomposition; letters with a stroke, which have none, as the letter beneath.
  private static func base(_ scalar: UInt32) -> UInt32 {
    let strokes: [UInt32: Character] = [
      0xD0: "D", 0xF0: "d", 0xD8: "O", 0xF8: "o", 0x110: "D", 0x111: "d", 0x126: "H", 0x127: "h", 0x131: "i", 0x141: "L", 0x142: "l",
      0x166: "T", 0x167: "t", 0x18F: "E", 0x259: "e",
    ]
    if let letter = strokes[scalar] { return letter.unicodeScalars.first!.value }
    guard let unicode = Unicode.Scalar(scalar) else { return scalar }
    return String(Character(unicode)).decomposedStringWithCanonicalMapping.unicodeScalars.first?.value ?? scalar
  }
}
