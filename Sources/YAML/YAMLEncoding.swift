import Pipeline

extension YAMLSource {
  /// The first thing in the bytes that YAML does not allow: another encoding than UTF-8, or a control character.
  func encodingProblem() -> Diagnostic? {
    if let encoding = otherEncoding() {
      let start = SourceLocation(file: file, line: 1, column: 1)
      return Diagnostic(code: "not-utf-8", "the file is encoded as \(encoding): save it as UTF-8", at: start)
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F { return control(UInt32(byte), at: index) }
        index += 1
        continue
      }
      guard let scalar = scalar(at: index) else {
        let shown = String(byte, radix: 16, uppercase: true)
        return diagnostic(code: "not-utf-8", "the byte 0x\(shown) is not UTF-8 here: save the file as UTF-8", at: location(byte: index))
      }
      switch scalar.value {
      case 0x80..<0x85, 0x86..<0xA0, 0xFEFF, 0xFFFE, 0xFFFF: return control(scalar.value, at: index)
      default: index += UTF8.width(scalar)
      }
    }
    return nil
  }

  private func control(_ value: UInt32, at index: Int) -> Diagnostic {
    let hexadecimal = String(value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
    let advice = value == 0 ? "is this a text file?" : "remove it, or write it as an escape in double quotes"
    return diagnostic(code: "control-character", "the character \(name) is not allowed in YAML: \(advice)", at: location(byte: index))
  }

  /// The encoding, where a byte order mark or the zero bytes of ASCII text in two-byte units give it away.
  private func otherEncoding() -> String? {
    let start = bytes.prefix(4)
    if start.starts(with: [0xFF, 0xFE, 0, 0]) || start.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    guard start.count == 4 else { return nil }
    switch (start[0] == 0, start[1] == 0, start[2] == 0, start[3] == 0) {
    case (true, false, true, false), (false, true, false, true): return "UTF-16"
    default: return nil
    }
  }

  /// The scalar that starts at an index, or nil where the bytes are not well-formed (Unicode, table 3-7).
  private func scalar(at index: Int) -> Unicode.Scalar? {
    let lead = bytes[index]
    let count = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, lead <= 0xF4, index + count <= bytes.count else { return nil }
    var value = UInt32(lead) & (0x7F >> UInt32(count))
    for byte in bytes[index + 1..<index + count] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let smallest: UInt32 = count == 4 ? 0x10000 : count == 3 ? 0x800 : 0x80
    return value < smallest ? nil : Unicode.Scalar(value)
  }
}
