import Pipeline

/// What a pattern can ask of one token, looked up once per document.
package struct TokenFeature: Sendable {
  /// The type index of a token outside entities, or outside those that patterns name.
  static let noType: UInt8 = 255
  /// The type index of an entity whose type no pattern names.
  static let otherType: UInt8 = 254

  /// Where the token is.
  package var span: TextSpan
  /// The number of its spelling, or -1.
  var surface: Int32
  /// The number of its tagged lemma, or -1.
  var lemma: Int32 = -1
  /// One past the last token of the entity that begins here; 0 where none does.
  var unitEnd: UInt32 = 0
  /// The entity that the token is in, or -1.
  package var entity: Int32 = -1
  /// The type of the entity that the token is in.
  var inside = noType
  /// The index of its part of speech, or 255 without tags.
  var pos: UInt8 = 255

  /// The bit of the type of the entity that the token is in.
  var mask: UInt64 { inside < 64 ? 1 << UInt64(inside) : 0 }
  var hasTag: Bool { pos != 255 }
  var isVerb: Bool { pos == Self.verb || pos == Self.auxiliary }

  static let parts = UniversalPartOfSpeech.allCases
  private static let verb = index(of: .VERB)
  private static let auxiliary = index(of: .AUX)

  static func index(of pos: UniversalPartOfSpeech) -> UInt8 { UInt8(parts.firstIndex(of: pos) ?? 255) }
}

/// The tokens of a document as the patterns of one set see them.
package struct TokenFeatures: Sendable {
  /// By token.
  package internal(set) var tokens: [TokenFeature]
  /// The document's text.
  package let text: Text

  /// The entity that covers exactly these tokens, as an index into the entities that were given.
  package func entity(_ range: Range<Int>) -> Int? {
    guard let first = range.first, tokens[first].unitEnd == range.upperBound else { return nil }
    return Int(tokens[first].entity)
  }

  /// The text's span from the first to the last of these tokens. The range is not empty.
  package func span(_ range: Range<Int>) -> TextSpan {
    TextSpan(tokens[range.lowerBound].span.start, tokens[range.upperBound - 1].span.end)
  }
}
