import Pipeline

/// The tokens of a document cut into atoms: runs of letters and digits, and single punctuation marks.
///
/// Gazetteers compare names atom by atom, so that an entry matches however a segmenter cuts it (`Guinea-Bissau` as one token or three,
/// `U.S.` as one or four). An atom's hash ignores case and diacritics.
package struct TokenAtoms: Sendable {
  /// A run of letters and digits, or one punctuation mark.
  package struct Atom: Sendable, Hashable {
    /// Hash of the folded spelling.
    package var hash: UInt64
    /// The first byte.
    package var start: UInt32
    /// One past the last byte.
    package var end: UInt32
  }

  /// All atoms, in order.
  package private(set) var atoms: [Atom] = []
  /// The index of each token's first atom, and at the end the number of atoms.
  package private(set) var firsts: [UInt32] = []

  /// Cuts tokens into atoms. O(bytes).
  package init(_ tokens: [TextSpan], of text: Text) {
    atoms.reserveCapacity(tokens.count + tokens.count / 8)
    firsts.reserveCapacity(tokens.count + 1)
    let bytes = text.bytes
    for token in tokens {
      firsts.append(UInt32(truncatingIfNeeded: atoms.count))
      Self.scan(token.range, of: bytes) { atoms.append($0) }
    }
    firsts.append(UInt32(truncatingIfNeeded: atoms.count))
  }

  /// The hash of a sequence of atoms, from the hash of all but the last (0 where there are none) and the last atom's hash.
  @inline(__always)
  package static func extended(_ sequence: UInt64, by atom: UInt64) -> UInt64 {
    let mixed = ((sequence << 23 | sequence >> 41) ^ atom) &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ (mixed >> 29)
  }

  /// The hash of a token's atoms as a sequence, without some of the last ones.
  @inline(__always)
  package func hash(of token: Int, droppingLast count: Int = 0) -> UInt64 {
    var hash: UInt64 = 0
    let end = max(Int(firsts[token]), Int(firsts[token + 1]) - count)
    for index in Int(firsts[token])..<end { hash = Self.extended(hash, by: atoms[index].hash) }
    return hash
  }

  /// The hash of a spelling's atoms as a sequence.
  package static func hash(of spelling: some Collection<UInt8>) -> UInt64 {
    let bytes = Array(spelling)
    var hash: UInt64 = 0
    scan(0..<bytes.count, of: bytes.span) { hash = extended(hash, by: $0.hash) }
    return hash
  }

  /// Calls the body with every atom of a range of valid UTF-8.
  @inline(__always)
  static func scan(_ range: Range<Int>, of bytes: Span<UInt8>, _ body: (Atom) -> Void) {
    var offset = range.lowerBound
    let end = range.upperBound
    while offset < end {
      let start = offset
      let (scalar, count) = NameFolding.decode(bytes, at: offset)
      let kind = scalar < 0x80 ? NameFolding.kind(ofASCII: UInt8(truncatingIfNeeded: scalar)) : NameFolding.kind(of: scalar)
      if kind == .word {
        let hash = word(from: &offset, to: end, of: bytes)
        body(Atom(hash: hash, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: offset)))
        continue
      }
      offset += count
      if kind == .punctuation {
        let hash = step(basis, NameFolding.plain(scalar))
        body(Atom(hash: hash, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: offset)))
      }
    }
  }

  private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325

  /// FNV-1a over scalars.
  @inline(__always)
  private static func step(_ hash: UInt64, _ scalar: UInt32) -> UInt64 { (hash ^ UInt64(scalar)) &* 0x100_0000_01B3 }

  /// Hashes a run of letters and digits, and moves behind it.
  @inline(__always)
  private static func word(from offset: inout Int, to end: Int, of bytes: Span<UInt8>) -> UInt64 {
    var hash = basis
    while offset < end {
      let byte = bytes[offset]
      if byte &- 0x61 < 26 || byte &- 0x30 < 10 {
        hash = step(hash, UInt32(byte))
        offset += 1
      } else if byte &- 0x41 < 26 {
        hash = step(hash, UInt32(byte | 0x20))
        offset += 1
      } else if byte < 0x80 {
        break
      } else {
        let (scalar, count) = NameFolding.decode(bytes, at: offset)
        let kind = NameFolding.kind(of: scalar)
        if kind != .word && kind != .invisible { break }
        if kind == .word {
          let (first, second) = NameFolding.stripped(scalar)
          if first != 0 { hash = step(hash, NameFolding.lowercased(first)) }
          if let second { hash = step(hash, NameFolding.lowercased(second)) }
        }
        offset += count
      }
    }
    return hash
  }
}
