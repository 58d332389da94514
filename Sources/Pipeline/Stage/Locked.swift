import Foundation

/// A value that several threads read and write, one at a time.
///
/// Over `NSLock`, which is a `pthread_mutex_t`: the thread sanitizer knows that one, and not the lock of the module `Synchronization`.
package final class Locked<Value: Sendable>: Sendable {
  private let lock = NSLock()
  // Safe: it is touched in `withLock` alone, by the one thread that holds the lock.
  nonisolated(unsafe) private var value: Value

  /// Puts a value behind a lock of its own.
  package init(_ value: Value) { self.value = value }

  /// Reads or changes the value while no other thread does. The body must not ask for the same lock again.
  package func withLock<Result, Failure: Error>(_ body: (inout Value) throws(Failure) -> Result) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
