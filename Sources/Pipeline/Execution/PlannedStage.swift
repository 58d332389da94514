/// A stage in its place in a pipeline.
package struct PlannedStage: Sendable {
  /// Its name in this pipeline.
  package let name: String
  /// The stage.
  package let stage: any Stage
  /// The layers that it reads and writes.
  package let layers: LayerUse

  /// Places a stage.
  package init(name: String, stage: any Stage) {
    self.name = name
    self.stage = stage
    self.layers = stage.layers
  }

  /// Runs the stage on a document: layers it writes are marked as present, those that depend on what it updates are dropped.
  /// A document that it fails on is left as it was.
  package func run(on document: inout Document) throws(StageFailure) {
    var copy = try prepared(document)
    try stage.process(&copy)
    finish(&copy)
    document = copy
  }

  /// Checks what the stage requires, and drops what it is about to make wrong.
  func prepared(_ document: Document) throws(StageFailure) -> Document {
    for layer in layers.requires where layer != .text && !document.layers.contains(layer) {
      throw StageFailure(code: "missing-layer", "the document has no layer '\(layer)', which the stage '\(name)' requires")
    }
    var copy = document
    for layer in layers.updates {
      for dependent in layer.dependents where copy.layers.contains(dependent) { copy.drop(dependent) }
      if layer == .text { copy.openLayers = [:] }
    }
    // A record may bring a layer that is made anew here.
    for layer in layers.writes where copy.layers.contains(layer) {
      for stale in [layer] + layer.dependents where !layers.updates.contains(stale) { copy.drop(stale) }
    }
    return copy
  }

  func finish(_ document: inout Document) {
    document.layers.formUnion(layers.writes)
  }
}

/// A pipeline whose stages exist and fit together: what the executor runs.
package struct ResolvedPlan: Sendable {
  /// The pipeline's name.
  package let name: String
  /// The stages in order.
  package let stages: [PlannedStage]

  /// Creates a plan.
  package init(name: String, stages: [PlannedStage]) {
    self.name = name
    self.stages = stages
  }
}
