import Pipeline

extension Document {
  /// Fails the document where it lacks layers that the pipeline names in `expects`, unless it has failed already. What to do stands in the message.
  package mutating func requireLayers(_ expected: [Layer]) {
    if isFailed { return }
    let missing = expected.filter { $0 != .text && !layers.contains($0) }
    if missing.isEmpty { return }
    let names = missing.map { "'\($0)'" }
    let list = names.count == 1 ? "layer \(names[0])" : "layers \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")"
    let message = "the document lacks the \(list), which 'expects' in the pipeline names: \(remedy(for: missing))"
    fail(in: Problem.readStage, StageFailure(code: "missing-layer", message))
  }

  private func remedy(for missing: [Layer]) -> String {
    if layers.isEmpty { return "only records of a run bring layers, so give such records, or take 'expects' out" }
    let ofTokens: Set<Layer> = [.tokens, .tags, .syntax]
    return missing.contains(where: ofTokens.contains)
      ? "records hold them only where they were written with 'tokens: true' on 'export', so write them anew with it"
      : "write the records anew by a pipeline with a stage that makes what is missing"
  }
}
