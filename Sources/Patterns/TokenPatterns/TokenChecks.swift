import Pipeline

/// The tests on single tokens in executable form.
struct TokenChecks: Sendable {
  enum Kind: UInt8, Sendable {
    case any, surfaceSet, word, exact, lemma, inside, insideAny, pos, shape, flag, prefix, suffix, not, all, anyOf
  }

  /// One test. What `a` and `b` mean depends on the kind: numbers, offsets of sets, ranges of `children`.
  struct Check: Sendable {
    var kind: Kind
    var a: Int32 = 0
    var b: Int32 = 0
    var forms: WordForms = .all
  }

  var checks: [Check] = []
  var children: [Int32] = []
  var blobs: [[UInt8]] = []
  var sets = SurfaceSets(surfaces: 0)

  /// Whether a token passes a test.
  func holds(_ index: Int32, _ token: TokenFeature, _ text: Text) -> Bool {
    let check = checks[Int(index)]
    switch check.kind {
    case .any: return true
    case .word: return token.surface == check.a
    case .surfaceSet: return sets.contains(check.a, token.surface)
    case .exact: return token.surface == check.a && text.equals(token.span, blobs[Int(check.b)])
    case .lemma:
      guard token.hasTag else { return sets.contains(check.a, token.surface) }
      if !sets.contains(check.b, token.lemma) { return false }
      return check.forms == .all || token.isVerb && (token.surface < 0 || sets.contains(check.a, token.surface))
    case .inside: return token.inside == UInt8(truncatingIfNeeded: check.a)
    case .insideAny: return token.inside != TokenFeature.noType
    case .pos: return token.pos == UInt8(truncatingIfNeeded: check.a)
    case .shape: return TokenShape.of(text[token.span]) == blobs[Int(check.a)]
    case .flag: return TokenShape.holds(TokenFlag.allCases[Int(check.a)], token.span.range, of: text.bytes)
    case .prefix:
      let blob = blobs[Int(check.a)]
      return token.span.count >= blob.count && Folding.folded(text[token.span].prefix(blob.count)) == blob
    case .suffix:
      let blob = blobs[Int(check.a)]
      return token.span.count >= blob.count && Folding.folded(text[token.span].suffix(blob.count)) == blob
    case .not: return !holds(check.a, token, text)
    case .all:
      for child in check.a..<check.b where !holds(children[Int(child)], token, text) { return false }
      return true
    case .anyOf:
      for child in check.a..<check.b where holds(children[Int(child)], token, text) { return true }
      return false
    }
  }
}

/// Sets of surfaces as bit sets, one after the other.
struct SurfaceSets: Sendable {
  private let width: Int
  private(set) var bits: [UInt64] = []

  init(surfaces: Int) { width = max(1, (surfaces + 63) / 64) }

  /// Adds a set; returns its number.
  mutating func add(_ members: some Sequence<Int32>) -> Int32 {
    let base = bits.count
    bits += [UInt64](repeating: 0, count: width)
    for member in members { bits[base + Int(member) >> 6] |= 1 << UInt64(member & 63) }
    return Int32(base / width)
  }

  @inline(__always)
  func contains(_ set: Int32, _ surface: Int32) -> Bool {
    surface >= 0 && bits[Int(set) * width + Int(surface) >> 6] & (1 << UInt64(surface & 63)) != 0
  }
}
