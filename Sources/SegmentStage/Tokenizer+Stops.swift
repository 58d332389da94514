import Pipeline

/// Words with stops: abbreviations, initials, host names, and sentences that run on without a space.
extension Tokenizer {
  /// Takes a word and the stop after it where both are one token: an abbreviation, an initial, letters with stops between them.
  ///
  /// - Returns: The offset after the token, or nil where the stop does not belong to the word.
  mutating func dotted(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ end: Int) -> Int? {
    let next = stop + 1
    if next < end, bytes[next].isASCIILetter {
      if let after = dottedRun(bytes, start, stop, end) { return after }
      // `Mr.Smith`, `J.Smith`: a name that follows without a space.
      guard bytes[next].isASCIIUpper, let mark = abbreviation(bytes, start, stop, end), isAddressLike(bytes, next, end) == false else {
        return nil
      }
      buffer.append(start, next, mark)
      return next
    }
    guard let mark = abbreviation(bytes, start, stop, end) else { return nil }
    buffer.append(start, next, mark)
    return next
  }

  /// Takes letters with stops between them, `U.S.`, `a.m.`, and abbreviations such as `Ph.D.`
  private mutating func dottedRun(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ end: Int) -> Int? {
    guard stop - start <= 6 else { return nil }
    var offset = stop + 1
    if stop - start == 1 {
      // Single letters only; the last is followed by no letter.
      var last = stop
      while offset + 1 <= end, bytes[offset].isASCIILetter {
        let after = offset + 1
        if after < end, bytes[after].isASCIIWord { break }
        last = after
        guard after + 1 < end, bytes[after] == UInt8(ascii: "."), bytes[after + 1].isASCIILetter else { break }
        offset = after + 1
      }
      guard last > stop else { return nil }
      // `a.m.beresford@example.com`
      if last + 1 < end, isAddressLike(bytes, last, end) { return nil }
      guard last < end, bytes[last] == UInt8(ascii: ".") else {
        buffer.append(start, last, .word)
        return last
      }
      let known = lexicon.words.value(bytes, start..<last) ?? []
      let mark: TokenMark =
        if known.contains(.time) { .time } else if known.contains(.inside) { .inside } else { .closing }
      buffer.append(start, last + 1, mark)
      return last + 1
    }
    // `Ph.D.`, `Lt.Gen.`
    while offset < end, offset - start < 12, bytes[offset].isASCIILetter || bytes[offset] == UInt8(ascii: ".") { offset += 1 }
    if bytes[offset - 1] == UInt8(ascii: ".") { offset -= 1 }
    guard let known = lexicon.words.value(bytes, start..<offset), !known.isDisjoint(with: .abbreviation) else { return nil }
    let mark: TokenMark = known.contains(.title) || known.contains(.inside) ? .inside : .closing
    if offset < end, bytes[offset] == UInt8(ascii: ".") { offset += 1 }
    buffer.append(start, offset, mark)
    return offset
  }

  /// What a word says about its sentence if the stop after it makes an abbreviation of it; nil if it does not.
  private func abbreviation(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ end: Int) -> TokenMark? {
    if stop - start == 1, bytes[start].isASCIIUpper { return initial(bytes, start, stop, end) }
    if stop - start == 1, bytes[start].isASCIILower, start == blockStart || bytes[start - 1] == UInt8(ascii: "(") {
      // `a. The first item`, `(b. March 1970)`
      return .inside
    }
    guard let known = lexicon.words.value(bytes, start..<stop), !known.isDisjoint(with: .abbreviation) else { return nil }
    let hasCapital = !bytes[start].isASCIILower
    if known.contains(.capitalised), !hasCapital { return nil }
    if known.contains(.title), hasCapital { return .inside }
    // `ie`, not `IE`
    if known.contains(.inside) { return hasCapital && bytes[stop - 1].isASCIIUpper && stop - start > 1 ? nil : .inside }
    let following = skippingSpace(bytes, stop + 1, end)
    let byte = following < end ? bytes[following] : 0
    let isBracketed = byte == UInt8(ascii: "(") && following + 1 < end && bytes[following + 1].isASCIIDigit
    if known.contains(.reference), byte.isASCIIDigit || isBracketed || isRomanNumeral(bytes, following, end) { return .inside }
    if known.contains(.date) {
      return byte.isASCIIDigit || byte.isASCIILower || bytes[min(stop + 1, bytes.count - 1)] == UInt8(ascii: ",") ? .closing : nil
    }
    if known.contains(.state) {
      let before = start > blockStart ? previousByte(bytes, start) : 0
      return before == UInt8(ascii: ",") || before == UInt8(ascii: "(") ? .closing : nil
    }
    if known.contains(.time) { return .time }
    if known.contains(.final) { return .final }
    return known.contains(.closing) ? .closing : nil
  }

