/// One article: id, source, metadata, text, and layers of annotation.
///
/// Layers are plain arrays: append to them, index them, loop over them. Whether a layer is there at all, as opposed to there and empty, stands
/// in `layers`; whoever runs a stage adds what the stage wrote.
public struct Document: Sendable {
  /// Where a document came from.
  public struct Source: Sendable, Hashable {
    /// The path below its input, or the name of the stream.
    public var path: String
    /// The format: `text`, `jsonl`, `record`.
    public var format: String
    /// The encoding that the bytes were in, such as `utf-8` or `windows-1252`; nil where the format fixes it.
    public var encoding: String?
    /// The SHA-256 of the bytes as read, in lower-case hexadecimal; empty where there were none.
    public var sha256: String

    /// Creates a source.
    public init(path: String, format: String, encoding: String? = nil, sha256: String = "") {
      self.path = path
      self.format = format
      self.encoding = encoding
      self.sha256 = sha256
    }
  }

  /// The name, unique in a run.
  public var id: String
  /// Where it came from.
  public var source: Source
  /// The title, from the input's metadata or recognised in the text.
  public var title: String?
  /// The BCP 47 tag of its language, if known.
  public var language: String?
  /// What else the input said about it.
  public var metadata: [MetadataValue.Member] = []

  /// The text as read. Source offsets refer to it.
  public private(set) var sourceText: Text
  /// The text that the layers' spans refer to.
  public private(set) var text: Text
  /// How `text` came from `sourceText`.
  public private(set) var alignment: Alignment

  /// The layers that are there.
  public var layers: Set<Layer> = []
  /// Title, dateline, byline, paragraphs, lists.
  public var blocks: [Block] = []
  /// Sentences.
  public var sentences: [Sentence] = []
  /// The spans of the tokens.
  public var tokens: [TextSpan] = []
  /// Part of speech and lemma, by token.
  public var tags: [TokenTag] = []
  /// Head and relation, by token.
  public var syntax: [Dependency] = []
  /// Named entities and values.
  public var entities: [Entity] = []
  /// Clusters of mentions.
  public var coreference: [CoreferenceCluster] = []
  /// Who did what to whom.
  public var relations: [Relation] = []
  /// Reported speech.
  public var quotes: [Quote] = []
  /// Key words and phrases, best first.
  public var keywords: [Keyword] = []
  /// The summary.
  public var summary: Summary?
  /// What went wrong so far.
  public var problems: [Problem] = []
  /// Whether reading or a stage failed on it: later stages leave it alone, and sinks record it. The last problem says why.
  public private(set) var isFailed = false
  /// Plugins' layers.
  package var openLayers: [Layer: OpenLayer] = [:]
  /// What models found in the sentences, by model, on its way to the stages that read it. It is no layer: it is never exported.
  package var findings: [ObjectIdentifier: any Sendable] = [:]

  /// Creates a document whose text is its source text.
  public init(id: String, text: Text, source: Source? = nil) {
    self.id = id
    self.text = text
    self.sourceText = text
    self.alignment = .identity
    self.source = source ?? Source(path: id, format: "text")
  }

  /// Creates a document with a text that was already normalised, as a record holds it.
  ///
  /// Returns nil where the alignment does not fit the two texts.
  public init?(id: String, sourceText: Text, text: Text, alignment: Alignment, source: Source) {
    guard alignment.isValid(textCount: text.count, sourceCount: sourceText.count) else { return nil }
    self.id = id
    self.text = text
    self.sourceText = sourceText
    self.alignment = alignment
    self.source = source
  }

  /// Replaces the text by a normalised form. Blocks are not kept: the stage that replaces the text writes them anew. Neither are plugins' layers that came
  /// with a record: their offsets could not be mapped.
  ///
  /// - Parameters:
  ///   - text: The new text.
  ///   - alignment: How it came from the present text, as ``TextRewriter`` gives it.
  /// - Precondition: No layer with spans into the present text exists, and the alignment fits.
  public mutating func replaceText(with text: Text, alignment: Alignment) {
    precondition(
      tokens.isEmpty && sentences.isEmpty && entities.isEmpty && relations.isEmpty && quotes.isEmpty && coreference.isEmpty,
      "the text may be replaced only before a layer with spans exists")
    assert(alignment.isValid(textCount: text.count, sourceCount: self.text.count), "the alignment does not fit the texts")
    self.alignment = self.alignment.followed(by: alignment)
    self.text = text
    blocks = []
    layers.remove(.blocks)
    for case (let layer, .encoded) in openLayers { drop(layer) }
  }

  /// The span of the source text that a span of the text came from.
  public func sourceSpan(of span: TextSpan) -> TextSpan {
    alignment.sourceSpan(of: span)
  }

  /// The value of a plugin's layer, or nil where it is not there or a record's form of it is not of this type.
  public subscript<Value>(key: LayerKey<Value>) -> Value? {
    switch openLayers[key.layer] {
    case .value(let value): value as? Value
    case .encoded(let encoded): encoded.value(as: Value.self)
    case nil: nil
    }
  }

  /// Sets the value of a plugin's layer.
  public mutating func set<Value>(_ key: LayerKey<Value>, to value: Value) {
    openLayers[key.layer] = .value(value)
  }

  /// Changes a plugin's layer in place, without a copy of it.
  public mutating func update<Value, Result, Failure: Error>(
    _ key: LayerKey<Value>, default empty: @autoclosure () -> Value, _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var value = self[key] ?? empty()
    openLayers[key.layer] = nil
    defer { openLayers[key.layer] = .value(value) }
    return try body(&value)
  }

  /// Marks the document as failed.
  public mutating func fail(in stage: String, _ failure: StageFailure) {
    problems.append(Problem(stage: stage, code: failure.code, message: failure.message))
    isFailed = true
  }

  /// Takes a layer over from another document with the same text: its annotations, or that it is not there.
  package mutating func take(_ layer: Layer, from other: Document) {
    if other.layers.contains(layer) { layers.insert(layer) } else { layers.remove(layer) }
    switch layer {
    case .blocks: blocks = other.blocks
    case .sentences: sentences = other.sentences
    case .tokens: tokens = other.tokens
    case .tags: tags = other.tags
    case .syntax: syntax = other.syntax
    case .entities: entities = other.entities
    case .coreference: coreference = other.coreference
    case .relations: relations = other.relations
    case .quotes: quotes = other.quotes
    case .keywords: keywords = other.keywords
    case .summary: summary = other.summary
    default: openLayers[layer] = other.openLayers[layer]
    }
  }

  /// Empties a layer and marks it as not there.
  package mutating func drop(_ layer: Layer) {
    layers.remove(layer)
    switch layer {
    case .blocks: blocks = []
    case .sentences: sentences = []
    case .tokens: tokens = []
    case .tags: tags = []
    case .syntax: syntax = []
    case .entities: entities = []
    case .coreference: coreference = []
    case .relations: relations = []
    case .quotes: quotes = []
    case .keywords: keywords = []
    case .summary: summary = nil
    default: openLayers[layer] = nil
    }
  }
}
