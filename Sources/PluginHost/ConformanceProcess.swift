import Foundation
import Pipeline
import Readers
import Records

/// A plugin's process under examination: unlike a session it lets the plugin do what is wrong, and tells.
final class ConformanceProcess: Sendable {
  /// What came next.
  enum Event: Sendable {
    /// A line, without its end.
    case line([UInt8])
    /// Nothing within the time.
    case nothing
    /// The end of standard output.
    case end
  }

  private struct Traffic: Sendable {
    var outgoing: [[UInt8]] = []
    var isClosing = false
    var lines: [[UInt8]] = []
    var taken = 0
    /// How the process ended.
    var ending: String?
    var errors: [UInt8] = []
  }

  private let child: ChildProcess
  private let traffic = Monitor(Traffic())

  /// Starts the program.
  ///
  /// - Parameter readingAfter: How many seconds nothing is read of what it writes.
  init(_ manifest: PluginManifest, readingAfter delay: Double = 0) throws(StageFailure) {
    child = try ChildProcess(PluginSession.command(manifest), in: manifest.folder)
    Thread { [self] in writeLines() }.start()
    Thread { [self] in readLines(after: delay) }.start()
    Thread { [self] in readErrors() }.start()
  }

  /// Sends a line; returns at once.
  func send(_ line: [UInt8]) { traffic.change { $0.outgoing.append(line + [0x0A]) } }

  /// Closes standard input once all that was sent is written.
  func closeInput() { traffic.change { $0.isClosing = true } }

  /// The next line that the process wrote.
  func next(within seconds: Double) -> Event {
    let event: Event? = traffic.wait(seconds: seconds) { traffic in
      if traffic.taken < traffic.lines.count {
        traffic.taken += 1
        return .line(traffic.lines[traffic.taken - 1])
      }
      return traffic.ending == nil ? nil : .end
    }
    return event ?? .nothing
  }

  /// How the process ended, or nil if it has not within the time.
  func ending(within seconds: Double) -> String? { traffic.wait(seconds: seconds) { $0.ending } }

  /// What it wrote to standard error.
  var errors: [UInt8] { traffic.change { $0.errors } }

  /// Ends it at once.
  func kill() {
    traffic.change { $0.isClosing = true }
    child.kill()
  }

  private func writeLines() {
    var isBroken = false
    while true {
      let next: [UInt8]?? = traffic.wait(seconds: 0.2) { traffic -> [UInt8]?? in
        if traffic.ending != nil { return .some(nil) }
        if !traffic.outgoing.isEmpty { return .some(traffic.outgoing.removeFirst()) }
        return traffic.isClosing ? .some(nil) : nil
      }
      guard let line = next else { continue }
      guard let line else { break }
      if !isBroken { isBroken = !write(line) }
    }
    close(child.input)
  }

  private func write(_ line: [UInt8]) -> Bool {
    var offset = 0
    while offset < line.count {
      let count = line.withUnsafeBytes { Foundation.write(child.input, $0.baseAddress! + offset, $0.count - offset) }
      if count >= 0 {
        offset += count
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: child.input, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, 50)
        if traffic.change({ $0.ending != nil }) { return false }
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private func readLines(after delay: Double) {
    if delay > 0 { Thread.sleep(forTimeInterval: delay) }
    let reader = LineReader(
      descriptor: child.output, closes: true, maximum: ProcessProtocol.maximumLine, padding: JSONParser.padding,
      isCancelled: { [child] in child.hasEnded })
    reading: while let line = reader.next() {
      switch line {
      case .bytes(let bytes): traffic.change { $0.lines.append(bytes) }
      case .tooLong(let count): traffic.change { $0.lines.append(Array("<a line of \(count) bytes>".utf8)) }
      case .failure: break reading
      }
    }
    // It may close its output some time before it ends.
    while !child.hasEnded { Thread.sleep(forTimeInterval: 0.005) }
    let ending = child.reap().text
    traffic.change { $0.ending = ending }
  }

  private func readErrors() {
    let reader = LineReader(
      descriptor: child.errors, closes: true, maximum: 1 << 16, padding: 0,
      isCancelled: { [traffic] in traffic.change { $0.ending != nil } })
    while let line = reader.next() {
      guard case .bytes(let bytes) = line else { continue }
      traffic.change { if $0.errors.count < 1 << 20 { $0.errors += bytes + [0x0A] } }
    }
  }
}
