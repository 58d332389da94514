/// What happened in a run: counts, failures, time per stage.
package struct RunReport: Sendable, Codable {
  /// How a run ended.
  package enum Ending: String, Sendable, Codable {
    /// All documents were read.
    case complete
    /// It was interrupted; what was done by then is in the outputs.
    case interrupted
    /// More documents failed than `maxFailures` allows.
    case tooManyFailures = "too_many_failures"
  }

  /// A document that failed.
  package struct Failure: Sendable, Codable, Hashable {
    /// The document.
    package var id: String
    /// Stage, code and message.
    package var problem: Problem
  }

  /// What a stage did.
  package struct StageTotals: Sendable, Codable {
    /// The stage's name in the pipeline; `read` for the reader.
    package var name: String
    /// The time spent in it, in seconds, over all workers.
    package var seconds: Double = 0
    /// The documents it was given.
    package var documents = 0
    /// The documents it failed on.
    package var failures = 0
    /// How often its process was started again after it had ended; absent where it never was.
    package var restarts: Int?
  }

  /// The largest number of failures that are listed; all are counted.
  package static let listedFailures = 1_000

  /// The pipeline's name.
  package var pipeline: String
  /// How the run ended.
  package var ending = Ending.complete
  /// The documents read, failed ones among them.
  package var documents = 0
  /// The documents that failed.
  package var failed = 0
  /// The documents that did not fail but carry problems.
  package var withProblems = 0
  /// The bytes of their source texts.
  package var bytes = 0
  /// The tokens found.
  package var tokens = 0
  /// The time from the first document to the published outputs, in seconds.
  package var seconds = 0.0
  /// How many batches were worked on at once.
  package var workers: Int
  /// The stages in order, `read` first.
  package var stages: [StageTotals]
  /// The first documents that failed, in document order.
  package var failures: [Failure] = []

  enum CodingKeys: String, CodingKey {
    case pipeline, ending, documents, failed
    case withProblems = "with_problems"
    case bytes, tokens, seconds, workers, stages, failures
  }

  init(plan: ResolvedPlan, workers: Int) {
    pipeline = plan.name
    self.workers = workers
    stages = ([Problem.readStage] + plan.stages.map(\.name)).map { StageTotals(name: $0) }
  }

  mutating func add(_ batch: BatchResult) {
    documents += batch.count
    failed += batch.failures.count
    withProblems += batch.withProblems
    bytes += batch.bytes
    tokens += batch.tokens
    failures += batch.failures.prefix(max(0, Self.listedFailures - failures.count))
    for (index, totals) in batch.stages.enumerated() {
      stages[index].seconds += totals.seconds
      stages[index].documents += totals.documents
      stages[index].failures += totals.failures
    }
  }
}
