import Patterns
import Pipeline

/// The rules that are token patterns, compiled together.
struct TokenRuleMatcher: RuleMatcher {
  private let patterns: PatternSet
  private let rules: [Int]

  /// Compiles the patterns of the rules that have any.
  init(_ rules: [Rule], library: (Int) -> PatternLibrary) throws(Diagnostics) {
    var diagnostics = Diagnostics()
    var compiled: [PatternSet.Source] = []
    var owners: [Int] = []
    for (index, rule) in rules.enumerated() {
      guard case .tokens(let sources) = rule.form else { continue }
      for source in sources {
        compiled.append(.init(source, library: library(index)))
        owners.append(index)
      }
    }
    patterns = try PatternSet(compiled)
    self.rules = owners
    for (pattern, captures) in patterns.capturesByPattern.enumerated() {
      for role in [RelationRole.subject, RelationRole.predicate] where !captures.contains(role) {
        let source = compiled[pattern].source
        diagnostics.append(source.diagnostic("missing-capture", "the pattern has no capture '\(role):'", 0..<1))
      }
    }
    try diagnostics.throwIfErrors()
  }

  func matches(in document: Document, units: [Entity], sentences isWanted: (Int) -> Bool) -> (matches: [RuleMatch], isComplete: Bool) {
    let features = patterns.features(of: document, units: units)
    let (found, isComplete) = patterns.matches(in: document, features, sentences: isWanted)
    let matches = found.map { match in
      RuleMatch(
        rule: rules[match.pattern], sentence: match.sentence,
        parts: match.captures.map { (patterns.captures[$0.name], $0.tokens) })
    }
    return (matches, isComplete)
  }

  func lemma(of token: Int, in document: Document) -> String { patterns.lemma(of: token, in: document) }
}
