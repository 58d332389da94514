import Patterns
import Pipeline

/// Times of day and durations of less than a day.
struct TimeGrammar {
  let tokens: TokenTable
  let lexicon: WordLexicon
  let start: Int
  let limit: Int

  /// The last token of the time that begins at a token.
  func time(at token: Int) -> Int? {
    if tokens.has(token, .startsWithDigit) {
      if let end = clock(at: token) { return end }
    } else if tokens.isAny(token, .partOfDay) {
      return tokens.has(token, .lower) && (tokens.equals(token, "noon") || tokens.equals(token, "midnight")) ? token : nil
    }
    return duration(at: token)
  }

  /// `14:30 GMT`, `10 a.m.`, `7.30pm`, `1430 GMT`, `7 o'clock`.
  private func clock(at token: Int) -> Int? {
    if isClock(token) { return zone(behind: meridiem(behind: token) ?? token) }
    let value = tokens.value(token)
    if token + 1 < limit, tokens.isAny(token + 1, .timeZone), tokens.has(token + 1, .allCaps), tokens.spans[token].count == 4, value >= 0,
      value < 2400
    {
      return token + 1
    }
    if tokens.has(token, .numeric), tokens.spans[token].count <= 5, let end = meridiem(behind: token), value < 13 {
      return zone(behind: end)
    }
    if value > 0, value < 13, token + 1 < limit, tokens.equals(token + 1, "o'clock") { return token + 1 }
    if let number = tokens.number(at: token, in: token + 1), let suffix = number.suffix, isMeridiem(suffix) { return zone(behind: token) }
    return nil
  }

  /// `7:05`, `14:30:00`, with `am` or `pm` behind it or not.
  private func isClock(_ token: Int) -> Bool {
    let span = tokens.spans[token]
    guard span.count >= 4, span.count <= 10 else { return false }
    var digits = 0
    var colons = 0
    var offset = Int(span.start)
    while offset < Int(span.end) {
      let byte = tokens.text[offset]
      if byte &- 0x30 < 10 {
        digits += 1
      } else if byte == UInt8(ascii: ":"), digits > 0, digits <= 2 {
        colons += 1
        digits = 0
      } else {
        break
      }
      offset += 1
    }
    guard colons > 0, colons < 3, digits == 2 else { return false }
    return offset == Int(span.end) || isMeridiem(TextSpan(UInt32(offset), span.end))
  }

  private func isMeridiem(_ suffix: TextSpan) -> Bool {
    let hash = TokenAtoms.hash(of: tokens.text[suffix].filter { $0 != UInt8(ascii: ".") })
    return lexicon[hash].contains(.meridiem)
  }

  /// The last token of `am`, `a.m.`, `p . m .` behind a token.
  private func meridiem(behind token: Int) -> Int? {
    let next = token + 1
    guard next < limit else { return nil }
    if tokens.spans[next].count <= 4, tokens.first(next) | 0x20 == 0x61 || tokens.first(next) | 0x20 == 0x70, isMeridiem(tokens.spans[next])
    {
      return next
    }
    guard next + 2 < limit, tokens.equals(next, "a") || tokens.equals(next, "p"), tokens.isByte(next + 1, UInt8(ascii: ".")),
      tokens.equals(next + 2, "m")
    else { return nil }
    return next + 3 < limit && tokens.isByte(next + 3, UInt8(ascii: ".")) ? next + 3 : next + 2
  }

  /// Takes a time zone or `local time` behind a time.
  private func zone(behind token: Int) -> Int {
    if token + 1 < limit, tokens.isAny(token + 1, .timeZone), tokens.has(token + 1, .allCaps) { return token + 1 }
    if token + 2 < limit, tokens.equals(token + 1, "local"), tokens.equals(token + 2, "time") { return token + 2 }
    return token
  }

  /// `two hours`, `45 minutes`, `half an hour`.
  private func duration(at token: Int) -> Int? {
    if tokens.equals(token, "half"), token + 2 < limit, tokens.equals(token + 1, "an"), tokens.equals(token + 2, "hour") {
      return token + 2
    }
    guard let number = tokens.number(at: token, in: limit), number.suffix == nil, !number.needsNoun else { return nil }
    var end = number.end
    if end < limit, tokens.isDash(end) { end += 1 }
    guard end < limit, tokens.isAny(end, .clockUnit), !(tokens.equals(end, "second") && !tokens.has(token, .startsWithDigit)) else {
      return nil
    }
    if end + 1 < limit, tokens.isAny(end + 1, .afterDuration), end == number.end { return end + 1 }
    return end
  }
}
