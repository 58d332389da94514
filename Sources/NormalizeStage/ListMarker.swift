import Pipeline

/// The bullet or number at the start of a list's item.
enum ListMarker {
  /// What kind of marker a line begins with.
  enum Kind: Equatable {
    /// A character that only lists use: `•`, `▪`, `*`.
    case bullet
    /// A dash, which may also begin a line of dialogue.
    case dash
    /// `1.`, `2)`, `(3)`: the number.
    case number(Int)
    /// `a)`, `(b)`: the letter.
    case letter(UInt8)
  }

  /// The end of the marker at the start of a line, with the space after it; nil where there is none.
  static func end(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? { marker(bytes, range)?.end }

  /// The marker at the start of a line.
  static func marker(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (kind: Kind, end: Int)? {
    let start = range.lowerBound
    guard range.count > 2 else { return nil }
    let first = bytes[start]
    if Scalars.isASCIILetter(first) {
      guard bytes[start + 1] == UInt8(ascii: ")"), isSpace(bytes[start + 2]) else { return nil }
      return (.letter(first | 0x20), start + 3)
    }
    if Scalars.isDigit(first) || first == UInt8(ascii: "(") { return numbered(bytes, range) }
    switch first {
    case UInt8(ascii: "*"): return isSpace(bytes[start + 1]) ? (.bullet, start + 2) : nil
    case UInt8(ascii: "-"): return isSpace(bytes[start + 1]) ? (.dash, start + 2) : nil
    case 0xC2, 0xE2, 0xEF: break
    default: return nil
    }
    let (value, length) = Scalars.decode(bytes, start)
    let end = start + length
    switch value {
    case 0x2022, 0x2023, 0x2043, 0x204C, 0x204D, 0x2219, 0x25A0...0x25FF, 0x2713...0x2718, 0x27A2...0x27BE, 0xF0B7:
      return (.bullet, end < range.upperBound && isSpace(bytes[end]) ? end + 1 : end)
    case 0xB7: return end < range.upperBound && isSpace(bytes[end]) ? (.bullet, end + 1) : nil
    case 0x2013, 0x2014: return end < range.upperBound && isSpace(bytes[end]) ? (.dash, end + 1) : nil
    default: return nil
    }
  }

  private static func numbered(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (kind: Kind, end: Int)? {
    var offset = range.lowerBound
    let isBracketed = bytes[offset] == UInt8(ascii: "(")
    if isBracketed { offset += 1 }
    let first = offset
    var number = 0
    while offset < range.upperBound, offset < first + 3, Scalars.isDigit(bytes[offset]) {
      number = number * 10 + Int(bytes[offset] - 0x30)
      offset += 1
    }
    var kind = Kind.number(number)
    if offset == first {
      guard isBracketed, offset < range.upperBound, Scalars.isASCIILetter(bytes[offset]) else { return nil }
      kind = .letter(bytes[offset] | 0x20)
      offset += 1
    }
    guard offset + 1 < range.upperBound else { return nil }
    let close = bytes[offset]
    guard close == UInt8(ascii: ")") || (!isBracketed && close == UInt8(ascii: ".")), isSpace(bytes[offset + 1]) else { return nil }
    return (kind, offset + 2)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
