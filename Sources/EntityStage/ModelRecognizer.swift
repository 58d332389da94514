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

  /// Below this confidence a person with the name of a state, a town, a people or an organisation on the lists is that instead, an organisation with that of a
  /// state, a town or a people, and a place with that of an organisation or a people. A name that no person is known by is none's, however sure the model is.
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

  /// The types whose names have a capital letter.
  private static let capitalized: Set<EntityType> = ["PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT"]
  /// Below `sureOfPerson`, a single word of these types is a person where it ends the full name of one elsewhere: `Kamotho`, after `Wanjiru Kamotho`.
  private static let namesOthers: Set<EntityType> = ["LOC", "ORG", "NORP", "MISC"]
  /// As sure must the model be of the full name.
  private static let sureOfPerson: Float = 0.95

  /// The last words of full names of persons that the model is sure of, as hashes.
  private func surnames(in entities: [LabelledWords], _ tokens: TokenTable) -> Set<UInt64> {
    var surnames: Set<UInt64> = []
    for entity in entities where types[entity.type] == "PERSON" && entity.confidence >= Self.sureOfPerson {
      if let words = NameEdges.trimmed(entity.words, isPerson: true, tokens), words.count > 1 {
        surnames.insert(tokens.hashes[words.upperBound - 1])
      }
    }
    return surnames
  }

  func addCandidates(of document: Document, _ tokens: TokenTable, to candidates: inout [EntityCandidate]) throws(StageFailure) {
    let entities = try model.findings(in: document, heads: Self.heads).entities
    let surnames = surnames(in: entities, tokens)
    for found in entities {
      let marked = types[found.type]
      guard var words = NameEdges.trimmed(found.words, isPerson: marked == "PERSON", tokens) else { continue }
      if marked == "DATE" { words = NameEdges.withWeekday(NameEdges.withRange(words, tokens), tokens) }
      let known = places.entry(of: words, tokens)
      if Self.capitalized.contains(marked) {
        if NameEdges.isInLowerCase(words, tokens) { continue }
        if known == nil, NameEdges.isHeadlineWord(words, tokens) { continue }
      }
      let reading = Self.reading(of: marked, confidence: found.confidence, known: known)
      let (type, canonical): (EntityType, String?) =
        if known == nil, words.count == 1, found.confidence < Self.sureOfPerson, Self.namesOthers.contains(marked),
          surnames.contains(tokens.hashes[words.lowerBound])
        {
          ("PERSON", nil)
        } else if reading.type == "LOC" && !knowsStates {
          places.type(of: words, known, tokens)
        } else {
          reading
        }
      candidates.append(
        EntityCandidate(
          span: tokens.span(words.lowerBound, words.upperBound - 1), type: type, canonical: canonical, confidence: found.confidence, by: by,
          priority: Self.isMeasured(type) ? priority - 1 : priority, rank: rank))
    }
  }

  /// What is made of a type that the model marks, where the lists know the name; with the canonical name if it is the lists' entity.
  ///
  /// - Parameter confidence: The model's.
  static func reading(
    of marked: EntityType, confidence: Float, known: PlaceTypes.Entry?
  ) -> (type: EntityType, canonical: String?) {
    guard let known else { return (marked, nil) }
    let isListed =
      switch (marked, known.type) {
      // `Later, Baku expelled four diplomats`: a capital that acts like a person.
      case ("PERSON", "GPE"), ("PERSON", "NORP"), ("PERSON", "ORG"): confidence < sure || known.isNoPerson
      case ("ORG", "GPE"), ("ORG", "NORP"), ("LOC", "ORG"), ("LOC", "NORP"): confidence < sure
      case ("MISC", "EVENT"): true
      default: false
      }
    if isListed { return (known.type, known.canonical) }
    return (marked, known.type == marked || (marked == "LOC" && known.type == "GPE") ? known.canonical : nil)
  }
}
