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
    if tokens.isApostrophe(token), token + 1 < limit, isDecade(token + 1, digits: 2) { return Found(withThe(token), token + 1) }
    return nil
  }

  /// `mid-July` in one token.
  func isMidMonth(_ token: Int) -> Bool {
    let span = tokens.spans[token]
    guard span.count > 6, tokens.first(token) | 0x20 == 0x6D, tokens.text[Int(span.start) + 3] == 0x2D else { return false }
    let rest = tokens.text[TextSpan(span.start + 4, span.end)]
    return lexicon[TokenAtoms.hash(of: rest)].contains(.month)
      || (rest.count == 5 && rest.last == 0x73 && rest.dropLast().allSatisfy { $0 &- 0x30 < 10 })
  }

  // MARK: - Calendar dates

  func weekday(at token: Int) -> Found {
    var next = token + 1
    if next < limit, tokens.isByte(next, UInt8(ascii: ",")) { next += 1 }
    if let end = calendarDate(at: next) { return Found(token, end) }
    if token + 1 < limit, tokens.isAny(token + 1, .partOfDay) { return Found(token, token + 1, isTime: true) }
    return Found(token, token)
  }

  /// `Wed, 5 May`: a short form is a weekday where a date follows.
  func shortWeekday(at token: Int) -> Found? {
    var next = token + 1
    while next < limit, next < token + 3, tokens.isByte(next, UInt8(ascii: ".")) || tokens.isByte(next, UInt8(ascii: ",")) { next += 1 }
    return calendarDate(at: next).map { Found(token, $0) }
  }

  /// The last token of a month's or day's date that begins here, the bare month not counted.
  func calendarDate(at token: Int) -> Int? {
    guard token < limit else { return nil }
    if tokens.equals(token, "the"), token + 1 < limit, isOrdinalDay(token + 1) { return dayLed(at: token + 1) }
    if tokens.isAny(token, [.month, .monthShort]), tokens.has(token, .capitalized) { return monthLed(at: token) }
    return dayLed(at: token)
  }

  func month(at token: Int) -> Found? {
    if let end = monthLed(at: token) { return Found(token, end) }
    guard tokens.isAny(token, .month), isMonth(token) else { return nil }
    return Found(token, token)
  }

  /// Whether a word that names a month, alone, means one. `May`, `March`, `August`, `April` and `June` are also verbs, adjectives and names.
  func isMonth(_ token: Int) -> Bool {
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

  func isArticle(_ token: Int) -> Bool {
    tokens.equals(token, "a") || tokens.equals(token, "an") || tokens.equals(token, "the") || tokens.equals(token, "this")
  }

  /// `November 24, 2026`, `Nov. 24`, `November 2026`, `July 14 to 24`.
  func monthLed(at token: Int) -> Int? {
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
  func dayLed(at token: Int) -> Int? {
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
  func day(at token: Int) -> Int? {
    guard token < limit, tokens.has(token, .startsWithDigit) else { return nil }
    let value = tokens.value(token)
    if (1...31).contains(value) {
      if token + 1 < limit, tokens.touchesNext(token), isOrdinalSuffix(tokens.spans[token + 1]) { return token + 1 }
      return token
    }
    return isOrdinalDay(token) ? token : nil
  }

  func isOrdinalDay(_ token: Int) -> Bool {
    guard tokens.has(token, .startsWithDigit), let suffix = tokens.number(at: token, in: token + 1)?.suffix else { return false }
    return isOrdinalSuffix(suffix) && suffix.start - tokens.spans[token].start <= 2
  }

  func isOrdinalSuffix(_ span: TextSpan) -> Bool {
    guard span.count == 2 else { return false }
    let pair = (tokens.text[Int(span.start)] | 0x20, tokens.text[Int(span.start) + 1] | 0x20)
    return pair == (0x73, 0x74) || pair == (0x6E, 0x64) || pair == (0x72, 0x64) || pair == (0x74, 0x68)
  }

  /// The year behind a day or month, with a comma or not.
  func year(behind token: Int) -> Int? {
    var next = token + 1
    guard next < limit else { return nil }
    if tokens.isByte(next, UInt8(ascii: ",")) || tokens.equals(next, "of") || tokens.isDash(next) { next += 1 }
    return next < limit && isYear(next, 1000...2100) && !isCount(next) ? next : nil
  }

  // MARK: - Beginnings

  /// The token before, where it is `the`.
  func withThe(_ token: Int) -> Int {
    token > start && tokens.equals(token - 1, "the") ? token - 1 : token
  }

  /// The tokens before, where they are `the`, `early`, `mid-`.
  func withPart(_ token: Int) -> Int {
    var first = token
    if first > start, tokens.isDash(first - 1), first - 1 > start, tokens.isAny(first - 2, .partOfPeriod) {
      first -= 2
    } else if first > start, tokens.isAny(first - 1, .partOfPeriod) {
      first -= 1
    }
    return withThe(first)
  }
}
