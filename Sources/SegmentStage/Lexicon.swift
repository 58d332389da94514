import Pipeline

/// The word lists of the stage, read from its data files.
struct Lexicon: Sendable {
  /// Abbreviations and other words, with their classes.
  let words: WordTable<WordClass>
  /// Words that are cut inside, with the length of each piece in letters and apostrophes.
  let contractions: WordTable<[Int]>
  /// The lengths of contractions that begin with a letter, as bits; indexed by the letter's place in the alphabet.
  let contractionLengths: [UInt32]

  /// Reads the data files.
  static func load() throws(Diagnostics) -> Lexicon {
    try Lexicon(
      lists: [
        ("Data/abbreviations.txt", try ResourceFolder.bytes(of: "Data/abbreviations.txt", in: "SegmentStage")),
        ("Data/words.txt", try ResourceFolder.bytes(of: "Data/words.txt", in: "SegmentStage")),
      ],
      contractions: try ResourceFolder.bytes(of: "Data/contractions.txt", in: "SegmentStage"))
  }

  /// Creates a lexicon from the bytes of data files, each with its name.
  init(lists: [(file: String, bytes: [UInt8])], contractions: [UInt8]) throws(Diagnostics) {
    var classes: [String: WordClass] = [:]
    var problems = Diagnostics()
    for (file, bytes) in lists {
      for (number, line) in Self.lines(bytes) {
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let wordClass = WordClass.named(String(parts[0])) else {
          problems.append(
            Diagnostic(
              code: "bad-word-list", "a line is the name of a class, a colon and words",
              at: SourceLocation(file: file, line: number, column: 1)))
          continue
        }
        for word in parts[1].split(separator: " ") {
          let folded = word.lowercased()
          let needsCapital = !wordClass.isDisjoint(with: .abbreviation) && folded != word
          let known = classes[folded] ?? []
          // A word that stands there in lower case as well needs no capital.
          let free = !known.isDisjoint(with: .abbreviation) && !known.contains(.capitalised)
          classes[folded] = known.union(wordClass).union(needsCapital && !free ? .capitalised : [])
          if !needsCapital, !wordClass.isDisjoint(with: .abbreviation) { classes[folded]?.remove(.capitalised) }
        }
      }
    }
    try problems.throwIfErrors()
    words = WordTable(classes.sorted { $0.key < $1.key }.map { (Array($0.key.utf8), $0.value) })

    var cut: [(word: [UInt8], value: [Int])] = []
    var lengths = [UInt32](repeating: 0, count: 26)
    for (_, line) in Self.lines(contractions) {
      let pieces = line.split(separator: "|")
      let word = Array(pieces.joined().utf8)
      cut.append((word, pieces.map(\.utf8.count)))
      if let first = word.first, first >= 0x61, first <= 0x7A { lengths[Int(first) - 0x61] |= 1 << UInt32(min(word.count, 31)) }
    }
    self.contractions = WordTable(cut)
    contractionLengths = lengths
  }

  /// The lines that hold something, without comments, each with its number.
  private static func lines(_ bytes: [UInt8]) -> [(number: Int, line: String)] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      line.isEmpty || line.first == UInt8(ascii: "#") ? nil : (index + 1, String(decoding: line, as: UTF8.self))
    }
  }
}
