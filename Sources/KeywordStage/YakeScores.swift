import Foundation

/// Scores of words and phrases by YAKE (Campos et al., Information Sciences 509, 2020), section 3, with a window of one word on each side.
///
/// For a word t: `S(t) = T_rel · T_pos / (T_case + TF_norm / T_rel + T_sent / T_rel)`, and for a phrase of content words
/// `S(kw) = Π S(t) / (KF(kw) · (1 + Σ S(t)))`. A joining word inside a phrase counts by how firmly it is tied to its neighbours: with p the product of
/// the two conditional probabilities, it multiplies by `1 + (1 - p)` and adds `-(1 - p)`. Smaller S is better.
struct YakeScores {
  /// S(t) of each word, by number; 0 for words that are no content words anywhere.
  let words: [Double]
  private let units: [KeywordUnits.Unit]
  private let frequencies: [UInt32]
  private let pairs: WordPairs

  init(of document: KeywordUnits) {
    let counts = WordCounts(of: document)
    units = document.units
    frequencies = counts.frequency
    pairs = counts.pairs
    words = Self.wordScores(counts, sentences: document.sentenceCount)
  }

  private static func wordScores(_ counts: WordCounts, sentences: Int) -> [Double] {
    let content = counts.frequency.indices.filter { counts.isContent[$0] }
    let frequencies = content.map { Double(counts.frequency[$0]) }
    let mean = frequencies.reduce(0, +) / Double(max(frequencies.count, 1))
    let variance = frequencies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(frequencies.count, 1))
    let normal = mean + variance.squareRoot()
    let largest = Double(counts.frequency.max() ?? 1)
    var scores = Array(repeating: 0.0, count: counts.frequency.count)
    for word in content {
      let frequency = Double(counts.frequency[word])
      let cased = Double(max(counts.capitals[word], counts.acronyms[word])) / (1 + log(frequency))
      let position = log(log(3 + counts.medianSentence(of: word)))
      let left = counts.leftTotal[word] == 0 ? 0 : Double(counts.leftDistinct[word]) / Double(counts.leftTotal[word])
      let right = counts.rightTotal[word] == 0 ? 0 : Double(counts.rightDistinct[word]) / Double(counts.rightTotal[word])
      let related = 1 + (left + right) * frequency / largest
      let spread = Double(counts.sentenceFrequency[word]) / Double(max(sentences, 1))
      scores[word] = related * position / (cased + frequency / normal / related + spread / related)
    }
    return scores
  }

  /// The scores of phrases, larger for better: `1 / (1 + S(kw))`.
  func scores(of table: PhraseTable) -> [Double] {
    table.phrases.map { 1 / (1 + score(of: $0)) }
  }

  /// S(kw), smaller for better.
  func score(of phrase: PhraseTable.Phrase) -> Double {
    var product = 1.0
    var sum = 0.0
    for offset in Int(phrase.start)..<Int(phrase.start + phrase.length) {
      let unit = units[offset]
      if unit.flags.contains(.content) {
        product *= words[Int(unit.word)]
        sum += words[Int(unit.word)]
      } else {
        let (left, right) = (units[offset - 1].word, units[offset + 1].word)
        let tie =
          Double(pairs.count(left, unit.word)) / Double(frequencies[Int(left)])
          * Double(pairs.count(unit.word, right)) / Double(frequencies[Int(right)])
        product *= 2 - tie
        sum -= 1 - tie
      }
    }
    // The published sum can fall to -1 with several joining words; a phrase is then no better than one whose words score nothing.
    return product / (Double(phrase.count) * max(1 + sum, 0.05))
  }
}
