import Pipeline

/// The number or letter of a list's item: `1.`, `2)`, `(c)`, `b.)`.
struct ListMarker {
  private enum Shape: Equatable { case number, lower, upper }

  private let shape: Shape
  private let value: Int
  /// Bits: an opening bracket, a stop, a closing bracket.
  private let signs: Int

  /// The marker that begins at a token, or nil.
  init?(_ bytes: Span<UInt8>, at index: Int, _ end: Int, of buffer: borrowing TokenBuffer) {
    var token = index
    var signs = 0
    if token < end, buffer.marks[token] == .bullet { token += 1 }
    if token < end, buffer.marks[token] == .openBracket {
      signs |= 1
      token += 1
    }
    guard token < end else { return nil }
    let span = buffer.spans[token]
    var digits = span.range
    switch buffer.marks[token] {
    case .word where span.count == 1, .number where span.count <= 3: break
    case .inside where span.count >= 2 && span.count <= 4 && bytes[Int(span.end) - 1] == UInt8(ascii: "."):
      digits = digits.dropLast()
      signs |= 2
    default: return nil
    }
    let first = bytes[digits.lowerBound]
    if first.isASCIIDigit {
      var value = 0
      for offset in digits {
        guard bytes[offset].isASCIIDigit else { return nil }
        value = value * 10 + Int(bytes[offset] - 0x30)
      }
      self.value = value
      shape = .number
    } else if digits.count == 1, first.isASCIILetter {
      value = Int(first)
      shape = first.isASCIILower ? .lower : .upper
    } else {
      return nil
    }
    var following = token + 1
    while following < end, following <= token + 2, buffer.spans[following].start == buffer.spans[following - 1].end {
      let byte = bytes[Int(buffer.spans[following].start)]
      if byte == UInt8(ascii: "."), buffer.spans[following].count == 1, signs & 6 == 0 {
        signs |= 2
      } else if byte == UInt8(ascii: ")"), signs & 4 == 0 {
        signs |= 4
      } else {
        return nil
      }
      following += 1
    }
    guard following < end, signs & 6 != 0, signs != 1, signs & 1 == 0 || signs & 4 != 0 else { return nil }
    // `A. Smith` is a name.
    if shape == .upper, signs == 2 { return nil }
    self.signs = signs
  }

  /// Whether the other marker is the next of the same list.
  func isFollowed(by other: ListMarker?) -> Bool {
    guard let other else { return false }
    return other.value == value + 1 && other.shape == shape && other.signs == signs
  }
}
