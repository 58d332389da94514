import Foundation
import Pipeline
import Readers
import Records

/// A plugin's process at work: documents go in, several at a time, and answers come back in any order.
final class PluginSession: Sendable {
  /// What came of a document.
  enum Outcome: Sendable {
    /// The line that answers it.
    case answer([UInt8])
    /// No answer came, and none will.
    case lost(StageFailure)

    /// Whether no answer came.
    var isLost: Bool { if case .lost = self { true } else { false } }
  }

  private struct State: Sendable {
    var greeting: [UInt8]?
    var answers: [Int: [UInt8]] = [:]
    var inFlight: Set<Int> = []
    var lastIdentifier = 0
    /// When the last answer came, or the process began to have something to do.
    var progressed = ContinuousClock.now
    /// Why no more answers come.
    var ending: StageFailure?
    /// How the process ended, where it was not to.
    var unexpectedEnd: String?
    /// Whether somebody else ended it.
    var isEndedFromOutside = false
    var isClosing = false
  }

  /// Whose process it is, for messages, and what stands before what it says.
  private let subject, label: String
  /// What it is: the beginning of codes.
  private let role: PluginManifest.Role
  private let window: Int
  private let maximumLine: Int
  private let timeout: Double
  private let child: ChildProcess
  private let state = Monitor(State())
  /// Standard input of the process; -1 once it is closed.
  private let input: Locked<Int32>

  /// Starts a process and sends it the first line.
  ///
  /// - Parameter log: Takes what the process says on standard error, line by line.
  init(_ manifest: PluginManifest, opening: [UInt8], log: @escaping @Sendable (String) -> Void) throws(StageFailure) {
    subject = manifest.subject
    role = manifest.role
    label = "\(manifest.role.rawValue) \(manifest.name)"
    window = manifest.window
    // A stage of this program may write all that it could in this process.
    maximumLine = manifest.role == .plugin ? ProcessProtocol.maximumLine : .max
    timeout = manifest.timeout
    child = try ChildProcess(Self.command(manifest), in: manifest.folder, with: manifest.environment)
    input = Locked(child.input)
    Thread { [self] in readAnswers() }.start()
    Thread { [self] in readErrors(log) }.start()
    write(opening)
  }

  /// The program by its path where the manifest's folder holds it.
  static func command(_ manifest: PluginManifest) -> [String] {
    var command = manifest.command
    if let program = command.first, !program.hasPrefix("/"), access("\(manifest.folder)/\(program)", X_OK) == 0 {
      command[0] = "\(manifest.folder)/\(program)"
    }
    return command
  }

  /// Whether it can be sent documents.
  var isAlive: Bool { state.change { $0.ending == nil } }

  /// Waits for the first line.
  ///
  /// - Throws: That it did not come.
  func greeting(within seconds: Double) throws(StageFailure) -> [UInt8] {
    let outcome: Result<[UInt8], StageFailure>? = state.wait(seconds: seconds) { state in
      if let line = state.greeting { return .success(line) }
      return state.ending.map { .failure($0) }
    }
    guard let outcome else {
      throw end(StageFailure(code: "\(role)-timeout", "\(subject) did not say that it is ready within \(Int(seconds)) s"))
    }
    return try outcome.get()
  }

  /// Sends documents and waits for their answers. Several threads may do so at once.
  func exchange(_ records: [[UInt8]]) -> [Outcome] {
    var identifiers: [Int?] = []
    for record in records {
      let identifier = admit()
      identifiers.append(identifier)
      guard let identifier else { break }
      write([UInt8]("{\"id\":\(identifier),\"record\":".utf8) + record + [UInt8]("}\n".utf8))
    }
    identifiers += Array(repeating: nil, count: records.count - identifiers.count)
    return identifiers.map { identifier in
      guard let identifier else { return .lost(ending) }
      return waitForProgress { state in
        if let line = state.answers.removeValue(forKey: identifier) { return .answer(line) }
        return state.ending.map { .lost($0) }
      }
    }
  }

  /// Whether it was ended by a signal that somebody else sent, which says nothing of the documents that were under way.
  var isEndedFromOutside: Bool { state.change { $0.isEndedFromOutside } }

  /// How the process ended, for the first who asks, where it was not to end.
  func takeUnexpectedEnd() -> String? {
    state.change { state in
      defer { state.unexpectedEnd = nil }
      return state.unexpectedEnd
    }
  }

  /// Closes the standard input, and ends the process if it has not ended soon after.
  func close() {
    state.change { $0.isClosing = true }
    closeInput()
    let hasEnded: Bool? = state.wait(seconds: 2) { $0.ending == nil ? nil : true }
    if hasEnded == nil { child.kill() }
  }

  deinit { closeInput() }

  // MARK: Waiting

  private var ending: StageFailure {
    state.change { $0.ending } ?? StageFailure(code: "\(role)-crashed", "\(subject) has ended")
  }

