import Pipeline

/// How words are folded and hashed: byte by byte, with no string made.
///
/// Folding makes small letters of ASCII and Latin-1 capitals and `'` of the typographic apostrophes. Other scripts stay as they are.
enum WordFolding {
  /// Where a hash starts: FNV-1a's offset basis.
  static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The next folded byte of a word; moves the offset past what it was made of.
  @inline(__always)
  static func next(_ text: Span<UInt8>, _ offset: inout Int, in span: TextSpan) -> UInt8 {
    let byte = text[offset]
    offset += 1
    if byte < 0x80 { return byte &- 0x41 < 26 ? byte | 0x20 : byte }
    if byte == 0xE2, offset + 1 < Int(span.end), text[offset] == 0x80, text[offset + 1] & 0xFE == 0x98 {
      offset += 2
      return UInt8(ascii: "'")
    }
    if byte &- 0x80 < 0x1F, byte != 0x97, offset - 2 >= Int(span.start), text[offset - 2] == 0xC3 { return byte + 0x20 }
    return byte
  }

  /// Adds a byte to a hash (FNV-1a).
  @inline(__always)
  static func mix(_ byte: UInt8, into hash: inout UInt64) {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  /// The hash as tables use it.
  @inline(__always)
  static func finish(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}
