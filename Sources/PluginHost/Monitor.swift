import Foundation

/// A value that several threads read and change one at a time, and whose changes they can wait for.
final class Monitor<Value: Sendable>: Sendable {
  private let condition = NSCondition()
  // Safe: it is touched only by the one thread that holds the condition's lock.
  nonisolated(unsafe) private var value: Value

  init(_ value: Value) { self.value = value }

  /// Reads or changes the value, and wakes whoever waits.
  func change<Result>(_ body: (inout Value) -> Result) -> Result {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    return body(&value)
  }

  /// Waits until the body gives a result, which may change the value; nil if it gives none for so many seconds.
  func wait<Result>(seconds: Double, _ body: (inout Value) -> Result?) -> Result? {
    let deadline = Date(timeIntervalSinceNow: seconds)
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result = body(&value) {
        condition.broadcast()
        return result
      }
      if !condition.wait(until: deadline) { return body(&value) }
    }
  }
}
