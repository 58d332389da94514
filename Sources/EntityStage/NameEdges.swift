import Pipeline

/// Where a name that a model marks begins and ends: an article, a form of address, a possessive `'s`, a word such as `of` that nothing follows, and quotation marks,
/// commas, brackets that nothing closes and the like around it are no part of it.
enum NameEdges {
  /// The words without those at the edges that are no part of a name; nil where nothing is left.
  static func trimmed(_ words: Range<Int>, isPerson: Bool, _ tokens: TokenTable) -> Range<Int>? {
    var (start, end) = (words.lowerBound, words.upperBound)
    while start < end, isLoose(start, tokens) || isAny(start, of: ".)]", tokens) || tokens.isApostrophe(start) { start += 1 }
    while start < end, isTrailing(end - 1, tokens) || (end - start > 1 && isConnecting(end - 1, tokens)) { end -= 1 }
    if end - start > 1, tokens.equals(start, "the") { start += 1 }
    // `Mrs Hill`
    while isPerson, end - start > 1,
      (tokens.isAny(start, .titleShort) && !tokens.equals(start, "st")) || tokens.isByte(start, UInt8(ascii: "."))
    { start += 1 }
    return start < end ? start..<end : nil
  }

  /// A year with the second half of its range behind it: `1532-3`, `2021–2022`.
  static func withRange(_ words: Range<Int>, _ tokens: TokenTable) -> Range<Int> {
    let (last, dash, second) = (words.upperBound - 1, words.upperBound, words.upperBound + 1)
    guard second < tokens.count, tokens.has(last, .digits), tokens.spans[last].count == 4,
      tokens.has(second, .digits), tokens.spans[second].count <= 4,
      tokens.isByte(dash, UInt8(ascii: "-")) || tokens.text.equals(tokens.spans[dash], [0xE2, 0x80, 0x93]),
      tokens.spans[last].end == tokens.spans[dash].start, tokens.spans[dash].end == tokens.spans[second].start
    else { return words }
    return words.lowerBound..<second + 1
  }

  /// A date that begins with a month, with the day of the week before it: `Monday, July 25`.
  static func withWeekday(_ words: Range<Int>, _ tokens: TokenTable) -> Range<Int> {
    let (first, day) = (words.lowerBound, words.lowerBound - 2)
    let sentence = tokens.sentences[tokens.sentence(of: first)]
    guard words.count > 1, day >= sentence.lowerBound, tokens.isAny(first, [.month, .monthShort]),
      tokens.isByte(first - 1, UInt8(ascii: ",")), tokens.isAny(day, [.weekday, .weekdayShort]), tokens.has(day, .capitalized)
    else { return words }
    return day..<words.upperBound
  }

  /// Whether the words have small letters alone, no digit first, in a sentence where other words than its first begin with capitals.
  static func isInLowerCase(_ words: Range<Int>, _ tokens: TokenTable) -> Bool {
    guard words.allSatisfy({ tokens.has($0, [.lower, .punctuation]) && !tokens.has($0, .startsWithDigit) }) else { return false }
    let sentence = tokens.sentences[tokens.sentence(of: words.lowerBound)]
    return sentence.dropFirst().contains { tokens.has($0, .capitalized) && !tokens.has($0, .initial) }
  }

  /// Whether the words are everyday ones in a line of capitals, which make names of them all.
  static func isHeadlineWord(_ words: Range<Int>, _ tokens: TokenTable) -> Bool {
    words.allSatisfy { tokens.isAny($0, [.common, .function, .direction]) }
      && tokens.capitals[tokens.sentence(of: words.lowerBound)] == .all
  }

  /// A comma, a colon, a quotation mark.
  private static func isLoose(_ token: Int, _ tokens: TokenTable) -> Bool {
    isAny(token, of: "\",:;`", tokens)
      || tokens.text.equals(tokens.spans[token], [0xE2, 0x80, 0x9C])
      || tokens.text.equals(tokens.spans[token], [0xE2, 0x80, 0x9D])
  }

  /// Whether a token is one of some ASCII characters.
  private static func isAny(_ token: Int, of characters: String, _ tokens: TokenTable) -> Bool {
    tokens.spans[token].count == 1 && characters.utf8.contains(tokens.first(token))
  }

  private static func isTrailing(_ token: Int, _ tokens: TokenTable) -> Bool {
    isLoose(token, tokens) || isAny(token, of: "([", tokens) || isPossessive(token, tokens) || tokens.isApostrophe(token)
  }

  /// The last word of `Governorate of`.
  private static func isConnecting(_ token: Int, _ tokens: TokenTable) -> Bool {
    tokens.isAny(token, .function) && tokens.has(token, .lower)
  }

  private static func isPossessive(_ token: Int, _ tokens: TokenTable) -> Bool {
    tokens.equals(token, "'s") || tokens.text.equals(tokens.spans[token], [0xE2, 0x80, 0x99, 0x73])
  }
}
