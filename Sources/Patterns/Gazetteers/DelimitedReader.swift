/// Reads rows of comma- or tab-separated values from bytes, without a copy of a field that needs none.
///
/// RFC 4180: a field that begins with `"` ends at the next `"` that is not doubled, and may hold separators and line ends. Rows end with LF or
/// CRLF. Empty lines, and lines that begin with `#` and a space, are skipped.
struct DelimitedReader {
  /// A field of a row.
  struct Field {
    /// Its bytes, without quotation marks and without white space at its ends.
    var range: Range<Int>
    /// Whether the range is in `unescaped` and not in the bytes that are read.
    var isUnescaped = false
    /// Where the field begins in the bytes, for diagnostics.
    var origin: Int
  }

  /// What is wrong with a row. Reading goes on with the next row.
  enum Problem {
    /// A quotation mark that opens a field, at an offset, has no partner.
    case unclosedQuote(Int)
    /// Something stands between a field's closing quotation mark and the separator.
    case textAfterQuote(Int)
  }

  /// Fields in which doubled quotation marks stood.
  private(set) var unescaped: [UInt8] = []
  /// Where the present row begins.
  private(set) var rowStart = 0
  private let separator: UInt8
  private let end: Int
  private var position: Int

  init(separator: UInt8, range: Range<Int>) {
    self.separator = separator
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads the next row.
  ///
  /// - Returns: False at the end; `problem` is what is wrong with the row, if anything.
  mutating func next(of bytes: Span<UInt8>, into fields: inout [Field], problem: inout Problem?) -> Bool {
    fields.removeAll(keepingCapacity: true)
    problem = nil
    while position < end, isBlankOrComment(bytes) { skipLine(bytes) }
    if position >= end { return false }
    rowStart = position
    while true {
      if bytes[position] == 0x22 {
        problem = quoted(bytes, into: &fields)
        if problem != nil {
          skipLine(bytes)
          return true
        }
      } else {
        plain(bytes, into: &fields)
      }
      // Behind a field: a separator, a line end, or the end.
      if position >= end { return true }
      let byte = bytes[position]
      position += 1
      if byte != separator { return true }
      if position >= end {
        fields.append(Field(range: position..<position, origin: position))
        return true
      }
    }
  }

  private func isBlankOrComment(_ bytes: Span<UInt8>) -> Bool {
    switch bytes[position] {
    case 0x0A: true
    case 0x0D: position + 1 < end && bytes[position + 1] == 0x0A
    case 0x23: position + 1 >= end || bytes[position + 1] == 0x20 || bytes[position + 1] == 0x0A
    default: false
    }
  }

  private mutating func skipLine(_ bytes: Span<UInt8>) {
    while position < end, bytes[position] != 0x0A { position += 1 }
    position = min(position + 1, end)
  }

  private mutating func plain(_ bytes: Span<UInt8>, into fields: inout [Field]) {
    let origin = position
    while position < end, bytes[position] != separator, bytes[position] != 0x0A { position += 1 }
    fields.append(Field(range: Self.trimmed(origin..<position, bytes), origin: origin))
  }

  /// Reads a field in quotation marks, up to what ends it.
  private mutating func quoted(_ bytes: Span<UInt8>, into fields: inout [Field]) -> Problem? {
    let origin = position
    position += 1
    var doubled = false
    while true {
      while position < end, bytes[position] != 0x22 { position += 1 }
      if position >= end {
        position = origin
        return .unclosedQuote(origin)
      }
      position += 1
      if position < end, bytes[position] == 0x22 {
        doubled = true
        position += 1
      } else {
        break
      }
    }
    let content = origin + 1..<position - 1
    if position < end, bytes[position] == 0x0D { position += 1 }
    if position < end, bytes[position] != separator, bytes[position] != 0x0A { return .textAfterQuote(position) }
    if !doubled {
      fields.append(Field(range: Self.trimmed(content, bytes), origin: origin))
      return nil
    }
    let start = unescaped.count
    var isSecond = false
    for offset in content {
      if bytes[offset] == 0x22, !isSecond {
        isSecond = true
        continue
      }
      isSecond = false
      unescaped.append(bytes[offset])
    }
    fields.append(Field(range: start..<unescaped.count, isUnescaped: true, origin: origin))
    return nil
  }

  private static func trimmed(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
    var range = range
    while !range.isEmpty, bytes[range.lowerBound] == 0x20 { range = range.dropFirst() }
    while !range.isEmpty, bytes[range.upperBound - 1] == 0x20 || bytes[range.upperBound - 1] == 0x0D { range = range.dropLast() }
    return range
  }
}
