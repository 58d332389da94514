import Pipeline

/// Small questions about lines and words of prose.
enum Prose {
  /// Whether a line ends as a sentence does: a stop, question or exclamation mark, colon, semicolon or ellipsis, with closing quotation marks or brackets
  /// after it or not.
  static func endsSentence(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let value = lastMark(bytes, range) else { return false }
    switch value {
    case 0x2E, 0x21, 0x3F, 0x3A, 0x3B, 0x2026, 0x3002, 0xFF01, 0xFF1F, 0x61F, 0x6D4, 0x964: return true
    default: return false
    }
  }

  /// The last scalar before closing quotation marks and brackets.
  static func lastMark(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
    var end = range.upperBound
    while end > range.lowerBound {
      let (value, length) = Scalars.decode(bytes, before: end)
      guard Scalars.isQuote(value) || value == 0x29 || value == 0x5D else { return value }
      end -= length
    }
    return nil
  }

  /// Whether a sentence ends inside a line: a stop after a word of four or more small letters, then a space and a capital.
  static func hasInnerSentence(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var small = 0
    for offset in range {
      let byte = bytes[offset]
      if (byte == 0x2E || byte == 0x3F || byte == 0x21) && (small >= 4 || byte != 0x2E), offset + 2 < range.upperBound {
        var next = offset + 1
        while next < range.upperBound, Scalars.isQuote(Scalars.decode(bytes, next).value) {
          next += Scalars.decode(bytes, next).length
        }
        if next + 1 < range.upperBound, bytes[next] == 0x20 {
          var first = next + 1
          while first < range.upperBound, Scalars.isQuote(Scalars.decode(bytes, first).value) {
            first += Scalars.decode(bytes, first).length
          }
          if first < range.upperBound, Scalars.isUpper(Scalars.decode(bytes, first).value), small >= 4 || byte != 0x2E { return true }
        }
      }
      small = (0x61...0x7A).contains(byte) || byte >= 0x80 ? small + 1 : 0
    }
    return false
  }

  /// Whether there is a letter in a range.
  static func hasLetter(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for offset in range where bytes[offset] >= 0x80 || Scalars.isASCIILetter(bytes[offset]) { return true }
    return false
  }

  /// The number of spaces in a range, plus one.
  static func words(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var words = 1
    for offset in range where bytes[offset] == 0x20 { words += 1 }
    return words
  }

  /// The first scalar that is no quotation mark or opening bracket.
  static func firstMark(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (value, length) = Scalars.decode(bytes, offset)
      guard Scalars.isQuote(value) || value == 0x28 || value == 0x5B else { return value }
      offset += length
    }
    return nil
  }
}
