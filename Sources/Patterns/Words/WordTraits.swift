import Pipeline

/// What the word lists say about a word, regardless of where it stands.
package struct WordTraits: OptionSet, Sendable, Hashable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// A function word: articles, pronouns, prepositions, auxiliaries, clitics, adverbs with no topic.
  package static let stop = WordTraits(rawValue: 1 << 0)
  /// A verb that reports speech, such as `said`.
  package static let reporting = WordTraits(rawValue: 1 << 1)
  /// A weekday, a month, or another word of the calendar.
  package static let calendar = WordTraits(rawValue: 1 << 2)
  /// A number in words, or a unit that goes with one.
  package static let number = WordTraits(rawValue: 1 << 3)
  /// A form of a common verb that is hardly ever a noun.
  package static let verb = WordTraits(rawValue: 1 << 4)
  /// A noun or adjective so common that alone it says nothing about a text.
  package static let generic = WordTraits(rawValue: 1 << 5)
  /// The office or form of address before a person's name, such as `minister`.
  package static let title = WordTraits(rawValue: 1 << 6)
  /// A word that joins the parts of a name, such as `of` and `de`.
  package static let link = WordTraits(rawValue: 1 << 7)
  /// A noun whose ending would say something else, such as `family` and `need`.
  package static let nounLike = WordTraits(rawValue: 1 << 8)
  /// An adjective that is hardly ever a noun, by list or ending.
  package static let adjective = WordTraits(rawValue: 1 << 9)
  /// A word that opens a noun phrase, such as `the` and `its`.
  package static let determiner = WordTraits(rawValue: 1 << 10)
  /// By its ending: an adverb, such as `quickly`.
  package static let adverb = WordTraits(rawValue: 1 << 11)
  /// By its ending: a past form or participle, such as `armed`.
  package static let participle = WordTraits(rawValue: 1 << 12)
  /// By its ending: a gerund or present participle, such as `ruling`.
  package static let gerund = WordTraits(rawValue: 1 << 13)
}

/// The word lists in `Data/words`, asked with one look-up per word.
package struct WordLexicon: Sendable {
  private var table = WordTable(capacity: 4096)
  private var traits: [WordTraits] = []
  private var endings: [(bytes: [UInt8], trait: WordTraits)] = []

  private static let lists: [(name: String, trait: WordTraits)] = [
    ("stop", .stop), ("reporting", .reporting), ("calendar", .calendar), ("numbers", .number), ("verbs", .verb), ("generic", .generic),
    ("titles", .title), ("links", .link), ("noun-like", .nounLike),
    ("adjectives", .adjective), ("determiners", .determiner),
  ]

  private static let kinds: [String: WordTraits] = [
    "adverb": .adverb, "participle": .participle, "gerund": .gerund, "adjective": .adjective,
  ]

  /// The lists that ship with the program; loaded once per run where `context.shared` keeps them under `sharedKey`.
  package static func load() throws(Diagnostics) -> WordLexicon {
    var lexicon = WordLexicon()
    for list in lists { lexicon.add(try ResourceFolder.bytes(of: "Data/words/\(list.name).txt", in: "Patterns"), list.trait) }
    lexicon.addEndings(try ResourceFolder.bytes(of: "Data/words/endings.txt", in: "Patterns"))
    return lexicon
  }

  /// The key under which stages share the lexicon.
  package static let sharedKey = "patterns/words"

  /// Creates a lexicon from lists of one word a line.
  ///
  /// - Parameter endings: Lines of an ending and what it makes: `adverb`, `participle`, `gerund` or `adjective`. Others are passed over.
  package init(_ lists: [(list: [UInt8], trait: WordTraits)] = [], endings: [UInt8] = []) {
    for list in lists { add(list.list, list.trait) }
    addEndings(endings)
  }

  /// What the lists say about the word at a span, and, where they say nothing, its ending.
  package func traits(of text: Span<UInt8>, _ span: TextSpan) -> WordTraits {
    if let id = table.id(of: text, span) { return traits[Int(id)] }
    for ending in endings where ends(text, span, ending.bytes) { return ending.trait }
    return []
  }

  /// Whether a word ends so, in small letters or capitals, with at least two bytes before the ending.
  private func ends(_ text: Span<UInt8>, _ span: TextSpan, _ ending: [UInt8]) -> Bool {
    let start = Int(span.end) - ending.count
    guard start >= Int(span.start) + 2 else { return false }
    for offset in ending.indices where text[start + offset] | 0x20 != ending[offset] { return false }
    return true
  }

  private mutating func addEndings(_ list: [UInt8]) {
    WordSet.forEachWord(in: list) { text, span in
      let parts = String(decoding: span.range.map { text[$0] }, as: UTF8.self).split(separator: " ")
      if parts.count == 2, let kind = Self.kinds[String(parts[1])] { endings.append((Array(parts[0].utf8), kind)) }
    }
  }

  private mutating func add(_ list: [UInt8], _ trait: WordTraits) {
    WordSet.forEachWord(in: list) { text, span in
      let id = Int(table.intern(text, span))
      if id == traits.count { traits.append(trait) } else { traits[id].formUnion(trait) }
    }
  }
}
