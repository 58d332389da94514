import Foundation

/// Walks over JSON bytes without parsing them: where members and values begin and end. simdjson keeps no positions, and a scan that stops early costs less than a parse.
///
/// On bytes that are not valid JSON it finds something or nothing, always inside the bytes.
package struct JSONScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset: Int

  /// Starts at an offset.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// Calls the body with the ranges of name (without its quotes, with its escapes) and value of each member of the object that begins here, until it returns false.
  package mutating func object(_ body: (_ name: Range<Int>, _ value: Range<Int>) -> Bool) {
    guard take("{") else { return }
    while let name = string() {
      guard take(":"), let value = value(), body(name, value), take(",") else { return }
    }
  }

  /// The range of the string that begins here, without its quotes.
  private mutating func string() -> Range<Int>? {
    guard take("\"") else { return nil }
    let start = offset
    return skipString() ? start..<offset - 1 : nil
  }

  /// Goes from inside a string to behind its closing quote.
  private mutating func skipString() -> Bool {
    let start = offset
    while offset < bytes.count, let base = bytes.baseAddress {
      guard let quote = memchr(base + offset, 0x22, bytes.count - offset) else { break }
      let end = UnsafePointer(quote.assumingMemoryBound(to: UInt8.self)) - base
      offset = end + 1
      var slashes = end
      while slashes > start, bytes[slashes - 1] == UInt8(ascii: "\\") { slashes -= 1 }
      if (end - slashes) % 2 == 0 { return true }
    }
    offset = bytes.count
    return false
  }

  /// The range of the value that begins here.
  private mutating func value() -> Range<Int>? {
    skipSpace()
    let start = offset
    var depth = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        guard skipString() else { return nil }
        if depth == 0 { return start..<offset }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return start < offset ? start..<offset : nil }
        depth -= 1
        if depth == 0 {
          offset += 1
          return start..<offset
        }
      case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
        if depth == 0 { return start < offset ? start..<offset : nil }
      default: break
      }
      offset += 1
    }
    return nil
  }

  private mutating func skipSpace() {
    while offset < bytes.count, bytes[offset] <= 0x20,
      bytes[offset] == 0x20 || bytes[offset] == 0x09 || bytes[offset] == 0x0A || bytes[offset] == 0x0D
    {
      offset += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }
}

extension JSONScanner {
  /// The bytes, as they stand, of the values in the object that is the value of a member of the whole object, with their numbers.
  ///
  /// - Parameter index: The member's number, from 0.
  static func values(inMember index: Int, of json: [UInt8]) -> [Range<Int>] {
    json.withUnsafeBufferPointer { bytes in
      var ranges: [Range<Int>] = []
      var number = 0
      var outer = JSONScanner(bytes)
      outer.object { _, value in
        if number == index {
          var inner = JSONScanner(bytes, at: value.lowerBound)
          inner.object { _, value in
            ranges.append(value)
            return true
          }
        }
        number += 1
        return number <= index
      }
      return ranges
    }
  }

  /// The first member of a line's object that has this name, if it is a string or a whole number: its text.
  ///
  /// Names are compared as they stand. Stops at the member, so that an identifier near the beginning costs little however long the line is.
  package static func identifier(named name: [UInt8], in line: [UInt8]) -> String? {
    var found: Range<Int>?
    line.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      scanner.object { candidate, value in
        guard bytes[candidate].elementsEqual(name) else { return true }
        found = value
        return false
      }
    }
    guard let found else { return nil }
    var text = line[found]
    if text.first == UInt8(ascii: "\"") {
      if text.contains(UInt8(ascii: "\\")) {
        let parsed = JSONParser.parse([UInt8(ascii: "[")] + text + [UInt8(ascii: "]")]) { list in
          list.elements.first { _ in true }?.string
        }
        return (try? parsed.get()) ?? nil
      }
      text = text.dropFirst().dropLast()
      return String(validating: text, as: UTF8.self)
    }
    let isNumber = !text.isEmpty && text.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    return isNumber ? String(decoding: text, as: UTF8.self) : nil
  }
}
