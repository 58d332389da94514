import Pipeline

/// Tests on single tokens.
extension PatternMatcher {
  /// Whether a token passes a test.
  @inline(__always)
  func holds(_ index: Int32, _ token: TokenFeature, _ text: Text) -> Bool {
    let check = checks[Int(index)]
    switch check.kind {
    case .any: return true
    case .word: return token.surface == check.a
    case .surfaceSet: return contains(check.a, token.surface)
    default: return rarer(check, token, text)
    }
  }

  @inline(never)
  private func rarer(_ check: TokenChecks.Check, _ token: TokenFeature, _ text: Text) -> Bool {
    let range = token.span.range
    let bytes = text.bytes
    switch check.kind {
    case .any, .word, .surfaceSet: return false
    case .exact:
      guard token.surface == check.a, range.count == Int(check.c) else { return false }
      for offset in 0..<range.count where bytes[range.lowerBound + offset] != blobs[Int(check.b) + offset] { return false }
      return true
    case .lemma:
      guard token.hasTag else { return contains(check.a, token.surface) }
      if !contains(check.b, token.lemma) { return false }
      return check.forms == .all || token.isVerb && (token.surface < 0 || contains(check.a, token.surface))
    case .inside: return token.inside == UInt8(truncatingIfNeeded: check.a)
    case .insideAny: return token.inside != TokenFeature.noType
    case .pos: return token.pos == UInt8(truncatingIfNeeded: check.a)
    case .shape: return TokenShape.of(text[token.span]).elementsEqual(blobs[Int(check.b)..<Int(check.b + check.c)])
    case .flag: return TokenShape.holds(TokenFlag.allCases[Int(check.a)], range, of: bytes)
    case .prefix, .suffix:
      let count = Int(check.c)
      guard range.count >= count else { return false }
      let start = check.kind == .prefix ? range.lowerBound : range.upperBound - count
      for offset in 0..<count {
        let byte = bytes[start + offset]
        if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != blobs[Int(check.b) + offset] { return false }
      }
      return true
    case .not: return !holds(check.a, token, text)
    case .all:
      for child in check.a..<check.b where !holds(children[Int(child)], token, text) { return false }
      return true
    case .anyOf:
      for child in check.a..<check.b where holds(children[Int(child)], token, text) { return true }
      return false
    }
  }

  /// Whether a surface is in a set.
  @inline(__always)
  func contains(_ set: Int32, _ surface: Int32) -> Bool {
    surface >= 0 && bits[Int(set) + Int(surface) >> 6] & (1 << UInt64(surface & 63)) != 0
  }
}
