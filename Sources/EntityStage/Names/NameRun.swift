import Pipeline

/// Words with a capital that stand together: `Foreign Minister Hossein Amir Abdollahian`, `Khalid bin al-Walid`, `J. K. Ito`.
struct NameRun: Sendable {
  /// The tokens. The first and the last are words.
  var tokens: Range<Int>
  /// The sentence.
  var sentence: Int
}

/// Finds runs, and says of their tokens what is known about them.
struct NameRuns {
  /// What a candidate of another recogniser says about a token.
  struct Cover: OptionSet {
    let rawValue: UInt8
    static let place = Cover(rawValue: 1)
    static let group = Cover(rawValue: 2)
    static let organization = Cover(rawValue: 4)
    static let other = Cover(rawValue: 8)
    /// It covers more than this token.
    static let several = Cover(rawValue: 16)
  }

  let table: TokenTable
  private(set) var runs: [NameRun] = []
  private(set) var covers: [Cover]

  init(_ table: TokenTable, covered candidates: [EntityCandidate]) {
    self.table = table
    covers = Array(repeating: [], count: table.count)
    for candidate in candidates { cover(candidate) }
    for (number, range) in table.sentences.enumerated() { findRuns(in: range, number) }
  }

  private mutating func cover(_ candidate: EntityCandidate) {
    var low = 0
    var high = table.count
    while low < high {
      let middle = (low + high) / 2
      if table.spans[middle].end <= candidate.span.start { low = middle + 1 } else { high = middle }
    }
    let kind: Cover =
      switch candidate.type.name {
      case "GPE", "LOC", "FAC": .place
      case "NORP": .group
      case "ORG": .organization
      default: .other
      }
    var last = low
    while last + 1 < table.count, table.spans[last + 1].start < candidate.span.end { last += 1 }
    guard low <= last, low < table.count else { return }
    for token in low...last { covers[token].formUnion(last > low ? [kind, .several] : kind) }
  }

  private mutating func findRuns(in range: Range<Int>, _ sentence: Int) {
    var token = range.lowerBound
    while token < range.upperBound {
      guard isNameWord(token) else {
        token += 1
        continue
      }
      var end = token + 1
      while let next = continuation(end, in: range) { end = next }
      runs.append(NameRun(tokens: token..<end, sentence: sentence))
      token = end
    }
  }

  /// Whether a token is a word with a capital.
  func isNameWord(_ token: Int) -> Bool {
    table.has(token, .capitalized) && table.has(token, .word)
  }

  /// Whether a name that ends like a place's is a person's: `Nathan Lane`, but not `in Stanley Park`.
  func isPersonNamedLikePlace(_ name: Range<Int>, in sentence: Range<Int>) -> Bool {
    guard name.count == 2 || name.count == 3, let first = name.first, let last = name.last, table.isAny(last, .surnamePlace),
      table.isAny(first, .firstName), covers[first].isEmpty
    else { return false }
    if name.count == 3, !covers[first + 1].isEmpty || table.isAny(first + 1, PersonRules.never.union(.common)) { return false }
    return first == sentence.lowerBound || !table.isAny(first - 1, .beforePlace)
  }

  /// One past what continues a run that ends before a token.
  private func continuation(_ token: Int, in range: Range<Int>) -> Int? {
    guard token < range.upperBound else { return nil }
    if isNameWord(token) { return token + 1 }
    let after = token + 1
    guard after < range.upperBound else { return nil }
    if table.isByte(token, UInt8(ascii: ".")), isNameWord(after) {
      return table.isAny(token - 1, .titleShort) || (table.has(token - 1, .initial) && table.spans[token - 1].count == 1) ? after + 1 : nil
    }
    if table.isDash(token), table.touchesNext(token - 1), table.touchesNext(token), table.has(after, .word),
      !(table.isAny(after, .hyphenSuffix) && table.has(after, .lower))
    {
      return after + 1
    }
    if table.isByte(token, UInt8(ascii: "&")), isNameWord(after) { return after + 1 }
    // `Road Workers' Federation`
    if table.isApostrophe(token), table.touchesNext(token - 1), isNameWord(after), table.isAny(after, .orgHead) { return after + 1 }
    if table.isAny(token, .particle), table.has(token, .lower) {
      if isNameWord(after) { return after + 1 }
      if after + 1 < range.upperBound, table.isAny(after, .particle) || table.isDash(after), isNameWord(after + 1) { return after + 2 }
    }
    return nil
  }
}
