import Patterns
import Pipeline

/// Dates, parts of the calendar and durations of a day and more.
struct DateGrammar {
  /// What was found: the tokens, and whether it is a part of a day rather than a date.
  struct Found {
    var first: Int
    var last: Int
    var isTime = false

    init(_ first: Int, _ last: Int, isTime: Bool = false) {
      self.first = first
      self.last = last
      self.isTime = isTime
    }
  }

  let tokens: TokenTable
  let lexicon: WordLexicon
  /// The sentence's first token.
  let start: Int
  /// One past the sentence's last token.
  let limit: Int
  let capitals: TokenTable.Capitals

  /// The date that begins at a token. It may begin earlier, at `the`, `early` or a weekday, where these stand before it.
  func date(at token: Int) -> Found? {
    let classes = tokens.classes[token]
    if tokens.has(token, .startsWithDigit) { return numeric(at: token) ?? duration(at: token) }
    if tokens.has(token, .capitalized) {
      if classes.contains(.weekday) { return weekday(at: token) }
      if classes.contains(.weekdayShort), let found = shortWeekday(at: token) { return found }
      if classes.intersects([.month, .monthShort]), let found = month(at: token) { return found }
    }
    if isMidMonth(token) { return Found(token, token) }
    if classes.contains(.partOfPeriod), let found = partOfPeriod(at: token) { return found }
    if classes.contains(.deictic), let found = deictic(at: token) { return found }
    if classes.contains(.relativeDay) { return relativeDay(at: token) }
    if classes.contains(.ordinal), let found = ordinal(at: token) { return found }
    if classes.contains(.season), let found = season(at: token) { return found }
    if classes.intersects([.number, .vagueNumber, .magnitude, .magnitudePlural]) || tokens.equals(token, "a") || tokens.equals(token, "an")
    {
      return duration(at: token)
    }
    if isApostrophe(token), token + 1 < limit, isDecade(token + 1, digits: 2) { return Found(withThe(token), token + 1) }
    return nil
  }

  /// `mid-July` in one token.
  private func isMidMonth(_ token: Int) -> Bool {
    let span = tokens.spans[token]
    guard span.count > 6, tokens.first(token) | 0x20 == 0x6D, tokens.text[Int(span.start) + 3] == 0x2D else { return false }
    let rest = tokens.text[TextSpan(span.start + 4, span.end)]
    return lexicon[TokenAtoms.hash(of: rest)].contains(.month)
      || (rest.count == 5 && rest.last == 0x73 && rest.dropLast().allSatisfy { $0 &- 0x30 < 10 })
  }

  // MARK: - Calendar dates

  private func weekday(at token: Int) -> Found {
    var next = token + 1
    if next < limit, tokens.isByte(next, UInt8(ascii: ",")) { next += 1 }
    if let end = calendarDate(at: next) { return Found(token, end) }
    if token + 1 < limit, tokens.isAny(token + 1, .partOfDay) { return Found(token, token + 1, isTime: true) }
    return Found(token, token)
  }

  /// `Wed, 5 May`: a short form is a weekday where a date follows.
  private func shortWeekday(at token: Int) -> Found? {
    var next = token + 1
    while next < limit, next < token + 3, tokens.isByte(next, UInt8(ascii: ".")) || tokens.isByte(next, UInt8(ascii: ",")) { next += 1 }
    return calendarDate(at: next).map { Found(token, $0) }
  }

  /// The last token of a month's or day's date that begins here, the bare month not counted.
  private func calendarDate(at token: Int) -> Int? {
    guard token < limit else { return nil }
    if tokens.equals(token, "the"), token + 1 < limit, isOrdinalDay(token + 1) { return dayLed(at: token + 1) }
    if tokens.isAny(token, [.month, .monthShort]), tokens.has(token, .capitalized) { return monthLed(at: token) }
    return dayLed(at: token)
  }

  private func month(at token: Int) -> Found? {
    if let end = monthLed(at: token) { return Found(token, end) }
    guard tokens.isAny(token, .month), isMonth(token) else { return nil }
    return Found(token, token)
  }

