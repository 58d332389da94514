import Pipeline

/// Finds dates, times, money, percentages and quantities, by small grammars over classes of words.
struct ValueRecognizer: EntityRecognizer {
  /// What it can find, by the names that the option `builtin` gives them.
  enum Kind: String, CaseIterable, Sendable {
    case dates, times, money, percent, quantities

    var type: EntityType {
      switch self {
      case .dates: "DATE"
      case .times: "TIME"
      case .money: "MONEY"
      case .percent: "PERCENT"
      case .quantities: "QUANTITY"
      }
    }
  }

  /// The classes with which a value can begin.
  private static let beginnings: WordClasses = [
    .month, .monthShort, .weekday, .weekdayShort, .number, .magnitude, .magnitudePlural, .vagueNumber, .deictic, .partOfPeriod,
    .relativeDay,
    .season, .ordinal, .quarter, .currencyCode, .currencyPrefix, .currencyLetter, .partOfDay,
  ]

  private let lexicon: WordLexicon
  private let provenance: [Kind: Provenance]
  private let priority: Int
  private let rank: Int

  init(_ kinds: Set<Kind>, lexicon: WordLexicon, stage: String, priority: Int, rank: Int) {
    self.lexicon = lexicon
    self.priority = priority
    self.rank = rank
    provenance = Dictionary(uniqueKeysWithValues: kinds.map { ($0, Provenance(stage: stage, source: $0.rawValue)) })
  }

  func addCandidates(of document: Document, _ tokens: TokenTable, to candidates: inout [EntityCandidate]) {
    for (number, range) in tokens.sentences.enumerated() {
      let amounts = AmountGrammar(tokens: tokens, lexicon: lexicon, limit: range.upperBound, start: range.lowerBound)
      let times = TimeGrammar(tokens: tokens, lexicon: lexicon, start: range.lowerBound, limit: range.upperBound)
      let dates = DateGrammar(
        tokens: tokens, lexicon: lexicon, start: range.lowerBound, limit: range.upperBound, capitals: tokens.capitals[number])
      var token = range.lowerBound
      while token < range.upperBound {
        if !canBegin(token, tokens) {
          token += 1
          continue
        }
        let found = value(at: token, amounts, times, dates)
        if let found, let by = provenance[found.kind] {
          candidates.append(
            EntityCandidate(
              span: tokens.span(found.first, found.last), type: found.kind.type, canonical: nil, confidence: nil, by: by,
              priority: priority, rank: rank))
        }
        token = max(token, found?.last ?? token) + 1
      }
    }
  }

  @inline(__always)
  private func canBegin(_ token: Int, _ tokens: TokenTable) -> Bool {
    let form = tokens.forms[token]
    if form.intersects([.startsWithDigit]) || tokens.isAny(token, Self.beginnings) { return true }
    let first = tokens.first(token)
    if form.contains(.punctuation) { return first == 0x24 || first == 0xC2 || first == 0xE2 || first == 0x27 }
    if first == 0x24 || first == 0xC2 || first == 0xE2 { return true }
    if first | 0x20 == 0x6D, tokens.spans[token].count > 6, tokens.text[Int(tokens.spans[token].start) + 3] == 0x2D { return true }
    if form.contains(.word) {
      return tokens.spans[token].count <= 4 && (first | 0x20 == 0x61 || tokens.equals(token, "half") || tokens.equals(token, "u.s."))
    }
    return true
  }

  private func value(
    at token: Int, _ amounts: AmountGrammar, _ times: TimeGrammar, _ dates: DateGrammar
  ) -> (kind: Kind, first: Int, last: Int)? {
    if let last = amounts.money(at: token) { return (.money, token, last) }
    if let last = amounts.percent(at: token) { return (.percent, token, last) }
    if let last = times.time(at: token) { return (.times, token, last) }
    if let last = amounts.quantity(at: token) { return (.quantities, token, last) }
    if let found = dates.date(at: token) { return (found.isTime ? .times : .dates, found.first, found.last) }
    return nil
  }
}
