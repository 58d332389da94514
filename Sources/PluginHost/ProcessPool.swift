import Pipeline

/// The processes of one stage: started when they are needed, started again after a crash.
///
/// Documents that are lost with a process are tried once more, each alone, so that the one at fault is found and the others are not.
final class ProcessPool: Sendable {
  private let manifest: PluginManifest
  private let opening: [UInt8]
  private let check: @Sendable ([UInt8]) throws(StageFailure) -> Void
  private let log: @Sendable (String) -> Void
  private let sessions: [Locked<PluginSession?>]
  private let loads: Locked<[Int]>

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
  func start() throws(StageFailure) { _ = try session(0) }

  /// Ends all processes.
  func finish() {
    for slot in sessions {
      slot.withLock { session in
        session?.close()
        session = nil
      }
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
      outcomes = try session(slot).exchange(records)
    } catch {
      return records.map { _ in .lost(error) }
    }
    retry(records, &outcomes)
    return outcomes
  }

  private func retry(_ records: [[UInt8]], _ outcomes: inout [PluginSession.Outcome]) {
    var alone: PluginSession?
    defer { alone?.close() }
    for index in outcomes.indices {
      guard case .lost = outcomes[index] else { continue }
      do throws(StageFailure) {
        let session: PluginSession
        if let known = alone, known.isAlive { session = known } else { session = try makeSession() }
        alone = session
        outcomes[index] = session.exchange([records[index]])[0]
      } catch {
        outcomes[index] = .lost(error)
      }
    }
  }

  /// The living process of a place, made if there is none.
  private func session(_ slot: Int) throws(StageFailure) -> PluginSession {
    try sessions[slot].withLock { (session) throws(StageFailure) in
      if let session, session.isAlive { return session }
      let made = try makeSession()
      session = made
      return made
    }
  }

  private func makeSession() throws(StageFailure) -> PluginSession {
    let session = try PluginSession(manifest, opening: opening, log: log)
    let line: [UInt8]
    do throws(StageFailure) {
      line = try session.greeting(within: max(manifest.timeout, 60))
    } catch {
      session.close()
      throw StageFailure(code: error.code, StartProblem(error.message, setUpOf: manifest).sentence)
    }
    do throws(StageFailure) {
      try check(line)
    } catch {
      session.close()
      throw error
    }
    return session
  }
}
