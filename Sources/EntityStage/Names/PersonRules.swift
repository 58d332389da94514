import Pipeline

/// Finds persons by what stands around their names: titles, offices, given names, verbs of speech, appositions.
struct PersonRules {
  /// The strength of what was seen before a name.
  enum Cue: Comparable {
    case none, profession, office, title, address
  }

  /// Words that no person's name holds.
  static let never: WordClasses = [
    .weekday, .month, .function, .orgStrong, .companySuffix, .locHead, .gpeHead, .facHead, .orgHead, .magnitude, .timeUnit, .currency,
  ]

  let names: NameRuns
  let table: TokenTable

  init(_ names: NameRuns) {
    self.names = names
    table = names.table
  }

  /// The persons whose names show that they are, each with its tokens.
  func evident() -> [Range<Int>] {
    var found: [Range<Int>] = []
    for run in names.runs where table.capitals[run.sentence] == .names {
      if let person = person(in: run) { found.append(person) }
    }
    return found
  }

  /// The name of a person in a run, without titles.
  func person(in run: NameRun) -> Range<Int>? {
    let sentence = table.sentences[run.sentence]
    var (name, cue) = stripped(run, in: sentence)
    name = trimmed(name)
    name = cut(name, strong: cue >= .office)
    guard !name.isEmpty, !isFollowedByGroup(name, in: sentence) else { return nil }
    let words = name.filter { table.has($0, .word) }
    guard words.count <= 5, isPossible(words, strong: cue >= .office) else { return nil }
    let isLong = words.count >= 2
    let last = words[words.count - 1]
    switch cue {
    case .address: return name
    case .title: if isLong || (isUncommon(last) && isPersonal(last)) { return name }
    case .office: if isLong ? words.contains(where: isUncommon) : isUncommon(last) && names.covers[last].isEmpty { return name }
    case .profession: if isLong, isUncommon(last), names.covers[words[0]].isEmpty { return name }
    case .none: break
    }
    guard isLong, isUncommon(last), names.covers[last].isEmpty || table.isAny(last, .alsoPerson) else { return nil }
    if hasFirstName(words) { return name }
    guard words.allSatisfy({ isUncommon($0) && names.covers[$0].isEmpty }) else { return nil }
    if hasParticle(name) || isSpokenOf(name, in: sentence) { return name }
    return nil
  }

  /// Takes titles, offices and nations off the front of a run.
  func stripped(_ run: NameRun, in sentence: Range<Int>) -> (Range<Int>, Cue) {
    var first = run.tokens.lowerBound
    let end = run.tokens.upperBound
    var cue = Cue.none
    if first > sentence.lowerBound, table.has(first - 1, .lower) {
      if table.isAny(first - 1, [.office, .title]) { cue = .office } else if table.isAny(first - 1, .profession) { cue = .profession }
    }
    while first < end {
      if table.has(first, .allCaps), table.isAny(first, .titleCapitals) {
        cue = .title
      } else if table.isAny(first, .titleShort), table.spans[first].count > 1 {
        cue = table.equals(first, "st") || table.equals(first, "st.") ? .none : .address
      } else if table.isAny(first, [.title, .office]) {
        cue = max(cue, table.isAny(first, .title) ? .title : .office)
      } else if cue != .none, table.isAny(first, .officeModifier), first + 1 < end {
        // `Chief Executive`
      } else if table.isAny(first, .profession), first + 2 < end {
        cue = max(cue, .profession)
      } else if table.has(first, .punctuation) {
        // A stop behind a title, a hyphen inside an office.
      } else if leadsToOffice(first, end) {
        cue = .none
      } else if first == sentence.lowerBound, first + 1 < end, table.isAny(first, [.common, .function]),
        !table.isAny(first, [.firstName, .surnameFirst])
      {
        cue = .none
      } else if table.isAny(first, [.weekday, .month]) || (first + 2 < end && names.covers[first] == .group) {
        // `Austrian Jurgen Berg`
        cue = .none
      } else {
        break
      }
      first += 1
    }
    return (first..<end, cue)
  }

  /// Whether a token belongs to an office or nation that a title or office follows: `Israeli Foreign Minister`.
  func leadsToOffice(_ token: Int, _ end: Int) -> Bool {
    var next = token
    while next < end {
      if table.isAny(next, [.title, .office]) && next > token { return true }
      let cover = names.covers[next]
      guard
        table.isAny(next, [.officeModifier, .direction]) || cover.intersects([.place, .group, .organization])
          || table.has(next, .punctuation)
      else {
        return false
      }
      next += 1
    }
    return false
  }

  /// Takes weekdays, `QC` and the like off the end.
  func trimmed(_ name: Range<Int>) -> Range<Int> {
    var name = name
    while let last = name.last, table.isAny(last, [.weekday, .month]) || table.has(last, .punctuation) || isPostNominal(last) {
      name = name.dropLast()
    }
    return name
  }

  private func isPostNominal(_ token: Int) -> Bool {
    table.has(token, .allCaps) && table.isAny(token, .acronymOther) && !table.isAny(token, .nameSuffix)
  }

