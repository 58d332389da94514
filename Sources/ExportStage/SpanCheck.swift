import Pipeline

/// Makes sure that no layer points outside the text, into the middle of a character, or at an item of another layer that is not there: records and plugins may hold anything.
enum SpanCheck {
  /// Checks all layers that exports read.
  static func check(_ document: Document) throws(StageFailure) {
    let text = document.text
    func spans(_ layer: Layer, _ areValid: Bool) throws(StageFailure) {
      if !areValid {
        throw StageFailure(code: "bad-span", "the layer '\(layer)' points outside the text or into the middle of a character")
      }
    }
    func isValid(_ span: TextSpan) -> Bool {
      span.start <= span.end && text.isScalarBoundary(Int(span.start)) && text.isScalarBoundary(Int(span.end))
    }
    func isValid(_ argument: Argument?) -> Bool {
      guard let argument else { return true }
      return isValid(argument.span) && isCluster(argument.cluster)
    }
    func isCluster(_ index: UInt32?) -> Bool { index.map { Int($0) < document.coreference.count } ?? true }
    try spans(.blocks, document.blocks.allSatisfy { isValid($0.span) })
    try spans(.tokens, document.tokens.allSatisfy(isValid))
    try spans(
      .sentences,
      document.sentences.allSatisfy {
        isValid($0.span) && $0.tokens.start <= $0.tokens.end && Int($0.tokens.end) <= document.tokens.count
      })
    try spans(.entities, document.entities.allSatisfy { isValid($0.span) })
    try spans(
      .coreference,
      document.coreference.allSatisfy { cluster in
        cluster.mentions.allSatisfy { isValid($0.span) && ($0.entity.map { Int($0) < document.entities.count } ?? true) }
      })
    try spans(
      .relations,
      document.relations.allSatisfy { relation in
        isValid(relation.subject) && isValid(relation.predicate.span) && isValid(relation.object) && isCluster(relation.attributedTo)
          && relation.arguments.allSatisfy { isValid($0.span) }
          && (document.sentences.isEmpty || Int(relation.sentence) < document.sentences.count)
      })
    try spans(.quotes, document.quotes.allSatisfy { isValid($0.span) && ($0.cue.map(isValid) ?? true) && isValid($0.speaker) })
    try spans(.summary, document.summary?.sentences.allSatisfy { Int($0) < document.sentences.count } ?? true)
  }
}
