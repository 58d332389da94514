/// A sentence: its span, and the tokens inside it.
public struct Sentence: Sendable, Hashable {
  /// Where it is, without white space at its ends.
  public var span: TextSpan
  /// Its tokens, as indices into `document.tokens`.
  public var tokens: IndexRange

  /// Creates a sentence.
  public init(_ span: TextSpan, tokens: IndexRange) {
    self.span = span
    self.tokens = tokens
  }
}

/// The Universal Dependencies part of speech of a token.
public enum UniversalPartOfSpeech: String, Sendable, Hashable, CaseIterable {
  /// The universal tags, as Universal Dependencies v2 names them.
  case ADJ, ADP, ADV, AUX, CCONJ, DET, INTJ, NOUN, NUM, PART, PRON, PROPN, PUNCT, SCONJ, SYM, VERB, X
}

/// Part of speech and lemma of the token with the same index.
public struct TokenTag: Sendable, Hashable {
  /// The part of speech.
  public var pos: UniversalPartOfSpeech
  /// The base form.
  public var lemma: String

  /// Creates a tag.
  public init(_ pos: UniversalPartOfSpeech, lemma: String) {
    self.pos = pos
    self.lemma = lemma
  }
}

/// The place of a token in its sentence's dependency tree.
public struct Dependency: Sendable, Hashable {
  /// The index of the head in `document.tokens`, or -1 for a root.
  public var head: Int32
  /// The Universal Dependencies relation, such as `nsubj`.
  public var relation: String

  /// Creates an arc.
  public init(head: Int32, relation: String) {
    self.head = head
    self.relation = relation
  }
}
