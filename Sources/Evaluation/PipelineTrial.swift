import Foundation
import Pipeline

/// Runs the part of a pipeline that some layers come from over documents, and keeps what becomes of each.
package struct PipelineTrial: Sendable {
  /// Where documents start.
  package enum Start: Sendable {
    /// From their text.
    case text
    /// From the sentences and tokens that they bring: stages that make those or change the text are not run.
    case tokens
  }

  /// What came of a run.
  package struct Outcome: Sendable {
    /// The documents in order; a failed one without layers.
    package var documents: [Document]
    /// The documents that failed, by their ids as given.
    package var failures: [RunReport.Failure]
    /// The words in the documents: their tokens.
    package var words: Int
    /// Processor time of this process in seconds, over all threads.
    package var cpuSeconds: Double
  }

  /// The stages that are run, by name.
  package var stages: [String] { plan.stages.map(\.name) }

  private let plan: ResolvedPlan

  /// Chooses the stages.
  ///
  /// - Parameters:
  ///   - plan: The whole pipeline.
  ///   - expects: The layers that it expects from its input.
  ///   - layers: What is scored. The first must be written; the others are if there is a stage for them.
  /// - Throws: That nothing writes what is scored, or that the pipeline needs more than a text.
  package init(_ plan: ResolvedPlan, expects: [Layer], for layers: [Layer], from start: Start = .text) throws(Diagnostics) {
    let given: Set<Layer> = start == .text ? [.text] : [.text, .sentences, .tokens]
    let stages = plan.stages.filter { stage in
      start == .text || (!stage.layers.updates.contains(.text) && stage.layers.writes.isDisjoint(with: [.sentences, .tokens]))
    }
    var needed = Set(layers).subtracting(given)
    var chosen: [PlannedStage] = []
    for stage in stages.reversed() where !stage.layers.writes.union(stage.layers.updates).isDisjoint(with: needed.union([.text])) {
      chosen.append(stage)
      needed.subtract(stage.layers.writes.subtracting(stage.layers.updates))
      needed.formUnion(stage.layers.requires.union(stage.layers.uses).union(stage.layers.updates).subtracting(given))
    }
    chosen.reverse()
    self.plan = ResolvedPlan(name: plan.name, stages: chosen)
    try Self.check(chosen, plan, expects, layers, given, start)
  }

  private static func check(
    _ chosen: [PlannedStage], _ plan: ResolvedPlan, _ expects: [Layer], _ layers: [Layer], _ given: Set<Layer>, _ start: Start
  ) throws(Diagnostics) {
    var present = given
    for stage in chosen { present.formUnion(stage.layers.writes) }
    if Set(layers).isDisjoint(with: present) {
      let names = layers.map { "'\($0)'" }.joined(separator: " or ")
      let writer = plan.stages.first { !$0.layers.writes.isDisjoint(with: layers) }
      let reason =
        writer.map { "'\($0.name)', which does, also makes the sentences and tokens, which here are given" } ?? "it cannot be scored"
      throw Diagnostics(
        Diagnostic(code: "nothing-to-score", "no stage of the pipeline '\(plan.name)' writes the layer \(names): \(reason)"))
    }
    present = given
    for stage in chosen {
      if let missing = stage.layers.requires.subtracting(present).sorted().first {
        let origin = expects.contains(missing) ? "which it expects from its input" : "which nothing before it writes"
        throw Diagnostics(
          Diagnostic(
            code: "missing-layer",
            "the stage '\(stage.name)' needs the layer '\(missing)', \(origin): gold files bring \(start == .text ? "the text alone" : "sentences and tokens")"
          ))
      }
      present.formUnion(stage.layers.writes)
    }
  }

  /// Runs the stages. Documents come back in order; their ids need not differ.
  ///
  /// - Throws: That a stage that works outside this process cannot be started.
  package func run(_ documents: [Document], workers: Int) throws(Diagnostics) -> Outcome {
    let collected = Locked<[Document?]>(Array(repeating: nil, count: documents.count))
    let collector = PlannedStage(name: "evaluation", stage: CollectingStage(documents: collected))
    try plan.start()
    defer { plan.finish() }
    let failures = Locked<[RunReport.Failure]>([])
    let executor = Executor(
      plan: ResolvedPlan(name: plan.name, stages: plan.stages + [collector]), settings: ExecutionSettings(workers: workers),
      onFailure: { failure in failures.withLock { $0.append(failure) } })
    var source = DocumentList(
      documents.enumerated().map { index, document in
        var document = document
        document.id = String(index)
        return document
      })
    let started = Self.cpuSeconds
    do throws(OutputFailure) {
      _ = try executor.run(&source, output: nil)
    } catch {
      throw Diagnostics(Diagnostic(code: "evaluation-failed", error.description))
    }
    let seconds = Self.cpuSeconds - started
    let found = collected.withLock { $0 }
    let annotated = zip(found, documents).map { found, given in
      var document = found ?? Document(id: given.id, text: given.text)
      document.id = given.id
      return document
    }
    let named = failures.withLock { $0 }.map { failure -> RunReport.Failure in
      var failure = failure
      if let index = Int(failure.id) { failure.id = documents[index].id }
      return failure
    }
    return Outcome(documents: annotated, failures: named, words: annotated.reduce(0) { $0 + $1.tokens.count }, cpuSeconds: seconds)
  }

  private static var cpuSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// The last stage of a trial: keeps the documents by the numbers that are their ids.
private struct CollectingStage: Stage {
  let documents: Locked<[Document?]>

  var layers: LayerUse { LayerUse() }

  func process(_ document: inout Document) throws(StageFailure) {
    guard let index = Int(document.id) else { return }
    documents.withLock { [document] in $0[index] = document }
  }
}
