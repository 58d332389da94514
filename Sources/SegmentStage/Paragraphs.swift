import Pipeline

/// Cuts a text without blocks into paragraphs.
enum LineBreaks: String, Sendable, CaseIterable {
  /// A line end ends a paragraph, unless the next line goes on in lower case after a line that has no stop.
  case auto
  /// Every line end ends a paragraph.
  case paragraph
  /// Only an empty line ends a paragraph.
  case space

  /// Calls `body` with each paragraph in a range of the text, without white space at its ends. Linear in the range.
  func forEachParagraph(_ bytes: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    var start = Self.skip(bytes, range.lowerBound, range.upperBound)
    var offset = start
    var end = start  // after the last byte that is no white space
    while offset < range.upperBound {
      let byte = bytes[offset]
      if !byte.isSpaceByte {
        offset += 1
        end = offset
        continue
      }
      guard byte == 0x0A || byte == 0x0D || byte == 0x0C else {
        offset += 1
        continue
      }
      // White space with at least one line end.
      var lines = 0
      var next = offset
      while next < range.upperBound, bytes[next].isSpaceByte {
        switch bytes[next] {
        case 0x0A: lines += 1
        case 0x0D where !(next + 1 < range.upperBound && bytes[next + 1] == 0x0A): lines += 1
        case 0x0C: lines += 2
        default: break
        }
        next += 1
      }
      if next < range.upperBound, lines > 1 || breaks(bytes, start, end, next) {
        body(start..<end)
        start = next
      }
      offset = next
    }
    if start < end { body(start..<end) }
  }

  /// Whether one line end ends the paragraph that began at `start`.
  private func breaks(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ next: Int) -> Bool {
    switch self {
    case .paragraph: return true
    case .space: return false
    case .auto:
      // A list in lower case has a line for each item.
      guard bytes[next].isASCIILower, !bytes[start].isASCIILower else { return true }
      switch bytes[end - 1] {
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"): return true
      default: return false
      }
    }
  }

  private static func skip(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var offset = start
    while offset < end, bytes[offset].isSpaceByte { offset += 1 }
    return offset
  }
}
