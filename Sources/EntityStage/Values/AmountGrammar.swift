import Patterns
import Pipeline

/// Money, percentages and quantities.
struct AmountGrammar {
  let tokens: TokenTable
  let lexicon: WordLexicon
  let limit: Int
  let start: Int

  // MARK: - Money

  /// The money that begins at a token: the last token, or nil.
  func money(at token: Int) -> Int? {
    if let behind = currencyBefore(token) { return moneyAmount(at: behind) }
    if isSymbolWithDigits(token) { return trailing(NumberPhraseEnd(token + 1)) }
    if tokens.isAny(token, .currencyLetter) || isLetterWithDigits(token) { return letterMoney(at: token) }
    return amountThenCurrency(at: token)
  }

  private struct NumberPhraseEnd {
    var end: Int
    init(_ end: Int) { self.end = end }
  }

  /// The token behind a currency sign or code that begins here: `$`, `US$`, `US $`, `Rs.`, `USD`.
  private func currencyBefore(_ token: Int) -> Int? {
    if isSymbol(token) { return token + 1 }
    if endsInSymbol(token) { return token + 1 }
    if token + 1 < limit, isSymbol(token + 1), tokens.touchesNext(token), tokens.has(token, .capitalized),
      tokens.isAny(token, .currencyPrefix) || tokens.equals(token, "u.s.")
    {
      return token + 2
    }
    guard tokens.isAny(token, .currencyCode), tokens.has(token, .capitalized), token + 1 < limit else { return nil }
    let next = tokens.isByte(token + 1, UInt8(ascii: ".")) ? token + 2 : token + 1
    return next < limit && tokens.has(next, .startsWithDigit) ? next : nil
  }

  private func moneyAmount(at token: Int) -> Int? {
    guard token < limit, let number = tokens.number(at: token, in: limit, inMoney: true), !number.needsNoun, !number.isVague else {
      return nil
    }
    return trailing(NumberPhraseEnd(number.end))
  }

  /// Takes a magnitude, and a currency's name, that follow an amount with a sign.
  private func trailing(_ number: NumberPhraseEnd) -> Int {
    var end = number.end
    while end < limit, tokens.isAny(end, .magnitude) || (tokens.isAny(end, .magnitudeShort) && tokens.has(end, .lower)) { end += 1 }
    if end < limit, tokens.isAny(end, .currency) || (tokens.isAny(end, .currencyCode) && tokens.has(end, .allCaps)) { end += 1 }
    return end - 1
  }

  /// `R92 million`, `R 92 million`: a letter is a currency's sign where a magnitude follows.
  private func letterMoney(at token: Int) -> Int? {
    if isLetterWithDigits(token) {
      guard token + 1 < limit, tokens.isAny(token + 1, .magnitude) else { return amountThenCurrency(at: token) }
      return trailing(NumberPhraseEnd(token + 1))
    }
    guard tokens.has(token, .initial), token + 1 < limit, tokens.has(token + 1, .startsWithDigit),
      let number = tokens.number(at: token + 1, in: limit, inMoney: true), number.hasMagnitude || number.suffix != nil
    else { return nil }
    return number.end - 1
  }

  /// `5 million euros`, `53 billion US dollars`, `millions of dollars`, `20-billion-dollar`.
  private func amountThenCurrency(at token: Int) -> Int? {
    guard let number = tokens.number(at: token, in: limit), number.suffix == nil else { return nil }
    var end = number.end
    if number.isVague && !number.hasMagnitude { return nil }
    if end < limit, tokens.isDash(end), end + 1 < limit { end += 1 }
    var hasNation = false
    if end + 1 < limit, tokens.has(end, .capitalized),
      isCurrencyWord(end + 1) || (tokens.isDash(end + 1) && end + 2 < limit && isCurrencyWord(end + 2))
    {
      hasNation = true
      end += tokens.isDash(end + 1) ? 2 : 1
    }
    guard end < limit else { return nil }
    if tokens.isAny(end, .currency) { return end }
    if tokens.isAny(end, .currencyWeak), hasNation || number.hasMagnitude { return end }
    if tokens.isAny(end, .currencyCode), tokens.has(end, .allCaps), !tokens.isAny(end, .timeZone) { return end }
    return nil
  }

  private func isCurrencyWord(_ token: Int) -> Bool { tokens.isAny(token, [.currency, .currencyWeak]) }

  /// Whether a token is nothing but currency signs.
  private func isSymbol(_ token: Int) -> Bool {
    let span = tokens.spans[token]
    return span.count <= 3 && symbolLength(Int(span.start)) == span.count
  }

