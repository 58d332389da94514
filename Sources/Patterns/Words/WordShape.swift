import Pipeline

/// What a word's bytes say about how it is written.
package struct WordShape: Sendable, Hashable {
  /// How many letters it has. Letters outside Latin count as such by their first byte; general punctuation and symbols do not.
  package private(set) var letters = 0
  /// How many of them are capitals (ASCII and Latin-1, Latin Extended-A).
  package private(set) var capitals = 0
  /// How many ASCII digits it has.
  package private(set) var digits = 0
  /// Whether its first scalar is a capital.
  package private(set) var startsUpper = false
  /// Whether its first scalar is a digit.
  package private(set) var startsWithDigit = false

  /// Two or more letters, all of them capitals.
  package var isAcronym: Bool { letters > 1 && capitals == letters }

  /// Looks at the bytes of a word.
  package init(_ text: Span<UInt8>, _ span: TextSpan) {
    var offset = Int(span.start)
    let end = Int(span.end)
    while offset < end {
      let byte = text[offset]
      var isCapital = false
      if byte < 0x80 {
        isCapital = byte &- 0x41 < 26
        if isCapital || byte &- 0x61 < 26 {
          letters += 1
        } else if byte &- 0x30 < 10 {
          digits += 1
          if offset == Int(span.start) { startsWithDigit = true }
        }
      } else if byte >= 0xC3, byte != 0xE2 {
        letters += 1
        if byte <= 0xC5, offset + 1 < end { isCapital = Self.isLatinCapital(byte, text[offset + 1]) }
      }
      if isCapital {
        capitals += 1
        if offset == Int(span.start) { startsUpper = true }
      }
      offset += 1
    }
  }

  /// Whether the scalar of two bytes is a capital of Latin-1 or Latin Extended-A.
  private static func isLatinCapital(_ lead: UInt8, _ trail: UInt8) -> Bool {
    let scalar = Int(lead & 0x1F) << 6 | Int(trail & 0x3F)
    switch scalar {
    case 0xC0...0xDE: return scalar != 0xD7
    case 0x139...0x148, 0x179...0x17E: return scalar & 1 == 1
    case 0x100...0x137, 0x14A...0x178: return scalar & 1 == 0
    default: return false
    }
  }
}
