import Pipeline

extension Tokenizer {
  /// Takes a word with its clitics, and a stop that belongs to it. Letters up to `cursor` are read.
  ///
  /// - Returns: The offset after what was taken.
  mutating func word(_ bytes: Span<UInt8>, _ start: Int, _ cursor: Int, _ end: Int) -> Int {
    var offset = cursor
    var piece = start  // where the part after the last hyphen begins
    scan: while offset < end {
      let byte = bytes[offset]
      if byte.isASCIIWord {
        offset += 1
        continue
      }
      let next = offset + 1
      switch byte {
      case UInt8(ascii: "'"):
        if let after = clitic(bytes, start, offset, next, end) { return after }
        guard next < end, bytes[next].isASCIILetter || bytes[next] >= 0x80, wordStarts(bytes, next, end) else { break scan }
        offset = next
      case UInt8(ascii: "-"):
        guard wordStarts(bytes, next, end) else {
          // A word that breaks off: `th- the`.
          if offset - start <= 2, next < end, bytes[next].isSpaceByte, !bytes[start].isASCIIDigit {
            buffer.append(start, next, .word)
            return next
          }
          break scan
        }
        guard joins(bytes, piece, offset, end) else { break scan }
        offset = next
        piece = next
      case UInt8(ascii: "."):
        if let after = dotted(bytes, start, offset, end) { return after }
        guard next < end, bytes[next].isASCIIWord else { break scan }
        if bytes[next].isASCIIDigit, offset - start >= 3, bytes[offset - 1].isASCIILower { break scan }
        if !bytes[next].isASCIIDigit, runsOn(bytes, start, offset, end) { break scan }
        return link(bytes, start, next, end)
      case UInt8(ascii: ","):
        // `Sh5,000`
        guard bytes[offset - 1].isASCIIDigit, groups(bytes, offset, end) else { break scan }
        offset = next
      case UInt8(ascii: "@"):
        guard next < end, bytes[next].isASCIIWord else { break scan }
        return link(bytes, start, next, end)
      case UInt8(ascii: ":"):
        guard next < end, offset - start <= 8 else { break scan }
        if next + 1 < end, bytes[next] == UInt8(ascii: "/"), bytes[next + 1] == UInt8(ascii: "/") {
          return link(bytes, start, next + 2, end)
        }
        guard isScheme(bytes, start, offset), !bytes[next].isSpaceByte else { break scan }
        return link(bytes, start, next, end)
      case UInt8(ascii: "/"):
        guard let after = slashed(bytes, start, offset, end) else { break scan }
        buffer.append(start, after, .word)
        return after
      case UInt8(ascii: "&"):
        // `R&D`, `AT&T`.
        guard offset - start <= 3, bytes[start].isASCIIUpper, bytes[offset - 1].isASCIIUpper, next < end, bytes[next].isASCIIUpper
        else { break scan }
        offset = next
      case UInt8(ascii: "$"):
        guard offset - start <= 3, bytes[start].isASCIIUpper, bytes[offset - 1].isASCIIUpper else { break scan }
        buffer.append(start, next, .symbol)
        return next
      case UInt8(ascii: "("):
        // `friend(s)`
        guard next + 1 < end, bytes[next] == UInt8(ascii: "s"), bytes[next + 1] == UInt8(ascii: ")") else { break scan }
        buffer.append(start, next + 2, .word)
        return next + 2
      case UInt8(ascii: "_"), UInt8(ascii: "+"):
        guard next < end, bytes[next].isASCIILetter || (byte == UInt8(ascii: "_") && bytes[next].isASCIIDigit) else { break scan }
        offset = next
      case 0x80...0xFF:
        let (kind, count) = ScalarClass.decode(bytes, offset, end)
        if kind.isWord {
          offset += count
        } else if kind == .apostrophe || (kind == .openQuote && bytes[offset + count - 1] == 0x98) {
          // Some write `‘` for `’`.
          if let after = clitic(bytes, start, offset, offset + count, end) { return after }
          guard kind == .apostrophe, wordStarts(bytes, offset + count, end), !bytes[offset + count].isASCIIDigit else { break scan }
          offset += count
        } else {
          break scan
        }
      default: break scan
      }
    }
    appendWord(bytes, start, offset)
    return offset
  }

  /// Adds a word, cut where the lexicon cuts it.
  mutating func appendWord(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) {
    let first = bytes[start] | 0x20
    if end - start < 12, first &- 0x61 < 26, lexicon.contractionLengths[Int(first &- 0x61)] != 0,
      let pieces = lexicon.contractions.value(bytes, start..<end)
    {
      appendPieces(bytes, start, end, pieces)
    } else {
      buffer.append(start, end, .word)
    }
  }

