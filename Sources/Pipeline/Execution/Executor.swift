import Foundation

/// How a run is carried out. Nothing here changes what a run that ends by itself writes; one that is stopped by `maxFailures` also delivers what was in work.
package struct ExecutionSettings: Sendable {
  /// How many batches are worked on at once; 1 or more.
  package var workers: Int
  /// The run stops when more documents than this have failed; nil for no limit.
  package var maxFailures: Int?
  /// The largest number of documents in a batch.
  package var batchCount = 16
  /// The largest number of source bytes in a batch of more than one document.
  package var batchBytes = 1 << 18
  /// Outputs are made durable each time after so many documents.
  package var checkpointCount = 10_000

  /// Creates settings.
  package init(workers: Int = ProcessInfo.processInfo.activeProcessorCount, maxFailures: Int? = nil) {
    self.workers = max(1, workers)
    self.maxFailures = maxFailures
  }
}

/// How far a run is.
package struct RunProgress: Sendable {
  /// The documents done.
  package var documents: Int
  /// How many there are, if known.
  package var expected: Int?
  /// The documents that failed.
  package var failed: Int
  /// The source bytes done.
  package var bytes: Int
  /// The tokens found.
  package var tokens: Int
}

/// Runs a plan over a source of documents: ordered, bounded, and parallel.
///
/// The calling thread pulls items from the source, makes batches, and takes finished batches to the sinks in document order. Workers on Dispatch load and
/// process them. No more than a fixed number of batches is between the two, so that memory does not grow with the number of documents.
package struct Executor: Sendable {
  private let plan: ResolvedPlan
  private let settings: ExecutionSettings
  private let cancellation: Cancellation
  private let onProgress: (@Sendable (RunProgress) -> Void)?
  private let onFailure: (@Sendable (RunReport.Failure) -> Void)?

  /// Creates an executor.
  ///
  /// - Parameters:
  ///   - plan: The stages.
  ///   - settings: How the run is carried out.
  ///   - cancellation: Ends the run early when requested.
  ///   - onProgress: Called on the calling thread of `run` after each batch.
  ///   - onFailure: Called on the calling thread of `run` for each failed document, in order.
  package init(
    plan: ResolvedPlan, settings: ExecutionSettings = ExecutionSettings(), cancellation: Cancellation = Cancellation(),
    onProgress: (@Sendable (RunProgress) -> Void)? = nil, onFailure: (@Sendable (RunReport.Failure) -> Void)? = nil
  ) {
    self.plan = plan
    self.settings = settings
    self.cancellation = cancellation
    self.onProgress = onProgress
    self.onFailure = onFailure
  }

  /// Runs the plan over all documents of a source.
  ///
  /// - Parameter output: Where sinks write; nil to write nothing.
  /// - Throws: What made an output impossible. Unless that shows only while outputs are put in their places, those of earlier runs are then untouched.
  /// - Returns: What happened.
  package func run(_ source: inout some DocumentSource, output: OutputFolder?) throws(OutputFailure) -> RunReport {
    let started = ContinuousClock.now
    var report = RunReport(plan: plan, workers: settings.workers)
    let lock = try output.map { folder throws(OutputFailure) in try OutputLock(folder) }
    defer { lock?.release() }
    var outputs = try RunOutputs(plan: plan, folder: output)
    let runner = BatchRunner(plan: plan, rendersOutputs: output != nil, partWriters: outputs.partWriters, workers: settings.workers)
    // Who waits for something outside this process leaves the processor to others.
    let width = settings.workers + plan.stages.reduce(0) { $0 + (($1.stage as? any ExternalStage)?.concurrency ?? 0) }
    let pool = WorkerPool<[SourceItem], BatchResult>(width: width) { runner.run($0) }
    // However the run ends, no worker is left that writes into the folder after its lock is released.
    defer { pool.abandon() }
    let window = width * 3 + 1
    var batcher = Batcher(settings: settings)
    var submitted = 0
    var delivered = 0
    var sinceCheckpoint = 0
    while true {
      while submitted - delivered < window, report.ending == .complete {
        if cancellation.isRequested {
          report.ending = .interrupted
        } else if let batch = batcher.next(from: &source) {
          pool.submit(batch, number: submitted)
          submitted += 1
        } else {
          break
        }
      }
      if delivered == submitted { break }
      let result = pool.result(of: delivered)
      delivered += 1
      try outputs.append(result, position: report.documents)
      report.add(result)
      sinceCheckpoint += result.count
      if sinceCheckpoint >= settings.checkpointCount {
        try outputs.checkpoint()
        sinceCheckpoint = 0
      }
      if let onFailure { result.failures.forEach(onFailure) }
      onProgress?(
        RunProgress(
          documents: report.documents, expected: source.expectedCount, failed: report.failed, bytes: report.bytes, tokens: report.tokens))
      if report.ending == .complete, let limit = settings.maxFailures, report.failed > limit { report.ending = .tooManyFailures }
    }
    try outputs.publish()
    for (index, planned) in plan.stages.enumerated() { report.stages[index + 1].restarts = planned.restarts?.count }
    report.seconds = (ContinuousClock.now - started).seconds
    return report
  }
}

/// Cuts a source into batches. The first are small, so that a short run keeps all workers busy.
private struct Batcher {
  let settings: ExecutionSettings
  private var made = 0
  private var held: SourceItem?

  init(settings: ExecutionSettings) { self.settings = settings }

  mutating func next(from source: inout some DocumentSource) -> [SourceItem]? {
    let limit = min(settings.batchCount, 1 + made / (2 * settings.workers))
    var batch: [SourceItem] = []
    var bytes = 0
    while batch.count < limit, let item = held ?? source.next() {
      held = nil
      if !batch.isEmpty, bytes + item.size > settings.batchBytes {
        held = item
        break
      }
      bytes += item.size
      batch.append(item)
    }
    made += 1
    return batch.isEmpty ? nil : batch
  }
}
