import Pipeline

extension ByteWriter {
  /// Appends text that Markdown (CommonMark and GitHub's tables) shows as it is, on one line.
  ///
  /// White space becomes single spaces. Bytes with a meaning inside a line get a backslash, as do those that would begin a list, heading, quote or rule at the
  /// start of one. Control characters become their pictures (U+2400 and on).
  mutating func markdown(_ string: String) { string.withBytes { markdown($0) } }

  /// Appends a piece of a text, likewise.
  mutating func markdown(_ text: Text, _ span: TextSpan) { text.withBytes(of: span) { markdown($0) } }

  private mutating func markdown(_ utf8: UnsafeBufferPointer<UInt8>) {
    var isStart = true
    var digits = 0
    var spaceIsDue = false
    for byte in utf8 {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        spaceIsDue = !isStart
        digits = 0
        continue
      }
      if spaceIsDue { bytes.append(0x20) }
      spaceIsDue = false
      if byte < 0x20 || byte == 0x7F {
        controlPicture(byte)
      } else {
        let startsBlock = isStart && Self.startsBlock(byte)
        let endsNumber = digits > 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: ")"))
        if Self.hasMeaning(byte) || startsBlock || endsNumber { bytes.append(UInt8(ascii: "\\")) }
        bytes.append(byte)
      }
      let isDigit = byte &- 0x30 < 10
      digits = isDigit && (isStart || digits > 0) ? digits + 1 : 0
      isStart = false
    }
  }

  private static func hasMeaning(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "~"), UInt8(ascii: "$"):
      true
    default: false
    }
  }

  private static func startsBlock(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "#") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "=")
      || byte == UInt8(ascii: ":")
  }

  /// Appends the picture of a control character.
  mutating func controlPicture(_ byte: UInt8) {
    bytes.append(0xE2)
    bytes.append(0x90)
    bytes.append(byte == 0x7F ? 0xA1 : 0x80 + byte)
  }
}
