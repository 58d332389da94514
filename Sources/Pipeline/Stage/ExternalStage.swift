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
}
