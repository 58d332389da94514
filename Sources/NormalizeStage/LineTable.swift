import Pipeline

/// A line with something on it.
struct Line {
  /// The first byte that is no white space.
  var start: Int
  /// One past the last byte that is no white space.
  var end: Int
  /// Whether an empty line, or the start of the text, stands before it.
  var isAfterBlank: Bool

  /// The bytes.
  var range: Range<Int> { start..<end }
  /// The length in bytes.
  var count: Int { end - start }
}

/// The lines of a text that have something on them.
enum LineTable {
  /// Cuts a text at its line feeds, eight bytes at a time. Linear.
  static func lines(of text: Text) -> [Line] {
    let bytes = text.bytes
    let raw = bytes.bytes
    let count = bytes.count
    var lines: [Line] = []
    lines.reserveCapacity(count / 128 + 4)
    var isAfterBlank = true
    var start = 0
    var offset = 0
    while start <= count {
      while offset + 8 <= count {
        let word = raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
        let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
        if zeros != 0 {
          offset += zeros.littleEndian.trailingZeroBitCount / 8
          break
        }
        offset += 8
      }
      while offset < count, bytes[offset] != 0x0A { offset += 1 }
      let range = trimmed(bytes, start..<offset)
      if range.isEmpty {
        isAfterBlank = true
      } else {
        lines.append(Line(start: range.lowerBound, end: range.upperBound, isAfterBlank: isAfterBlank))
        isAfterBlank = false
      }
      offset += 1
      start = offset
    }
    return lines
  }

  /// A range without white space, of any kind, at its ends.
  static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end {
      let (value, length) = Scalars.decode(bytes, start)
      guard isSpace(value) else { break }
      start += length
    }
    while start < end {
      let (value, length) = Scalars.decode(bytes, before: end)
      guard isSpace(value) else { break }
      end -= length
    }
    return start..<end
  }

  @inline(__always)
  private static func isSpace(_ value: UInt32) -> Bool {
    if value > 0x20 && value < 0x85 { return false }
    return Scalars.isHorizontalSpace(value) || Scalars.isLineEnd(value) || value == 0x85 || (0x1C...0x1F).contains(value)
  }
}
