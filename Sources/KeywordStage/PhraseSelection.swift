import Pipeline

extension PhraseTable {
  /// The best phrases as keywords, without ones too alike.
  ///
  /// Only the best `20 · count + 200` phrases are looked at, so that a text of near-duplicates stays cheap.
  ///
  /// - Parameter scores: By phrase, larger for better; phrases that score nothing are left out.
  func best(_ count: Int, scores: [Double], deduplication: Double, units: KeywordUnits, text: Text) -> [Keyword] {
    let rounded = scores.map { ($0 * 1_000_000).rounded() / 1_000_000 }
    let hasBody = phrases.contains(where: \.isInBody)
    let order = phrases.indices.filter { rounded[$0] > 0 && (phrases[$0].isInBody || !hasBody) }
      .sorted { rounded[$0] == rounded[$1] ? phrases[$0].start < phrases[$1].start : rounded[$0] > rounded[$1] }
    var chosen: [Int] = []
    var texts: [PhraseText] = []
    for phrase in order.prefix(20 * count + 200) where chosen.count < count {
      let words = PhraseText(phrases[phrase], units)
      if texts.contains(where: { $0.isLike(words, threshold: deduplication) }) { continue }
      chosen.append(phrase)
      texts.append(words)
    }
    let forms = surfaces(of: chosen, units: units, text: text)
    return zip(chosen, forms).map { Keyword($1, score: rounded[$0]) }
  }

  /// Each phrase as it stands in the text most often; places where a capital may be due to the sentence's start or a title count only where
  /// there are no others. The earliest of equally frequent forms.
  private func surfaces(of chosen: [Int], units: KeywordUnits, text: Text) -> [String] {
    var places = [Int32](repeating: -1, count: phrases.count)
    for (place, phrase) in chosen.enumerated() { places[phrase] = Int32(place) }
    var forms = [[Form]](repeating: [], count: chosen.count)
    for occurrence in occurrences where places[Int(occurrence.phrase)] >= 0 {
      let place = Int(places[Int(occurrence.phrase)])
      let first = units.units[Int(occurrence.start)]
      let last = units.units[Int(occurrence.start + phrases[Int(occurrence.phrase)].length) - 1]
      let bytes = Self.flat(text[TextSpan(first.span.start, last.span.end)])
      let weight = first.flags.contains(.weakCase) ? 1 : 1_000_000
      if let known = forms[place].firstIndex(where: { $0.bytes == bytes }) {
        forms[place][known].weight += weight
      } else if forms[place].count < 16 {
        forms[place].append(Form(bytes: bytes, weight: weight))
      }
    }
    return forms.map { forms in
      var best = forms[0]
      for form in forms where form.weight > best.weight { best = form }
      return String(decoding: best.bytes, as: UTF8.self)
    }
  }

  private struct Form {
    var bytes: [UInt8]
    var weight: Int
  }

  /// The bytes with each run of white space as one space.
  private static func flat(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var flat: [UInt8] = []
    flat.reserveCapacity(bytes.count)
    for byte in bytes {
      if byte > 0x20 { flat.append(byte) } else if flat.last != 0x20 { flat.append(0x20) }
    }
    return flat
  }
}

/// A phrase's words for comparison.
private struct PhraseText {
  private var joined: [UInt8] = []
  private var stems: [ArraySlice<UInt8>] = []

  init(_ phrase: PhraseTable.Phrase, _ units: KeywordUnits) {
    for unit in units.units[Int(phrase.start)..<Int(phrase.start + phrase.length)] {
      let word = units.words.bytes(of: unit.word)
      if !joined.isEmpty { joined.append(0x20) }
      joined += word
      if unit.flags.contains(.content) { stems.append(Self.stem(word)) }
    }
  }

  /// Whether one phrase holds all words of the other, or their letters are at least as alike as the threshold says (1 - Levenshtein
  /// distance / longer length, as in YAKE).
  func isLike(_ other: PhraseText, threshold: Double) -> Bool {
    if threshold >= 1 { return joined == other.joined }
    if stems.allSatisfy(other.stems.contains) || other.stems.allSatisfy(stems.contains) { return true }
    let longer = max(joined.count, other.joined.count)
    let allowed = Int((1 - threshold) * Double(longer))
    if abs(joined.count - other.joined.count) > allowed { return false }
    return Self.distance(joined, other.joined) <= allowed
  }

  /// Without the ending of a plural: the S stemmer of Harman (1991).
  private static func stem(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard word.count > 3, word.last == UInt8(ascii: "s") else { return word }
    let before = word[word.endIndex - 2]
    if before == UInt8(ascii: "s") || before == UInt8(ascii: "u") { return word }
    return word.dropLast()
  }

  /// The Levenshtein distance of two short words.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = a == b ? diagonal : min(diagonal, above, row[j]) + 1
        diagonal = above
      }
    }
    return row[right.count]
  }
}
