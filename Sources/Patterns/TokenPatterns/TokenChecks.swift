import Pipeline

/// The tests on single tokens in executable form.
struct TokenChecks: Sendable {
  enum Kind: UInt8, Sendable {
    case any, surfaceSet, word, exact, lemma, inside, insideAny, pos, shape, flag, prefix, suffix, not, all, anyOf
  }

  /// One test. What `a` and `b` mean depends on the kind: numbers, offsets of sets, ranges of `children` or `blobs`.
  struct Check: Sendable {
    var kind: Kind
    var forms: WordForms = .all
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
  }

  var checks: [Check] = []
  var children: [Int32] = []
  var blobs: [UInt8] = []
  var sets = SurfaceSets(surfaces: 0)
}

/// Sets of surfaces as bit sets, one after the other. A set is known by the index of its first word.
struct SurfaceSets: Sendable {
  private let width: Int
  private(set) var bits: [UInt64] = []

  init(surfaces: Int) { width = max(1, (surfaces + 63) / 64) }

  /// Adds a set; returns the index of its first word.
  mutating func add(_ members: some Sequence<Int32>) -> Int32 {
    let base = bits.count
    bits += [UInt64](repeating: 0, count: width)
    for member in members { bits[base + Int(member) >> 6] |= 1 << UInt64(member & 63) }
    return Int32(base)
  }

}
