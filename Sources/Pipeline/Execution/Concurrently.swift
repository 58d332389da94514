import Dispatch

/// Setting up on two processors.
package enum Concurrently {
  /// Does two things at the same time.
  ///
  /// - Throws: What either throws, that of the first before that of the second.
  package static func both<First: Sendable, Second: Sendable>(
    _ first: @Sendable () throws(Diagnostics) -> First, _ second: @Sendable () throws(Diagnostics) -> Second
  ) throws(Diagnostics) -> (First, Second) {
    let results = Locked<(Result<First, Diagnostics>?, Result<Second, Diagnostics>?)>((nil, nil))
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      if index == 0 {
        let result = Result(catching: first)
        results.withLock { $0.0 = result }
      } else {
        let result = Result(catching: second)
        results.withLock { $0.1 = result }
      }
    }
    switch results.withLock(\.self) {
    case (.success(let first)?, .success(let second)?): return (first, second)
    case (let first, let second):
      var problems = Diagnostics()
      if case .failure(let error)? = first { problems.append(contentsOf: error) }
      if case .failure(let error)? = second { problems.append(contentsOf: error) }
      throw problems
    }
  }
}
