/// The unit in which offsets are written and read.
public enum OffsetUnit: String, Sendable, Hashable, Codable, CaseIterable {
  /// Unicode scalars, as Python counts.
  case codepoint
  /// Bytes of UTF-8, as ``TextSpan`` counts.
  case utf8
  /// UTF-16 code units, as JavaScript and Java count.
  case utf16
}

/// Converts between byte offsets of one text and another unit. Built in one pass; a conversion looks at fewer than 64 bytes.
public struct OffsetTable: Sendable {
  private static let stride = 64

  /// The unit on the other side.
  public let unit: OffsetUnit
  private let text: Text
  /// The offset in `unit` at every 64th byte; empty where bytes and units agree.
  private let marks: [UInt32]

  /// Builds the table of a text.
  public init(_ text: Text, unit: OffsetUnit) {
    self.unit = unit
    self.text = text
    if unit == .utf8 || text.isASCII {
      marks = []
      return
    }
    var marks: [UInt32] = []
    marks.reserveCapacity(text.count / Self.stride + 1)
    let bytes = text.bytes
    var units: UInt32 = 0
    for offset in bytes.indices {
      if offset % Self.stride == 0 { marks.append(units) }
      units += Self.width(of: bytes[offset], unit)
    }
    if bytes.count % Self.stride == 0 { marks.append(units) }
    self.marks = marks
  }

  /// How many units begin at a byte: none inside a scalar.
  private static func width(of byte: UInt8, _ unit: OffsetUnit) -> UInt32 {
    if byte & 0xC0 == 0x80 { return 0 }
    return unit == .utf16 && byte >= 0xF0 ? 2 : 1
  }

  /// The offset in `unit` of a byte offset on a scalar boundary.
  public func units(atByte byte: UInt32) -> Int {
    if marks.isEmpty { return Int(byte) }
    let mark = Int(byte) / Self.stride
    var units = marks[mark]
    for offset in mark * Self.stride..<Int(byte) { units += Self.width(of: text[offset], unit) }
    return Int(units)
  }

  /// The offsets in `unit` of a span, or nil where it lies outside the text or cuts a character.
  func units(of span: TextSpan) -> Range<Int>? {
    guard span.start <= span.end, text.isScalarBoundary(Int(span.start)), text.isScalarBoundary(Int(span.end)) else { return nil }
    return units(atByte: span.start)..<units(atByte: span.end)
  }

  /// The byte offset of an offset in `unit`, or nil where it lies outside the text or inside a scalar.
  public func byte(atUnits units: Int) -> UInt32? {
    if units < 0 { return nil }
    if marks.isEmpty {
      return text.isScalarBoundary(units) ? UInt32(units) : nil
    }
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if Int(marks[middle]) <= units { low = middle + 1 } else { high = middle }
    }
    var offset = (low - 1) * Self.stride
    var reached = Int(marks[low - 1])
    // A mark may stand inside a scalar that began before it; its count already includes that scalar.
    while offset < text.count, text[offset] & 0xC0 == 0x80 { offset += 1 }
    while offset < text.count, reached < units {
      reached += Int(Self.width(of: text[offset], unit))
      offset += 1
      while offset < text.count, text[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return reached == units ? UInt32(offset) : nil
  }
}
