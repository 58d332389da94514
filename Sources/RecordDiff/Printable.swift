/// Text that can be shown anywhere on one line.
enum Printable {
  /// White space becomes single spaces; control characters and those that turn the direction of what follows become U+FFFD.
  static func flat(_ text: String) -> String {
    if isFlat(text) { return text }
    var result = String.UnicodeScalarView()
    var isSpace = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        isSpace = true
        continue
      }
      if isSpace, !result.isEmpty { result.append(" ") }
      isSpace = false
      result.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
    }
    return String(result)
  }

  /// Whether it is printable ASCII with single spaces inside: most names are.
  private static func isFlat(_ text: String) -> Bool {
    var last = UInt8(ascii: " ")
    for byte in text.utf8 {
      if byte < 0x20 || byte >= 0x7F || (byte == 0x20 && last == 0x20) { return false }
      last = byte
    }
    return last != 0x20 || text.isEmpty
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
