import Pipeline

/// Whether a known name is meant as one where it stands: `Nice` and `Reading` are words, `Jordan` and `Georgia` are persons too.
enum NameContext {
  /// Words that have a capital for another reason than being part of a person's name.
  private static let notSurname: WordClasses = [
    .office, .officeModifier, .title, .orgHead, .locHead, .gpeHead, .facHead, .weekday, .month, .direction, .function, .common,
  ]

  /// Whether the name fits.
  ///
  /// - Parameters:
  ///   - name: The name's tokens.
  ///   - sentence: The tokens of its sentence.
  static func fits(_ name: Range<Int>, in sentence: Range<Int>, _ capitals: TokenTable.Capitals, _ tokens: TokenTable) -> Bool {
    let token = name.lowerBound
    if name.count > 1 { return true }
    let form = tokens.forms[token]
    // An acronym in a line of capitals may be any word: `WHO`, `US`, `IS`.
    if capitals == .all, tokens.spans[token].count <= 3 { return false }
    // Small letters are no name, whatever a list says: a headline's capitals are handled by the list's case rule.
    if tokens.isAny(token, .alsoWord), !fitsAsWord(token, in: sentence, capitals, tokens) { return false }
    if form.contains(.capitalized), !fitsBesidePerson(token, in: sentence, tokens) { return false }
    return true
  }

  /// A word is a name where a capital means one, or a preposition of place stands before it.
  private static func fitsAsWord(
    _ token: Int, in sentence: Range<Int>, _ capitals: TokenTable.Capitals, _ tokens: TokenTable
  ) -> Bool {
    if token > sentence.lowerBound, tokens.equals(token - 1, "in") || tokens.equals(token - 1, "from") { return true }
    if capitals != .names || tokens.has(token, .allCaps) { return false }
    // `Labour Minister`
    if token + 1 < sentence.upperBound, tokens.isAny(token + 1, [.office, .title]), tokens.has(token + 1, .capitalized) { return false }
    return !isSentenceStart(token, in: sentence, tokens)
  }

  /// The first word, quotation marks aside, or one behind a colon.
  static func isSentenceStart(_ token: Int, in sentence: Range<Int>, _ tokens: TokenTable) -> Bool {
    var before = token - 1
    while before >= sentence.lowerBound, tokens.has(before, .punctuation) {
      if tokens.isByte(before, UInt8(ascii: ",")) || tokens.isDash(before) { return false }
      before -= 1
    }
    return before < sentence.lowerBound || before < token - 1
  }

  private static func fitsBesidePerson(_ token: Int, in sentence: Range<Int>, _ tokens: TokenTable) -> Bool {
    var before = token - 1
    if before > sentence.lowerBound, tokens.isByte(before, UInt8(ascii: ".")), tokens.isAny(before - 1, .titleShort) { before -= 1 }
    if before >= sentence.lowerBound {
      // `Mr Lagos` is a person whatever else Lagos is.
      if tokens.isAny(before, .titleShort), tokens.has(before, .capitalized), !tokens.equals(before, "st") { return false }
      if tokens.isAny(token, .alsoPerson) {
        if tokens.has(before, .initial) { return false }
        if tokens.isAny(before, [.firstName, .title]), tokens.has(before, .capitalized), !tokens.isAny(before, .alsoPerson) {
          return false
        }
      }
    }
    let after = token + 1
    if tokens.isAny(token, .alsoPerson), after < sentence.upperBound, tokens.has(after, .capitalized), tokens.has(after, .word),
      !tokens.has(after, .allCaps), !tokens.isAny(after, notSurname)
    {
      return false
    }
    return true
  }
}
