import Patterns
import Pipeline

/// Summarises a document by some of its own sentences, chosen by one of several published methods.
public struct SummaryStage: ConfigurableStage {
  private let options: SummaryOptions
  private let lexicon: WordLexicon
  private let boilerplate: PhraseList
  private let openings: OpeningWords

  /// Creates the stage; the word lists are loaded once per run.
  public init(options: StageOptions, context: StageContext) throws(Diagnostics) {
    self.options = SummaryOptions(options)
    lexicon = try context.shared(WordLexicon.sharedKey) { () throws(Diagnostics) in try WordLexicon.load() }
    boilerplate = try context.shared(PhraseList.boilerplateKey) { () throws(Diagnostics) in try PhraseList.boilerplate() }
    openings = try context.shared(OpeningWords.key) { () throws(Diagnostics) in try OpeningWords.load() }
  }

  /// The layers that it reads and writes.
  public var layers: LayerUse { Self.descriptor.layers }

  /// Writes the summary of a document.
  public func process(_ document: inout Document) throws(StageFailure) {
    document.summary = summary(of: document)
  }

  private func summary(of document: Document) -> Summary {
    let candidates = CandidateSentences(
      of: document, boilerplate: boilerplate, openings: openings, lexicon: lexicon, limit: SummaryOptions.consideredSentences)
    if candidates.isEmpty { return Summary(text: "", sentences: []) }
    let words = SentenceWords(candidates, of: document, lexicon: lexicon)
    let graph = SimilarityGraph(words)
    let scores = SentenceScores(options, candidates: candidates, words: words, graph: graph).values
    let chosen = SummarySelection(options, scores: scores, graph: graph, candidates: candidates).chosen
    return candidates.summary(of: chosen, in: document.text)
  }
}
