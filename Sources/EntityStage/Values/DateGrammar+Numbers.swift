import Pipeline

/// Dates that begin with digits: years, decades, groups of digits.
extension DateGrammar {
  func numeric(at token: Int) -> Found? {
    if let end = dayLed(at: token) {
      let begin = isOrdinalDay(token) ? withThe(token) : token
      return Found(begin, end)
    }
    if let end = digitGroups(at: token) { return Found(token, end) }
    if isDecade(token, digits: 4) { return Found(withPart(token), token) }
    if token + 1 < limit, isYear(token, 1000...2100), tokens.touchesNext(token), tokens.equals(token + 1, "s") {
      return Found(withPart(token), token + 1)
    }
    if isDecade(token, digits: 2), token > start,
      tokens.equals(token - 1, "the") || tokens.isAny(token - 1, .partOfPeriod) || tokens.isDash(token - 1)
    {
      return Found(withPart(token), token)
    }
    if isOrdinalDay(token), token + 1 < limit {
      let next = tokens.isDash(token + 1) && token + 2 < limit ? token + 2 : token + 1
      if tokens.equals(next, "century") || tokens.equals(next, "centuries") { return Found(withThe(token), next) }
    }
    return loneYear(at: token)
  }

  /// `2026-11-24`, `24/11/2026`, `24.11.2026`, in one token or several that touch.
  func digitGroups(at token: Int) -> Int? {
    var groups: [Int] = [0]
    var separator: UInt8 = 0
    var last = token
    var offset = Int(tokens.spans[token].start)
    scan: while true {
      while offset < Int(tokens.spans[last].end) {
        let byte = tokens.text[offset]
        if byte &- 0x30 < 10 {
          groups[groups.count - 1] += 1
        } else if byte == 0x2D || byte == 0x2F || byte == 0x2E, separator == 0 || separator == byte, groups.last! > 0 {
          separator = byte
          groups.append(0)
        } else {
          return nil
        }
        offset += 1
      }
      if last + 1 < limit, tokens.touchesNext(last), groups.count < 4, last - token < 5,
        tokens.has(last + 1, .digits) || tokens.isByte(last + 1, 0x2D) || tokens.isByte(last + 1, 0x2F)
      {
        last += 1
      } else {
        break scan
      }
    }
    if groups == [4, 2, 2] || groups == [4, 1, 1] || groups == [4, 2, 1] || groups == [4, 1, 2] { return last }
    guard groups.count == 3, (1...2).contains(groups[0]), (1...2).contains(groups[1]) else { return nil }
    return groups[2] == 4 || (groups[2] == 2 && separator == 0x2F) ? last : nil
  }

  /// A year without day or month, or a span of years.
  func loneYear(at token: Int) -> Found? {
    if let end = yearSpan(at: token) { return Found(token, end) }
    guard isYear(token, 1500...2100), !isCount(token) else { return nil }
    let value = tokens.value(token)
    let hasContext =
      token > start
      && (tokens.isAny(token - 1, .yearContext) || tokens.isByte(token - 1, UInt8(ascii: "(")) || isYear(token - 1, 1500...2100))
    let isLikely = (1900...2049).contains(value)
    if !hasContext && !isLikely { return nil }
    if !hasContext, token + 1 < limit, isPlural(token + 1) { return nil }
    if token > start, isNumberMark(token - 1) { return nil }
    // `1500m`
    if token + 1 < limit, tokens.touchesNext(token), tokens.has(token + 1, .word) { return nil }
    let first = token > start && (tokens.isAny(token - 1, .partOfPeriod)) && !tokens.equals(token - 1, "earlier") ? token - 1 : token
    if token + 3 < limit, tokens.equals(token + 1, "to"), isYear(token + 2, 1500...2100) { return Found(first, token + 2) }
    return Found(first, token)
  }

  /// `2019-20`, `2021/22`, `2019–2021`, in one token or three.
  func yearSpan(at token: Int) -> Int? {
    if isYear(token, 1500...2100), token + 2 < limit, tokens.isDash(token + 1) || tokens.isByte(token + 1, UInt8(ascii: "/")),
      tokens.touchesNext(token), tokens.touchesNext(token + 1), tokens.has(token + 2, .digits),
      tokens.spans[token + 2].count == 2 || isYear(token + 2, 1500...2100)
    {
      return token + 2
    }
    let span = tokens.spans[token]
    guard span.count == 7 || span.count == 9 || span.count == 11, tokens.first(token) == 0x31 || tokens.first(token) == 0x32 else {
      return nil
    }
    let bytes = Array(tokens.text[span])
    let digits = bytes.prefix { $0 &- 0x30 < 10 }.count
    let tail = bytes.reversed().prefix { $0 &- 0x30 < 10 }.count
    guard digits == 4, tail == 2 || tail == 4, digits + tail < bytes.count else { return nil }
    let middle = Array(bytes[4..<bytes.count - tail])
    return middle == [0x2D] || middle == [0x2F] || middle == [0xE2, 0x80, 0x93] ? token : nil
  }

  func isYear(_ token: Int, _ range: ClosedRange<Int>) -> Bool {
    tokens.spans[token].count == 4 && range.contains(tokens.value(token))
  }

  /// Whether a number counts something: money, units, percent follow it.
  func isCount(_ token: Int) -> Bool {
    let next = token + 1
    guard next < limit else { return false }
    if tokens.isAny(next, [.magnitude, .unit, .currency, .timeUnit, .clockUnit, .percent, .unitHead]) { return true }
    return tokens.isByte(next, UInt8(ascii: "%")) || (tokens.equals(next, "per") && next + 1 < limit && tokens.equals(next + 1, "cent"))
  }

  func isPlural(_ token: Int) -> Bool {
    let span = tokens.spans[token]
    guard tokens.has(token, .lower), tokens.has(token, .word) else { return false }
    return tokens.equals(token, "people") || tokens.equals(token, "men") || tokens.equals(token, "women")
      || (span.count > 3 && tokens.text[Int(span.end) - 1] == 0x73 && tokens.text[Int(span.end) - 2] != 0x73)
  }

  /// `#`, `No.`, a currency sign, `+`.
  func isNumberMark(_ token: Int) -> Bool {
    tokens.isByte(token, 0x23) || tokens.isByte(token, 0x24) || tokens.isByte(token, 0x2B) || tokens.equals(token, "no.")
      || (tokens.has(token, .punctuation) && tokens.first(token) == 0xC2)
      || (tokens.has(token, .punctuation) && tokens.first(token) == 0xE2 && !tokens.isDash(token)
        && tokens.text[Int(tokens.spans[token].start) + 1] == 0x82)
  }

  /// `1990s`, or `90s` with two digits.
  func isDecade(_ token: Int, digits: Int) -> Bool {
    let span = tokens.spans[token]
    guard span.count == digits + 1, tokens.text[Int(span.end) - 1] == 0x73, tokens.text[Int(span.end) - 2] == 0x30 else { return false }
    for offset in Int(span.start)..<Int(span.end) - 1 where tokens.text[offset] &- 0x30 >= 10 { return false }
    return digits == 2 || tokens.first(token) == 0x31 || tokens.first(token) == 0x32
  }
}
