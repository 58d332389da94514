import LanguageModel
import Patterns
import Pipeline

/// Finds what a model marks in sentences, and says how it goes together with what lists and rules have found.
///
/// Where the model and what comes with the stage overlap, the model's reading of the sentence wins, but for values other than dates: of those the longer one
/// does, for they have a grammar, which knows their ends. What the model passes over stays. What a user brings has a higher priority than both.
struct ModelRecognizer: EntityRecognizer {
  /// The model.
  let model: LoadedModel
  /// What the stage reads of it.
  static let heads: Set<ModelHead> = [.entities]

  /// Below this confidence a person or an organisation with the name of a state, a town or a people on the lists is that instead.
  private static let sure: Float = 0.9

  private let types: [EntityType]
  private let places: PlaceTypes
  /// Whether the model tells states and towns from other places itself.
  private let knowsStates: Bool
  private let by: Provenance
  private let rank: Int
  private let priority: Int

  /// - Parameters:
  ///   - places: Tells states and towns from other places.
  ///   - priority: That of names; values have the one below.
  init(_ model: LoadedModel, places: PlaceTypes, stage: String, priority: Int, rank: Int) {
    self.model = model
    self.places = places
    self.priority = priority
    self.rank = rank
    types = Self.types(of: model)
    knowsStates = types.contains("GPE")
    by = Provenance(stage: stage, source: model.name)
  }

  /// The types that a model can find, under the names that entities have here, by the model's numbers.
  static func types(of model: LoadedModel) -> [EntityType] {
    model.entityTypes.map { name in
      let capitals = name.uppercased()
      return switch capitals {
      case "PER", "PEOPLE": "PERSON"
      case "ORGANIZATION", "ORGANISATION": "ORG"
      case "LOCATION": "LOC"
      case "FACILITY": "FAC"
      default: EntityTypeName.isValid(capitals.utf8) ? EntityType(capitals) : "MISC"
      }
    }
  }

  /// Whether the grammars of values know such entities as well as a model does.
  private static func isMeasured(_ type: EntityType) -> Bool {
    type != "DATE" && ValueRecognizer.Kind.allCases.contains { $0.type == type }
  }

  func addCandidates(of document: Document, _ tokens: TokenTable, to candidates: inout [EntityCandidate]) throws(StageFailure) {
    for found in try model.findings(in: document, heads: Self.heads).entities {
      var type = types[found.type]
      guard let words = NameEdges.trimmed(found.words, isPerson: type == "PERSON", tokens) else { continue }
      var canonical: String?
      let known = places.entry(of: words, tokens)
      switch type {
      case "LOC" where !knowsStates: (type, canonical) = places.type(of: words, known, tokens)
      case "MISC" where known?.type == "EVENT":
        type = "EVENT"
        canonical = known?.canonical
      case "PERSON",
        "ORG" where found.confidence < Self.sure && (known?.type == "GPE" || known?.type == "NORP"):
        // `Later, Baku expelled four diplomats`: a capital that acts like a person.
        type = known?.type ?? type
        canonical = known?.canonical
      default:
        if let known, known.type == type || (type == "LOC" && known.type == "GPE") { canonical = known.canonical }
      }
      candidates.append(
        EntityCandidate(
          span: tokens.span(words.lowerBound, words.upperBound - 1), type: type, canonical: canonical, confidence: found.confidence, by: by,
          priority: Self.isMeasured(type) ? priority - 1 : priority, rank: rank))
    }
  }
}
