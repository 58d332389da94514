import Pipeline

/// Finds organisations, facilities and places by the words that their names begin or end with, and acronyms by where they are introduced.
struct OrganizationRules {
  /// What was found.
  struct Found {
    var tokens: Range<Int>
    var type: EntityType
  }

  private let names: NameRuns
  private let table: TokenTable

  init(_ names: NameRuns) {
    self.names = names
    table = names.table
  }

  func found() -> [Found] {
    var found: [Found] = []
    var acronyms: Set<UInt64> = []
    for run in names.runs where table.capitals[run.sentence] == .names {
      let sentence = table.sentences[run.sentence]
      let name = withoutLead(run.tokens, in: sentence)
      if name.isEmpty { continue }
      if let result = named(name, in: sentence) { found.append(result) }
      if let (tokens, acronym) = introduced(name, in: sentence) {
        if let tokens { found.append(Found(tokens: tokens, type: "ORG")) }
        found.append(Found(tokens: acronym..<acronym + 1, type: "ORG"))
        acronyms.insert(table.hashes[acronym])
      }
    }
    addSpokenOf(&acronyms)
    if acronyms.isEmpty { return found }
    for token in 0..<table.count where table.has(token, .allCaps) && acronyms.contains(table.hashes[token]) {
      if token + 1 < table.count, table.has(token + 1, .startsWithDigit) || table.isDash(token + 1) { continue }
      found.append(Found(tokens: token..<token + 1, type: "ORG"))
    }
    return found
  }

  /// Adds acronyms that stand as organisations do: behind `the`, before a possessive or a verb of speech.
  private func addSpokenOf(_ acronyms: inout Set<UInt64>) {
    for (number, sentence) in table.sentences.enumerated() where table.capitals[number] == .names {
      for token in sentence where table.has(token, .allCaps) && table.has(token, .word) {
        let length = table.spans[token].count
        guard length >= 3, length <= 6, names.covers[token].isEmpty, !table.isAny(token, [.acronymOther, .common, .title, .currencyCode])
        else { continue }
        let next = token + 1
        guard token > sentence.lowerBound, next < sentence.upperBound, !names.isNameWord(next),
          !table.has(next, .startsWithDigit), !table.isDash(next), !table.isDash(token - 1)
        else { continue }
        let isPossessive = table.equals(next, "'s") || table.spans[next].count > 3 && table.first(next) == 0xE2
        if table.equals(token - 1, "the") || isPossessive || (table.isAny(next, .speech) && table.has(next, .lower)) {
          acronyms.insert(table.hashes[token])
        }
      }
    }
  }

  /// Takes a sentence's first word off where it has its capital for that alone.
  private func withoutLead(_ run: Range<Int>, in sentence: Range<Int>) -> Range<Int> {
    var name = run
    while let first = name.first, name.count > 1, table.isAny(first, [.function, .weekday, .month]) || table.has(first, .punctuation) {
      name = name.dropFirst()
    }
    if let first = name.first, first == sentence.lowerBound, name.count > 2, table.isAny(first, .common), names.covers[first].isEmpty,
      !table.isAny(first, [.orgHead, .direction, .officeModifier])
    {
      name = name.dropFirst()
    }
    return name
  }

  private func named(_ name: Range<Int>, in sentence: Range<Int>) -> Found? {
    var head = name.upperBound - 1
    while head >= name.lowerBound, !table.isAny(head, [.orgStrong, .orgHead, .facHead, .locHead, .gpeHead, .companySuffix]) { head -= 1 }
    let first = name.lowerBound
    if head < first || (head == first && name.count > 1) {
      guard name.count == 2 else { return nil }
      if table.equals(first, "air") { return Found(tokens: name, type: "ORG") }
      return table.isAny(first, .locPrefix) && isNameLike(first + 1) ? Found(tokens: name, type: "LOC") : nil
    }
    // Offices before a name are no part of it: `Foreign Ministry` is, `Foreign Minister` is not.
    if name.dropLast().contains(where: { table.isAny($0, [.title, .office]) && !table.isAny($0, [.orgHead, .orgStrong]) }) { return nil }
    if head == name.upperBound - 1, let end = complement(behind: head, in: sentence) {
      return Found(tokens: first..<end.upperBound, type: "ORG")
    }
    guard head == name.upperBound - 1 || table.isAny(head, .companySuffix) else { return nil }
    let body = first..<head
    guard !body.isEmpty, body.contains(where: isNameLike) || table.isAny(head, .orgStrong) else { return nil }
    if names.isPersonNamedLikePlace(name, in: sentence) { return nil }
    let type: EntityType
    if table.isAny(head, [.orgStrong, .companySuffix]) {
      type = "ORG"
    } else if table.isAny(head, .facHead) {
      type = "FAC"
    } else if table.isAny(head, .locHead) {
      type = "LOC"
    } else if table.isAny(head, .gpeHead) {
      type = "GPE"
    } else {
      type = "ORG"
    }
    return Found(tokens: first..<head + 1, type: type)
  }