  /// The number of the next document, once fewer than the window are under way; nil where the process has ended.
  private func admit() -> Int? {
    waitForProgress { state -> Int?? in
      if state.ending != nil { return .some(nil) }
      if state.inFlight.count >= window { return nil }
      if state.inFlight.isEmpty { state.progressed = .now }
      state.lastIdentifier += 1
      state.inFlight.insert(state.lastIdentifier)
      return state.lastIdentifier
    }
  }

  /// Waits for something that the answers bring; ends the process if they stop coming.
  private func waitForProgress<Value>(_ body: (inout State) -> Value?) -> Value {
    while true {
      let left = state.change { timeout - $0.progressed.secondsAgo }
      if let value = state.wait(seconds: max(left, 0.01), body) { return value }
      endIfLate()
    }
  }

  private func endIfLate() {
    let isLate = state.change { state in
      !state.inFlight.isEmpty && state.progressed.secondsAgo >= timeout
    }
    if isLate {
      _ = end(StageFailure(code: "\(role)-timeout", "\(subject) gave no answer within \(secondsText(timeout)) s"))
    }
  }

  /// Ends the process for a reason; the first one counts.
  private func end(_ reason: StageFailure) -> StageFailure {
    let first = state.change { state in
      if let known = state.ending { return known }
      state.ending = reason
      state.unexpectedEnd = "it" + reason.message.dropFirst(subject.count)
      return reason
    }
    child.kill()
    return first
  }

  // MARK: Streams

  private func write(_ line: [UInt8]) {
    input.withLock { descriptor in
      var offset = 0
      while offset < line.count, descriptor >= 0 {
        let count = line.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress! + offset, $0.count - offset) }
        if count >= 0 {
          offset += count
        } else if errno == EAGAIN {
          var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          if poll(&waiting, 1, 50) == 0 { endIfLate() }
        } else if errno != EINTR {
          return  // the reading thread says why
        }
      }
    }
  }

  private func closeInput() {
    input.withLock { descriptor in
      if descriptor >= 0 { Foundation.close(descriptor) }
      descriptor = -1
    }
  }

  private func readAnswers() {
    let reader = LineReader(
      descriptor: child.output, closes: true, maximum: maximumLine, padding: JSONParser.padding,
      isCancelled: { [child] in child.hasEnded })
    var violation: String?
    while violation == nil, let line = reader.next() {
      switch line {
      case .bytes(let bytes): violation = take(bytes)
      case .tooLong(let count): violation = "wrote a line of \(count) bytes, more than \(maximumLine)"
      case .failure(let reason): violation = "cannot be read from: \(String(cString: strerror(reason)))"
      }
    }
    if let violation { _ = end(StageFailure(code: "\(role)-protocol", "\(subject) \(violation)")) }
    let hasClosedOutput = violation == nil && !child.endsSoon
    let end = child.reap()
    closeInput()
    state.change { state in
      if state.ending != nil { return }
      let how = hasClosedOutput ? "it closed its standard output" : end.text
      state.ending = StageFailure(code: "\(role)-crashed", "\(subject) \(role == .plugin ? "gave no answer" : "crashed"): \(how)")
      state.isEndedFromOutside = end.isFromOutside && !hasClosedOutput
      if !state.isClosing { state.unexpectedEnd = how }
    }
  }

  /// Takes a line; returns what is wrong with it.
  private func take(_ line: [UInt8]) -> String? {
    state.change { state in
      if state.greeting == nil {
        state.greeting = line
        return nil
      }
      guard let text = JSONScanner.identifier(named: Array("id".utf8), in: line), let identifier = Int(text) else {
        return "wrote a line to standard output that is no answer"
      }
      guard state.inFlight.remove(identifier) != nil else {
        return identifier > 0 && identifier <= state.lastIdentifier
          ? "answered a document twice" : "answered a document that it was not sent"
      }
      state.answers[identifier] = line
      state.progressed = .now
      return nil
    }
  }

  private func readErrors(_ log: @Sendable (String) -> Void) {
    let reader = LineReader(
      descriptor: child.errors, closes: true, maximum: 1 << 16, padding: 0,
      isCancelled: { [state] in state.change { $0.ending != nil } })
    var count = 0
    while let line = reader.next() {
      count += 1
      guard case .bytes(let bytes) = line else { continue }
      if count <= 200 { log("\(label): \(String(decoding: bytes, as: UTF8.self))") }
      if count == 200 { log("\(label): says more; the rest is left out") }
    }
  }
}

extension ContinuousClock.Instant {
  /// How many seconds ago it was.
  fileprivate var secondsAgo: Double {
    let passed = duration(to: .now).components
    return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
  }
}

/// Seconds without needless digits.
func secondsText(_ seconds: Double) -> String {
  seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
}
