import Foundation

/// Random tests that normally take a moment, and as long as one likes where `TEXTMILL_FUZZ_SECONDS` says so; `TEXTMILL_FUZZ_SEED` gives another course.
package enum Fuzzing {
  /// Runs rounds of a random test: a fixed number, and more until the time is over.
  package static func run(rounds: Int, seed: UInt64, _ body: (Int, inout SeededGenerator) throws -> Void) rethrows {
    let environment = ProcessInfo.processInfo.environment
    let extra = environment["TEXTMILL_FUZZ_SEED"].flatMap(UInt64.init) ?? 0
    let end = ContinuousClock.now + .seconds(environment["TEXTMILL_FUZZ_SECONDS"].flatMap(Double.init) ?? 0)
    var random = SeededGenerator(seed: seed &+ extra)
    var round = 0
    while round < rounds || ContinuousClock.now < end {
      try body(round, &random)
      round += 1
    }
  }

  /// Bytes with one to `most` random changes: bytes taken out, put in, replaced or exchanged, and pieces that mean something in the format put in.
  package static func mutate(
    _ bytes: [UInt8], changes: ClosedRange<Int>, pieces: [String], _ random: inout SeededGenerator
  ) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: changes, using: &random) {
      if bytes.isEmpty { return Array((pieces.randomElement(using: &random) ?? "").utf8) }
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &random)))
      case 1, 2: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
      case 3: bytes[place] = UInt8.random(in: 0...255, using: &random)
      default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
      }
    }
    return bytes
  }
}
