import Pipeline

/// Dates that depend on the day of writing, parts of periods, and durations.
extension DateGrammar {
  /// `early March`, `mid-July`, `late 1990s`, `earlier this year`.
  func partOfPeriod(at token: Int) -> Found? {
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
  func deictic(at token: Int) -> Found? {
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

  func relativeDay(at token: Int) -> Found {
    if token + 1 < limit, tokens.isAny(token + 1, .partOfDay) { return Found(token, token + 1, isTime: true) }
    return Found(token, token)
  }

  /// `the first quarter of 2021`, `the twentieth century`.
  func ordinal(at token: Int) -> Found? {
    guard token + 1 < limit else { return nil }
    if tokens.equals(token + 1, "century") { return Found(withThe(token), token + 1) }
    guard tokens.isAny(token + 1, .quarter), token + 3 < limit, tokens.equals(token + 2, "of") else { return nil }
    if isYear(token + 3, 1900...2100) { return Found(withThe(token), token + 3) }
    if let found = tokens.isAny(token + 3, .deictic) ? deictic(at: token + 3) : nil { return Found(withThe(token), found.last) }
    return nil
  }

  /// `summer 2021`, `the spring of 2022`.
  func season(at token: Int) -> Found? {
    var next = token + 1
    if next < limit, tokens.equals(next, "of") { next += 1 }
    guard next < limit, isYear(next, 1900...2100) else { return nil }
    return Found(next == token + 2 ? withThe(token) : token, next)
  }

  /// `three years`, `two weeks ago`, `a month later`. Ages are none: `three years old`.
  func duration(at token: Int) -> Found? {
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
      if end + 2 < limit, tokens.isApostrophe(end + 1), tokens.isAny(end + 2, .afterDuration) { return Found(token, end + 2) }
    }
    if isAlone || (isVague && !tokens.equals(token, "several")) { return nil }
    return Found(token, end)
  }
}
