import Pipeline
import Readers

/// The lines about documents that failed: the first of each kind, and at the end how many more there were. Log lines in JSON are written for all.
final class FailureLog: Sendable {
  /// How many lines of one stage and code are written.
  static let shownOfAKind = 10

  private struct Kind: Hashable {
    var stage: String
    var code: String
  }

  private let talk: TalkOptions
  private let places: InputPlaces
  private let counts = Locked<[Kind: Int]>([:])

  init(_ talk: TalkOptions, places: InputPlaces) {
    self.talk = talk
    self.places = places
  }

  /// Counts a failure.
  ///
  /// - Returns: Whether it gets a line.
  func count(_ failure: RunReport.Failure) -> Bool {
    let kind = Kind(stage: failure.problem.stage, code: failure.problem.code)
    let count = counts.withLock { counts in
      counts[kind, default: 0] += 1
      return counts[kind] ?? 0
    }
    return count <= Self.shownOfAKind || talk.logFormat == .json
  }

  /// Writes the line of a failure.
  func write(_ failure: RunReport.Failure) { talk.failure(failure, at: places.place(of: failure.id)) }

  /// Says what was counted and not written.
  func finish() {
    if talk.logFormat == .json { return }
    let untold = counts.withLock { $0 }.filter { $0.value > Self.shownOfAKind }
    for (kind, count) in untold.sorted(by: { ($0.key.stage, $0.key.code) < ($1.key.stage, $1.key.code) }) {
      let more = count - Self.shownOfAKind
      talk.note("\(grouped(more)) more document\(more == 1 ? "" : "s") failed like these: \(kind.stage): \(kind.code)")
    }
    let total = counts.withLock { $0.values.reduce(0, +) }
    if untold.isEmpty { return }
    talk.note(
      total > RunReport.listedFailures
        ? "\(RunReportFile.name) lists the first \(grouped(RunReport.listedFailures)) of them; every record says why its document failed"
        : "\(RunReportFile.name) lists them all")
  }
}
