/// A stage in its place in a pipeline.
package struct PlannedStage: Sendable {
  /// Its name in this pipeline.
  package let name: String
  /// The stage.
  package let stage: any Stage
  /// The layers that it reads and writes.
  package let layers: LayerUse
  /// Whether the plan put it there, to run a model for the stages after it.
  package let isEncoder: Bool
  /// The models whose findings no stage after this one reads.
  var frees: [ObjectIdentifier] = []

  /// Places a stage.
  package init(name: String, stage: any Stage) { self.init(name: name, stage: stage, isEncoder: false) }

  init(name: String, stage: any Stage, isEncoder: Bool) {
    self.name = name
    self.stage = stage
    self.layers = stage.layers
    self.isEncoder = isEncoder
  }

  /// Whether what a model found in the sentences does not hold after it.
  var changesTokens: Bool { !layers.writes.union(layers.updates).isDisjoint(with: [.text, .sentences, .tokens]) }

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
    if changesTokens { copy.findings = [:] }
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
    for model in frees { document.findings[model] = nil }
  }
}

/// A pipeline whose stages exist and fit together: what the executor runs.
package struct ResolvedPlan: Sendable {
  /// The pipeline's name.
  package let name: String
  /// The stages in order, with those that run models for the stages after them.
  package let stages: [PlannedStage]

  /// Creates a plan. Stages that run models are put in where they are needed.
  package init(name: String, stages: [PlannedStage]) {
    self.name = name
    self.stages = Self.withEncoders(stages)
  }
}
