import Pipeline

extension ByteWriter {
  /// Appends text for an element or a quoted attribute, byte by byte: no combining mark can hide a quotation mark from it.
  ///
  /// `&`, `<`, `>`, `"` and `'` become references, control characters their pictures (U+2400 and on), and line ends and tabs spaces.
  /// Characters that override the direction of what follows (U+202A–202E, U+2066–2069) become U+FFFD: in a name or a path they only mislead.
  mutating func html(_ string: String) { string.withBytes { html($0, isField: true) } }

  /// Appends a piece of a text, likewise.
  mutating func html(_ text: Text, _ span: TextSpan) { text.withBytes(of: span) { html($0, isField: true) } }

  /// Appends a piece of a text as part of an article: line ends, tabs and directions are kept. Each block is isolated from the next by its element.
  mutating func htmlBody(_ text: Text, _ span: TextSpan) { text.withBytes(of: span) { html($0, isField: false) } }

  private mutating func html(_ utf8: UnsafeBufferPointer<UInt8>, isField: Bool) {
    var start = 0
    var index = 0
    while index < utf8.count {
      let byte = utf8[index]
      if HTMLByte.isPlain(byte) {
        index += 1
        continue
      }
      let count = HTMLByte.lengthToReplace(utf8, at: index, isField: isField)
      if count == 0 {
        index += 1
        continue
      }
      if index > start { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index])) }
      replace(byte)
      index += count
      start = index
    }
    if index > start { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index])) }
  }

  private mutating func replace(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "&"): raw("&amp;")
    case UInt8(ascii: "<"): raw("&lt;")
    case UInt8(ascii: ">"): raw("&gt;")
    case UInt8(ascii: "\""): raw("&quot;")
    case UInt8(ascii: "'"): raw("&#39;")
    case 0x09, 0x0A, 0x0D: raw(" ")
    case 0x00...0x1F, 0x7F: controlPicture(byte)
    default: raw("\u{FFFD}")
    }
  }
}

/// Which bytes HTML cannot take as they are.
private enum HTMLByte {
  /// Whether a byte can be copied without a further look.
  @inline(__always)
  static func isPlain(_ byte: UInt8) -> Bool {
    if byte >= 0x80 { return byte != 0xC2 && byte != 0xE2 }
    if byte < 0x20 || byte == 0x7F { return false }
    return byte != UInt8(ascii: "&") && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "\"")
      && byte != UInt8(ascii: "'")
  }

  /// How many bytes from here are to be replaced; none where a byte that is not plain may stay.
  static func lengthToReplace(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int, isField: Bool) -> Int {
    switch utf8[index] {
    case 0x09, 0x0A: return isField ? 1 : 0
    case 0xC2:
      // C1 control characters.
      return index + 1 < utf8.count && utf8[index + 1] < 0xA0 ? 2 : 0
    case 0xE2:
      guard isField, index + 2 < utf8.count else { return 0 }
      let (second, third) = (utf8[index + 1], utf8[index + 2])
      let overrides = (second == 0x80 && (0xAA...0xAE).contains(third)) || (second == 0x81 && (0xA6...0xA9).contains(third))
      return overrides ? 3 : 0
    default: return 1
    }
  }
}
