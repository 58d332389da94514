import Foundation
import Pipeline
import PipelineTesting

/// Tries the worked examples of a plugin's stages: what their descriptions claim.
struct PluginExamples {
  /// An example that does not hold.
  struct Failure {
    /// The stage's name.
    var stage: String
    /// The example's summary.
    var example: String
    /// What is wrong: a line, and the lines that belong to it.
    var reason: String

    /// The failure in words.
    var text: String { "the example '\(example)' of the stage '\(stage)' does not hold: \(reason)" }
  }

  /// The plugin's stages.
  let stages: [StageDefinition]
  /// What files that an example names are relative to.
  let folder: String

  /// How many examples there are.
  var count: Int { stages.reduce(0) { $0 + $1.descriptor.examples.count } }

  /// Tries all examples; stages of other plugins are not known to them.
  func failures() -> [Failure] {
    stages.flatMap { stage in
      stage.descriptor.examples.flatMap { example in
        failures(of: example, stage).map { Failure(stage: stage.descriptor.name, example: example.summary, reason: $0) }
      }
    }
  }

  /// What is printed once all were tried.
  func total(failed: Int) -> String {
    "\(count) example\(count == 1 ? "" : "s") tried, \(failed == 0 ? "none" : "\(failed)") wrong"
  }

  private func failures(of example: StageExample, _ stage: StageDefinition) -> [String] {
    do throws(Diagnostics) {
      let document = try run(example, stage)
      return example.output.sorted { $0.key < $1.key }.compactMap { layer, expected in
        let found = document.lines(of: layer)
        if found == expected { return nil }
        let lines = expected.map { "\n  - \($0)" } + found.map { "\n  + \($0)" }
        return "\(layer) is otherwise (- expected, + found):\(lines.joined())"
      }
    } catch {
      return [error.all.map(\.message).joined(separator: "; ")]
    }
  }

  private func run(_ example: StageExample, _ stage: StageDefinition) throws(Diagnostics) -> Document {
    let marked: MarkedInput
    do throws(MarkedInputProblem) {
      marked = try MarkedInput(example.input)
    } catch {
      throw Diagnostics(Diagnostic(code: "bad-example", "its input \(error.message)"))
    }
    var document = Document(id: "example", text: marked.text)
    var registry = CommandLineRunner.registry.withLock { $0 }
    for other in stages { registry.register(other) }
    for name in example.after {
      guard let before = registry[name] else {
        throw Diagnostics(Diagnostic(code: "unknown-stage", "there is no stage '\(name)' to run before it"))
      }
      try annotate(&document, by: before, [:])
    }
    if !marked.entities.isEmpty {
      document.entities = marked.entities.map { Entity($0.span, EntityType($0.type), by: Provenance("example/marked")) }
      document.layers.insert(.entities)
    }
    try annotate(&document, by: stage, example.options)
    return document
  }

  private func annotate(
    _ document: inout Document, by stage: StageDefinition, _ given: [String: OptionValue]
  ) throws(Diagnostics) {
    let descriptor = stage.descriptor
    if let missing = descriptor.options.first(where: { $0.isRequired && given[$0.key] == nil }) {
      throw Diagnostics(
        Diagnostic(code: "missing-option", "the stage '\(descriptor.name)' must be given its option '\(missing.key)'"))
    }
    var values = given
    for option in descriptor.options {
      guard case .inputFile = option.kind, let path = given[option.key]?.string, !path.hasPrefix("/") else { continue }
      values[option.key] = OptionValue(.string("\(folder)/\(path)"))
    }
    let made = try stage.make(
      options: StageOptions(descriptor.options, given: values), context: StageContext(instance: descriptor.name))
    let plan = ResolvedPlan(name: "example", stages: [PlannedStage(name: descriptor.name, stage: made)])
    try plan.start()
    defer { plan.finish() }
    document = plan.annotate(document)
    if let problem = document.problems.last, document.isFailed {
      throw Diagnostics(Diagnostic(code: problem.code, "\(problem.message) (\(problem.stage))"))
    }
  }
}
