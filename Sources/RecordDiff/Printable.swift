/// Text that can be shown anywhere on one line.
enum Printable {
  /// White space becomes single spaces; control characters and those that turn the direction of what follows become U+FFFD.
  static func flat(_ text: String) -> String {
    if isFlat(text) { return text }
    var result = String.UnicodeScalarView()
    var isPending = false
    for scalar in text.unicodeScalars {
      if isSpace(scalar) {
        isPending = true
        continue
      }
      if isPending, !result.isEmpty { result.append(" ") }
      isPending = false
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

  /// Unicode's property White_Space, without a look into the library's tables.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// The text with plain quotation marks, dashes and points: what texts that were normalised differently still share.
  static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x2018...0x201B, 0x2032: result.append("'")
      case 0x201C...0x201F, 0x2033, 0xAB, 0xBB: result.append("\"")
      case 0x2010...0x2015, 0x2212: result.append("-")
      case 0x2026: result.append(contentsOf: "...".unicodeScalars)
      case 0xAD, 0x200B...0x200D, 0xFEFF: break
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