  /// Whether a word that names a month, alone, means one. `May`, `March`, `August`, `April` and `June` are also verbs, adjectives and names.
  private func isMonth(_ token: Int) -> Bool {
    let isPreceded = token > start && tokens.isAny(token - 1, [.yearContext, .deictic, .partOfPeriod])
    if isPreceded && !(tokens.equals(token - 1, "the") || tokens.equals(token - 1, "mid")) { return true }
    if token > start, tokens.isDash(token - 1) { return true }
    let isAmbiguous = tokens.isAny(token, [.common, .firstName]) || tokens.equals(token, "may") || tokens.equals(token, "march")
    if !isAmbiguous, !tokens.equals(token, "april"), !tokens.equals(token, "june"), !tokens.equals(token, "august") { return true }
    if tokens.equals(token, "may") || tokens.equals(token, "march") {
      // `an expected May election`
      guard token > start, token + 1 < limit, tokens.has(token + 1, .lower), !tokens.isAny(token + 1, .speech) else { return false }
      return isArticle(token - 1) || (token - 1 > start && tokens.has(token - 1, .lower) && isArticle(token - 2))
    }
    // `April Jones`
    return !(token + 1 < limit && tokens.has(token + 1, .capitalized) && !tokens.isAny(token + 1, [.common, .month, .weekday]))
  }

  private func isArticle(_ token: Int) -> Bool {
    tokens.equals(token, "a") || tokens.equals(token, "an") || tokens.equals(token, "the") || tokens.equals(token, "this")
  }

  /// `November 24, 2026`, `Nov. 24`, `November 2026`, `July 14 to 24`.
  private func monthLed(at token: Int) -> Int? {
    var next = token + 1
    if next < limit, tokens.isAny(token, .monthShort), tokens.isByte(next, UInt8(ascii: ".")) { next += 1 }
    guard next < limit else { return nil }
    if isYear(next, 1000...2100) { return next }
    if tokens.isByte(next, UInt8(ascii: ",")) || tokens.equals(next, "of"), next + 1 < limit, isYear(next + 1, 1500...2100),
      !isCount(next + 1)
    {
      return next + 1
    }
    if next + 1 < limit, tokens.equals(next, "the"), isOrdinalDay(next + 1) { next += 1 }
    guard var end = day(at: next) else { return nil }
    if end + 2 < limit, tokens.isDash(end + 1) || tokens.equals(end + 1, "to") || tokens.equals(end + 1, "and"),
      let second = day(at: end + 2), !isCount(end + 2)
    {
      end = second
    }
    return year(behind: end) ?? (isCount(end) ? nil : end)
  }

  /// `24 November 2026`, `24th of November`, `14 to 24 July`.
  private func dayLed(at token: Int) -> Int? {
    guard var end = day(at: token) else { return nil }
    if end + 2 < limit, tokens.isDash(end + 1) || tokens.equals(end + 1, "to") || tokens.equals(end + 1, "and"),
      let second = day(at: end + 2)
    {
      end = second
    }
    var next = end + 1
    if next < limit, tokens.equals(next, "of") { next += 1 }
    if next < limit, tokens.isDash(next) { next += 1 }
    guard next < limit, tokens.isAny(next, [.month, .monthShort]), tokens.has(next, .capitalized) else { return nil }
    if next + 1 < limit, tokens.isAny(next, .monthShort), tokens.isByte(next + 1, UInt8(ascii: ".")), year(behind: next + 1) != nil {
      next += 1
    }
    return year(behind: next) ?? next
  }

  /// The last token of a day of the month: `24`, `24th`, `24 th`.
  private func day(at token: Int) -> Int? {
    guard token < limit, tokens.has(token, .startsWithDigit) else { return nil }
    let value = tokens.value(token)
    if (1...31).contains(value) {
      if token + 1 < limit, tokens.touchesNext(token), isOrdinalSuffix(tokens.spans[token + 1]) { return token + 1 }
      return token
    }
    return isOrdinalDay(token) ? token : nil
  }

  private func isOrdinalDay(_ token: Int) -> Bool {
    guard tokens.has(token, .startsWithDigit), let suffix = tokens.number(at: token, in: token + 1)?.suffix else { return false }
    return isOrdinalSuffix(suffix) && suffix.start - tokens.spans[token].start <= 2
  }

  private func isOrdinalSuffix(_ span: TextSpan) -> Bool {
    guard span.count == 2 else { return false }
    let pair = (tokens.text[Int(span.start)] | 0x20, tokens.text[Int(span.start) + 1] | 0x20)
    return pair == (0x73, 0x74) || pair == (0x6E, 0x64) || pair == (0x72, 0x64) || pair == (0x74, 0x68)
  }

  /// The year behind a day or month, with a comma or not.
  private func year(behind token: Int) -> Int? {
    var next = token + 1
    guard next < limit else { return nil }
    if tokens.isByte(next, UInt8(ascii: ",")) || tokens.equals(next, "of") || tokens.isDash(next) { next += 1 }
    return next < limit && isYear(next, 1000...2100) && !isCount(next) ? next : nil
  }

