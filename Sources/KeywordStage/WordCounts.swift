/// What YAKE counts of each word of a document, by the word's number.
struct WordCounts {
  /// Whether it is a content word somewhere.
  private(set) var isContent: [Bool]
  /// Occurrences.
  private(set) var frequency: [UInt32]
  /// Occurrences with a capital that the sentence's start or a title does not explain.
  private(set) var capitals: [UInt32]
  /// Occurrences in capitals alone.
  private(set) var acronyms: [UInt32]
  /// Sentences with the word.
  private(set) var sentenceFrequency: [UInt32]
  /// Neighbours on the left: how many, and how many different ones.
  private(set) var leftTotal: [UInt32]
  private(set) var leftDistinct: [UInt32]
  /// Neighbours on the right.
  private(set) var rightTotal: [UInt32]
  private(set) var rightDistinct: [UInt32]
  /// Words that stand side by side with nothing between them.
  private(set) var pairs = WordPairs()
  /// The sentences of each word's occurrences, word after word.
  private var sentences: [UInt32]
  private var firsts: [Int]

  init(of document: KeywordUnits) {
    let count = document.words.count
    let none = [UInt32](repeating: 0, count: count)
    isContent = Array(repeating: false, count: count)
    (frequency, capitals, acronyms, sentenceFrequency) = (none, none, none, none)
    (leftTotal, leftDistinct, rightTotal, rightDistinct) = (none, none, none, none)
    let units = document.units
    for (index, unit) in units.enumerated() where !unit.flags.contains(.gap) {
      let word = Int(unit.word)
      frequency[word] += 1
      if unit.flags.contains(.content) { isContent[word] = true }
      if unit.flags.contains(.capital) { capitals[word] += 1 }
      if unit.flags.contains(.acronym) { acronyms[word] += 1 }
      if index > 0, !units[index - 1].flags.contains(.gap), units[index - 1].sentence == unit.sentence {
        pairs.add(units[index - 1].word, unit.word)
      }
    }
    for pair in pairs.pairs {
      rightTotal[Int(pair.left)] += pair.count
      rightDistinct[Int(pair.left)] += 1
      leftTotal[Int(pair.right)] += pair.count
      leftDistinct[Int(pair.right)] += 1
    }
    firsts = [0]
    firsts.reserveCapacity(count + 1)
    for word in 0..<count { firsts.append(firsts[word] + Int(frequency[word])) }
    sentences = Array(repeating: 0, count: firsts[count])
    var last = [UInt32](repeating: .max, count: count)
    for unit in units where !unit.flags.contains(.gap) {
      let word = Int(unit.word)
      if last[word] == unit.sentence { continue }
      last[word] = unit.sentence
      sentences[firsts[word] + Int(sentenceFrequency[word])] = unit.sentence
      sentenceFrequency[word] += 1
    }
  }

  /// The median of the numbers of the sentences with a word, from 0.
  func medianSentence(of word: Int) -> Double {
    let first = firsts[word]
    let count = Int(sentenceFrequency[word])
    let upper = Double(sentences[first + count / 2])
    return count % 2 == 1 ? upper : (Double(sentences[first + count / 2 - 1]) + upper) / 2
  }
}
