import Pipeline

/// A pattern as it was written, names resolved.
indirect enum PatternNode: Sendable {
  /// Nothing.
  case empty
  /// One token.
  case token(TokenTest)
  /// A whole entity of one of these types.
  case unit([String])
  /// An entry of a list that holds entries of several words.
  case phrase(PhraseTest)
  /// One after the other.
  case sequence([PatternNode])
  /// The first that leads to a match.
  case choice([PatternNode])
  /// Several times; `maximum` is nil for no bound but the sentence's.
  case repeated(PatternNode, minimum: Int, maximum: Int?, isLazy: Bool)
  /// With a name for what it matches.
  case capture(String, PatternNode)
  /// What must or must not follow or precede.
  case look(PatternNode, isAhead: Bool, isNegative: Bool)
  /// The beginning of the sentence.
  case sentenceStart
  /// The end of the sentence.
  case sentenceEnd

  /// The names of the captures in it, look-arounds left out.
  var captures: Set<String> {
    switch self {
    case .sequence(let nodes), .choice(let nodes): nodes.reduce(into: []) { $0.formUnion($1.captures) }
    case .repeated(let node, _, _, _): node.captures
    case .capture(let name, let node): node.captures.union([name])
    default: []
    }
  }
}

/// An entry of a list as it is written, or with its first word in any of the given forms.
struct PhraseTest: Sendable {
  var words: PatternWords
  /// Nil where words stand as they are.
  var lemmaForms: WordForms?
}

/// A condition on one token.
indirect enum TokenTest: Sendable, Hashable {
  /// Any token.
  case any
  /// A spelling in lower case, whatever the token's case.
  case word([UInt8])
  /// A spelling.
  case exact([UInt8])
  /// A spelling of a list of single words, whatever the token's case.
  case words(PatternWords)
  /// A form of one of these lemmas, all single words.
  case lemma(PatternWords, WordForms)
  /// Inside an entity of a type; of any type where it is nil.
  case inside(String?)
  /// A part of speech. Never holds in a document without tags.
  case pos(UniversalPartOfSpeech)
  /// A shape.
  case shape([UInt8])
  /// A kind of spelling.
  case flag(TokenFlag)
  /// Begins or ends with these bytes, ASCII case ignored.
  case affix([UInt8], isSuffix: Bool)
  /// The contrary.
  case not(TokenTest)
  /// All of them.
  case all([TokenTest])
  /// One of them.
  case anyOf([TokenTest])
}

/// Kinds of spelling that a pattern can ask for.
enum TokenFlag: String, CaseIterable, Sendable {
  /// The first letter is a capital.
  case capitalized
  /// All letters are capitals, and there is one.
  case upper
  /// All letters are small, and there is one.
  case lower
  /// All characters are digits.
  case digit
  /// Begins with a digit.
  case number
  /// All characters are letters.
  case alpha
  /// Holds neither letter nor digit.
  case punct
}
