import Pipeline

/// Names from any number of lists, found in a document in one pass.
///
/// A match begins and ends where tokens do; a possessive `'s` inside the last token is left out. Within a list the longest match at a token
/// wins; lists do not see each other, so that the caller can weigh them.
package struct Gazetteer: Sendable {
  /// A list of names.
  package struct Source: Sendable {
    /// What provenance calls it, such as `people.tsv`.
    package var name: String
    /// How its entries treat case.
    package var caseRule: CaseRule
    /// Whether letters match with and without diacritics.
    package var ignoresDiacritics: Bool

    package init(name: String, case caseRule: CaseRule = .smart, ignoresDiacritics: Bool = false) {
      self.name = name
      self.caseRule = caseRule
      self.ignoresDiacritics = ignoresDiacritics
    }
  }

  /// An entry: places in the pool of bytes, and numbers.
  struct Entry: Sendable {
    var nameStart: UInt32
    var canonicalStart: UInt32
    var nameCount: UInt16
    var canonicalCount: UInt16
    var source: UInt16
    var type: UInt16
    /// The next entry with the same folded atoms, or -1.
    var next: Int32 = -1
  }

  /// A name found in a document.
  package struct Match: Sendable, Hashable {
    /// Where it is.
    package var span: TextSpan
    /// The tokens; the last may reach further than the span, by a possessive.
    package var tokens: Range<Int>
    /// The entry's index.
    package var entry: Int
    /// The index of the entry's list in `sources`.
    package var source: Int
  }

  /// The lists, in the order in which they were added.
  package let sources: [Source]
  /// The types that entries have.
  package let types: [EntityType]
  let entries: [Entry]
  let pool: [UInt8]
  let index: GazetteerIndex

  /// How many entries there are.
  package var count: Int { entries.count }

  /// The type of an entry.
  package func type(of entry: Int) -> EntityType { types[Int(entries[entry].type)] }

  /// The canonical name of an entry, if the list gives one.
  func canonical(of entry: Int) -> String? {
    let entry = entries[entry]
    if entry.canonicalCount == 0 { return nil }
    return String(decoding: pool[Int(entry.canonicalStart)..<Int(entry.canonicalStart) + Int(entry.canonicalCount)], as: UTF8.self)
  }

  /// The canonical name of what was found: the list's, or where the text is in capitals, as in a dateline, the name as the list spells it.
  package func canonical(of match: Match, in text: Text) -> String? {
    if let canonical = canonical(of: match.entry) { return canonical }
    // Names in capitals are few: most are told by their bytes.
    if text[match.span].contains(where: { $0 &- 0x61 < 26 }) { return nil }
    let entry = entries[match.entry]
    let name = String(decoding: pool[Int(entry.nameStart)..<Int(entry.nameStart) + Int(entry.nameCount)], as: UTF8.self)
    let found = text.string(match.span)
    return found == found.uppercased() && name != name.uppercased() && name != name.lowercased() ? name : nil
  }

  /// Finds the names in some tokens of a document, which are a sentence's: names do not go beyond it.
  ///
  /// - Parameter body: Called with each list's longest match at each token, in order of tokens, then of length, then of entries.
  package func matches(
    in range: Range<Int>, of atoms: TokenAtoms, text: Text, _ body: (Match) -> Void
  ) {
    if entries.isEmpty { return }
    var found: [Match] = []
    let limit = Int(atoms.firsts[range.upperBound])
    for token in range {
      var position = Int(atoms.firsts[token])
      if position == Int(atoms.firsts[token + 1]) { continue }
      var hash = TokenAtoms.extended(0, by: atoms.atoms[position].hash)
      var node = index.entry(at: hash)
      if node == GazetteerIndex.none { continue }
      var last = token
      while true {
        while Int(atoms.firsts[last + 1]) <= position { last += 1 }
        if node >= 0, isEnd(position, of: last, in: atoms, text) {
          let span = TextSpan(atoms.atoms[Int(atoms.firsts[token])].start, atoms.atoms[position].end)
          collect(from: node, span, token..<last + 1, text, into: &found)
        }
        position += 1
        if position >= limit { break }
        hash = TokenAtoms.extended(hash, by: atoms.atoms[position].hash)
        node = index.entry(at: hash)
        if node == GazetteerIndex.none { break }
      }
      if found.isEmpty { continue }
      if found.count == 1 {
        body(found[0])
      } else {
        for match in found where !found.contains(where: { $0.source == match.source && $0.span.end > match.span.end }) { body(match) }
      }
      found.removeAll(keepingCapacity: true)
    }
  }

  /// Whether a token ends behind an atom, or only a possessive follows in it.
  @inline(__always)
  private func isEnd(_ position: Int, of token: Int, in atoms: TokenAtoms, _ text: Text) -> Bool {
    let left = Int(atoms.firsts[token + 1]) - position - 1
    if left == 0 { return true }
    if left > 2 { return false }
    return isPossessive(position + 1, count: left, in: atoms, text)
  }

  private func isPossessive(_ position: Int, count: Int, in atoms: TokenAtoms, _ text: Text) -> Bool {
    let mark = atoms.atoms[position]
    let isApostrophe =
      mark.end - mark.start == 1 ? text[Int(mark.start)] == 0x27 : text.equals(TextSpan(mark.start, mark.end), [0xE2, 0x80, 0x99])
    guard isApostrophe else { return false }
    if count == 1 { return true }
    let letter = atoms.atoms[position + 1]
    return letter.end - letter.start == 1 && text[Int(letter.start)] | 0x20 == 0x73
  }

  private func collect(from first: Int32, _ span: TextSpan, _ tokens: Range<Int>, _ text: Text, into found: inout [Match]) {
    let bytes = text.bytes
    let names = pool.span
    var current = first
    while current >= 0 {
      let entry = entries[Int(current)]
      let source = sources[Int(entry.source)]
      let name = Int(entry.nameStart)..<Int(entry.nameStart) + Int(entry.nameCount)
      if NameComparison.isEqual(
        name, of: names, to: span.range, of: bytes, case: source.caseRule, ignoresDiacritics: source.ignoresDiacritics)
      {
        found.append(Match(span: span, tokens: tokens, entry: Int(current), source: Int(entry.source)))
      }
      current = entry.next
    }
  }
}
