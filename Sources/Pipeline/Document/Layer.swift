/// The name of one kind of annotation on a document. Built-in ones are the static members; a plugin makes its own from a string.
public struct Layer: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name in lower case, as `expects:` and the record write it.
  public let name: String

  /// Creates the name of a layer.
  public init(_ name: String) { self.name = name }

  /// Creates the name of a layer from a literal.
  public init(stringLiteral name: String) { self.name = name }

  /// The document's text itself: a stage that replaces it updates this layer.
  public static let text: Layer = "text"
  /// Title, dateline, byline, paragraphs, lists.
  public static let blocks: Layer = "blocks"
  /// Sentences.
  public static let sentences: Layer = "sentences"
  /// Tokens: their spans alone.
  public static let tokens: Layer = "tokens"
  /// Part of speech and lemma of each token.
  public static let tags: Layer = "tags"
  /// Head and dependency relation of each token.
  public static let syntax: Layer = "syntax"
  /// Named entities and values.
  public static let entities: Layer = "entities"
  /// Clusters of mentions of the same thing.
  public static let coreference: Layer = "coreference"
  /// Who did what to whom.
  public static let relations: Layer = "relations"
  /// Quotations with cue and speaker.
  public static let quotes: Layer = "quotes"
  /// Key words and phrases.
  public static let keywords: Layer = "keywords"
  /// The summary.
  public static let summary: Layer = "summary"

  /// The built-in layers in the order of the record. `text` is always there.
  public static let builtIn: [Layer] = [
    .blocks, .sentences, .tokens, .tags, .syntax, .entities, .coreference, .relations, .quotes, .keywords, .summary,
  ]

  /// The built-in layers that hold indices into this one, directly or not: they are dropped when it is updated.
  ///
  /// `entities` stands in coreference alone: relations and quotes refer to clusters.
  public var dependents: [Layer] {
    switch self {
    case .text: Layer.builtIn
    case .sentences: [.relations, .summary]
    case .tokens: [.sentences, .tags, .syntax, .relations, .summary]
    case .entities: [.coreference, .relations, .quotes]
    case .coreference: [.relations, .quotes]
    default: []
    }
  }

  /// The name.
  public var description: String { name }

  /// Orders by name.
  public static func < (left: Layer, right: Layer) -> Bool { left.name < right.name }
}
