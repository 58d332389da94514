import Dispatch

/// What came of a batch of documents.
struct BatchResult: Sendable {
  /// How many documents there were.
  var count: Int
  /// For each sink of the plan in order: a rendering per document.
  var renderings: [[Rendering]] = []
  /// For each collection stage of the plan in order: a contribution per document, nil for a failed one.
  var contributions: [[[UInt8]?]] = []
  /// Why a file could not be written: it ends the run.
  var outputFailure: OutputFailure?
  /// The documents that failed.
  var failures: [RunReport.Failure] = []
  /// The documents with problems that did not fail.
  var withProblems = 0
  /// The bytes of the source texts.
  var bytes = 0
  /// The tokens.
  var tokens = 0
  /// Time and counts, for reading and then for each stage of the plan.
  var stages: [RunReport.StageTotals]
}

/// Takes batches of documents through the stages of a plan.
struct BatchRunner: Sendable {
  let plan: ResolvedPlan
  /// Whether there are outputs: without them nothing is rendered or contributed.
  let rendersOutputs: Bool
  /// For each sink of the plan in order: what writes the parts that are files of their own.
  let partWriters: [PartWriter?]
  /// How many batches may use the processor at once, where some wait for stages outside this process; nil where none does.
  private let processors: DispatchSemaphore?

  init(plan: ResolvedPlan, rendersOutputs: Bool, partWriters: [PartWriter?], workers: Int) {
    self.plan = plan
    self.rendersOutputs = rendersOutputs
    self.partWriters = partWriters
    processors = plan.stages.contains { $0.stage is any ExternalStage } ? DispatchSemaphore(value: workers) : nil
  }

  /// Loads the documents and runs all stages on them, stage by stage.
  func run(_ items: [SourceItem]) -> BatchResult {
    processors?.wait()
    defer { processors?.signal() }
    var result = BatchResult(count: items.count, stages: [])
    var documents: [Document] = []
    documents.reserveCapacity(items.count)
    measure(Problem.readStage, documents: items.count, into: &result) { totals in
      for item in items {
        let document = item.load()
        if document.isFailed { totals.failures += 1 }
        documents.append(document)
      }
    }
    run(&documents, into: &result)
    for document in documents {
      result.bytes += document.sourceText.count
      result.tokens += document.tokens.count
      if document.isFailed {
        result.failures.append(RunReport.Failure(id: document.id, problem: document.problems.last ?? .unknown))
      } else if !document.problems.isEmpty {
        result.withProblems += 1
      }
    }
    return result
  }

  private func run(_ documents: inout [Document], into result: inout BatchResult) {
    for planned in plan.stages {
      let live = documents.count { !$0.isFailed }
      measure(planned.name, documents: live, into: &result) { totals in
        totals.failures = annotate(&documents, by: planned)
      }
      guard rendersOutputs else { continue }
      if let sink = planned.stage as? any SinkStage {
        let started = ContinuousClock.now
        let writer = partWriters[result.renderings.count]
        result.renderings.append(
          documents.indices.map { index in
            write(render(&documents[index], by: sink, named: planned.name, into: &result), by: writer, into: &result)
          })
        result.stages[result.stages.count - 1].seconds += (ContinuousClock.now - started).seconds
      }
      if let collection = planned.stage as? any CollectionStage {
        result.contributions.append(
          documents.indices.map { contribution(of: &documents[$0], to: collection, named: planned.name, into: &result) })
      }
    }
  }

