/// The pairs of words that stand side by side in a document, with their counts.
struct WordPairs {
  /// Left and right word, and how often they stand so.
  struct Pair {
    var left: UInt32
    var right: UInt32
    var count: UInt32
  }

  /// In the order of their first occurrence.
  private(set) var pairs: [Pair] = []
  private var slots: [UInt32] = Array(repeating: 0, count: 1024)

  /// Counts a pair.
  mutating func add(_ left: UInt32, _ right: UInt32) {
    var slot = Self.hash(left, right) & (slots.count - 1)
    while slots[slot] != 0 {
      let known = Int(slots[slot]) - 1
      if pairs[known].left == left, pairs[known].right == right {
        pairs[known].count += 1
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    pairs.append(Pair(left: left, right: right, count: 1))
    slots[slot] = UInt32(pairs.count)
    if pairs.count * 2 > slots.count { grow() }
  }

  /// How often a pair occurs.
  func count(_ left: UInt32, _ right: UInt32) -> Int {
    var slot = Self.hash(left, right) & (slots.count - 1)
    while slots[slot] != 0 {
      let known = pairs[Int(slots[slot]) - 1]
      if known.left == left, known.right == right { return Int(known.count) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return 0
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (index, pair) in pairs.enumerated() {
      var slot = Self.hash(pair.left, pair.right) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index) + 1
    }
  }

  private static func hash(_ left: UInt32, _ right: UInt32) -> Int {
    let mixed = (UInt64(left) << 32 | UInt64(right)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 33)
  }
}
