import Foundation
import Pipeline
import TestSupport

/// A plugin's layer for the tests.
struct Mood: Codable, Sendable, Equatable {
  var label: String
  var span: TextSpan
  var weights: [Double]

  static let key = LayerKey<Mood>("mood")
}

/// Documents that use everything a record can say, made from a seed.
struct RandomDocument {
  private var random: SeededGenerator
  private var document: Document
  private var boundaries: [Int] = []

  /// A document with a random choice of layers.
  static func make(seed: UInt64) -> Document {
    var maker = RandomDocument(seed: seed)
    maker.fill()
    return maker.document
  }

  private init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let source = Text(RandomText.make(&random, scalars: Int.random(in: 0...120, using: &random)))
    document = Document(id: "random/\(seed).txt", text: source)
    if chance(2) { rewrite() }
    boundaries = (0...document.text.count).filter { document.text.isScalarBoundary($0) }
  }

  private mutating func chance(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }
  private mutating func index(_ count: Int) -> UInt32? { count == 0 || chance(4) ? nil : UInt32(Int.random(in: 0..<count, using: &random)) }
  private mutating func string() -> String { RandomText.make(&random, scalars: Int.random(in: 0...6, using: &random)) + "\u{0}\"\\\u{1F}/" }
  private mutating func word() -> String { ["alpha", "beta", "gamma_delta", "ε"].randomElement(using: &random)! }
  private mutating func confidence() -> Float? { chance(2) ? nil : Float.random(in: 0...1, using: &random) }
  private mutating func by() -> Provenance { Provenance(stage: word(), source: word()) }

  private mutating func rewrite() {
    var rewriter = TextRewriter(document.text)
    let ends = (0...document.text.count).filter { document.text.isScalarBoundary($0) }
    var position = 0
    while position < ends.count - 1 {
      let next = min(ends.count - 1, position + Int.random(in: 0...4, using: &random))
      if chance(3) {
        rewriter.replace(ends[position]..<ends[next], with: RandomText.make(&random, scalars: Int.random(in: 0...3, using: &random)).utf8)
      }
      position = next + 1
    }
    if let (text, alignment) = rewriter.finish() { document.replaceText(with: text, alignment: alignment) }
  }

  private mutating func span() -> TextSpan {
    let low = boundaries.randomElement(using: &random)!
    let high = boundaries.filter { $0 >= low }.prefix(12).randomElement(using: &random)!
    return TextSpan(low..<high)
  }

  /// Ordered spans that do not overlap.
  private mutating func spans(atMost count: Int) -> [TextSpan] {
    let chosen = (0..<Int.random(in: 0...count, using: &random) * 2).map { _ in boundaries.randomElement(using: &random)! }.sorted()
    return stride(from: 0, to: chosen.count, by: 2).map { TextSpan(chosen[$0]..<chosen[$0 + 1]) }
  }

  private mutating func argument(clusters: Int) -> Argument { Argument(span(), cluster: index(clusters)) }

  private mutating func value(depth: Int) -> MetadataValue {
    switch Int.random(in: 0..<(depth > 2 ? 5 : 7), using: &random) {
    case 0: .null
    case 1: .bool(Bool.random(using: &random))
    case 2:
      .integer(
        chance(3) ? [Int.min, Int.max, 0, -1].randomElement(using: &random)! : Int.random(in: -1_000_000...1_000_000, using: &random))
    case 3: .number(Double.random(in: -1e9...1e9, using: &random))
    case 4: .string(string())
    case 5: .list((0..<3).map { _ in value(depth: depth + 1) })
    default: .object((0..<3).map { MetadataValue.Member("key\($0)" + string(), value(depth: depth + 1)) })
    }
  }

  private mutating func fill() {
    document.source = Document.Source(path: string(), format: "text", encoding: chance(2) ? nil : "utf-8", sha256: "00ff")
    document.title = chance(2) ? nil : string()
    document.language = chance(2) ? nil : "en"
    document.metadata = (0..<Int.random(in: 0...3, using: &random)).map { MetadataValue.Member("m\($0)", value(depth: 0)) }
    if !chance(3) { fillBlocks() }
    if !chance(4) { fillSentencesAndTokens() }
    if !chance(4) { fillEntitiesAndClusters() }
    if document.layers.contains(.sentences) { fillRelations() }
    if !chance(4) { fillQuotes() }
    if !chance(4) { fillKeywords() }
    fillProblems()
  }

  private mutating func fillBlocks() {
    document.layers.insert(.blocks)
    document.blocks = spans(atMost: 5).map { Block(Block.Kind.allCases.randomElement(using: &random)!, $0) }
  }

  private mutating func fillSentencesAndTokens() {
    document.layers.formUnion([.sentences, .tokens])
    document.tokens = spans(atMost: 20)
    var first = 0
    for span in spans(atMost: 5) {
      let start = min(document.tokens.count, first + (chance(4) ? 1 : 0))
      let end = min(document.tokens.count, start + Int.random(in: 0...6, using: &random))
      document.sentences.append(Sentence(span, tokens: IndexRange(start..<end)))
      first = end
    }
    let count = document.tokens.count
    if chance(2) {
      document.layers.insert(.tags)
      document.tags = (0..<count).map { _ in TokenTag(UniversalPartOfSpeech.allCases.randomElement(using: &random)!, lemma: string()) }
    }
    if chance(2) {
      document.layers.insert(.syntax)
      // Heads come before their dependents, so that there is no cycle.
      document.syntax = (0..<count).map { token in
        Dependency(head: token == 0 || chance(5) ? -1 : Int32(Int.random(in: 0..<token, using: &random)), relation: "nsubj:pass")
      }
    }
  }

  private mutating func fillEntitiesAndClusters() {
    document.layers.insert(.entities)
    document.entities = spans(atMost: 8).map { span in
      Entity(
        span, EntityType.builtIn.randomElement(using: &random)!, canonical: chance(2) ? nil : string(), confidence: confidence(), by: by())
    }
    if chance(2) { return }
    document.layers.insert(.coreference)
    document.coreference = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      let mentions = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        Mention(span(), Mention.Kind.allCases.randomElement(using: &random)!, entity: index(document.entities.count))
      }
      return CoreferenceCluster(name: string(), type: chance(2) ? nil : "PERSON", mentions: mentions)
    }
  }

  private mutating func fillRelations() {
    document.layers.formUnion([.relations, .summary])
    let clusters = document.coreference.count
    let sentences = document.sentences.count
    if sentences > 0 {
      document.relations = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        Relation(
          type: word(), subject: argument(clusters: clusters), predicate: .init(span(), lemma: string()),
          object: chance(2) ? nil : argument(clusters: clusters),
          arguments: (0..<Int.random(in: 0...2, using: &random)).map { _ in Relation.Role(word(), span()) },
          isNegated: Bool.random(using: &random), isHypothetical: Bool.random(using: &random), attributedTo: index(clusters),
          sentence: UInt32(Int.random(in: 0..<sentences, using: &random)), confidence: confidence(), by: by())
      }
    }
    if chance(4) { return }
    document.summary = Summary(text: string(), sentences: (0..<sentences).filter { _ in Bool.random(using: &random) }.map { UInt32($0) })
  }

  private mutating func fillQuotes() {
    document.layers.insert(.quotes)
    document.quotes = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      Quote(
        span(), Quote.Kind.allCases.randomElement(using: &random)!, cue: chance(2) ? nil : span(),
        speaker: chance(2) ? nil : argument(clusters: document.coreference.count))
    }
  }

  private mutating func fillKeywords() {
    document.layers.insert(.keywords)
    document.keywords = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      Keyword(string(), score: chance(8) ? .nan : Double.random(in: 0...1, using: &random))
    }
    if chance(2) {
      document.set(Mood.key, to: Mood(label: string(), span: span(), weights: [0.5, Double.random(in: 0...1, using: &random)]))
      document.layers.insert(Mood.key.layer)
    }
  }

  private mutating func fillProblems() {
    if chance(3) { document.problems.append(Problem(stage: "read", code: "broken-bytes", message: string())) }
    if chance(6) { document.fail(in: "segment", StageFailure(code: "too-hard", string())) }
  }
}
