import Pipeline

/// Where a name that a model marks begins and ends: an article, a form of address, a possessive `'s` and quotation marks, commas and the like around it are no part of it.
enum NameEdges {
  /// The words without those at the edges that are no part of a name; nil where nothing is left.
  static func trimmed(_ words: Range<Int>, isPerson: Bool, _ tokens: TokenTable) -> Range<Int>? {
    var (start, end) = (words.lowerBound, words.upperBound)
    while start < end, isLoose(start, tokens) || tokens.isByte(start, UInt8(ascii: ".")) || tokens.isApostrophe(start) { start += 1 }
    while start < end, isLoose(end - 1, tokens) || isPossessive(end - 1, tokens) || tokens.isApostrophe(end - 1) { end -= 1 }
    if end - start > 1, tokens.equals(start, "the") { start += 1 }
    // `Mrs Hill`
    while isPerson, end - start > 1,
      (tokens.isAny(start, .titleShort) && !tokens.equals(start, "st")) || tokens.isByte(start, UInt8(ascii: "."))
    { start += 1 }
    return start < end ? start..<end : nil
  }

  /// A comma, a colon, a quotation mark.
  private static func isLoose(_ token: Int, _ tokens: TokenTable) -> Bool {
    if tokens.spans[token].count == 1 { return [0x22, 0x2C, 0x3A, 0x3B, 0x60].contains(tokens.first(token)) }
    return tokens.text.equals(tokens.spans[token], [0xE2, 0x80, 0x9C]) || tokens.text.equals(tokens.spans[token], [0xE2, 0x80, 0x9D])
  }

  private static func isPossessive(_ token: Int, _ tokens: TokenTable) -> Bool {
    tokens.equals(token, "'s") || tokens.text.equals(tokens.spans[token], [0xE2, 0x80, 0x99, 0x73])
  }
}
