import Patterns
import Pipeline

/// A rule that finds relations of one type, whatever the kind of pattern that it is written in.
struct Rule: Sendable {
  /// How a rule recognises what it looks for.
  enum Form: Sendable {
    /// Patterns over the tokens of a sentence, each an alternative.
    case tokens([PatternSource])
  }

  /// The name, as provenance and messages show it.
  var name: String
  /// The type of its relations.
  var type: String
  /// How it recognises them.
  var form: Form
  /// The predicate's lemma; nil for that of the predicate's words.
  var lemma: String?
  /// Whether its relations are denied, whatever the captures say.
  var isNegated = false
  /// Whether its relations are only supposed, whatever the captures say.
  var isHypothetical = false
  /// What it must and must not find.
  var examples: [RuleExample] = []
}

/// A text with marked entities, and what a rule makes of it.
struct RuleExample: Sendable {
  /// The marked text: one sentence.
  var text: String
  /// The relations as `Document.lines(of:)` writes them; empty where the rule must find nothing.
  var relations: [String]
  /// Where it stands.
  var location: SourceLocation
}

/// The names of captures that mean something to relations.
enum RelationRole {
  static let subject = "subject"
  static let predicate = "predicate"
  static let object = "object"
  /// Whatever this matches denies the relation.
  static let negation = "not"
  /// Whatever this matches makes the relation a plan, a wish or a condition.
  static let supposition = "maybe"
  /// Roles of further arguments that every rule may use.
  static let arguments = ["time", "place", "recipient", "topic", "amount", "reason"]

  static let builtIn = [subject, predicate, object, negation, supposition] + arguments
}

/// A place where a rule holds.
struct RuleMatch: Sendable {
  /// The rule, as an index into the set's rules.
  var rule: Int
  /// The sentence.
  var sentence: Int
  /// What plays which role: name and tokens, in the order of the text. A role can occur several times.
  var parts: [(role: String, tokens: Range<Int>)]
}

/// Finds the places where rules of one form hold. Token patterns are the first kind; dependency patterns are to be another.
protocol RuleMatcher: Sendable {
  /// All places in the wanted sentences, and whether none was given up.
  func matches(in document: Document, units: [Entity], sentences isWanted: (Int) -> Bool) -> (matches: [RuleMatch], isComplete: Bool)

  /// The lemma of a token as the rules see it.
  func lemma(of token: Int, in document: Document) -> String
}
