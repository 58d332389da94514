import Pipeline

/// Characters, names and problems: what the parsers of patterns and of constraints share.
extension PatternParser {
  /// The character here.
  var peek: Unicode.Scalar { Unicode.Scalar(bytes[position]) }

  /// Moves past white space and comments.
  mutating func skipSpace() {
    while position < end {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case UInt8(ascii: "#"): while position < end, bytes[position] != 0x0A { position += 1 }
      default: return
      }
    }
  }

  /// Moves past a character if it stands here.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < end, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func name(after mark: String, of thing: String) throws(Stop) -> String {
    let start = position
    while position < end, Self.isNameByte(bytes[position]) { position += 1 }
    if start == position { throw stop("pattern-syntax", "'\(mark)' must be followed by the name of \(thing)", start - 1..<start) }
    return string(start..<position)
  }

  /// Moves past a bare word; at least one character long.
  mutating func bareWord() -> Range<Int> {
    let start = position
    position += 1
    while position < end, Self.isWordByte(bytes[position]) { position += 1 }
    return start..<position
  }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func report(_ code: String, _ message: String, _ range: Range<Int>) {
    diagnostics.append(source.diagnostic(code, message, range))
  }

  mutating func stop(_ code: String, _ message: String, _ range: Range<Int>) -> Stop {
    report(code, message, range)
    return Stop()
  }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  static func isNameByte(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") }

  static func isWordByte(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != 0x7F && !Array("[](){}<>|?*+!&=:@$^\"#\\,;".utf8).contains(byte)
  }
}
