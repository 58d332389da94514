import Pipeline

/// A number as it is written: `1,200`, `twenty-five`, `1.2 million`, `5 to 10`, `hundreds of thousands of`.
struct NumberPhrase {
  /// One past its last token. An attached unit, as in `5km`, is in that token.
  var end: Int
  /// Whether a word such as `million` belongs to it.
  var hasMagnitude = false
  /// Whether it ends in `of`: `millions of`.
  var needsNoun = false
  /// Whether it is `several`, `few` and the like.
  var isVague = false
  /// The letters attached to the digits of its last token, as in `5km`, `1990s`, `21st`.
  var suffix: TextSpan?
}

extension TokenTable {
  /// Reads the number that begins at a token.
  ///
  /// - Parameter inMoney: Whether a currency stands before it, so that `m` and `b` are magnitudes.
  func number(at start: Int, in limit: Int, inMoney: Bool = false) -> NumberPhrase? {
    guard var phrase = simpleNumber(at: start, in: limit, inMoney: inMoney) else { return nil }
    // A range: `5-10`, `5 to 10`, `5 or 6`.
    let next = phrase.end
    if next + 1 < limit, phrase.suffix == nil, !phrase.needsNoun, isDash(next) || equals(next, "to") || equals(next, "or"),
      has(next + 1, .startsWithDigit) || isAny(next + 1, [.number]),
      let second = simpleNumber(at: next + 1, in: limit, inMoney: inMoney), !second.needsNoun
    {
      phrase = second
    }
    return phrase
  }

  private func simpleNumber(at start: Int, in limit: Int, inMoney: Bool) -> NumberPhrase? {
    if has(start, .startsWithDigit) {
      if has(start, .numeric) { return withMagnitude(start + 1, limit, inMoney) }
      guard let suffix = digitSuffix(start) else { return nil }
      return NumberPhrase(end: start + 1, suffix: suffix)
    }
    if isAny(start, .magnitudePlural) { return pluralNumber(at: start, in: limit) }
    if isAny(start, .vagueNumber) {
      var end = start + 1
      if end < limit, equals(end, "of"), equals(start, "couple") { end += 1 }
      if end < limit, isAny(end, .magnitude) { return NumberPhrase(end: end + 1, hasMagnitude: true) }
      return NumberPhrase(end: end, isVague: true)
    }
    if equals(start, "half"), start + 2 < limit, equals(start + 1, "a"), isAny(start + 2, .magnitude) {
      return NumberPhrase(end: start + 3, hasMagnitude: true)
    }
    if equals(start, "a"), start + 1 < limit, isAny(start + 1, .magnitude) { return withMagnitude(start + 1, limit, inMoney) }
    return numberWords(at: start, in: limit, inMoney: inMoney)
  }

  /// `twenty - five`, `two hundred and fifty thousand`.
  private func numberWords(at start: Int, in limit: Int, inMoney: Bool) -> NumberPhrase? {
    guard isAny(start, .number) else { return nil }
    var end = start + 1
    var hasMagnitude = false
    while end < limit {
      if isAny(end, [.number, .magnitude]) {
        hasMagnitude = hasMagnitude || isAny(end, .magnitude)
        end += 1
      } else if end + 1 < limit, isDash(end) || (equals(end, "and") && hasMagnitude), isAny(end + 1, [.number, .magnitude]) {
        hasMagnitude = hasMagnitude || isAny(end + 1, .magnitude)
        end += 2
      } else {
        break
      }
    }
    return NumberPhrase(end: end, hasMagnitude: hasMagnitude)
  }

  /// Takes the magnitudes that follow a number, joined by a hyphen or not.
  private func withMagnitude(_ from: Int, _ limit: Int, _ inMoney: Bool) -> NumberPhrase {
    var end = from
    var found = false
    // Thousands set apart by spaces: `120 000`.
    while inMoney, end < limit, spans[end].count == 3, has(end, .digits), spans[end - 1].count <= 3, has(end - 1, .digits) { end += 1 }
    while end < limit {
      if isAny(end, .magnitude) || (inMoney && isAny(end, .magnitudeShort)) {
        end += 1
        found = true
      } else if end + 1 < limit, isDash(end), isAny(end + 1, .magnitude) {
        end += 2
        found = true
      } else {
        break
      }
    }
    return NumberPhrase(end: end, hasMagnitude: found)
  }

  /// `millions of`, `tens of billions of`.
  private func pluralNumber(at start: Int, in limit: Int) -> NumberPhrase? {
    var end = start
    while end + 1 < limit, isAny(end, .magnitudePlural), equals(end + 1, "of") { end += 2 }
    return end > start ? NumberPhrase(end: end, hasMagnitude: true, needsNoun: true) : nil
  }

  /// The letters behind the digits of a token such as `5km`; nil where something else is mixed in.
  private func digitSuffix(_ token: Int) -> TextSpan? {
    let span = spans[token]
    var offset = Int(span.start)
    while offset < Int(span.end),
      text[offset] &- 0x30 < 10 || ((text[offset] == 0x2C || text[offset] == 0x2E) && offset + 1 < Int(span.end))
    {
      offset += 1
    }
    let suffix = TextSpan(UInt32(offset), span.end)
    if suffix.isEmpty { return nil }
    for offset in suffix.range where (text[offset] | 0x20) &- 0x61 >= 26 && text[offset] != 0x25 && text[offset] < 0x80 { return nil }
    return suffix
  }

  /// The value of a token of digits, or -1.
  func value(_ token: Int) -> Int {
    guard has(token, .digits), spans[token].count <= 6 else { return -1 }
    var value = 0
    for offset in spans[token].range { value = value * 10 + Int(text[offset] & 0x0F) }
    return value
  }
}
