import Pipeline

extension Tokenizer {
  /// Takes a number with its separators: `1,000.50`, `12/03/2024`, `10:30`, `303-555-0160`, `21st`, `1990s`; a unit after it is a token of
  /// its own.
  mutating func number(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var offset = start
    scan: while offset < end {
      let byte = bytes[offset]
      if byte.isASCIIDigit {
        offset += 1
        continue
      }
      let hasDigit = offset + 1 < end && bytes[offset + 1].isASCIIDigit
      switch byte {
      case UInt8(ascii: ","):
        guard hasDigit, groups(bytes, offset, end) else { break scan }
        offset += 1
      case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"):
        if !hasDigit { break scan }
        offset += 1
      case UInt8(ascii: "-"):
        guard hasDigit, let after = hyphenated(bytes, start, offset, end) else { break scan }
        offset = after
      case UInt8(ascii: "'"):
        // `1980's` is a decade; `2003's` has a clitic.
        guard offset + 1 < end, offset - start < 4 || bytes[offset - 1] == UInt8(ascii: "0"), bytes[offset + 1] | 0x20 == UInt8(ascii: "s"),
          !wordStarts(bytes, offset + 2, end)
        else { break scan }
        buffer.append(start, offset + 2, .number)
        return offset + 2
      case 0x80...0xFF:
        let (kind, count) = ScalarClass.decode(bytes, offset, end)
        guard kind == .digit || kind == .mark else { break scan }
        offset += count
      default: break scan
      }
    }
    guard offset < end, bytes[offset].isASCIILetter || (bytes[offset] >= 0x80 && wordStarts(bytes, offset, end)) else {
      return listNumber(bytes, start, offset, end)
    }
    return letters(bytes, start, offset, end)
  }

  /// Takes a number with letters after it: an ordinal or decade is one token, a unit a second one, all else a word.
  private mutating func letters(_ bytes: Span<UInt8>, _ start: Int, _ letters: Int, _ end: Int) -> Int {
    var stop = letters
    while stop < end, bytes[stop].isASCIIWord, stop - letters < 16 { stop += 1 }
    if stop < end, bytes[stop].isASCIIWord || bytes[stop] >= 0x80, wordStarts(bytes, stop, end) { return word(bytes, start, stop, end) }
    switch (stop - letters, bytes[letters] | 0x20, stop - letters == 2 ? bytes[letters + 1] | 0x20 : 0) {
    case (1, UInt8(ascii: "s"), _), (2, UInt8(ascii: "t"), UInt8(ascii: "h")), (2, UInt8(ascii: "s"), UInt8(ascii: "t")),
      (2, UInt8(ascii: "n"), UInt8(ascii: "d")), (2, UInt8(ascii: "r"), UInt8(ascii: "d")):
      buffer.append(start, stop, .number)
      return stop
    default: break
    }
    let single = stop - letters == 1
    if single ? bytes[letters].isASCIILower || bytes[letters] == UInt8(ascii: "K") : true,
      let known = lexicon.words.value(bytes, letters..<stop), known.contains(.unit)
    {
      buffer.append(start, letters, .number)
      return word(bytes, letters, stop, end)
    }
    // `5a.m.`
    if single, stop < end, bytes[stop] == UInt8(ascii: "."), stop + 1 < end, bytes[stop + 1] | 0x20 == UInt8(ascii: "m"),
      bytes[letters] | 0x20 == UInt8(ascii: "a") || bytes[letters] | 0x20 == UInt8(ascii: "p")
    {
      buffer.append(start, letters, .number)
      return word(bytes, letters, stop, end)
    }
    return word(bytes, start, stop, end)
  }

  /// Whether a comma divides groups of digits, `1,000` or `1,00,000`, and not two numbers, `13,14`.
  func groups(_ bytes: Span<UInt8>, _ comma: Int, _ end: Int) -> Bool {
    var stop = comma + 1
    while stop < end, stop - comma <= 4, bytes[stop].isASCIIDigit { stop += 1 }
    switch stop - comma - 1 {
    case 3: return true
    case 2: return stop + 1 < end && bytes[stop] == UInt8(ascii: ",") && bytes[stop + 1].isASCIIDigit
    default: return false
    }
  }

  /// Where a telephone number, code or date goes on after a hyphen; nil where the hyphen stands between two numbers, `1998-2004`.
  private func hyphenated(_ bytes: Span<UInt8>, _ start: Int, _ hyphen: Int, _ end: Int) -> Int? {
    var stop = hyphen + 1
    while stop < end, stop - hyphen <= 16, bytes[stop].isASCIIDigit { stop += 1 }
    let before = hyphen - start
    let after = stop - hyphen - 1
    let goesOn = stop + 1 < end && bytes[stop] == UInt8(ascii: "-") && bytes[stop + 1].isASCIIDigit
    let isThird = (start..<hyphen).prefix(24).contains { bytes[$0] == UInt8(ascii: "-") }
    if goesOn || isThird { return stop }
    if after == 4, before == 1 || before == 3 || before == 5 { return stop }
    if after == 3, before == 2 { return stop }
    if after == 2, before == 2, bytes[hyphen + 1] == UInt8(ascii: "0") { return stop }
    return nil
  }

  /// Takes a number; one that counts an item of a list keeps its stop: `1. Introduction`.
  private mutating func listNumber(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ end: Int) -> Int {
    if start == blockStart, stop < end, bytes[stop] == UInt8(ascii: "."), stop - start <= 5,
      stop - start <= 3 || bytes[start + 1] == UInt8(ascii: "."), stop + 1 < end, bytes[stop + 1].isSpaceByte
    {
      buffer.append(start, stop + 1, .inside)
      return stop + 1
    }
    buffer.append(start, stop, .number)
    return stop
  }
}