  /// Whether a token is letters and a currency sign: `US$`, `R$`.
  private func endsInSymbol(_ token: Int) -> Bool {
    let span = tokens.spans[token]
    guard span.count >= 2, span.count <= 6, tokens.has(token, .capitalized) else { return false }
    for length in 1...min(3, span.count - 1) where symbolLength(Int(span.end) - length) == length { return true }
    return false
  }

  /// Whether a token is a currency sign and digits: `$5`, `£420m`, `US$5`.
  private func isSymbolWithDigits(_ token: Int) -> Bool {
    let span = tokens.spans[token]
    var offset = Int(span.start)
    while offset < Int(span.end), tokens.text[offset] &- 0x41 < 26 { offset += 1 }
    if offset - Int(span.start) > 3 || offset >= Int(span.end) { return false }
    let length = symbolLength(offset)
    return length > 0 && offset + length < Int(span.end) && tokens.text[offset + length] &- 0x30 < 10
  }

  /// Whether a token is a letter of a currency and digits: `R92`.
  private func isLetterWithDigits(_ token: Int) -> Bool {
    let span = tokens.spans[token]
    guard span.count >= 2, [0x52, 0x4E, 0x4B, 0x44].contains(tokens.first(token)) else { return false }
    return (Int(span.start) + 1..<Int(span.end)).allSatisfy {
      tokens.text[$0] &- 0x30 < 10 || tokens.text[$0] == 0x2E || tokens.text[$0] == 0x2C
    }
  }

  /// The bytes of the currency sign at an offset, or 0.
  private func symbolLength(_ offset: Int) -> Int {
    let text = tokens.text
    switch text[offset] {
    case 0x24: return 1
    case 0xC2: return offset + 1 < text.count && [0xA2, 0xA3, 0xA5].contains(text[offset + 1]) ? 2 : 0
    case 0xE2:
      guard offset + 2 < text.count else { return 0 }
      return text[offset + 1] == 0x82 && (0xA0...0xBF).contains(text[offset + 2]) ? 3 : 0
    default: return 0
    }
  }

  // MARK: - Percentages and quantities

  /// The last token of the percentage that begins at a token.
  func percent(at token: Int) -> Int? {
    guard let number = tokens.number(at: token, in: limit), !number.isVague else { return nil }
    if let suffix = number.suffix { return tokens.text.equals(suffix, [0x25]) ? number.end - 1 : nil }
    let end = number.end
    guard end < limit else { return nil }
    if tokens.isByte(end, UInt8(ascii: "%")) { return end }
    if tokens.equals(end, "per"), end + 1 < limit, tokens.equals(end + 1, "cent") { return end + 1 }
    guard tokens.isAny(end, .percent) else { return nil }
    if tokens.equals(end, "percentage") {
      return end + 1 < limit && (tokens.equals(end + 1, "points") || tokens.equals(end + 1, "point")) ? end + 1 : nil
    }
    return end
  }

  /// The last token of the quantity that begins at a token.
  func quantity(at token: Int) -> Int? {
    guard let number = tokens.number(at: token, in: limit), !number.isVague else { return nil }
    if let suffix = number.suffix {
      let isUnit = lexicon[TokenAtoms.hash(of: tokens.text[suffix])].contains(.unit) || tokens.first(token) == 0xC2
      return isUnit ? rate(behind: number.end - 1) : nil
    }
    var end = number.end
    if end < limit, tokens.isDash(end) { end += 1 }
    guard end < limit else { return nil }
    if isDegree(end) {
      if end + 1 < limit, tokens.equals(end + 1, "c") || tokens.equals(end + 1, "f") { return end + 1 }
      return end
    }
    if tokens.isAny(end, .unitHead), end + 1 < limit, tokens.isAny(end + 1, .unit) { return rate(behind: end + 1) }
    guard tokens.isAny(end, .unit), !tokens.isAny(end, .scale) else { return nil }
    if end + 1 < limit, tokens.isAny(end + 1, .scale) { return end + 1 }
    return rate(behind: end)
  }

  /// Takes `per hour`, `per second`, `/h` behind a unit.
  private func rate(behind unit: Int) -> Int {
    if unit + 2 < limit, tokens.equals(unit + 1, "per"), tokens.isAny(unit + 2, .clockUnit) { return unit + 2 }
    if unit + 2 < limit, tokens.isByte(unit + 1, UInt8(ascii: "/")), tokens.touchesNext(unit + 1) { return unit + 2 }
    return unit
  }

  /// `°`, `°C`, `°F`.
  private func isDegree(_ token: Int) -> Bool {
    let span = tokens.spans[token]
    return span.count >= 2 && span.count <= 3 && tokens.first(token) == 0xC2 && tokens.text[Int(span.start) + 1] == 0xB0
  }
}
