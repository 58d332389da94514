import Patterns
import Pipeline

/// Finds the key words and phrases of a document by one of several published methods.
public struct KeywordStage: ConfigurableStage {
  /// The published ways to score words.
  enum Method: String, CaseIterable {
    case yake, textrank
  }

  private let method: Method
  private let count: Int
  private let maxWords: Int
  private let deduplication: Double
  private let lexicon: WordLexicon

  /// Creates the stage; the word lists are loaded once per run.
  public init(options: StageOptions, context: StageContext) throws(Diagnostics) {
    method = Method(rawValue: options.string("method")) ?? .yake
    count = options.integer("count")
    maxWords = options.integer("max_words")
    deduplication = options.number("deduplication")
    lexicon = try context.shared(WordLexicon.sharedKey) { () throws(Diagnostics) in try WordLexicon.load() }
  }

  /// The layers that it reads and writes.
  public var layers: LayerUse { Self.descriptor.layers }

  /// Writes the keywords of a document.
  public func process(_ document: inout Document) throws(StageFailure) {
    document.keywords = keywords(of: document)
  }

  private func keywords(of document: Document) -> [Keyword] {
    let units = KeywordUnits(of: document, lexicon: lexicon, maxWords: maxWords)
    if units.isEmpty { return [] }
    let phrases = PhraseTable(of: units, maxWords: maxWords)
    if phrases.isEmpty { return [] }
    let scores =
      switch method {
      case .yake: YakeScores(of: units).scores(of: phrases)
      case .textrank: TextRankScores(of: units).scores(of: phrases)
      }
    return phrases.best(count, scores: scores, deduplication: deduplication, units: units, text: document.text)
  }
}
