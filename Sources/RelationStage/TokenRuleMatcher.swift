import Patterns
import Pipeline

/// The rules that are token patterns, compiled together.
struct TokenRuleMatcher: RuleMatcher {
  private let patterns: PatternSet
  private let rules: [Int]

  /// Compiles the patterns of the rules that have any; each rule comes with its library.
  init(_ rules: [Rule], libraries: [PatternLibrary]) throws(Diagnostics) {
    var diagnostics = Diagnostics()
    var sources: [PatternSet.Source] = []
    var owners: [Int] = []
    for (index, rule) in rules.enumerated() {
      guard case .tokens(let patterns) = rule.form else { continue }
      for pattern in patterns {
        sources.append(.init(pattern, library: libraries[index]))
        owners.append(index)
      }
    }
    let compiled = try PatternSet(sources)
    for (pattern, captures) in compiled.capturesByPattern.enumerated() {
      for role in [RelationRole.subject, RelationRole.predicate] where !captures.contains(role) {
        let source = sources[pattern].source
        diagnostics.append(source.diagnostic("missing-capture", "the pattern has no capture '\(role):'", 0..<1))
      }
    }
    try diagnostics.throwIfErrors()
    self.rules = owners
    patterns = compiled
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
