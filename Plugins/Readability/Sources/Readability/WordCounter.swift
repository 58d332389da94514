/// Counts the words of sentences and what is in them.
struct WordCounter {
  private(set) var counts = TextCounts()
  /// The present word, folded: lower-case letters of ASCII, `0` for digits, `'` for apostrophes, `~` for letters of other scripts, `-` for hyphens.
  private var word: [UInt8] = []
  private var capitals = 0
  private var isFirst = true

  /// Counts a sentence. Words are what white space and dashes separate, if there is a letter or digit in it (Flesch, 1948).
  mutating func count(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let wordsBefore = counts.words
    isFirst = true
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = bytes[offset]
      var length = 1
      switch byte {
      case 0x61...0x7A: word.append(byte)
      case 0x41...0x5A:
        word.append(byte | 0x20)
        capitals += 1
      case 0x30...0x39: word.append(0x30)
      case 0x27: word.append(0x27)
      case 0x2D:
        // A hyphen joins; two are a dash.
        if offset + 1 < range.upperBound, bytes[offset + 1] == 0x2D { finishWord() } else { word.append(0x2D) }
      case 0x09...0x0D, 0x20: finishWord()
      case 0..<0x80: break
      default: length = addScalar(bytes, offset, range.upperBound)
      }
      offset += length
    }
    finishWord()
    if counts.words > wordsBefore { counts.sentences += 1 }
  }

  /// Takes a scalar outside ASCII, and returns its length in bytes.
  private mutating func addScalar(_ bytes: Span<UInt8>, _ offset: Int, _ end: Int) -> Int {
    let lead = bytes[offset]
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard offset + length <= end else { return 1 }
    let next = bytes[offset + 1]
    switch (lead, next) {
    case (0xC2, 0xA0): finishWord()
    case (0xC2, _): break
    case (0xC3, 0x97), (0xC3, 0xB7): break
    case (0xC3, _):
      // Latin-1's capitals and small letters lie 0x20 apart.
      if next < 0xA0 { capitals += 1 }
      word.append(Self.baseLetters[Int(next & 0x1F)])
    case (0xE2, 0x80):
      switch bytes[offset + 2] {
      case 0x93, 0x94, 0x95, 0x80...0x8A, 0xA8, 0xA9, 0xAF: finishWord()
      case 0x90, 0x91: word.append(0x2D)
      case 0x98, 0x99: word.append(0x27)
      default: break
      }
    case (0xE2, _), (0xE3, 0x80): break
    case (0xCC, _), (0xCD, 0x80...0xAF): break
    default: word.append(0x7E)
    }
    return length
  }

  /// The letters of Latin-1's second half without their marks.
  private static let baseLetters = Array("aaaaaaaceeeeiiiidnooooo~ouuuuyts".utf8)

  private mutating func finishWord() {
    defer {
      word.removeAll(keepingCapacity: true)
      capitals = 0
    }
    let letters = word.reduce(0) { $0 + ($1 == 0x27 || $1 == 0x2D ? 0 : 1) }
    if letters == 0 { return }
    let isCapitalised = capitals > 0
    var (syllables, hardest) = (0, 0)
    for part in word.split(separator: 0x2D) where part.contains(where: { $0 != 0x27 }) {
      let count = Syllables.count(part, isAllCapitals: capitals == letters)
      syllables += count
      hardest = max(hardest, Syllables.isEasedBySuffix(part, count) ? 2 : count)
    }
    counts.words += 1
    counts.letters += letters
    counts.syllables += syllables
    if syllables >= 3 {
      counts.polysyllables += 1
      // Gunning leaves out names, words joined of short ones, and third syllables that -es, -ed or -ing make.
      if hardest >= 3, isFirst || !isCapitalised { counts.hardWords += 1 }
    }
    isFirst = false
  }
}
