import Foundation
import Pipeline

/// The state of a run on one line of a terminal, redrawn at most ten times a second; elsewhere a plain line every ten seconds.
final class ProgressBar: Sendable {
  private struct State {
    let started = ContinuousClock.now
    var drawn: ContinuousClock.Instant?
    var isVisible = false
  }

  private let isOnTerminal: Bool
  private let talk: @Sendable (String) -> Void
  private let state = Locked(State())

  /// Creates a bar.
  ///
  /// - Parameter talk: Writes the plain lines where there is no terminal.
  init(isOnTerminal: Bool, talk: @escaping @Sendable (String) -> Void) {
    self.isOnTerminal = isOnTerminal
    self.talk = talk
  }

  /// Shows how far the run is.
  func show(_ progress: RunProgress) {
    let now = ContinuousClock.now
    let elapsed: Duration? = state.withLock { state in
      if let drawn = state.drawn, now - drawn < (isOnTerminal ? .milliseconds(100) : .seconds(10)) { return nil }
      if !isOnTerminal, state.drawn == nil {
        state.drawn = now
        return nil
      }
      state.drawn = now
      state.isVisible = isOnTerminal
      return now - state.started
    }
    guard let elapsed else { return }
    if isOnTerminal {
      Terminal.say("\r\u{1B}[K" + Self.line(progress, elapsed: elapsed, width: Terminal.width), terminator: "")
    } else {
      talk(Self.line(progress, elapsed: elapsed, width: 0))
    }
  }

  /// Takes the bar off the terminal, so that other lines can be written.
  func clear() {
    let wasVisible = state.withLock { state in
      defer { state.isVisible = false }
      return state.isVisible
    }
    if wasVisible { Terminal.say("\r\u{1B}[K", terminator: "") }
  }

  /// The line for a state: a bar where the total is known and there is room for one, counts, rate, time left.
  static func line(_ progress: RunProgress, elapsed: Duration, width: Int) -> String {
    let seconds = max(elapsed / .seconds(1), 0.001)
    let rate = Double(progress.documents) / seconds
    var facts = ["\(grouped(progress.documents))\(progress.expected.map { "/" + grouped($0) } ?? "") documents"]
    facts.append("\(grouped(Int(rate.rounded())))/s")
    facts.append(String(format: "%.1f MB/s", Double(progress.bytes) / seconds / 1e6))
    if progress.failed > 0 { facts.append("\(grouped(progress.failed)) failed") }
    var bar = ""
    if let expected = progress.expected, expected > 0 {
      let share = min(1, Double(progress.documents) / Double(expected))
      facts.append(String(format: "%.0f%%", (share * 100).rounded(.down)))
      if rate > 0 { facts.append("\(clock(Double(expected - progress.documents) / rate)) left") }
      let room = min(30, width - facts.joined(separator: "  ").count - 5)
      if room >= 10 {
        let filled = Int(share * Double(room))
        bar = "[\(String(repeating: "█", count: filled))\(String(repeating: "░", count: room - filled))]  "
      }
    }
    let line = bar + facts.joined(separator: "  ")
    return width > 0 ? String(line.prefix(width - 1)) : line
  }

  /// `1:05` or `2:01:05`.
  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(max(0, seconds), 359_999).rounded(.up))
    let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, whole % 60)
    return hours > 0 ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
  }
}

/// A number with thousands separated by commas.
func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
    result.append(digit)
  }
  return number < 0 ? "-\(result)" : result
}
