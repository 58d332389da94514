import Pipeline
import PipelineFile
import YAML

/// Cuts the part that a case tests out of its pipeline, and puts answers in the place of stages.
struct TestPlanner {
  let pipeline: ResolvedPipeline
  let report: YAMLReport

  /// The stages that a case runs. Stages that write outputs are none of them.
  struct Part {
    var name: String
    var stages: [PlannedStage]
    /// Whether entities come with the input rather than from a stage.
    private(set) var isMarked = false

    init(name: String, stages: [PlannedStage]) { (self.name, self.stages) = (name, stages) }

    var plan: ResolvedPlan { ResolvedPlan(name: name, stages: stages) }

    /// Lets marked entities stand in for the stages that write entities; where there is none, they are there after the last stage that changes the text.
    mutating func put(_ marked: MarkedInput) {
      isMarked = true
      let answer = CannedStage.Answer(marked: marked.entities)
      var isPut = false
      for index in stages.indices where stages[index].layers.writes.contains(.entities) {
        let layers = LayerUse(writes: stages[index].layers.writes)
        stages[index] = PlannedStage(
          name: stages[index].name, stage: CannedStage(name: stages[index].name, answer: answer, layers: layers))
        isPut = true
      }
      if isPut { return }
      let place = (stages.lastIndex { $0.layers.updates.contains(.text) } ?? -1) + 1
      let stage = CannedStage(name: "input", answer: answer, layers: LayerUse(writes: [.entities]))
      stages.insert(PlannedStage(name: "input", stage: stage), at: place)
    }
  }

  /// The part that the settings of a file and of one of its cases name; nil where they are wrong, which is reported.
  func part(_ file: TestFile.Settings, _ testCase: TestFile.Settings) -> Part? {
    let all = pipeline.stages.map(\.planned)
    let (fromName, toName) = (testCase.from ?? file.from, testCase.to ?? file.to)
    let from = fromName.map { index(of: $0, in: all) } ?? 0
    let to = toName.map { index(of: $0, in: all) } ?? all.count - 1
    let replacements = file.replacements.filter { old in !testCase.replacements.contains { $0.stage.text == old.stage.text } }
    var stages = all
    var isRight = true
    for replacement in replacements + testCase.replacements {
      guard let place = index(of: replacement.stage, in: all) else {
        isRight = false
        continue
      }
      isRight = checkAnswer(replacement, all[place]) && isRight
      stages[place] = PlannedStage(
        name: all[place].name,
        stage: CannedStage(name: all[place].name, answer: replacement.answer, layers: LayerUse(writes: all[place].layers.writes)))
    }
    guard let from, let to, isRight else { return nil }
    if from > to, let later = toName ?? fromName {
      report.error(
        "wrong-part", "the part is empty: the stage '\(all[to].name)' stands before '\(all[from].name)'", at: later.location)
      return nil
    }
    return Part(name: pipeline.name, stages: stages[from...to].filter { !($0.stage is any SinkStage) })
  }

  private func index(of name: TestFile.Name, in stages: [PlannedStage]) -> Int? {
    if let index = stages.firstIndex(where: { $0.name == name.text }) { return index }
    let names = stages.map(\.name)
    let advice =
      Suggestion.nearest(to: name.text, in: names).map { "did you mean '\($0)'?" } ?? "its stages are \(Wording.list(names, "and"))"
    reportOnce("unknown-stage", "the pipeline has no stage \(Wording.quoted(name.text)); \(advice)", at: name.location)
    return nil
  }

  private func checkAnswer(_ replacement: TestFile.Replacement, _ stage: PlannedStage) -> Bool {
    let writes = stage.layers.writes.sorted()
    let wrong = replacement.layers.filter { !stage.layers.writes.contains($0.layer) }
    for (layer, location) in wrong {
      let advice = writes.isEmpty ? "it writes none" : "it writes \(Wording.list(writes.map(\.name), "and"))"
      reportOnce("bad-answer", "the stage '\(stage.name)' does not write the layer \(Wording.quoted(layer.name)); \(advice)", at: location)
    }
    return wrong.isEmpty
  }

  /// What a file says is checked for each of its cases.
  private func reportOnce(_ code: String, _ message: String, at location: SourceLocation) {
    if report.diagnostics.all.contains(where: { $0.location == location && $0.message == message }) { return }
    report.error(code, message, at: location)
  }

  /// Reports layers that stages of the part require and that neither the input brings nor a stage of the part writes.
  func checkLayers(of part: Part, _ document: Document, at location: SourceLocation) {
    if document.isFailed { return }
    var present = document.layers.union([.text])
    for stage in part.stages {
      let missing = stage.layers.requires.subtracting(present).sorted()
      if !missing.isEmpty {
        let layers = "the layer\(missing.count == 1 ? "" : "s") \(Wording.list(missing.map(\.name), "and"))"
        report.error(
          "missing-layer",
          "the stage '\(stage.name)' needs \(layers), which neither the input of this case brings nor a stage before it writes: start from an earlier stage, or give a record",
          at: location)
        return
      }
      for changed in stage.layers.updates { present.subtract(changed.dependents) }
      present.formUnion(stage.layers.writes)
    }
  }
}
