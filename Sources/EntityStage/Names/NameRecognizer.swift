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
    for found in OrganizationRules(names).found() { add(found.tokens, found.type) }
    let rules = PersonRules(names)
    let persons = rules.evident()
    for person in persons + rules.mentions(of: persons) { add(person, "PERSON") }
  }
}
