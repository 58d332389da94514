/// What produced an annotation: a stage's name in the pipeline, and the rule, gazetteer or model within it. Written as `stage/source`.
public struct Provenance: Sendable, Hashable, CustomStringConvertible {
  /// `stage/source`.
  public let description: String

  /// Creates one from a stage's instance name and the rule or model.
  public init(stage: String, source: String) { description = "\(stage)/\(source)" }

  /// Creates one from its written form.
  public init(_ description: String) { self.description = description }
}

/// The type of an entity. OntoNotes names are the static members; a gazetteer may add others.
public struct EntityType: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name in capitals.
  public let name: String

  /// Creates a type.
  public init(_ name: String) { self.name = name }

  /// Creates a type from a literal.
  public init(stringLiteral name: String) { self.name = name }

  /// The name.
  public var description: String { name }

  /// The built-in types (OntoNotes 5 names, and `MISC`).
  public static let builtIn: [EntityType] = [
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "MISC",
  ]
}

/// A named entity or a value such as a date. Entities are in order of their spans and do not overlap.
public struct Entity: Sendable, Hashable {
  /// Where it is.
  public var span: TextSpan
  /// What it is.
  public var type: EntityType
  /// The canonical name that a gazetteer gives, if it gives one.
  public var canonical: String?
  /// The probability that span and type are right, or nil where the producer has none.
  public var confidence: Float?
  /// What found it.
  public var by: Provenance

  /// Creates an entity.
  public init(_ span: TextSpan, _ type: EntityType, canonical: String? = nil, confidence: Float? = nil, by: Provenance) {
    self.span = span
    self.type = type
    self.canonical = canonical
    self.confidence = confidence
    self.by = by
  }
}

/// One expression that refers to a cluster's thing.
public struct Mention: Sendable, Hashable {
  /// How it refers.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A proper name, a common noun phrase, a pronoun.
    case name, nominal, pronoun
  }

  /// Where it is.
  public var span: TextSpan
  /// How it refers.
  public var kind: Kind
  /// The entity at the same place, as an index into `document.entities`.
  public var entity: UInt32?

  /// Creates a mention.
  public init(_ span: TextSpan, _ kind: Kind, entity: UInt32? = nil) {
    self.span = span
    self.kind = kind
    self.entity = entity
  }
}

/// Mentions of one thing, in order.
public struct CoreferenceCluster: Sendable, Hashable {
  /// Its best name.
  public var name: String
  /// What it is, if known.
  public var type: EntityType?
  /// The mentions.
  public var mentions: [Mention]

  /// Creates a cluster.
  public init(name: String, type: EntityType?, mentions: [Mention]) {
    self.name = name
    self.type = type
    self.mentions = mentions
  }
}

/// A part of a relation or quote: a span, and the cluster that it belongs to.
public struct Argument: Sendable, Hashable {
  /// Where it is.
  public var span: TextSpan
  /// The cluster, as an index into `document.coreference`.
  public var cluster: UInt32?

  /// Creates an argument.
  public init(_ span: TextSpan, cluster: UInt32? = nil) {
    self.span = span
    self.cluster = cluster
  }
}

/// Who did what to whom, or who is what.
public struct Relation: Sendable, Hashable {
  /// The words that express the relation.
  public struct Predicate: Sendable, Hashable {
    /// Where they are.
    public var span: TextSpan
    /// Their base form.
    public var lemma: String

    /// Creates a predicate.
    public init(_ span: TextSpan, lemma: String) {
      self.span = span
      self.lemma = lemma
    }
  }

  /// A further argument: time, place, recipient, topic.
  public struct Role: Sendable, Hashable {
    /// The role's name.
    public var role: String
    /// Where it is.
    public var span: TextSpan

    /// Creates a role.
    public init(_ role: String, _ span: TextSpan) {
      self.role = role
      self.span = span
    }
  }

  /// The type in snake case, or `open`.
  public var type: String
  /// Who acts, or whom the fact is about.
  public var subject: Argument
  /// The words that say it.
  public var predicate: Predicate
  /// Who or what is acted on.
  public var object: Argument?
  /// Further arguments, in the order of the text.
  public var arguments: [Role]
  /// Whether the text denies it.
  public var isNegated: Bool
  /// Whether the text only supposes, plans or asks for it.
  public var isHypothetical: Bool
  /// Who says so, where the text reports it, as an index into `document.coreference`.
  public var attributedTo: UInt32?
  /// The index of its sentence.
  public var sentence: UInt32
  /// The probability that it is right, or nil where the producer has none.
  public var confidence: Float?
  /// What found it.
  public var by: Provenance

  /// Creates a relation.
  public init(
    type: String, subject: Argument, predicate: Predicate, object: Argument? = nil, arguments: [Role] = [], isNegated: Bool = false,
    isHypothetical: Bool = false, attributedTo: UInt32? = nil, sentence: UInt32, confidence: Float? = nil, by: Provenance
  ) {
    self.type = type
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.arguments = arguments
    self.isNegated = isNegated
    self.isHypothetical = isHypothetical
    self.attributedTo = attributedTo
    self.sentence = sentence
    self.confidence = confidence
    self.by = by
  }
}

/// Reported speech.
public struct Quote: Sendable, Hashable {
  /// How it is reported.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Between quotation marks, without them, or partly.
    case direct, indirect, mixed
  }

  /// What is quoted.
  public var span: TextSpan
  /// How it is reported.
  public var kind: Kind
  /// The words that report it, such as `said`.
  public var cue: TextSpan?
  /// Who says it.
  public var speaker: Argument?

  /// Creates a quote.
  public init(_ span: TextSpan, _ kind: Kind, cue: TextSpan? = nil, speaker: Argument? = nil) {
    self.span = span
    self.kind = kind
    self.cue = cue
    self.speaker = speaker
  }
}

/// A key word or phrase of the document. Keywords are best first.
public struct Keyword: Sendable, Hashable {
  /// The phrase as it stands in the text most often.
  public var text: String
  /// Its weight: larger is better, on the method's own scale.
  public var score: Double

  /// Creates a keyword.
  public init(_ text: String, score: Double) {
    self.text = text
    self.score = score
  }
}

/// A summary made of the document's sentences.
public struct Summary: Sendable, Hashable {
  /// The summary as one string.
  public var text: String
  /// The sentences that it is made of, as indices into `document.sentences`, in the order of the text.
  public var sentences: [UInt32]

  /// Creates a summary.
  public init(text: String, sentences: [UInt32]) {
    self.text = text
    self.sentences = sentences
  }
}

/// Something that went wrong with one document. Never holds article text.
public struct Problem: Sendable, Hashable, Codable {
  /// The stage's name in the pipeline, or `read` for the reader.
  public var stage: String
  /// A stable name in kebab-case.
  public var code: String
  /// What went wrong.
  public var message: String

  /// The name that stands for the reader.
  public static let readStage = "read"

  static let unknown = Problem(stage: "unknown", code: "unknown", message: "the document failed without saying why")

  /// Creates a problem.
  public init(stage: String, code: String, message: String) {
    self.stage = stage
    self.code = code
    self.message = message
  }
}
