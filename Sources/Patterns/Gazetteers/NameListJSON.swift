/// Reads a JSON array of names: strings, or objects with `name`, `type`, `canonical` and `aliases`. Other members are passed over.
///
/// A reader of its own keeps places for diagnostics and makes no string for an entry.
struct NameListJSON {
  /// Why reading ended: what stands at an offset is not JSON, or not a list of names.
  struct Failure: Error {
    var offset: Int
    var message: String
  }

  /// A string: its bytes in the file, or in `unescaped` where it held escapes.
  struct Value {
    var range: Range<Int>
    var isUnescaped: Bool
    var origin: Int
  }

  /// One name with what belongs to it.
  struct Item {
    var name: Value?
    var type: Value?
    var canonical: Value?
    var aliases: [Value] = []
    /// Where the item begins.
    var origin: Int
  }

  /// Strings in which escapes stood.
  private(set) var unescaped: [UInt8] = []
  private let end: Int
  private var position: Int
  private var depth = 0
  private var isFirst = true
  private var isDone = false

  init(range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next item, or nil behind the last.
  mutating func next(of bytes: Span<UInt8>) throws(Failure) -> Item? {
    if isDone { return nil }
    if isFirst {
      try expect(UInt8(ascii: "["), bytes, "the file must hold an array of names")
      isFirst = false
      if take(UInt8(ascii: "]"), bytes) { return try finish(bytes) }
    } else if !take(UInt8(ascii: ","), bytes) {
      try expect(UInt8(ascii: "]"), bytes, "expected ',' or ']'")
      return try finish(bytes)
    }
    skipSpace(bytes)
    return try item(bytes)
  }

  private mutating func finish(_ bytes: Span<UInt8>) throws(Failure) -> Item? {
    isDone = true
    skipSpace(bytes)
    if position < end { throw Failure(offset: position, message: "nothing may follow the array") }
    return nil
  }

  private mutating func item(_ bytes: Span<UInt8>) throws(Failure) -> Item {
    var item = Item(origin: position)
    guard position < end else { throw Failure(offset: end, message: "the array is not closed") }
    if bytes[position] == UInt8(ascii: "\"") {
      item.name = try string(bytes)
      return item
    }
    try expect(UInt8(ascii: "{"), bytes, "an entry is a string or an object")
    if take(UInt8(ascii: "}"), bytes) { return item }
    repeat {
      skipSpace(bytes)
      let key = try string(bytes)
      try expect(UInt8(ascii: ":"), bytes, "expected ':'")
      skipSpace(bytes)
      switch self.key(key, bytes) {
      case "name": item.name = try string(bytes)
      case "type": item.type = try string(bytes)
      case "canonical": item.canonical = try string(bytes)
      case "aliases": item.aliases = try strings(bytes)
      default: try skipValue(bytes)
      }
    } while take(UInt8(ascii: ","), bytes)
    try expect(UInt8(ascii: "}"), bytes, "expected ',' or '}'")
    return item
  }

  private func key(_ value: Value, _ bytes: Span<UInt8>) -> String {
    if value.isUnescaped { return String(decoding: unescaped[value.range], as: UTF8.self) }
    if value.range.count > 9 { return "" }
    var key: [UInt8] = []
    for offset in value.range { key.append(bytes[offset]) }
    return String(decoding: key, as: UTF8.self)
  }

  private mutating func strings(_ bytes: Span<UInt8>) throws(Failure) -> [Value] {
    if position < end, bytes[position] == UInt8(ascii: "\"") { return [try string(bytes)] }
    try expect(UInt8(ascii: "["), bytes, "'aliases' is a list of strings")
    var values: [Value] = []
    if take(UInt8(ascii: "]"), bytes) { return values }
    repeat {
      skipSpace(bytes)
      values.append(try string(bytes))
    } while take(UInt8(ascii: ","), bytes)
    try expect(UInt8(ascii: "]"), bytes, "expected ',' or ']'")
    return values
  }

  private mutating func string(_ bytes: Span<UInt8>) throws(Failure) -> Value {
    let origin = position
    guard position < end, bytes[position] == UInt8(ascii: "\"") else { throw Failure(offset: position, message: "expected a string") }
    position += 1
    let start = position
    var hasEscape = false
    while position < end, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] < 0x20 { throw Failure(offset: position, message: "a control character in a string must be escaped") }
      if bytes[position] == UInt8(ascii: "\\") {
        hasEscape = true
        position += 1
      }
      position += 1
    }
    guard position < end else { throw Failure(offset: origin, message: "the string is not closed") }
    let raw = start..<position
    position += 1
    if !hasEscape { return Value(range: raw, isUnescaped: false, origin: origin) }
    let first = unescaped.count
    try unescape(raw, bytes)
    return Value(range: first..<unescaped.count, isUnescaped: true, origin: origin)
  }

  private mutating func unescape(_ raw: Range<Int>, _ bytes: Span<UInt8>) throws(Failure) {
    var offset = raw.lowerBound
    while offset < raw.upperBound {
      let byte = bytes[offset]
      offset += 1
      guard byte == UInt8(ascii: "\\") else {
        unescaped.append(byte)
        continue
      }
      let escape = bytes[offset]
      offset += 1
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(escape)
      case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): unescaped.append(0x20)
      case UInt8(ascii: "u"):
        guard var unit = hexadecimal(offset, raw.upperBound, bytes) else {
          throw Failure(offset: offset - 2, message: "'\\u' needs four hexadecimal digits")
        }
        offset += 4
        if unit & 0xFC00 == 0xD800, offset + 1 < raw.upperBound, bytes[offset] == UInt8(ascii: "\\"),
          bytes[offset + 1] == UInt8(ascii: "u"),
          let low = hexadecimal(offset + 2, raw.upperBound, bytes), low & 0xFC00 == 0xDC00
        {
          unit = 0x10000 + ((unit & 0x3FF) << 10 | low & 0x3FF)
          offset += 6
        }
        guard let scalar = Unicode.Scalar(unit) else { throw Failure(offset: offset - 6, message: "a lone surrogate is no character") }
        unescaped += Array(String(Character(scalar)).utf8)
      default: throw Failure(offset: offset - 2, message: "unknown escape in a string")
      }
    }
  }

  private func hexadecimal(_ offset: Int, _ limit: Int, _ bytes: Span<UInt8>) -> UInt32? {
    guard offset + 4 <= limit else { return nil }
    var value: UInt32 = 0
    for byte in offset..<offset + 4 {
      guard let digit = Character(Unicode.Scalar(bytes[byte])).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  /// Passes over a value of any kind.
  private mutating func skipValue(_ bytes: Span<UInt8>) throws(Failure) {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw Failure(offset: position, message: "nested more than 100 deep") }
    guard position < end else { throw Failure(offset: end, message: "expected a value") }
    switch bytes[position] {
    case UInt8(ascii: "\""): _ = try string(bytes)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      let isObject = bytes[position] == UInt8(ascii: "{")
      let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
      position += 1
      if take(close, bytes) { return }
      repeat {
        skipSpace(bytes)
        if isObject {
          _ = try string(bytes)
          try expect(UInt8(ascii: ":"), bytes, "expected ':'")
          skipSpace(bytes)
        }
        try skipValue(bytes)
      } while take(UInt8(ascii: ","), bytes)
      try expect(close, bytes, "expected ',' or '\(Character(Unicode.Scalar(close)))'")
    default:
      let start = position
      while position < end, Self.isBare(bytes[position]) { position += 1 }
      if position == start { throw Failure(offset: position, message: "expected a value") }
    }
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2B || byte == 0x2D || byte == 0x2E
  }

  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    while position < end, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    skipSpace(bytes)
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ bytes: Span<UInt8>, _ message: String) throws(Failure) {
    if !take(byte, bytes) { throw Failure(offset: position, message: message) }
  }
}
