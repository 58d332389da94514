import Patterns
import Pipeline

/// Finds entities by token patterns. They see the entities that the recognisers before have found.
struct PatternRecognizer: EntityRecognizer {
  private let set: PatternSet
  private let patterns: [EntityPatternFile.Pattern]
  private let provenance: [Provenance]
  private let priority: Int
  private let rank: Int

  /// - Throws: What is wrong with the patterns.
  init(_ file: EntityPatternFile, named name: String, stage: String, priority: Int, rank: Int) throws(Diagnostics) {
    set = try PatternSet(file.patterns.map(\.source), library: file.library)
    patterns = file.patterns
    provenance = file.patterns.map { Provenance(stage: stage, source: $0.name ?? name) }
    self.priority = priority
    self.rank = rank
  }

  func addCandidates(of document: Document, _ tokens: TokenTable, to candidates: inout [EntityCandidate]) {
    let units = CandidateResolution.resolved(candidates).map { Entity($0.span, $0.type, by: $0.by) }
    let entity = set.captures.firstIndex(of: "entity")
    for match in set.matches(in: document, set.features(of: document, units: units)).matches {
      let pattern = patterns[match.pattern]
      let captured = match.captures.filter { $0.name == entity }.map(\.tokens)
      for range in captured.isEmpty ? [match.tokens] : captured {
        candidates.append(
          EntityCandidate(
            span: tokens.span(range.lowerBound, range.upperBound - 1), type: pattern.type, canonical: pattern.canonical, confidence: nil,
            by: provenance[match.pattern], priority: priority, rank: rank))
      }
    }
  }
}