  // MARK: - Numbers

  private func numeric(at token: Int) -> Found? {
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
  private func digitGroups(at token: Int) -> Int? {
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
  private func loneYear(at token: Int) -> Found? {
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
    let first = token > start && (tokens.isAny(token - 1, .partOfPeriod)) && !tokens.equals(token - 1, "earlier") ? token - 1 : token
    if token + 3 < limit, tokens.equals(token + 1, "to"), isYear(token + 2, 1500...2100) { return Found(first, token + 2) }
    return Found(first, token)
  }

  /// `2019-20`, `2021/22`, `2019–2021`, in one token or three.
  private func yearSpan(at token: Int) -> Int? {
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

  private func isYear(_ token: Int, _ range: ClosedRange<Int>) -> Bool {
    tokens.spans[token].count == 4 && range.contains(tokens.value(token))
  }

  /// Whether a number counts something: money, units, percent follow it.
  private func isCount(_ token: Int) -> Bool {
    let next = token + 1
    guard next < limit else { return false }
    if tokens.isAny(next, [.magnitude, .unit, .currency, .timeUnit, .clockUnit, .percent, .unitHead]) { return true }
    return tokens.isByte(next, UInt8(ascii: "%")) || (tokens.equals(next, "per") && next + 1 < limit && tokens.equals(next + 1, "cent"))
  }

  private func isPlural(_ token: Int) -> Bool {
    let span = tokens.spans[token]
    guard tokens.has(token, .lower), tokens.has(token, .word) else { return false }
    return tokens.equals(token, "people") || tokens.equals(token, "men") || tokens.equals(token, "women")
      || (span.count > 3 && tokens.text[Int(span.end) - 1] == 0x73 && tokens.text[Int(span.end) - 2] != 0x73)
  }

  /// `#`, `No.`, a currency sign, `+`.
  private func isNumberMark(_ token: Int) -> Bool {
    tokens.isByte(token, 0x23) || tokens.isByte(token, 0x24) || tokens.isByte(token, 0x2B) || tokens.equals(token, "no.")
      || (tokens.has(token, .punctuation) && tokens.first(token) == 0xC2)
      || (tokens.has(token, .punctuation) && tokens.first(token) == 0xE2 && !tokens.isDash(token)
        && tokens.text[Int(tokens.spans[token].start) + 1] == 0x82)
  }

  /// `1990s`, or `90s` with two digits.
  private func isDecade(_ token: Int, digits: Int) -> Bool {
    let span = tokens.spans[token]
    guard span.count == digits + 1, tokens.text[Int(span.end) - 1] == 0x73, tokens.text[Int(span.end) - 2] == 0x30 else { return false }
    for offset in Int(span.start)..<Int(span.end) - 1 where tokens.text[offset] &- 0x30 >= 10 { return false }
    return digits == 2 || tokens.first(token) == 0x31 || tokens.first(token) == 0x32
  }

  // MARK: - Relative dates

  /// `early March`, `mid-July`, `late 1990s`, `earlier this year`.
  private func partOfPeriod(at token: Int) -> Found? {
    var next = token + 1
    if next < limit, tokens.isDash(next) { next += 1 }
    guard next < limit else { return nil }
    if tokens.isAny(next, .deictic), let found = deictic(at: next) { return Found(token, found.last, isTime: found.isTime) }
    if tokens.equals(token, "earlier") || tokens.equals(token, "later") { return nil }
    if tokens.isAny(next, .month), tokens.has(next, .capitalized) { return Found(token, monthLed(at: next) ?? next) }
    if tokens.isAny(next, .weekday), tokens.has(next, .capitalized) { return Found(token, next) }
    return nil
  }

  /// `last month`, `the past three years`, `next Thursday`, `this morning`.
  private func deictic(at token: Int) -> Found? {
    let isThis = tokens.equals(token, "this")
    var next = token + 1
    guard next < limit else { return nil }
    if tokens.isAny(next, [.partOfDay]),
      isThis || tokens.equals(token, "last") || tokens.equals(token, "following") || tokens.equals(token, "next")
    {
      return Found(withThe(token), next, isTime: true)
    }
    var isCounted = false
    if !isThis, let number = tokens.number(at: next, in: limit), number.suffix == nil, !number.needsNoun {
      next = number.end
      isCounted = true
    }
    if next < limit, tokens.equals(next, "few") || tokens.equals(next, "several") { next += 1 }
    guard next < limit else { return nil }
    if tokens.isAny(next, .timeUnit) {
      let needsThe = tokens.equals(token, "following") || tokens.equals(token, "current") || tokens.equals(token, "same")
      let first = withThe(token)
      if needsThe && first == token { return nil }
      return Found(isCounted || needsThe ? first : token, next)
    }
    if isCounted { return tokens.isAny(next, .clockUnit) ? Found(withThe(token), next, isTime: true) : nil }
    if tokens.isAny(next, [.weekday, .month]), tokens.has(next, .capitalized) {
      if tokens.isAny(next, .month) { return Found(token, monthLed(at: next) ?? next) }
      if next + 1 < limit, tokens.isAny(next + 1, .partOfDay) { return Found(token, next + 1, isTime: true) }
      return Found(token, next)
    }
    if tokens.isAny(next, .season), !tokens.equals(token, "current"), !tokens.equals(token, "same") { return Found(token, next) }
    return nil
  }

  private func relativeDay(at token: Int) -> Found {
    if token + 1 < limit, tokens.isAny(token + 1, .partOfDay) { return Found(token, token + 1, isTime: true) }
    return Found(token, token)
  }

  /// `the first quarter of 2021`, `the twentieth century`.
  private func ordinal(at token: Int) -> Found? {
    guard token + 1 < limit else { return nil }
    if tokens.equals(token + 1, "century") { return Found(withThe(token), token + 1) }
    guard tokens.isAny(token + 1, .quarter), token + 3 < limit, tokens.equals(token + 2, "of") else { return nil }
    if isYear(token + 3, 1900...2100) { return Found(withThe(token), token + 3) }
    if let found = tokens.isAny(token + 3, .deictic) ? deictic(at: token + 3) : nil { return Found(withThe(token), found.last) }
    return nil
  }

  /// `summer 2021`, `the spring of 2022`.
  private func season(at token: Int) -> Found? {
    var next = token + 1
    if next < limit, tokens.equals(next, "of") { next += 1 }
    guard next < limit, isYear(next, 1900...2100) else { return nil }
    return Found(next == token + 2 ? withThe(token) : token, next)
  }

  /// `three years`, `two weeks ago`, `a month later`. Ages are none: `three years old`.
  private func duration(at token: Int) -> Found? {
    let isArticle = tokens.equals(token, "a") || tokens.equals(token, "an")
    var isVague = false
    var end = token + 1
    if isArticle, token + 1 < limit, tokens.equals(token + 1, "few") || tokens.equals(token + 1, "couple") {
      guard let number = tokens.number(at: token + 1, in: limit) else { return nil }
      end = number.end
    } else if !isArticle || (token + 1 < limit && tokens.isAny(token + 1, .magnitude)) {
      guard let number = tokens.number(at: token, in: limit), number.suffix == nil else { return nil }
      end = number.end
      isVague = number.isVague || number.needsNoun
    }
    let isAlone = isArticle && end == token + 1
    let hasDash = end < limit && tokens.isDash(end)
    if hasDash { end += 1 }
    guard end < limit, tokens.isAny(end, .timeUnit) else { return nil }
    if end + 1 < limit {
      let next = tokens.isDash(end + 1) && end + 2 < limit ? end + 2 : end + 1
      if tokens.equals(next, "old") || tokens.equals(next, "olds") { return nil }
      if !hasDash, tokens.isAny(end + 1, .afterDuration) { return Found(token, end + 1) }
      // `two weeks' ago`
      if end + 2 < limit, isApostrophe(end + 1), tokens.isAny(end + 2, .afterDuration) { return Found(token, end + 2) }
    }
    if isAlone || (isVague && !tokens.equals(token, "several")) { return nil }
    return Found(token, end)
  }

  // MARK: - Beginnings

  /// The token before, where it is `the`.
  private func withThe(_ token: Int) -> Int {
    token > start && tokens.equals(token - 1, "the") ? token - 1 : token
  }

  /// The tokens before, where they are `the`, `early`, `mid-`.
  private func withPart(_ token: Int) -> Int {
    var first = token
    if first > start, tokens.isDash(first - 1), first - 1 > start, tokens.isAny(first - 2, .partOfPeriod) {
      first -= 2
    } else if first > start, tokens.isAny(first - 1, .partOfPeriod) {
      first -= 1
    }
    return withThe(first)
  }

  private func isApostrophe(_ token: Int) -> Bool {
    tokens.isByte(token, 0x27) || (tokens.spans[token].count == 3 && tokens.text.equals(tokens.spans[token], [0xE2, 0x80, 0x99]))
  }
}
