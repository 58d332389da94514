import Pipeline

/// The pieces and the letter shapes of word forms, kept because a few thousand forms make most of any text.
///
/// A table for one thread; each worker has its own. What is looked up never depends on what was looked up before.
struct WordForms {
  /// A word as a model sees it.
  struct Form {
    /// Its pieces, as a range of `pieces`, which the next look-up may change.
    var pieces: Range<Int>
    /// Its shape.
    var shape: LetterShape
  }

  private struct Entry {
    var hash: UInt64
    var bytes: UInt32
    var count: UInt16
    var pieceCount: UInt8
    var shape: LetterShape
    var pieces: UInt32
  }

  /// The pieces of all forms.
  private(set) var pieces: [Int32] = []
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  // Numbers of entries by hash, -1 where nothing is: open addressing, less than half full.
  private var slots = [Int32](repeating: -1, count: WordForms.slotCount)
  private var scratch = WordPieceTokenizer.Scratch()

  /// How many forms are kept: when there are more, all are forgotten.
  static let capacity = slotCount / 2
  private static let slotCount = 1 << 15
  /// Longer words are looked up anew each time.
  private static let longestKept = 64

  /// Creates an empty table.
  init() {}

  /// Looks a word up.
  ///
  /// - Parameter limit: How many pieces a word may have at most; the rest is left out. A word without pieces gets the unknown one.
  mutating func form(of word: Span<UInt8>, _ tokenizer: WordPieceTokenizer, limit: Int) -> Form {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<word.count { hash = (hash ^ UInt64(word[index])) &* 0x100_0000_01B3 }
    hash ^= hash >> 29
    var slot = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, Int(entry.count) == word.count, equal(entry, word) {
        return Form(pieces: Int(entry.pieces)..<Int(entry.pieces) + Int(entry.pieceCount), shape: entry.shape)
      }
      slot = (slot + 1) & (Self.slotCount - 1)
    }
    if entries.count >= Self.capacity || pieces.count > Self.capacity * 8 {
      forget()
      slot = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
    }
    let start = pieces.count
    tokenizer.append(word, to: &pieces, &scratch)
    if pieces.count == start { pieces.append(tokenizer.unknown) }
    if pieces.count > start + limit { pieces.removeSubrange((start + limit)...) }
    let form = Form(pieces: start..<pieces.count, shape: LetterShape(word))
    if word.count <= Self.longestKept {
      slots[slot] = Int32(entries.count)
      entries.append(
        Entry(
          hash: hash, bytes: UInt32(bytes.count), count: UInt16(word.count), pieceCount: UInt8(form.pieces.count), shape: form.shape,
          pieces: UInt32(start)))
      for index in 0..<word.count { bytes.append(word[index]) }
    }
    return form
  }

  private func equal(_ entry: Entry, _ word: Span<UInt8>) -> Bool {
    let start = Int(entry.bytes)
    for index in 0..<word.count where bytes[start + index] != word[index] { return false }
    return true
  }

  private mutating func forget() {
    pieces.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    for slot in slots.indices { slots[slot] = -1 }
  }
}