  /// Adds the pieces of a contraction; their lengths count a curly apostrophe as one.
  mutating func appendPieces(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ pieces: [Int]) {
    var offset = start
    for (index, count) in pieces.enumerated() {
      var stop = offset
      for _ in 0..<count { stop += bytes[stop] == 0xE2 ? 3 : 1 }
      if index == pieces.count - 1 { stop = end }
      buffer.append(offset, stop, .word)
      offset = stop
    }
  }

  /// Takes a word and its clitic where one stands at an apostrophe: `it|'s`, `do|n't`.
  ///
  /// - Returns: The offset after the clitic, or nil where there is none.
  private mutating func clitic(_ bytes: Span<UInt8>, _ start: Int, _ apostrophe: Int, _ next: Int, _ end: Int) -> Int? {
    guard let stop = cliticEnd(bytes, next, end, allowsT: bytes[apostrophe - 1] | 0x20 == UInt8(ascii: "n")) else { return nil }
    var cut = apostrophe
    if stop == next + 1, bytes[next] | 0x20 == UInt8(ascii: "t") {
      cut -= 1
      if cut == start { return nil }
    }
    appendWord(bytes, start, cut)
    buffer.append(cut, stop, .word)
    return stop
  }

  /// The end of the clitic whose letters begin at an offset, or nil.
  func cliticEnd(_ bytes: Span<UInt8>, _ next: Int, _ end: Int, allowsT: Bool) -> Int? {
    guard next < end, bytes[next].isASCIILetter else { return nil }
    var stop = next + 1
    let first = bytes[next] | 0x20
    if stop < end, bytes[stop].isASCIILetter {
      switch (first, bytes[stop] | 0x20) {
      case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")), (UInt8(ascii: "l"), UInt8(ascii: "l")): stop += 1
      default: return nil
      }
    } else {
      switch first {
      case UInt8(ascii: "s"), UInt8(ascii: "m"), UInt8(ascii: "d"): break
      case UInt8(ascii: "t") where allowsT: break
      default: return nil
      }
    }
    return wordStarts(bytes, stop, end) ? nil : stop
  }

  /// Whether a hyphen is part of the word: a prefix stands before it, or a suffix after it.
  private func joins(_ bytes: Span<UInt8>, _ piece: Int, _ hyphen: Int, _ end: Int) -> Bool {
    if hyphen - piece <= 8, piece == blockStart || bytes[piece - 1] != UInt8(ascii: "-"),
      let known = lexicon.words.value(bytes, piece..<hyphen), known.contains(.prefix)
    {
      return true
    }
    var stop = hyphen + 1
    while stop < end, stop - hyphen < 8, bytes[stop].isASCIILetter { stop += 1 }
    guard stop == end || !(bytes[stop].isASCIIWord || bytes[stop] == UInt8(ascii: "-")) else { return false }
    return lexicon.words.value(bytes, hyphen + 1..<stop)?.contains(.suffix) ?? false
  }

  /// Whether a word is a scheme that needs no slashes.
  private func isScheme(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    func equals(_ name: StaticString) -> Bool {
      guard end - start == name.utf8CodeUnitCount else { return false }
      return (0..<end - start).allSatisfy { bytes[start + $0] | 0x20 == name.utf8Start[$0] }
    }
    return equals("doi") || equals("mailto")
  }

  /// The end of a word with a slash that is one token, such as `b/c` or `w/`; nil elsewhere.
  private func slashed(_ bytes: Span<UInt8>, _ start: Int, _ slash: Int, _ end: Int) -> Int? {
    guard slash - start == 1 else { return nil }
    var stop = slash + 1
    while stop < end, stop - slash < 5, bytes[stop].isASCIILetter { stop += 1 }
    if stop < end, bytes[stop].isASCIIWord { return nil }
    if stop == slash + 1 { return bytes[start] | 0x20 == UInt8(ascii: "w") && stop < end ? stop : nil }
    return lexicon.words.value(bytes, start..<stop)?.contains(.slashed) == true ? stop : nil
  }

  /// Takes an address: all up to white space or a quotation mark, without closing punctuation. `cursor` is past what was read.
  mutating func link(_ bytes: Span<UInt8>, _ start: Int, _ cursor: Int, _ end: Int) -> Int {
    var offset = cursor
    var brackets = 0
    scan: while offset < end {
      switch bytes[offset] {
      case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"):
        break scan
      case UInt8(ascii: "("): brackets += 1
      case UInt8(ascii: ")"):
        if brackets == 0 { break scan }
        brackets -= 1
      case 0x80...0xFF:
        let (kind, count) = ScalarClass.decode(bytes, offset, end)
        if !kind.isWord { break scan }
        offset += count - 1
      default: break
      }
      offset += 1
    }
    while offset > cursor {
      switch bytes[offset - 1] {
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"), UInt8(ascii: "?"),
        UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: "*"):
        // An address that an archive cut short keeps its dots: `some-techniques-to-...`.
        offset -= 1
        continue
      default: break
      }
      break
    }
    buffer.append(start, offset, .link)
    return offset
  }
}