  /// Ends a name behind its second word or later where a common word follows: `King Salman Humanitarian Aid`.
  func cut(_ name: Range<Int>, strong: Bool) -> Range<Int> {
    guard strong, name.count > 2 else { return name }
    for token in name.dropFirst(1)
    where table.has(token, .word) && !table.has(token, .lower) && !isUncommon(token) && !table.isAny(token, [.surnameFirst, .particle]) {
      if token == name.upperBound - 1 && name.count == 2 { return name }
      return trimmed(name.lowerBound..<token)
    }
    return name
  }

  /// Whether a word such as `group` or `family` makes a name another thing's.
  func isFollowedByGroup(_ name: Range<Int>, in sentence: Range<Int>) -> Bool {
    let after = name.upperBound
    return after < sentence.upperBound && table.has(after, .lower) && table.isAny(after, [.orgHead, .orgStrong, .facHead, .locHead])
      && !table.isAny(after, [.office, .speech])
  }

  /// Whether nothing else is known to have this name, or it is known as a person's as well.
  func isPersonal(_ token: Int) -> Bool { names.covers[token].isEmpty || table.isAny(token, [.alsoPerson, .firstName]) }

  func isPossible(_ words: [Int], strong: Bool) -> Bool {
    for (index, word) in words.enumerated() {
      let isSurname =
        index == 0 ? table.isAny(word, .surnameFirst) : table.isAny(word, [.surnameCommon, .surnamePlace]) && index == words.count - 1
      if table.isAny(word, Self.never), !isSurname, !isHyphenated(word) { return false }
      if index == 0, words.count > 1, table.isAny(word, .direction) { return false }
      if table.has(word, .allCaps), table.spans[word].count > 2 { return false }
      let cover = names.covers[word]
      if cover.intersects([.group, .organization, .other]) || cover.contains(.several) {
        if !(table.isAny(word, .alsoPerson) && !cover.contains(.several)) { return false }
      }
      if cover.contains(.place), !strong, !table.isAny(word, [.alsoPerson, .firstName, .surnameFirst]), index == 0 { return false }
    }
    return words.contains { !table.has($0, .initial) }
  }

  func isUncommon(_ token: Int) -> Bool {
    !table.isAny(token, [.common, .office, .officeModifier, .profession, .month, .weekday])
      || table.isAny(token, [.firstName, .surnameCommon, .surnamePlace])
      || isHyphenated(token)
  }

  func hasFirstName(_ words: [Int]) -> Bool {
    let first = words[0]
    if table.isAny(first, .firstName) {
      return names.covers[first].isEmpty || (table.isAny(first, .alsoPerson) && names.covers[words[1]].isEmpty)
    }
    if table.isAny(first, .surnameFirst) { return words.dropFirst().allSatisfy { isUncommon($0) && names.covers[$0].isEmpty } }
    return table.has(first, .initial) && !isHyphenated(first) && words.count <= 4 && table.has(words[words.count - 1], .capitalized)
  }

  /// `bin`, `al-` and the like inside a name.
  func hasParticle(_ name: Range<Int>) -> Bool {
    name.dropFirst().contains { token in
      table.equals(token, "bin") || table.equals(token, "ibn") || table.equals(token, "al") || table.equals(token, "ul")
        || table.equals(token, "van")
    }
  }

  // MARK: - What stands around a name

  func isSpokenOf(_ name: Range<Int>, in sentence: Range<Int>) -> Bool {
    let after = name.upperBound
    if after < sentence.upperBound {
      if table.isAny(after, [.speech, .personVerb]), table.has(after, .lower) { return true }
      if table.isByte(after, UInt8(ascii: ",")) { return isApposition(after + 1, in: sentence) }
      if table.isByte(after, UInt8(ascii: "(")), after + 2 < sentence.upperBound, isAge(after + 1) { return true }
      if table.isAny(after, .relativePerson) { return true }
    }
    let before = name.lowerBound - 1
    return before > sentence.lowerBound && table.isAny(before, .speech) && table.has(before, .lower)
      && (after >= sentence.upperBound || table.has(after, .punctuation))
  }

  /// `the spokesman for`, `a former minister`, `who`, `42,`.
  func isApposition(_ token: Int, in sentence: Range<Int>) -> Bool {
    guard token < sentence.upperBound else { return false }
    if table.isAny(token, .relativePerson) { return true }
    if isAge(token), token + 1 >= sentence.upperBound || table.has(token + 1, .punctuation) { return true }
    var next = token
    while next < sentence.upperBound, next < token + 7, table.has(next, .word) || table.isDash(next) {
      if table.isAny(next, [.office, .profession]) { return true }
      let isModifier =
        table.isAny(next, [.officeModifier, .function, .title]) || names.covers[next].intersects([.place, .group, .organization])
        || table.equals(next, "'s") || table.isDash(next)
      let isFirst = next == token && (table.equals(next, "a") || table.equals(next, "an") || table.equals(next, "the"))
      if !isModifier && !isFirst && next > token + 2 { return false }
      next += 1
    }
    return false
  }

  /// Whether a hyphen ties a word to the one before or behind it.
  func isHyphenated(_ token: Int) -> Bool {
    if token > 0, table.isDash(token - 1), table.touchesNext(token - 1) { return true }
    return token + 1 < table.count && table.isDash(token + 1) && table.touchesNext(token)
  }

  func isAge(_ token: Int) -> Bool { (10...110).contains(table.value(token)) }
}

extension NameRuns.Cover {
  /// Whether it is any of these.
  func intersects(_ other: NameRuns.Cover) -> Bool { rawValue & other.rawValue != 0 }
}
