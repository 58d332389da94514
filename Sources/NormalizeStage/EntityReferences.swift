import Pipeline

/// Replaces HTML's character references that were left in a text: `&amp;`, `&#8217;`, `&nbsp;`.
///
/// Well-formed ones alone: a known name or a number of a scalar, with its semicolon. References escaped twice (`&amp;quot;`) are resolved fully.
struct EntityReferences: Sendable {
  private let scalars: [[UInt8]: [UInt8]]
  private let longestName: Int

  /// Reads a table with a name, a tab and a scalar in hexadecimal on each line.
  init(table: [UInt8]) {
    var scalars: [[UInt8]: [UInt8]] = [:]
    for line in DataLines.lines(of: table) {
      let fields = line.split(separator: UInt8(ascii: "\t"))
      guard fields.count == 2, let value = UInt32(String(decoding: fields[1], as: UTF8.self), radix: 16) else { continue }
      scalars[Array(fields[0])] = Scalars.encode(value)
    }
    self.scalars = scalars
    self.longestName = scalars.keys.map(\.count).max() ?? 0
  }

  /// The text without references, or nil where there is none.
  func rewrite(_ text: Text) -> (text: Text, alignment: Alignment)? {
    let bytes = text.bytes
    var rewriter = TextRewriter(text)
    var offset = 0
    while offset < bytes.count {
      guard bytes[offset] == UInt8(ascii: "&"), var found = reference(bytes, after: offset + 1) else {
        offset += 1
        continue
      }
      // An ampersand that this gives may itself begin a reference.
      while found.replacement == [UInt8(ascii: "&")], let next = reference(bytes, after: found.end) { found = next }
      rewriter.replace(offset..<found.end, with: found.replacement)
      offset = found.end
    }
    return rewriter.finish()
  }

  /// The reference whose text after the ampersand starts at an offset.
  private func reference(_ bytes: Span<UInt8>, after start: Int) -> (replacement: [UInt8], end: Int)? {
    guard start < bytes.count else { return nil }
    if bytes[start] == UInt8(ascii: "#") { return number(bytes, at: start + 1) }
    var name: [UInt8] = []
    var offset = start
    while offset < bytes.count, name.count <= longestName, Scalars.isASCIILetter(bytes[offset]) || Scalars.isDigit(bytes[offset]) {
      name.append(bytes[offset])
      offset += 1
    }
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: ";"), let replacement = scalars[name] else { return nil }
    return (replacement, offset + 1)
  }

  private func number(_ bytes: Span<UInt8>, at start: Int) -> (replacement: [UInt8], end: Int)? {
    var offset = start
    var value: UInt32 = 0
    let isHexadecimal = offset < bytes.count && bytes[offset] | 0x20 == UInt8(ascii: "x")
    if isHexadecimal { offset += 1 }
    let first = offset
    while offset < bytes.count, offset < first + 8 {
      let byte = bytes[offset]
      if Scalars.isDigit(byte) {
        value = value * (isHexadecimal ? 16 : 10) + UInt32(byte - 0x30)
      } else if isHexadecimal, (byte | 0x20) &- 0x61 < 6 {
        value = value * 16 + UInt32(byte | 0x20) - 0x61 + 10
      } else {
        break
      }
      if value > 0x10FFFF { return nil }
      offset += 1
    }
    guard offset > first, offset < bytes.count, bytes[offset] == UInt8(ascii: ";") else { return nil }
    if (0x80...0x9F).contains(value) { value = Windows1252.scalar(of: UInt8(value)) }
    // Neither NUL nor a surrogate is a character.
    guard value != 0, Unicode.Scalar(value) != nil else { return nil }
    return (Scalars.encode(value), offset + 1)
  }
}
