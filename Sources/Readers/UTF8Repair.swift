/// Finds and replaces what is not valid in UTF-8.
///
/// A broken place is a maximal subpart as the Unicode Standard defines it (section 3.9, "U+FFFD Substitution of Maximal Subparts"), so that the outcome is that of
/// browsers and of `String(decoding:as:)`.
package enum UTF8Repair {
  /// How many whole sequences of two bytes or more and how many broken places there are.
  static func counts(of bytes: ArraySlice<UInt8>) -> (whole: Int, broken: Int) {
    var whole = 0
    var broken = 0
    scan(bytes, whole: { whole += 1 }, broken: { _ in broken += 1 })
    return (whole, broken)
  }

  /// The bytes with U+FFFD in place of each broken one, and how many those are.
  package static func repaired(_ bytes: ArraySlice<UInt8>) -> (bytes: [UInt8], count: Int) {
    var repaired: [UInt8] = []
    repaired.reserveCapacity(bytes.count + 64)
    var count = 0
    var start = bytes.startIndex
    scan(bytes, whole: {}) { range in
      repaired.append(contentsOf: bytes[start..<range.lowerBound])
      repaired.append(contentsOf: [0xEF, 0xBF, 0xBD])
      start = range.upperBound
      count += 1
    }
    repaired.append(contentsOf: bytes[start...])
    return (repaired, count)
  }

  /// Walks over the bytes by the table of well-formed sequences (Unicode Standard, table 3-7).
  @inline(__always)
  private static func scan(_ bytes: ArraySlice<UInt8>, whole: () -> Void, broken: (Range<Int>) -> Void) {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      let (length, second): (Int, ClosedRange<UInt8>) =
        switch lead {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (1, 0x80...0xBF)
        }
      var end = index + 1
      while end < min(index + length, bytes.endIndex), end == index + 1 ? second.contains(bytes[end]) : bytes[end] & 0xC0 == 0x80 {
        end += 1
      }
      if length > 1, end == index + length { whole() } else { broken(index..<end) }
      index = end
    }
  }
}
