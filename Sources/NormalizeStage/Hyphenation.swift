import Pipeline

/// Tells a hyphen that was set at a line's end from one that belongs to the word: `minis-` `ter` from `well-` `known`.
///
/// The document's own words decide first, then a list of English words; where neither knows the whole word, it is taken as a compound if both parts are words.
struct Hyphenation: Sendable {
  private let words: WordList

  /// Takes the list of words.
  init(words: WordList) {
    self.words = words
  }

  /// Decides every `.unhyphenate` among the joints: those whose hyphen belongs to the word become `.glue`. Linear.
  func decide(_ text: Text, _ lines: [Line], _ joints: inout [LineJoiner.Joint]) {
    guard joints.contains(.unhyphenate) else { return }
    let bytes = text.bytes
    let seen = Self.wordHashes(bytes, lines, joints)
    for index in joints.indices where joints[index] == .unhyphenate {
      let first = Self.word(bytes, endingAt: lines[index].end - 1, from: lines[index].start)
      let second = Self.word(bytes, startingAt: lines[index + 1].start, to: lines[index + 1].end)
      if keepsHyphen(first, second, seen) { joints[index] = .glue }
    }
  }

  private func keepsHyphen(_ first: [UInt8], _ second: [UInt8], _ seen: Set<UInt64>) -> Bool {
    let whole = first + second
    let compound = first + [UInt8(ascii: "-")] + second
    let wholeSeen = seen.contains(Self.hash(whole))
    let compoundSeen = seen.contains(Self.hash(compound))
    if wholeSeen != compoundSeen { return compoundSeen }
    if words.contains(whole) { return false }
    if first.contains(UInt8(ascii: "-")) || words.contains(compound) { return true }
    return words.contains(first) && words.contains(second)
  }

  /// The hashes of all words, with inner hyphens and in small letters, but those cut in two by a line's end.
  private static func wordHashes(_ bytes: Span<UInt8>, _ lines: [Line], _ joints: [LineJoiner.Joint]) -> Set<UInt64> {
    var hashes: Set<UInt64> = []
    for (index, line) in lines.enumerated() {
      var offset = line.start
      while offset < line.end {
        guard isWordByte(bytes[offset]) else {
          offset += 1
          continue
        }
        let start = offset
        while offset < line.end, isWordByte(bytes[offset]) || bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        let isCut =
          (start == line.start && index > 0 && joints[index - 1] == .unhyphenate)
          || (offset == line.end && index < joints.count && joints[index] == .unhyphenate)
        if !isCut { hashes.insert(hash(bytes, start..<offset)) }
      }
    }
    return hashes
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { Scalars.isASCIILetter(byte) || byte >= 0x80 }

  private static func word(_ bytes: Span<UInt8>, endingAt end: Int, from least: Int) -> [UInt8] {
    var start = end
    while start > least, isWordByte(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: "-") { start -= 1 }
    return lowercased(bytes, start..<end)
  }

  private static func word(_ bytes: Span<UInt8>, startingAt start: Int, to most: Int) -> [UInt8] {
    var end = start
    while end < most, isWordByte(bytes[end]) { end += 1 }
    return lowercased(bytes, start..<end)
  }

  private static func lowercased(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var word: [UInt8] = []
    word.reserveCapacity(range.count)
    for offset in range { word.append(Scalars.lowercased(bytes[offset])) }
    return word
  }

  /// FNV-1a over small letters.
  private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for offset in range { hash = (hash ^ UInt64(Scalars.lowercased(bytes[offset]))) &* 0x100_0000_01B3 }
    return hash
  }

  private static func hash(_ word: [UInt8]) -> UInt64 { hash(word.span, 0..<word.count) }
}
