/// The spellings that the patterns of a set name, each with a number. Looking a token up costs one hash of its bytes.
struct SurfaceTable: Sendable {
  /// The number of a spelling that no pattern names.
  static let unknown: Int32 = -1

  /// How many spellings there are.
  let count: Int
  private let slots: [Int32]
  private let ends: [UInt32]
  private let pool: [UInt8]
  private let longest: Int

  /// Creates a table of folded spellings; each gets its index as its number.
  init(_ spellings: [[UInt8]]) {
    count = spellings.count
    let pool = spellings.flatMap { $0 }
    var ends: [UInt32] = [0]
    for spelling in spellings { ends.append(ends.last! + UInt32(spelling.count)) }
    longest = (spellings.map(\.count).max() ?? 0) * 3
    var capacity = 16
    while capacity < spellings.count * 3 { capacity *= 2 }
    var slots = [Int32](repeating: Self.unknown, count: capacity)
    for index in spellings.indices {
      var slot = Int(truncatingIfNeeded: Folding.hash(Int(ends[index])..<Int(ends[index + 1]), of: pool.span)) & (capacity - 1)
      while slots[slot] != Self.unknown { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = Int32(index)
    }
    self.pool = pool
    self.ends = ends
    self.slots = slots
  }

  /// The number of a spelling, case ignored.
  func number(of range: Range<Int>, in bytes: Span<UInt8>) -> Int32 {
    if range.count > longest { return Self.unknown }
    var slot = Int(truncatingIfNeeded: Folding.hash(range, of: bytes)) & (slots.count - 1)
    while true {
      let number = slots[slot]
      if number == Self.unknown || equals(number, range, bytes) { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
  }

  /// The folded spelling of a number.
  func spelling(_ number: Int32) -> [UInt8] {
    Array(pool[Int(ends[Int(number)])..<Int(ends[Int(number) + 1])])
  }

  @inline(__always)
  private func equals(_ number: Int32, _ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var at = Int(ends[Int(number)])
    let end = Int(ends[Int(number) + 1])
    let isPrefix = Folding.each(range, of: bytes) { byte in
      if at == end || pool[at] != byte { return false }
      at += 1
      return true
    }
    return isPrefix && at == end
  }
}
