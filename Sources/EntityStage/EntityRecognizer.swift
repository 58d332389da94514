import Pipeline

/// A possible entity. Which candidates become entities is decided when all recognisers have spoken.
struct EntityCandidate: Sendable {
  /// Where it is.
  var span: TextSpan
  /// What it is.
  var type: EntityType
  /// The canonical name, if the recogniser knows one.
  var canonical: String?
  /// The probability that it is right, if the recogniser has one.
  var confidence: Float?
  /// What found it.
  var by: Provenance
  /// Of candidates that overlap, the one with the higher priority is taken, then the longer one.
  var priority: Int
  /// Of candidates that are equal so far, the one with the lower rank is taken.
  var rank: Int
}

/// Finds candidates in a document: a list of names, rules, a model.
protocol EntityRecognizer: Sendable {
  /// Appends what it finds. It may look at what the recognisers before it have found.
  func addCandidates(of document: Document, _ tokens: TokenTable, to candidates: inout [EntityCandidate]) throws(StageFailure)
}
