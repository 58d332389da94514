import Pipeline

/// Writes JSON as bytes, appending to an array: no tree, no `String`, no white space.
///
/// Commas and colons are the caller's, as parts of what it passes to `raw`. Strings are escaped by RFC 8259 with as few escapes as it allows; text
/// beyond ASCII stands as UTF-8.
package struct JSONWriter {
  /// What was written so far.
  package var bytes: [UInt8]

  /// Starts with some bytes, to which it appends.
  package init(_ bytes: [UInt8] = []) {
    self.bytes = bytes
  }

  /// Appends JSON that is known when the program is built.
  @inline(__always)
  package mutating func raw(_ json: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: json.utf8Start, count: json.utf8CodeUnitCount))
  }

  /// Appends JSON, leaving out line ends: in valid JSON they can only be white space.
  package mutating func raw(_ json: [UInt8]) {
    if json.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
      bytes.append(contentsOf: json.lazy.filter { $0 != 0x0A && $0 != 0x0D })
    } else {
      bytes.append(contentsOf: json)
    }
  }

  /// Appends a string.
  package mutating func string(_ string: String) {
    var string = string
    string.withUTF8 { self.string($0) }
  }

  /// Appends a string, or null.
  package mutating func string(_ string: String?) {
    if let string { self.string(string) } else { raw("null") }
  }

  /// Appends a piece of a text as a string.
  package mutating func string(_ text: Text, _ span: TextSpan) {
    text.bytes.withUnsafeBufferPointer { string(UnsafeBufferPointer(rebasing: $0[span.range])) }
  }

  /// Appends valid UTF-8 as a string.
  package mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var start = 0
    while true {
      let end = Self.firstToEscape(in: utf8, from: start)
      if end > start { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<end])) }
      if end == utf8.count { break }
      escape(utf8[end])
      start = end + 1
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The offset of the first byte that must be escaped, or the end. Looks at eight bytes at a time.
  private static func firstToEscape(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let raw = UnsafeRawBufferPointer(utf8)
    var offset = start
    while offset + 8 <= raw.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      // The high bit of each byte that is below 0x20 or zero after the exclusive or. Borrows can only set bits above the first true one.
      let found = (((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)) & highs
      if found != 0 { return offset + found.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < utf8.count, !Self.mustEscape(utf8[offset]) { offset += 1 }
    return offset
  }

  private static func mustEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): raw("\\\"")
    case UInt8(ascii: "\\"): raw("\\\\")
    case 0x0A: raw("\\n")
    case 0x0D: raw("\\r")
    case 0x09: raw("\\t")
    case 0x08: raw("\\b")
    case 0x0C: raw("\\f")
    default:
      raw(byte < 0x10 ? "\\u000" : "\\u001")
      let digit = byte & 0xF
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }

  /// Appends a whole number.
  package mutating func integer(_ value: Int) {
    var rest = value.magnitude
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    if rest < 10 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest))
      return
    }
    var count = 2
    var bound: UInt = 100
    while rest >= bound {
      count += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    bytes.append(contentsOf: repeatElement(0, count: count))
    var index = bytes.count - 1
    for _ in 0..<count {
      bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      index -= 1
    }
  }

  /// Appends a number with the fewest digits that read back as the same value; null for what JSON cannot say (infinities and NaN).
  package mutating func number(_ value: Double) {
    if value.isFinite { ascii(value.description) } else { raw("null") }
  }

  /// Appends a number with the fewest digits that read back as the same `Float`, or null.
  package mutating func number(_ value: Float?) {
    if let value, value.isFinite { ascii(value.description) } else { raw("null") }
  }

  private mutating func ascii(_ string: String) {
    var string = string
    string.withUTF8 { bytes.append(contentsOf: $0) }
  }

  /// Appends true or false.
  package mutating func bool(_ value: Bool) {
    if value { raw("true") } else { raw("false") }
  }

  /// Appends a value of a document's metadata.
  package mutating func value(_ value: MetadataValue) {
    switch value {
    case .null: raw("null")
    case .bool(let bool): self.bool(bool)
    case .integer(let integer): self.integer(integer)
    case .number(let number): self.number(number)
    case .string(let string): self.string(string)
    case .list(let values): list(values) { writer, value in writer.value(value) }
    case .object(let members): object(members)
    }
  }

  /// Appends an object of metadata, in the order of its members.
  package mutating func object(_ members: [MetadataValue.Member]) {
    raw("{")
    for (index, member) in members.enumerated() {
      if index > 0 { raw(",") }
      string(member.key)
      raw(":")
      value(member.value)
    }
    raw("}")
  }

  /// What went wrong with a document, as an object.
  package mutating func problem(_ problem: Problem) {
    raw("{\"stage\":")
    string(problem.stage)
    raw(",\"code\":")
    string(problem.code)
    raw(",\"message\":")
    string(problem.message)
    raw("}")
  }

  /// Appends an array, with the commas.
  @inline(__always)
  package mutating func list<Elements: Collection>(_ elements: Elements, _ write: (inout JSONWriter, Elements.Element) -> Void) {
    raw("[")
    var isFirst = true
    for element in elements {
      if !isFirst { raw(",") }
      isFirst = false
      write(&self, element)
    }
    raw("]")
  }
}
