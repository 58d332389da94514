import Foundation
import Pipeline
import TestSupport
import Testing

@testable import Records

/// Runs as long as `TEXTMILL_FUZZ_SECONDS` says: `make fuzz`.
@Suite struct RecordFuzzTests {
  private static let seconds = Double(ProcessInfo.processInfo.environment["TEXTMILL_FUZZ_SECONDS"] ?? "") ?? 0

  @Test(.enabled(if: seconds > 0, "set TEXTMILL_FUZZ_SECONDS to fuzz"))
  func mutatedRecordsNeverCrashForAsLongAsAsked() throws {
    var random = SystemRandomNumberGenerator()
    let end = Date(timeIntervalSinceNow: Self.seconds)
    while Date() < end {
      let seed = UInt64.random(in: 0...1 << 40, using: &random)
      _ = try RecordMutation(seed: seed).survives()
    }
  }
}

/// A record with a few changes, all from a seed, so that one that does harm can be made again.
struct RecordMutation {
  private var random: SeededGenerator
  private(set) var record: [UInt8]
  private static let pieces = [
    "-1", "0", "4294967296", "1e400", "null", "[]", "{}", "\"e0\"", "\"c2\"", "\\ud800", "}", "]", ",", ":", "\"", "\u{0}", "\"start\":",
    "\"layers\":{\"a\":[1]},",
  ].map { Array($0.utf8) }

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    record = try RecordRoundTripTests.record(RandomDocument.make(seed: seed % 997), .allCases[Int(seed % 3)])
    for _ in 0..<Int.random(in: 1...3, using: &random) where !record.isEmpty { mutate() }
  }

  private mutating func mutate() {
    let place = Int.random(in: 0..<record.count, using: &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0: record[place] = UInt8.random(in: 0...255, using: &random)
    case 1: record.removeSubrange(place..<min(record.count, place + Int.random(in: 1...20, using: &random)))
    case 2: record.insert(contentsOf: Self.pieces.randomElement(using: &random)!, at: place)
    case 3: record.removeLast(min(record.count, Int.random(in: 0...40, using: &random)))
    case 4: record.insert(contentsOf: record[place..<min(record.count, place + Int.random(in: 1...60, using: &random))], at: place)
    default: mutateNumber(near: place)
    }
  }

  /// Replaces the digits at or after a place by a small number.
  private mutating func mutateNumber(near place: Int) {
    guard let start = record[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else { return }
    let end = record[start...].firstIndex { !(0x30...0x39).contains($0) } ?? record.endIndex
    record.replaceSubrange(start..<end, with: String(Int.random(in: 0...200, using: &random)).utf8)
  }

  /// Reads the record. What can be read can be shown, written and read again, with the same outcome.
  ///
  /// - Returns: Whether it could be read.
  func survives() throws -> Bool {
    _ = JSONScanner.identifier(named: Array("id".utf8), in: record)
    guard let document = try? RecordReader().document(from: record) else { return false }
    for layer in Layer.builtIn { _ = document.lines(of: layer) }
    let first = try RecordRoundTripTests.record(document)
    let second = try RecordRoundTripTests.record(try RecordReader().document(from: first))
    #expect(first == second)
    return true
  }
}
