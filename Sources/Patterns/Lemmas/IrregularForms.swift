import Pipeline

/// The table of `Data/lemmas.txt`: inflection that no suffix rule gives, and the words in which British and American spelling differ or agree against the rule.
struct IrregularForms: Sendable {
  /// The irregular forms of a lemma; a form that is missing is regular.
  struct Entry: Sendable {
    var past: [[UInt8]] = []
    var participle: [[UInt8]] = []
    var s: [[UInt8]] = []
    var ing: [[UInt8]] = []
  }

  /// By lemma.
  private(set) var entries: [[UInt8]: Entry] = [:]
  /// The lemmas of a spelling, with what it is of them.
  private(set) var lemmas: [[UInt8]: [InflectedForm]] = [:]
  /// Words in `-ise` that are never written `-ize`.
  private(set) var keepIse: Set<[UInt8]> = []
  /// Words in `-our` that American English writes `-or`.
  private(set) var our: Set<[UInt8]> = []

  /// Reads the table. Lines that do not fit are skipped: a test compares the number of lines.
  init(_ data: [UInt8]) {
    var section = ""
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        section = String(line)
        continue
      }
      let columns = line.split(separator: "|").map { $0.split(separator: " ").map { Array($0.utf8) } }
      switch section {
      case "[verbs]":
        guard let lemma = columns.first?.first else { continue }
        var entry = Entry()
        if columns.count > 1 { entry.past = columns[1] }
        if columns.count > 2 { entry.participle = columns[2] }
        if columns.count > 3 { entry.s = columns[3] }
        if columns.count > 4 { entry.ing = columns[4] }
        add(entry, of: lemma)
      case "[nouns]":
        guard columns.count == 2, let lemma = columns[0].first else { continue }
        add(Entry(s: columns[1]), of: lemma)
      case "[keep_ise]": keepIse.formUnion(columns[0])
      case "[our]": our.formUnion(columns[0])
      default: continue
      }
    }
  }

  private mutating func add(_ entry: Entry, of lemma: [UInt8]) {
    entries[lemma] = entry
    for (forms, form) in [(entry.past, WordForms.past), (entry.participle, .participle), (entry.s, .s), (entry.ing, .ing)] {
      for spelling in forms {
        if let known = lemmas[spelling]?.firstIndex(where: { $0.bytes == lemma }) {
          lemmas[spelling]![known].forms.insert(form)
        } else {
          lemmas[spelling, default: []].append(InflectedForm(lemma, form))
        }
      }
    }
  }
}