  /// Runs one stage on the documents that did not fail; returns how many it failed on.
  private func annotate(_ documents: inout [Document], by planned: PlannedStage) -> Int {
    var failures = 0
    if let stage = planned.stage as? any BatchStage {
      let live = documents.indices.filter { !documents[$0].isFailed }
      var indices: [Int] = []
      var batch: [Document] = []
      for index in live {
        do {
          batch.append(try planned.prepared(documents[index]))
          indices.append(index)
        } catch {
          documents[index].fail(in: planned.name, error)
          failures += 1
        }
      }
      if batch.isEmpty { return failures }
      let ids = batch.map(\.id)
      let waits = stage is any ExternalStage
      if waits { processors?.signal() }
      let outcomes = stage.process(batch: &batch)
      if waits { processors?.wait() }
      let isWhole = batch.count == ids.count && zip(batch, ids).allSatisfy { $0.id == $1 }
      for (position, index) in indices.enumerated() {
        let outcome =
          isWhole && position < outcomes.count
          ? outcomes[position] : StageFailure(code: "no-result", "the stage returned no result for the document")
        if let outcome {
          documents[index].fail(in: planned.name, outcome)
          failures += 1
        } else {
          planned.finish(&batch[position])
          documents[index] = batch[position]
        }
      }
      return failures
    }
    for index in documents.indices where !documents[index].isFailed {
      do {
        try planned.run(on: &documents[index])
      } catch {
        documents[index].fail(in: planned.name, error)
        failures += 1
      }
    }
    return failures
  }

  /// A document that cannot be rendered fails, and is rendered once more as a failed one, without its layers.
  private func render(
    _ document: inout Document, by sink: any SinkStage, named name: String, into result: inout BatchResult
  ) -> Rendering {
    do {
      return try sink.render(document)
    } catch {
      document.fail(in: name, error)
      result.stages[result.stages.count - 1].failures += 1
      for layer in document.layers.union(Layer.builtIn) { document.drop(layer) }
      document.openLayers = [:]
      return (try? sink.render(document)) ?? Rendering()
    }
  }

  /// Writes the parts that are files of their own; returns the rest.
  private func write(_ rendering: Rendering, by writer: PartWriter?, into result: inout BatchResult) -> Rendering {
    guard let writer else { return rendering }
    var rest = Rendering()
    for part in rendering.parts {
      if part.path == nil {
        rest.parts.append(part)
      } else if result.outputFailure == nil {
        do throws(OutputFailure) {
          try writer.write(part)
        } catch {
          result.outputFailure = error
        }
      }
    }
    return rest
  }

  private func contribution(
    of document: inout Document, to stage: any CollectionStage, named name: String, into result: inout BatchResult
  ) -> [UInt8]? {
    if document.isFailed { return nil }
    do {
      return try stage.contribution(of: document)
    } catch {
      document.fail(in: name, error)
      result.stages[result.stages.count - 1].failures += 1
      return nil
    }
  }

  private func measure(
    _ name: String, documents: Int, into result: inout BatchResult, _ work: (inout RunReport.StageTotals) -> Void
  ) {
    var totals = RunReport.StageTotals(name: name)
    totals.documents = documents
    let started = ContinuousClock.now
    work(&totals)
    totals.seconds = (ContinuousClock.now - started).seconds
    result.stages.append(totals)
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

extension PlannedStage {
  /// How often what does its work was started again; nil where it never was, or the stage works in this process.
  package var restarts: StageRestarts? { (stage as? any ExternalStage)?.restarts }
}

extension ResolvedPlan {
  /// Starts the stages that work outside this process. If one cannot be started, those before it are ended.
  ///
  /// - Throws: What cannot be started, and why.
  package func start() throws(Diagnostics) {
    for planned in stages {
      guard let stage = planned.stage as? any ExternalStage else { continue }
      do throws(StageFailure) {
        try stage.start()
      } catch {
        finish()
        throw Diagnostics(Diagnostic(code: error.code, "the stage '\(planned.name)' cannot be started: \(error.message)"))
      }
    }
  }

  /// Ends the stages that work outside this process.
  package func finish() {
    for planned in stages { (planned.stage as? any ExternalStage)?.finish() }
  }

  /// Takes one document through all stages, without outputs. A document that a stage fails on comes back as failed, with the problem.
  package func annotate(_ document: Document) -> Document {
    var document = document
    for planned in stages where !document.isFailed {
      do {
        try planned.run(on: &document)
      } catch {
        document.fail(in: planned.name, error)
      }
    }
    return document
  }
}
