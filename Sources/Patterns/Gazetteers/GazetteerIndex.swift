/// A trie over atoms as one hash table: a node is the hash of the atoms that lead to it.
///
/// A slot takes eight bytes. Nodes with equal 32-bit hashes share a slot; whoever finds an entry compares its name, so that a shared slot costs
/// time and never a wrong match.
struct GazetteerIndex: Sendable {
  /// No node: nothing begins with these atoms.
  static let none: Int32 = -2
  /// A node where no entry ends.
  static let prefix: Int32 = -1

  private struct Slot {
    var key: UInt32
    var entry: Int32
  }

  private var slots: [Slot]
  private var mask: Int
  /// How many nodes there are.
  private(set) var count = 0

  /// Creates a table with room for some nodes; it grows.
  init(capacity: Int = 16) {
    var size = 32
    while size * 3 < capacity * 5 { size *= 2 }
    slots = Array(repeating: Slot(key: 0, entry: Self.none), count: size)
    mask = size - 1
  }

  /// The first entry of the node with a hash, `prefix`, or `none`.
  @inline(__always)
  func entry(at hash: UInt64) -> Int32 {
    let key = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = Int(key) & mask
    while slots[slot].entry != Self.none {
      if slots[slot].key == key { return slots[slot].entry }
      slot = (slot + 1) & mask
    }
    return Self.none
  }

  /// Makes the node with a hash if it is not there. Where `entry` is none yet and one is given, it becomes the node's first.
  ///
  /// - Returns: The node's first entry before.
  @inline(__always)
  mutating func insert(_ hash: UInt64, entry: Int32) -> Int32 {
    if (count + 1) * 5 > slots.count * 3 { grow() }
    let key = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = Int(key) & mask
    while slots[slot].entry != Self.none {
      if slots[slot].key == key {
        let before = slots[slot].entry
        if before == Self.prefix { slots[slot].entry = entry }
        return before
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = Slot(key: key, entry: entry)
    count += 1
    return Self.none
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(key: 0, entry: Self.none), count: old.count * 2)
    mask = slots.count - 1
    for slot in old where slot.entry != Self.none {
      var target = Int(slot.key) & mask
      while slots[target].entry != Self.none { target = (target + 1) & mask }
      slots[target] = slot
    }
  }
}
