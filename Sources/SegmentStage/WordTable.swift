/// A hash table from words to a value, asked with bytes of a text: ASCII letters in either case, a curly apostrophe as a straight one.
///
/// Open addressing over at least twice as many slots as words; a lookup reads the word once and makes no copy.
struct WordTable<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    var start: Int
    var count: Int
    var value: Value
  }

  /// The longest word, in bytes as written in a text.
  private(set) var longest = 0
  private var letters: [UInt8] = []
  private var entries: [Entry] = []
  private var slots: [Int32] = []
  private var mask = 0

  /// Creates a table. Words are in lower case, with straight apostrophes; each stands there once.
  init(_ words: [(word: [UInt8], value: Value)]) {
    var size = 16
    while size < words.count * 2 { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    mask = size - 1
    for (word, value) in words {
      // A curly apostrophe takes two bytes more in a text.
      longest = max(longest, word.count + 2 * word.count(where: { $0 == UInt8(ascii: "'") }))
      entries.append(Entry(start: letters.count, count: word.count, value: value))
      letters.append(contentsOf: word)
      var slot = hash(word.span, 0..<word.count) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(entries.count - 1)
    }
  }

  /// The value of the word in a range of a text, or nil.
  func value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Value? {
    if range.count > longest { return nil }
    var slot = hash(bytes, range) & mask
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if equals(bytes, range, entry) { return entry.value }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// FNV-1a over the folded bytes.
  private func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var hash: UInt32 = 0x811C_9DC5
    var offset = range.lowerBound
    while offset < range.upperBound {
      hash = (hash ^ UInt32(folded(bytes, &offset, range.upperBound))) &* 0x0100_0193
    }
    return Int(hash ^ (hash >> 15))
  }

  private func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ entry: Entry) -> Bool {
    var offset = range.lowerBound
    var index = entry.start
    let end = entry.start + entry.count
    while offset < range.upperBound {
      if index == end || folded(bytes, &offset, range.upperBound) != letters[index] { return false }
      index += 1
    }
    return index == end
  }

  /// The next byte in folded form, moving past it.
  @inline(__always)
  private func folded(_ bytes: Span<UInt8>, _ offset: inout Int, _ end: Int) -> UInt8 {
    let byte = bytes[offset]
    offset += 1
    if byte &- 0x41 < 26 { return byte | 0x20 }
    if byte == 0xE2, offset + 1 < end, bytes[offset] == 0x80, bytes[offset + 1] == 0x99 {
      offset += 2
      return UInt8(ascii: "'")
    }
    return byte
  }
}
