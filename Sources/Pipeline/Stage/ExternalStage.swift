/// A stage whose work is done outside this process, so that whoever calls it mostly waits.
///
/// The executor lets other work use the processor meanwhile, starts the stage before the first document is read, and ends it after the last.
package protocol ExternalStage: Stage {
  /// How many batches it is worth to have waiting on it at once. Required.
  var concurrency: Int { get }

  /// Starts what does the work. Required.
  ///
  /// - Throws: That it cannot be started.
  func start() throws(StageFailure)

  /// Ends what does the work. Required.
  func finish()

  /// How often what does the work had to be started again since the stage was made; nil where it never had to be. Default: nil.
  var restarts: StageRestarts? { get }
}

extension ExternalStage {
  package var restarts: StageRestarts? { nil }
}

/// How often what does a stage's work was started again.
package struct StageRestarts: Sendable, Hashable {
  /// How often; 1 or more.
  package var count: Int
  /// Why, and what it cost: a lower-case sentence.
  package var message: String

  /// Creates a count.
  package init(count: Int, message: String) {
    self.count = count
    self.message = message
  }
}
