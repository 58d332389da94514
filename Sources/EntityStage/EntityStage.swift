import LanguageModel
import Patterns
import Pipeline

/// Finds named entities and values with gazetteers, token patterns, lists that come with it, rules, and a model.
public struct EntityStage: ConfigurableStage {
  private let lexicon: WordLexicon
  private let recognizers: [any EntityRecognizer]
  private let types: Set<String>?
  private let model: LoadedModel?
  private let growsNames: Bool

  /// The layers; trees are among them where names grow to phrases.
  public var layers: LayerUse {
    var layers = Self.descriptor.layers
    if growsNames { layers.requires.formUnion([.tags, .syntax]) }
    return layers
  }

  /// Loads gazetteers, patterns, word lists and the model.
  public init(options: StageOptions, context: StageContext) throws(Diagnostics) {
    let options = try EntityOptions(options)
    var builder = RecognizerBuilder(options, context)
    (lexicon, recognizers) = try builder.build()
    model = builder.model
    types = options.types.map { Set($0.map(\.name)) }
    growsNames = options.growsNames
  }

  /// Finds the entities of a document.
  public func process(_ document: inout Document) throws(StageFailure) {
    let tokens = TokenTable(document, lexicon)
    var candidates: [EntityCandidate] = []
    for recognizer in recognizers { try recognizer.addCandidates(of: document, tokens, to: &candidates) }
    var entities: [Entity] = []
    for candidate in CandidateResolution.resolved(candidates) where types?.contains(candidate.type.name) != false {
      entities.append(
        Entity(candidate.span, candidate.type, canonical: candidate.canonical, confidence: candidate.confidence, by: candidate.by))
    }
    document.entities = growsNames ? NamePhrases(document).grown(entities, in: document.text) : entities
  }
}

extension EntityStage: SentenceModelReader {
  package var modelUse: (model: any SentenceModel, heads: Set<String>)? {
    model.map { ($0, Set(ModelRecognizer.heads.map(\.rawValue))) }
  }
}
