import Pipeline

/// What is counted in a text.
public struct TextCounts: Sendable, Hashable {
  /// Sentences with a word.
  public var sentences = 0
  /// Words.
  public var words = 0
  /// Syllables of all words.
  public var syllables = 0
  /// Letters and digits.
  public var letters = 0
  /// Words of three syllables and more.
  public var polysyllables = 0
  /// Those of them that count as hard for the fog index.
  public var hardWords = 0

  /// Nothing was counted.
  public init() {}
}

/// The value of the layer `readability`. Scores are rounded to two places; they are absent where the text is too short.
public struct Readability: Codable, Sendable, Hashable {
  /// The layer.
  public static let key = LayerKey<Readability>("readability")

  /// Counts.
  public var sentences, words, syllables, letters, polysyllables: Int
  /// Means.
  public var wordsPerSentence, syllablesPerWord: Double?
  /// Higher is easier.
  public var fleschReadingEase: Double?
  /// School years.
  public var fleschKincaidGrade, gunningFog, smog, automatedReadabilityIndex, colemanLiau: Double?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case sentences, words, syllables, letters, polysyllables
    case wordsPerSentence = "words_per_sentence"
    case syllablesPerWord = "syllables_per_word"
    case fleschReadingEase = "flesch_reading_ease"
    case fleschKincaidGrade = "flesch_kincaid_grade"
    case gunningFog = "gunning_fog"
    case smog
    case automatedReadabilityIndex = "automated_readability_index"
    case colemanLiau = "coleman_liau"
  }

  /// Scores counts.
  public init(_ counts: TextCounts, minimumWords: Int) {
    (sentences, words, syllables) = (counts.sentences, counts.words, counts.syllables)
    (letters, polysyllables) = (counts.letters, counts.polysyllables)
    guard words > 0, sentences > 0 else { return }
    let length = Double(words) / Double(sentences)
    let weight = Double(syllables) / Double(words)
    let strokes = Double(letters) / Double(words)
    wordsPerSentence = Self.rounded(length)
    syllablesPerWord = Self.rounded(weight)
    guard words >= minimumWords else { return }
    fleschReadingEase = Self.rounded(Self.fleschReadingEase(length, weight))
    fleschKincaidGrade = Self.rounded(Self.fleschKincaidGrade(length, weight))
    gunningFog = Self.rounded(Self.gunningFog(length, hardShare: Double(counts.hardWords) / Double(words)))
    smog = Self.rounded(Self.smog(polysyllablesPerSentence: Double(polysyllables) / Double(sentences)))
    automatedReadabilityIndex = Self.rounded(Self.automatedReadabilityIndex(length, strokes))
    colemanLiau = Self.rounded(Self.colemanLiau(lettersPerWord: strokes, sentencesPerWord: 1 / length))
  }

  /// R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32(3), 1948.
  static func fleschReadingEase(_ wordsPerSentence: Double, _ syllablesPerWord: Double) -> Double {
    206.835 - 1.015 * wordsPerSentence - 84.6 * syllablesPerWord
  }

  /// J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, Research Branch Report 8-75, Naval Technical Training, 1975.
  static func fleschKincaidGrade(_ wordsPerSentence: Double, _ syllablesPerWord: Double) -> Double {
    0.39 * wordsPerSentence + 11.8 * syllablesPerWord - 15.59
  }

  /// R. Gunning, The Technique of Clear Writing, McGraw-Hill, 1952.
  static func gunningFog(_ wordsPerSentence: Double, hardShare: Double) -> Double {
    0.4 * (wordsPerSentence + 100 * hardShare)
  }

  /// G. H. McLaughlin, "SMOG grading: a new readability formula", Journal of Reading 12(8), 1969.
  static func smog(polysyllablesPerSentence: Double) -> Double {
    1.0430 * (30 * polysyllablesPerSentence).squareRoot() + 3.1291
  }

  /// E. A. Smith and R. J. Senter, Automated Readability Index, AMRL-TR-66-220, 1967.
  static func automatedReadabilityIndex(_ wordsPerSentence: Double, _ lettersPerWord: Double) -> Double {
    4.71 * lettersPerWord + 0.5 * wordsPerSentence - 21.43
  }

  /// M. Coleman and T. L. Liau, "A computer readability formula designed for machine scoring", Journal of Applied Psychology 60(2), 1975.
  static func colemanLiau(lettersPerWord: Double, sentencesPerWord: Double) -> Double {
    0.0588 * 100 * lettersPerWord - 0.296 * 100 * sentencesPerWord - 15.8
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
