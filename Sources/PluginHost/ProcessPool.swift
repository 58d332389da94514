import Pipeline

/// The processes of one stage: started when they are needed, started again after a crash.
///
/// Documents that are lost with a process are tried again, each alone, so that the one at fault is found and the others are not: a document is
/// lost only where a process that was sent nothing else ended without a signal from outside, or where that happened `tries` times.
final class ProcessPool: Sendable {
  private let manifest: PluginManifest
  private let opening: [UInt8]
  private let check: @Sendable ([UInt8]) throws(StageFailure) -> Void
  private let log: @Sendable (String) -> Void
  private let sessions: [Locked<PluginSession?>]
  private let loads: Locked<[Int]>
  private let losses = Locked(Losses())
  /// How often a document is sent to a process alone, and a process is started that ends as it starts.
  private static let tries = 3
  /// How often a process is started that somebody else ends as it starts.
  private static let triesAgainstSignals = 10

  /// Why a process could not be started, and whether somebody else ended it.
  private struct StartFailure: Error {
    let failure: StageFailure
    var isFromOutside = false
  }

  /// What came of processes that ended before they were to.
  private struct Losses: Sendable {
    var ends = 0
    /// How the first of them ended.
    var first = ""
    var documents = 0
    /// Whether the last process could not be started, often as it was tried.
    var cannotStart = false
  }

  /// Creates a pool, and starts nothing.
  ///
  /// - Parameters:
  ///   - opening: The first line to each process.
  ///   - check: Makes sure that the first line from a process is as it must be.
  init(
    _ manifest: PluginManifest, opening: [UInt8], log: @escaping @Sendable (String) -> Void,
    check: @escaping @Sendable ([UInt8]) throws(StageFailure) -> Void
  ) {
    self.manifest = manifest
    self.opening = opening
    self.check = check
    self.log = log
    self.sessions = (0..<manifest.instances).map { _ in Locked(nil) }
    self.loads = Locked(Array(repeating: 0, count: manifest.instances))
  }

  /// Starts the first process.
  func start() throws(StageFailure) {
    try sessions[0].withLock { (session) throws(StageFailure) in
      if session?.isAlive == true { return }
      do throws(StartFailure) { session = try makeSession() } catch { throw error.failure }
    }
  }

  /// Ends all processes.
  func finish() {
    for slot in sessions {
      slot.withLock { session in
        session?.close()
        session = nil
      }
    }
  }

  /// How often processes were started again, and what it cost; nil where none ended before it was to.
  var restarts: StageRestarts? {
    losses.withLock { losses in
      if losses.ends == 0 { return nil }
      let how =
        losses.ends == 1 ? "was started again, as \(losses.first)" : "was started again \(losses.ends) times, first as \(losses.first)"
      let cost =
        switch losses.documents {
        case 0: "no document was lost"
        case 1: "1 document failed by it"
        default: "\(losses.documents) documents failed by it"
        }
      let subject = manifest.role == .plugin ? "\(manifest.subject): its process" : manifest.subject
      return StageRestarts(count: losses.ends, message: "\(subject) \(how); \(cost)")
    }
  }

  /// Sends documents to the process that has the least to do; those that are lost are tried alone.
  func exchange(_ records: [[UInt8]]) -> [PluginSession.Outcome] {
    let slot = loads.withLock { loads in
      let slot = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      loads[slot] += records.count
      return slot
    }
    defer { loads.withLock { $0[slot] -= records.count } }
    var outcomes: [PluginSession.Outcome]
    do throws(StageFailure) {
      let session = try session(slot)
      outcomes = session.exchange(records)
      note(session)
      retry(records, &outcomes)
    } catch {
      outcomes = records.map { _ in .lost(error) }
    }
    let lost = outcomes.count { $0.isLost }
    if lost > 0 { losses.withLock { $0.documents += lost } }
    return outcomes
  }

  /// Sends each document that was lost to a process that has nothing else to do.
  private func retry(_ records: [[UInt8]], _ outcomes: inout [PluginSession.Outcome]) {
    var known: PluginSession?
    defer { known?.close() }
    for index in outcomes.indices {
      var tries = 0
      while outcomes[index].isLost, tries < Self.tries {
        tries += 1
        do throws(StageFailure) {
          let isFresh = known?.isAlive != true
          let session: PluginSession
          if let known, !isFresh { session = known } else { session = try startedSession() }
          known = session
          outcomes[index] = session.exchange([records[index]])[0]
          guard case .lost(let failure) = outcomes[index] else { break }
          note(session)
          // One that did others before may have ended by what they left behind.
          if !session.isEndedFromOutside, isFresh || failure.code.hasSuffix("-timeout") { break }
        } catch {
          outcomes[index] = .lost(error)
          break
        }
      }
    }
  }

  /// The living process of a place, made if there is none.
  private func session(_ slot: Int) throws(StageFailure) -> PluginSession {
    try sessions[slot].withLock { (session) throws(StageFailure) in
      if let session, session.isAlive { return session }
      if let session { note(session) }
      let made = try startedSession()
      session = made
      return made
    }
  }

  /// A new process. One that ends while it starts is started again, as somebody may have ended it.
  private func startedSession() throws(StageFailure) -> PluginSession {
    var tries = 0
    while true {
      tries += 1
      do throws(StartFailure) {
        let session = try makeSession()
        losses.withLock { $0.cannotStart = false }
        return session
      } catch {
        let isFinal = losses.withLock { losses in
          if tries >= (error.isFromOutside ? Self.triesAgainstSignals : Self.tries) { losses.cannotStart = true }
          return losses.cannotStart
        }
        if isFinal || !error.failure.code.hasSuffix("-crashed") { throw error.failure }
      }
    }
  }

  /// Counts a process that ended before it was to.
  private func note(_ session: PluginSession) {
    guard let end = session.takeUnexpectedEnd() else { return }
    losses.withLock { losses in
      if losses.ends == 0 { losses.first = end }
      losses.ends += 1
    }
  }

  private func makeSession() throws(StartFailure) -> PluginSession {
    let session: PluginSession
    do throws(StageFailure) {
      session = try PluginSession(manifest, opening: opening, log: log)
    } catch {
      throw StartFailure(failure: error)
    }
    let line: [UInt8]
    do throws(StageFailure) {
      line = try session.greeting(within: max(manifest.timeout, 60))
    } catch {
      note(session)
      session.close()
      let failure = StageFailure(code: error.code, StartProblem(unanswered: error, by: manifest).sentence)
      throw StartFailure(failure: failure, isFromOutside: session.isEndedFromOutside)
    }
    do throws(StageFailure) {
      try check(line)
    } catch {
      session.close()
      throw StartFailure(failure: error)
    }
    return session
  }
}
