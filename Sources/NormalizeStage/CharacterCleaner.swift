import Pipeline

/// Cleans a text character by character in one pass: control characters, white space, characters without width, soft hyphens, and on request quotation marks and
/// dashes.
struct CharacterCleaner: Sendable {
  /// Whether control characters are removed; tab and line ends stay.
  var controls = true
  /// Whether white space is put in order.
  var whiteSpace = true
  /// Whether soft hyphens are removed.
  var softHyphens = true
  /// Whether typographic quotation marks become `'` and `"`.
  var asciiQuotes = false
  /// Whether dashes become `-` and `--`.
  var asciiDashes = false

  /// The cleaned text, or nil where it is clean.
  func rewrite(_ text: Text) -> (text: Text, alignment: Alignment)? {
    let bytes = text.bytes
    var rewriter = TextRewriter(text)
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte > 0x20 && byte < 0x7F {
        offset += 1
        continue
      }
      // One space before a visible ASCII character: by far the most common case.
      if byte == 0x20, offset > 0, offset + 1 < bytes.count, bytes[offset + 1] > 0x20, bytes[offset + 1] < 0x7F {
        offset += 2
        continue
      }
      let (value, length) = Scalars.decode(bytes, offset)
      if isLoose(value, bytes, offset, length) {
        offset = cleanRun(text, at: offset, &rewriter)
        continue
      }
      if let replacement = plainForm(of: value) { rewriter.replace(offset..<offset + length, with: replacement) }
      offset += length
    }
    return rewriter.finish()
  }

  /// Whether a scalar belongs to a run that is cleaned as a whole.
  @inline(__always)
  private func isLoose(_ value: UInt32, _ bytes: Span<UInt8>, _ offset: Int, _ length: Int) -> Bool {
    if whiteSpace && (Scalars.isHorizontalSpace(value) || Scalars.isLineEnd(value)) { return true }
    return isRemoved(value, bytes, offset, length)
  }

  /// Whether a scalar is dropped wherever it stands.
  private func isRemoved(_ value: UInt32, _ bytes: Span<UInt8>, _ offset: Int, _ length: Int) -> Bool {
    if value > 0x20 && value < 0x7F { return false }
    if controls && Scalars.isControl(value) { return true }
    if softHyphens && value == 0xAD { return true }
    guard whiteSpace else { return false }
    if Scalars.isZeroWidth(value) { return true }
    // The joiners have meaning in other scripts and in emoji; between Latin letters they have none.
    guard value == 0x200C || value == 0x200D else { return false }
    let isLatinBefore = offset == 0 || Scalars.decode(bytes, before: offset).value < 0x300
    let isLatinAfter = offset + length == bytes.count || Scalars.decode(bytes, offset + length).value < 0x300
    return isLatinBefore && isLatinAfter
  }

  /// Cleans the run of white space and dropped characters at an offset; returns its end.
  private func cleanRun(_ text: Text, at start: Int, _ rewriter: inout TextRewriter) -> Int {
    let bytes = text.bytes
    var end = start
    var spaces = 0
    var tabs = 0
    var lineEnds = 0
    var endsInSoftHyphen = false
    while end < bytes.count {
      let (value, length) = Scalars.decode(bytes, end)
      guard isLoose(value, bytes, end, length) else { break }
      let isSpace = whiteSpace && Scalars.isHorizontalSpace(value)
      if value == 0x09 && isSpace {
        tabs += 1
      } else if isSpace {
        spaces += 1
      } else if whiteSpace && Scalars.isLineEnd(value) {
        let isCarriageReturn = value == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A
        if !isCarriageReturn { lineEnds += 1 }
      } else if value == 0xAD && lineEnds == 0 {
        endsInSoftHyphen = true
      }
      end += length
    }
    let isAtStart = start == 0
    let isAtEnd = end == bytes.count
    let replacement: [UInt8]
    if isAtStart && whiteSpace {
      replacement = []
    } else if lineEnds == 1 && endsInSoftHyphen && !isAtEnd && Scalars.isLower(Scalars.decode(bytes, end).value) {
      replacement = []
    } else if lineEnds > 0 {
      replacement = [UInt8](repeating: 0x0A, count: min(lineEnds, 2))
    } else if isAtEnd && whiteSpace {
      replacement = []
    } else if tabs > 0 {
      replacement = [UInt8](repeating: 0x09, count: tabs)
    } else {
      replacement = spaces > 0 ? [0x20] : []
    }
    if !text[TextSpan(start..<end)].elementsEqual(replacement) { rewriter.replace(start..<end, with: replacement) }
    return end
  }

  /// The ASCII form of a quotation mark or dash, where it is asked for.
  private func plainForm(of value: UInt32) -> [UInt8]? {
    if asciiQuotes {
      switch value {
      case 0x2018...0x201B, 0x2039, 0x203A, 0x2032: return [0x27]
      case 0x201C...0x201F, 0xAB, 0xBB, 0x2033: return [0x22]
      default: break
      }
    }
    if asciiDashes {
      switch value {
      case 0x2010...0x2013, 0x2212: return [0x2D]
      case 0x2014, 0x2015: return [0x2D, 0x2D]
      default: break
      }
    }
    return nil
  }
}