  private func isNameLike(_ token: Int) -> Bool {
    table.has(token, .word) && (!table.isAny(token, .common) || !names.covers[token].isEmpty)
  }

  /// The words behind `of` or `for` that complete an organisation's name: `of Health and Population`.
  private func complement(behind head: Int, in sentence: Range<Int>) -> Range<Int>? {
    guard table.isAny(head, .orgOf), head + 2 < sentence.upperBound else { return nil }
    var next = head + 1
    guard table.has(next, .lower), table.equals(next, "of") || table.equals(next, "for") || table.equals(next, "on") else { return nil }
    next += 1
    if table.equals(next, "the"), next + 1 < sentence.upperBound { next += 1 }
    guard names.isNameWord(next), !table.isAny(next, [.title, .office, .weekday, .month]) else { return nil }
    var end = next + 1
    var isNested = false
    while end < sentence.upperBound {
      if names.isNameWord(end), !table.isAny(end, [.title, .office, .weekday, .month]) {
        end += 1
      } else if end + 1 < sentence.upperBound, table.equals(end, "and") || table.isByte(end, UInt8(ascii: "&")), names.isNameWord(end + 1),
        table.isAny(end + 1, .common), !table.isAny(end + 1, [.title, .office])
      {
        end += 2
      } else if end + 1 < sentence.upperBound, !isNested, table.equals(end, "of"), names.isNameWord(end + 1),
        !table.isAny(end + 1, [.title, .office])
      {
        isNested = true
        end += 2
      } else if end + 2 < sentence.upperBound, names.covers[end - 1].intersects(.place), table.equals(end, "and"),
        table.equals(end + 1, "the"),
        names.covers[end + 2].intersects(.place), names.isNameWord(end + 2)
      {
        end += 3
      } else {
        break
      }
    }
    return next..<end
  }

  /// `National Road Board (NRB)`: the name, where its initials are the acronym's letters or it is an organisation already, and the acronym.
  private func introduced(_ name: Range<Int>, in sentence: Range<Int>) -> (Range<Int>?, Int)? {
    let open = name.upperBound
    guard open + 2 < sentence.upperBound, table.isByte(open, UInt8(ascii: "(")), table.has(open + 1, .allCaps), table.has(open + 1, .word),
      table.isByte(open + 2, UInt8(ascii: ")")), table.spans[open + 1].count >= 2, table.spans[open + 1].count <= 8
    else { return nil }
    let acronym = open + 1
    if names.covers[open - 1].intersects(.place) && !names.covers[open - 1].intersects(.organization) { return nil }
    if let first = start(of: acronym, before: open, in: sentence) { return (first..<open, acronym) }
    return names.covers[open - 1].contains(.organization) || table.isAny(open - 1, .orgStrong) ? (nil, acronym) : nil
  }

  /// The token at which the words begin whose initials an acronym's letters are, small words passed over.
  private func start(of acronym: Int, before open: Int, in sentence: Range<Int>) -> Int? {
    var letter = Int(table.spans[acronym].end) - 1
    let firstLetter = Int(table.spans[acronym].start)
    var token = open - 1
    var capitals = 0
    while letter >= firstLetter, token >= sentence.lowerBound, open - token <= 12 {
      if table.has(token, .word), table.has(token, .capitalized) {
        guard table.first(token) == table.text[letter] else { return nil }
        capitals += 1
        letter -= 1
      } else if !(table.isAny(token, .function) || table.isDash(token)) {
        return nil
      }
      if letter < firstLetter { return capitals >= 2 ? token : nil }
      token -= 1
    }
    return nil
  }
}
