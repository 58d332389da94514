import Pipeline

/// Workspaces for the workers of a run: each takes one for a while, so that none waits for another.
final class Pool<Item: Sendable>: Sendable {
  private let idle = Locked<[Item]>([])
  private let make: @Sendable () -> Item

  /// Creates an empty pool.
  init(_ make: @escaping @Sendable () -> Item) { self.make = make }

  /// Lends an item for the time of the body.
  func with<Result, Failure: Error>(_ body: (inout Item) throws(Failure) -> Result) throws(Failure) -> Result {
    var item = idle.withLock { $0.popLast() } ?? make()
    defer { idle.withLock { [item] in $0.append(item) } }
    return try body(&item)
  }
}
