import Dispatch

/// Works on numbered jobs, at most `width` at once, on Dispatch; results are taken in the order of the numbers.
///
/// No thread ever waits for a job: a worker that ends one takes the next that is pending, or goes home.
final class WorkerPool<Job: Sendable, Result: Sendable>: Sendable {
  private struct State: Sendable {
    var pending: [(number: Int, job: Job?)] = []
    var nextPending = 0
    var running = 0
    var results: [Int: Result] = [:]
    var awaited: Int?
  }

  private let width: Int
  private let work: @Sendable (Job) -> Result
  private let queue = DispatchQueue(label: "textmill.workers", attributes: .concurrent)
  private let state = Locked(State())
  private let running = DispatchGroup()
  private let arrival = DispatchSemaphore(value: 0)

  init(width: Int, work: @escaping @Sendable (Job) -> Result) {
    self.width = max(1, width)
    self.work = work
  }

  /// Hands in a job. Numbers are given once each.
  func submit(_ job: Job, number: Int) {
    let startsWorker = state.withLock { state in
      state.pending.append((number, job))
      if state.running < width {
        state.running += 1
        return true
      }
      return false
    }
    if startsWorker { queue.async(group: running) { self.workUntilEmpty() } }
  }

  /// Waits for the result of a job that was handed in. One thread asks at a time.
  func result(of number: Int) -> Result {
    while true {
      let found: Result? = state.withLock { state in
        if let result = state.results.removeValue(forKey: number) {
          state.awaited = nil
          return result
        }
        state.awaited = number
        return nil
      }
      if let found { return found }
      arrival.wait()
    }
  }

  /// Throws away what is pending, and waits for what is in work.
  func abandon() {
    state.withLock { state in
      state.pending.removeAll()
      state.nextPending = 0
    }
    running.wait()
  }

  private func workUntilEmpty() {
    while let (number, job) = state.withLock({ state in Self.take(&state) }) {
      let result = work(job)
      let isAwaited = state.withLock { state in
        state.results[number] = result
        return state.awaited == number
      }
      if isAwaited { arrival.signal() }
    }
  }

  private static func take(_ state: inout State) -> (number: Int, job: Job)? {
    if state.nextPending == state.pending.count {
      state.pending.removeAll(keepingCapacity: true)
      state.nextPending = 0
      state.running -= 1
      return nil
    }
    let (number, job) = state.pending[state.nextPending]
    state.pending[state.nextPending].job = nil
    state.nextPending += 1
    if state.nextPending >= 64 {
      state.pending.removeFirst(state.nextPending)
      state.nextPending = 0
    }
    return job.map { (number, $0) }
  }
}
