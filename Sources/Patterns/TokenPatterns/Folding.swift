/// How spellings are compared: ASCII letters in lower case, the typographic apostrophe as the plain one.
enum Folding {
  /// The bytes, folded.
  static func folded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(bytes.count)
    for byte in bytes {
      folded.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      if byte == 0x99, folded.suffix(3) == [0xE2, 0x80, 0x99] {
        folded.removeLast(3)
        folded.append(UInt8(ascii: "'"))
      }
    }
    return folded
  }

  /// Calls the body with each folded byte of a range; stops where it returns false. Returns whether it went through.
  @inline(__always)
  static func each(_ range: Range<Int>, of bytes: Span<UInt8>, _ body: (UInt8) -> Bool) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      var byte = bytes[offset]
      if byte &- 0x41 < 26 {
        byte |= 0x20
      } else if byte == 0xE2, offset + 2 < range.upperBound, bytes[offset + 1] == 0x80, bytes[offset + 2] == 0x99 {
        byte = UInt8(ascii: "'")
        offset += 2
      }
      if !body(byte) { return false }
      offset += 1
    }
    return true
  }

  /// FNV-1a over folded bytes.
  @inline(__always)
  static func hash(_ range: Range<Int>, of bytes: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    _ = each(range, of: bytes) { byte in
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      return true
    }
    return hash ^ (hash >> 29)
  }
}