  /// A capital and a stop: an initial, unless a sentence that ends in a letter ends here: `you and I. Did you`, `Plan B. The other`.
  private func initial(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ end: Int) -> TokenMark? {
    if start == blockStart { return .inside }
    // `Jay-Z.`, `Block H.”`
    if bytes[start - 1] == UInt8(ascii: "-") { return nil }
    if stop + 1 < end, bytes[stop + 1] == UInt8(ascii: "\"") || bytes[stop + 1] == 0xE2 || bytes[stop + 1] == UInt8(ascii: ")") {
      return nil
    }
    let following = skippingSpace(bytes, stop + 1, end)
    let followsLower = buffer.spans.last.map { bytes[Int($0.start)].isASCIILower } ?? false
    guard followsLower else { return .initial }
    if following >= end { return nil }
    if bytes[following].isASCIIUpper, let word = wordClass(bytes, following, end), word.contains(.opener) { return nil }
    return .initial
  }

  /// Whether a stop with a letter right after it ends a sentence: `ended.The next`. Host names and addresses do not.
  func runsOn(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ end: Int) -> Bool {
    let next = stop + 1
    guard stop - start >= 2, bytes[next].isASCIIUpper, next + 1 < end, bytes[next + 1].isASCIILower || bytes[next + 1].isSpaceByte
    else { return false }
    if let label = wordClass(bytes, next, end), label.contains(.domain) { return false }
    if stop - start == 3, (start..<stop).allSatisfy({ bytes[$0] | 0x20 == UInt8(ascii: "w") }) { return false }
    return !isAddressLike(bytes, next, end)
  }

  /// Whether an `@` comes before white space, within 64 bytes.
  private func isAddressLike(_ bytes: Span<UInt8>, _ offset: Int, _ end: Int) -> Bool {
    var cursor = offset
    let limit = min(end, offset + 64)
    while cursor < limit {
      switch bytes[cursor] {
      case UInt8(ascii: "@"): return cursor + 1 < end && bytes[cursor + 1].isASCIIWord
      case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"): cursor += 1
      case let byte where byte.isASCIIWord: cursor += 1
      default: return false
      }
    }
    return false
  }

  /// The lexicon's word at an offset.
  func wordClass(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> WordClass? {
    var stop = start
    let limit = min(end, start + lexicon.words.longest + 1)
    while stop < limit, bytes[stop].isASCIIWord { stop += 1 }
    return lexicon.words.value(bytes, start..<stop)
  }

  private func isRomanNumeral(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var stop = start
    while stop < end, stop - start < 6 {
      switch bytes[stop] {
      case UInt8(ascii: "I"), UInt8(ascii: "V"), UInt8(ascii: "X"), UInt8(ascii: "L"), UInt8(ascii: "C"): stop += 1
      default: return stop > start && !bytes[stop].isASCIIWord && !(stop == start + 1 && bytes[start] == UInt8(ascii: "I"))
      }
    }
    return stop > start && stop == end
  }

  /// The next offset without ASCII white space, at most 64 bytes on.
  func skippingSpace(_ bytes: Span<UInt8>, _ offset: Int, _ end: Int) -> Int {
    var cursor = offset
    let limit = min(end, offset + 64)
    while cursor < limit, bytes[cursor].isSpaceByte { cursor += 1 }
    return cursor
  }

  /// The byte before an offset, past a few spaces.
  private func previousByte(_ bytes: Span<UInt8>, _ offset: Int) -> UInt8 {
    var cursor = offset - 1
    let limit = max(blockStart, offset - 4)
    while cursor > limit, bytes[cursor].isSpaceByte { cursor -= 1 }
    return bytes[cursor]
  }
}
