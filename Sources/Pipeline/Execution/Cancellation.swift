import Synchronization

/// A request to end a run early. What is in work is finished and published.
package final class Cancellation: Sendable {
  private let requested = Atomic<Bool>(false)

  /// Creates a request that was not made yet.
  package init() {}

  /// Whether the run is to end.
  package var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Asks for the end. Safe in any thread; may be called more than once.
  package func request() { requested.store(true, ordering: .relaxed) }
}
