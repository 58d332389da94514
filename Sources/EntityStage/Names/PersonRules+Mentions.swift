import Patterns
import Pipeline

/// Persons who were named before.
extension PersonRules {
  /// Whether a word is never learnt as a name: a single letter, a pronoun or another word of a closed class.
  private func isClosed(_ word: Int) -> Bool { table.has(word, .initial) || table.spans[word].count == 1 || table.isAny(word, .closed) }

  private func hash(_ name: Range<Int>) -> UInt64 {
    name.reduce(0) { table.has($1, .word) ? TokenAtoms.extended($0, by: table.hashes[$1]) : $0 }
  }

  /// The names in runs that belong to persons found before, by surname, or by given name alone.
  func mentions(of persons: [Range<Int>]) -> [Range<Int>] {
    var surnames: Set<UInt64> = []
    var given: Set<UInt64> = []
    for person in persons {
      let words = person.filter { table.has($0, .word) && !table.isAny($0, .nameSuffix) && !isClosed($0) }
      guard let last = words.last, let first = words.first else { continue }
      surnames.insert(table.hashes[last])
      if words.count > 1, table.isAny(first, .surnameFirst) { surnames.insert(table.hashes[first]) }
      if words.count > 1, table.isAny(first, .firstName), isUncommon(first) { given.insert(table.hashes[first]) }
    }
    if surnames.isEmpty { return [] }
    let full = Set(persons.map(hash))
    var taken = Array(repeating: false, count: table.count)
    for person in persons { for token in person { taken[token] = true } }
    var found: [Range<Int>] = []
    for run in names.runs {
      let isHeadline = table.capitals[run.sentence] != .names
      let sentence = table.sentences[run.sentence]
      var (name, _) = stripped(run, in: sentence)
      name = trimmed(name)
      guard let first = name.first, !taken[first] else { continue }
      let words = name.filter { table.has($0, .word) }
      if words.count == 1, isClosed(words[0]) { continue }
      if words.count > 1, full.contains(hash(name)) {
        found.append(name)
        continue
      }
      if isHeadline || words.count == 1 {
        for word in words
        where !taken[word] && !isClosed(word) && surnames.contains(table.hashes[word]) && isUncommon(word) && !isHyphenated(word)
          && names.covers[word].isSubset(of: .place)
        {
          if !isFollowedByGroup(word..<word + 1, in: sentence) { found.append(word..<word + 1) }
        }
        if words.count == 1, given.contains(table.hashes[words[0]]), !surnames.contains(table.hashes[words[0]]),
          names.covers[words[0]].isEmpty
        {
          found.append(words[0]..<words[0] + 1)
        }
      } else if words.count <= 4, let last = words.last, surnames.contains(table.hashes[last]), isPossible(words, strong: false),
        words.allSatisfy({ isUncommon($0) && names.covers[$0].isEmpty })
      {
        found.append(name)
      }
    }
    return found
  }
}
