import Pipeline

/// Words as small numbers: each distinct word gets the next id, so that everything after the first look at a token works on integers.
///
/// Words are compared in folded form: ASCII and Latin-1 capitals as small letters, typographic apostrophes as `'`. Ids grow in the order of first
/// sight and depend on nothing else. Interning costs one hash of the bytes and one comparison; nothing is allocated for a known word.
package struct WordTable: Sendable {
  /// The folded bytes of all words, one after the other.
  private var pool: [UInt8] = []
  /// Where each word ends in the pool.
  private var ends: [UInt32] = []
  private var hashes: [UInt32] = []
  /// Ids plus one by hash; 0 where free. The count is a power of two.
  private var slots: [UInt32]

  /// Creates an empty table.
  ///
  /// - Parameter capacity: How many distinct words are expected.
  package init(capacity: Int = 256) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
  }

  /// How many distinct words there are.
  package var count: Int { ends.count }

  /// The folded bytes of a word.
  package func bytes(of id: UInt32) -> ArraySlice<UInt8> {
    pool[(id == 0 ? 0 : Int(ends[Int(id) - 1]))..<Int(ends[Int(id)])]
  }

  /// The id of a word, which is added where it is new.
  ///
  /// - Parameter folding: Whether the word is folded first; false keeps an acronym such as `US` apart from the word `us`.
  package mutating func intern(_ text: Span<UInt8>, _ span: TextSpan, folding: Bool = true) -> UInt32 {
    let start = pool.count
    var hash = WordFolding.seed
    var offset = Int(span.start)
    let end = Int(span.end)
    while offset < end {
      let byte = folding ? WordFolding.next(text, &offset, in: span) : text[offset]
      if !folding { offset += 1 }
      WordFolding.mix(byte, into: &hash)
      pool.append(byte)
    }
    let short = WordFolding.finish(hash)
    var slot = Int(short) & (slots.count - 1)
    while slots[slot] != 0 {
      let id = slots[slot] - 1
      if hashes[Int(id)] == short, equals(id, from: start) {
        pool.removeLast(pool.count - start)
        return id
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let id = UInt32(ends.count)
    slots[slot] = id + 1
    ends.append(UInt32(pool.count))
    hashes.append(short)
    if ends.count * 2 > slots.count { grow() }
    return id
  }

  /// The id of a word, or nil where it was never interned.
  package func id(of text: Span<UInt8>, _ span: TextSpan) -> UInt32? {
    var hash = WordFolding.seed
    var offset = Int(span.start)
    while offset < Int(span.end) { WordFolding.mix(WordFolding.next(text, &offset, in: span), into: &hash) }
    let short = WordFolding.finish(hash)
    var slot = Int(short) & (slots.count - 1)
    while slots[slot] != 0 {
      let id = slots[slot] - 1
      if hashes[Int(id)] == short, equals(id, text, span) { return id }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Whether a known word equals the one at the end of the pool.
  private func equals(_ id: UInt32, from start: Int) -> Bool {
    let first = id == 0 ? 0 : Int(ends[Int(id) - 1])
    let count = Int(ends[Int(id)]) - first
    guard count == pool.count - start else { return false }
    for offset in 0..<count where pool[first + offset] != pool[start + offset] { return false }
    return true
  }

  private func equals(_ id: UInt32, _ text: Span<UInt8>, _ span: TextSpan) -> Bool {
    var position = id == 0 ? 0 : Int(ends[Int(id) - 1])
    let last = Int(ends[Int(id)])
    var offset = Int(span.start)
    while offset < Int(span.end) {
      guard position < last, pool[position] == WordFolding.next(text, &offset, in: span) else { return false }
      position += 1
    }
    return position == last
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (id, hash) in hashes.enumerated() {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(id) + 1
    }
  }
}
