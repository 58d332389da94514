import Pipeline

extension Tokenizer {
  /// Takes a token that begins with ASCII punctuation.
  mutating func punctuation(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let byte = bytes[start]
    let next = start + 1
    switch byte {
    case UInt8(ascii: "."):
      // `.5`, `.pdf`
      if next < end, bytes[next].isASCIIDigit, beginsDecimal(bytes, start) { return number(bytes, start, end) }
      if next < end, bytes[next].isASCIILower, start == blockStart || bytes[start - 1].isSpaceByte { return link(bytes, start, next, end) }
      return dots(bytes, start, next, end)
    case UInt8(ascii: "!"), UInt8(ascii: "?"):
      // `!Kung`: a sound.
      if byte == UInt8(ascii: "!"), next < end, bytes[next].isASCIIUpper, start == blockStart || bytes[start - 1].isSpaceByte { break }
      var stop = next
      while stop < end, bytes[stop] == UInt8(ascii: "!") || bytes[stop] == UInt8(ascii: "?") || bytes[stop] == UInt8(ascii: ".") {
        stop += 1
      }
      buffer.append(start, stop, .stop)
      return stop
    case UInt8(ascii: "\""):
      let opens = isOpening(bytes, start, next, end) || (!isQuoteOpen && !follows(bytes, start))
      isQuoteOpen = opens
      buffer.append(start, next, opens ? .openQuote : .closeQuote)
      return next
    case UInt8(ascii: "'"), UInt8(ascii: "`"): return apostrophe(bytes, start, 1, end)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      buffer.append(start, next, .openBracket)
      return next
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      buffer.append(start, next, .closeBracket)
      return next
    case UInt8(ascii: ","), UInt8(ascii: ";"):
      if let face = emoticon(bytes, start, end) { return face }
      buffer.append(start, next, .comma)
      return next
    case UInt8(ascii: ":"):
      if let face = emoticon(bytes, start, end) { return face }
      buffer.append(start, next, .comma)
      return next
    case UInt8(ascii: "-"):
      let stop = run(bytes, start, end)
      buffer.append(start, stop, .dash)
      return stop
    case UInt8(ascii: "*"), UInt8(ascii: "="), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "+"), UInt8(ascii: "$"):
      if byte == UInt8(ascii: "+"), next < end, bytes[next].isASCIIDigit { return number(bytes, start, next, end) }
      if byte == UInt8(ascii: "<"), next < end, bytes[next] == UInt8(ascii: "3"), !wordStarts(bytes, next + 1, end) {
        buffer.append(start, next + 1, .symbol)
        return next + 1
      }
      let stop = run(bytes, start, end)
      let isBullet = byte == UInt8(ascii: "*") && stop == next
      buffer.append(start, stop, isBullet ? .bullet : .symbol)
      return stop
    case UInt8(ascii: "#"), UInt8(ascii: "@"):
      guard next < end, bytes[next].isASCIILetter || bytes[next] == UInt8(ascii: "_"), start == blockStart || !bytes[start - 1].isASCIIWord
      else { break }
      return tag(bytes, start, next, end)
    default: break
    }
    buffer.append(start, next, byte == UInt8(ascii: "/") || byte == UInt8(ascii: "%") ? .comma : .symbol)
    return next
  }

  /// Takes full stops in a row, and a question or exclamation mark after a single one.
  mutating func dots(_ bytes: Span<UInt8>, _ start: Int, _ next: Int, _ end: Int) -> Int {
    var stop = next
    while stop < end, bytes[stop] == UInt8(ascii: ".") { stop += 1 }
    let isSingle = bytes[start] == UInt8(ascii: ".") && stop == start + 1
    if isSingle {
      while stop < end, bytes[stop] == UInt8(ascii: "?") || bytes[stop] == UInt8(ascii: "!") { stop += 1 }
    }
    buffer.append(start, stop, isSingle ? .stop : .ellipsis)
    return stop
  }

  /// Takes a number after a plus sign.
  private mutating func number(_ bytes: Span<UInt8>, _ start: Int, _ digits: Int, _ end: Int) -> Int {
    let first = buffer.spans.count
    let stop = number(bytes, digits, end)
    buffer.spans[first].start = UInt32(start)
    return stop
  }

  /// Takes an apostrophe or single quotation mark: a clitic, an elision, a possessive, or a quote.
  mutating func apostrophe(_ bytes: Span<UInt8>, _ start: Int, _ count: Int, _ end: Int) -> Int {
    let next = start + count
    if follows(bytes, start), let stop = cliticEnd(bytes, next, end, allowsT: false) {
      buffer.append(start, stop, .word)
      return stop
    }
    if !follows(bytes, start), next < end {
      // `'90s`
      if bytes[next].isASCIIDigit, next + 2 < end, bytes[next + 1].isASCIIDigit {
        let stop = bytes[next + 2] | 0x20 == UInt8(ascii: "s") ? next + 3 : next + 2
        if !wordStarts(bytes, stop, end), !(stop < end && bytes[stop] == bytes[start]) {
          buffer.append(start, stop, .number)
          return stop
        }
      }
      if bytes[next].isASCIILetter {
        var stop = next
        while stop < end, stop - next < 8, bytes[stop].isASCIILetter { stop += 1 }
        if let pieces = lexicon.contractions.value(bytes, start..<stop) {
          appendPieces(bytes, start, stop, pieces)
          return stop
        }
        if !wordStarts(bytes, stop, end), !(stop < end && bytes[stop] == bytes[start]),
          let known = lexicon.words.value(bytes, next..<stop), known.contains(.elided)
        {
          buffer.append(start, stop, .word)
          return stop
        }
      }
    }
    // Two single marks make a double one.
    let stop = count == 1 && next < end && bytes[next] == bytes[start] ? next + 1 : next
    let opens = bytes[start] == UInt8(ascii: "`") || isOpening(bytes, start, stop, end)
    buffer.append(start, stop, opens ? .openQuote : .closeQuote)
    return stop
  }

  /// Takes a hashtag or handle.
  private mutating func tag(_ bytes: Span<UInt8>, _ start: Int, _ next: Int, _ end: Int) -> Int {
    var stop = next
    while stop < end {
      if bytes[stop].isASCIIWord || bytes[stop] == UInt8(ascii: "_") {
        stop += 1
      } else if bytes[stop] >= 0x80 {
        let (kind, count) = ScalarClass.decode(bytes, stop, end)
        if !kind.isWord { break }
        stop += count
      } else if bytes[stop] == UInt8(ascii: "."), stop + 1 < end, bytes[stop + 1].isASCIILower, bytes[start] == UInt8(ascii: "@") {
        stop += 1
      } else {
        break
      }
    }
    buffer.append(start, stop, .link)
    return stop
  }

  /// Takes a face such as `:-)` after white space; nil where there is none.
  private mutating func emoticon(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    guard start > blockStart, bytes[start - 1].isSpaceByte, bytes[start] != UInt8(ascii: ",") else { return nil }
    var mouth = start + 1
    if mouth < end, bytes[mouth] == UInt8(ascii: "-") || bytes[mouth] == UInt8(ascii: "'") { mouth += 1 }
    guard mouth < end else { return nil }
    switch bytes[mouth] {
    case UInt8(ascii: ")"), UInt8(ascii: "("), UInt8(ascii: "D"), UInt8(ascii: "P"), UInt8(ascii: "p"), UInt8(ascii: "/"),
      UInt8(ascii: "|"):
      guard !wordStarts(bytes, mouth + 1, end) else { return nil }
      buffer.append(start, mouth + 1, .symbol)
      return mouth + 1
    default: return nil
    }
  }

  /// The end of a run of one byte.
  private func run(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var stop = start + 1
    while stop < end, bytes[stop] == bytes[start] { stop += 1 }
    return stop
  }

  /// Whether a full stop before a digit is a decimal point: after a word or what closes, it ends a sentence that has a note: `(type 2).10`
  private func beginsDecimal(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    guard start > blockStart else { return true }
    switch bytes[start - 1] {
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0x80...0xFF: return false
    case let byte: return !byte.isASCIIWord
    }
  }

  /// Whether the byte before an offset is no white space.
  private func follows(_ bytes: Span<UInt8>, _ offset: Int) -> Bool {
    offset > blockStart && !bytes[offset - 1].isSpaceByte && bytes[offset - 1] != UInt8(ascii: "(")
  }
}
