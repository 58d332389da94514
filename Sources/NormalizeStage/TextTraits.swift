import Pipeline

/// What a text holds that a step of the normalisation may have to change: found in one fast scan, so that clean text costs no more than that.
///
/// A trait says that a step has to look, not that it will change something.
struct TextTraits: OptionSet {
  let rawValue: UInt8

  /// Bytes above 0x7F.
  static let nonASCII = TextTraits(rawValue: 1)
  /// An `&`.
  static let ampersand = TextTraits(rawValue: 1 << 1)
  /// Control characters, white space to be changed, or characters without width.
  static let uncleanCharacters = TextTraits(rawValue: 1 << 2)
  /// A letter that might be the first byte of UTF-8 read as Windows-1252, with what might be its second, or a C1 control.
  static let mojibake = TextTraits(rawValue: 1 << 3)
  /// A scalar outside the ranges that are known to be in NFC.
  static let uncomposed = TextTraits(rawValue: 1 << 4)
  /// Typographic quotation marks or dashes.
  static let typography = TextTraits(rawValue: 1 << 5)

  /// The traits of a text. Linear; several GB/s on clean ASCII.
  static func of(_ text: Text) -> TextTraits {
    let bytes = text.bytes
    var traits = asciiTraits(bytes)
    if !text.isASCII {
      traits.insert(.nonASCII)
      traits.formUnion(otherTraits(bytes))
    }
    return traits
  }

  /// What concerns ASCII alone, 16 bytes at a time.
  private static func asciiTraits(_ bytes: Span<UInt8>) -> TextTraits {
    typealias Bytes = SIMD16<UInt8>
    let count = bytes.count
    guard count > 0 else { return [] }
    let raw = bytes.bytes
    let space = Bytes(repeating: 0x20)
    let tab = Bytes(repeating: 0x09)
    let newline = Bytes(repeating: 0x0A)
    var ampersand = Bytes(repeating: 0x26) .== Bytes(repeating: 0)
    var unclean = ampersand
    var offset = 0
    while offset + 18 <= count {
      let here = raw.unsafeLoadUnaligned(fromByteOffset: offset, as: Bytes.self)
      let next = raw.unsafeLoadUnaligned(fromByteOffset: offset + 1, as: Bytes.self)
      let afterNext = raw.unsafeLoadUnaligned(fromByteOffset: offset + 2, as: Bytes.self)
      let isSpace = here .== space
      let isTab = here .== tab
      let isNewline = here .== newline
      let nextIsSpace = next .== space
      let nextIsTab = next .== tab
      let nextIsNewline = next .== newline
      ampersand = ampersand .| (here .== Bytes(repeating: 0x26))
      let control = ((here .< space) .& .!(isNewline .| isTab)) .| (here .== Bytes(repeating: 0x7F))
      let spaces = (isSpace .& (nextIsSpace .| nextIsTab .| nextIsNewline)) .| (isTab .& (nextIsSpace .| nextIsNewline))
      let lines = isNewline .& (nextIsSpace .| nextIsTab .| (nextIsNewline .& (afterNext .== newline)))
      unclean = unclean .| control .| spaces .| lines
      offset += 16
    }
    var traits: TextTraits = []
    if any(ampersand) { traits.insert(.ampersand) }
    if any(unclean) || bytes[0] <= 0x20 || bytes[count - 1] == 0x20 || bytes[count - 1] == 0x09 { traits.insert(.uncleanCharacters) }
    while offset < count {
      let next = offset + 1 < count ? bytes[offset + 1] : 0x61
      switch bytes[offset] {
      case 0x26: traits.insert(.ampersand)
      case 0x20: if next == 0x20 || next == 0x09 || next == 0x0A { traits.insert(.uncleanCharacters) }
      case 0x09: if next == 0x20 || next == 0x0A { traits.insert(.uncleanCharacters) }
      case 0x0A:
        if next == 0x20 || next == 0x09 || (next == 0x0A && offset + 2 < count && bytes[offset + 2] == 0x0A) {
          traits.insert(.uncleanCharacters)
        }
      case 0x00...0x1F, 0x7F: traits.insert(.uncleanCharacters)
      default: break
      }
      offset += 1
    }
    return traits
  }

  /// What concerns scalars above U+007F.
  private static func otherTraits(_ bytes: Span<UInt8>) -> TextTraits {
    let raw = bytes.bytes
    let count = bytes.count
    var traits: TextTraits = []
    var offset = 0
    while offset < count {
      if bytes[offset] < 0x80 {
        offset += 1
        while offset + 8 <= count,
          raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
          offset += 8
        }
        continue
      }
      let (value, length) = Scalars.decode(bytes, offset)
      offset += length
      switch value {
      case 0x80...0x9F: traits.formUnion([.uncleanCharacters, .mojibake])
      case 0xA0: traits.insert(.uncleanCharacters)
      case 0xAD: traits.insert(.uncleanCharacters)
      case 0xC2...0xF4:
        if offset < count, bytes[offset] >= 0x80 { traits.insert(.mojibake) }
      case 0xA1...0x2FF: if value == 0xAB || value == 0xBB { traits.insert(.typography) }
      case 0x2018...0x201F, 0x2012...0x2015, 0x2039, 0x203A, 0x2010, 0x2011, 0x2032, 0x2033, 0x2212: traits.insert(.typography)
      case 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x3000, 0xFEFF, 0xFFF9...0xFFFB, 0x1680:
        traits.insert(.uncleanCharacters)
        if value < 0x2002 { traits.insert(.uncomposed) }
      default: if !CanonicalComposition.isInert(value) { traits.insert(.uncomposed) }
      }
    }
    return traits
  }
}
