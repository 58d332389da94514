import Pipeline

/// Finds names that no list holds, by rules: persons, organisations, facilities and places. Made for precision: a model finds more.
struct NameRecognizer: EntityRecognizer {
  private let by: Provenance
  private let priority: Int
  private let rank: Int

  init(stage: String, priority: Int, rank: Int) {
    by = Provenance(stage: stage, source: "names")
    self.priority = priority
    self.rank = rank
  }

  func addCandidates(of document: Document, _ tokens: TokenTable, to candidates: inout [EntityCandidate]) {
    let names = NameRuns(tokens, covered: candidates)
    func add(_ range: Range<Int>, _ type: EntityType) {
      candidates.append(
        EntityCandidate(
          span: tokens.span(range.lowerBound, range.upperBound - 1), type: type, canonical: nil, confidence: nil, by: by,
          priority: priority,
          rank: rank))
    }
    let others = OrganizationRules(names).found()
    for found in others { add(found.tokens, found.type) }
    let taken = Set(others.map(\.tokens))
    let rules = PersonRules(names)
    let persons = rules.evident().filter { !taken.contains($0) }
    for person in persons + rules.mentions(of: persons) { add(person, "PERSON") }
  }
}
