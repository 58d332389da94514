import Pipeline

/// The pieces of a vocabulary, found by their bytes: a hash table over one array of all bytes.
struct WordPieceVocabulary: Sendable {
  /// How many lines the vocabulary has: one more than the largest number of a piece.
  let count: Int
  /// The piece of a word that has none.
  let unknown: Int32
  private let bytes: [UInt8]
  // Where the bytes of a piece begin; one more at the end.
  private let starts: [UInt32]
  // Numbers of pieces by hash, -1 where nothing is: open addressing, less than half full.
  private let slots: [Int32]
  private let mask: Int
  /// The most bytes that a piece has, the mark of a continuation left out.
  private let longest: Int

  /// Reads a vocabulary: a piece a line, `##` before those that continue a word.
  ///
  /// - Parameter file: The file, for messages.
  /// - Throws: That it has no `[UNK]`, or too many pieces.
  init(_ file: [UInt8], named name: String) throws(Diagnostics) {
    var bytes: [UInt8] = []
    var starts: [UInt32] = [0]
    bytes.reserveCapacity(file.count)
    for line in file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      bytes.append(contentsOf: line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
      starts.append(UInt32(truncatingIfNeeded: bytes.count))
    }
    // The last line ends with a line break.
    if starts.count > 1, starts[starts.count - 1] == starts[starts.count - 2] { starts.removeLast() }
    let count = starts.count - 1
    guard count < 1 << 24 else {
      throw Diagnostics(Diagnostic(code: "bad-vocabulary", "the vocabulary '\(name)' has more than 16 million pieces"))
    }
    var size = 1024
    while size < count * 2 { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    var longest = 0
    for piece in 0..<count {
      let range = Int(starts[piece])..<Int(starts[piece + 1])
      var hash = Self.seed
      for byte in bytes[range] { Self.mix(byte, into: &hash) }
      var slot = Self.slot(hash, size - 1)
      // Of two equal pieces the later counts, as in the reference.
      while slots[slot] >= 0, !Self.equal(bytes, starts, slots[slot], range) { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(piece)
      longest = max(longest, range.count)
    }
    self.bytes = bytes
    self.starts = starts
    self.slots = slots
    self.mask = size - 1
    self.longest = longest
    self.count = count
    var unknown: Int32?
    for piece in 0..<count where bytes[Int(starts[piece])..<Int(starts[piece + 1])].elementsEqual("[UNK]".utf8) { unknown = Int32(piece) }
    guard let unknown else {
      throw Diagnostics(Diagnostic(code: "bad-vocabulary", "the vocabulary '\(name)' has no piece '[UNK]'"))
    }
    self.unknown = unknown
  }

  /// The number of a piece as it is written, or nil where it is not in the vocabulary.
  func piece(_ text: String) -> Int32? {
    let text = Array(text.utf8)
    var hash = Self.seed
    for byte in text { Self.mix(byte, into: &hash) }
    return find(hash, text, 0..<text.count, isContinuation: false)
  }

  /// Cuts a word into the longest pieces from the left. A word that cannot be cut is unknown as a whole.
  ///
  /// - Parameters:
  ///   - word: Its bytes.
  ///   - hashes: Room for the hashes of the beginnings of what is left.
  func append(_ word: [UInt8], to pieces: inout [Int32], hashes: inout [UInt64]) {
    let first = pieces.count
    var start = 0
    while start < word.count {
      let isContinuation = start > 0
      var hash = isContinuation ? Self.continuation : Self.seed
      let limit = min(word.count, start + longest)
      hashes.removeAll(keepingCapacity: true)
      for index in start..<limit {
        Self.mix(word[index], into: &hash)
        hashes.append(hash)
      }
      var end = limit
      var found: Int32?
      while end > start {
        if end == word.count || word[end] & 0xC0 != 0x80 {
          found = find(hashes[end - start - 1], word, start..<end, isContinuation: isContinuation)
          if found != nil { break }
        }
        end -= 1
      }
      guard let found else {
        pieces.removeSubrange(first...)
        pieces.append(unknown)
        return
      }
      pieces.append(found)
      start = end
    }
  }

  private func find(_ hash: UInt64, _ text: [UInt8], _ range: Range<Int>, isContinuation: Bool) -> Int32? {
    var slot = Self.slot(hash, mask)
    let mark = isContinuation ? 2 : 0
    while true {
      let piece = slots[slot]
      if piece < 0 { return nil }
      let start = Int(starts[Int(piece)])
      if Int(starts[Int(piece) + 1]) - start == range.count + mark, !isContinuation || (bytes[start] == 0x23 && bytes[start + 1] == 0x23) {
        var index = 0
        while index < range.count, bytes[start + mark + index] == text[range.lowerBound + index] { index += 1 }
        if index == range.count { return piece }
      }
      slot = (slot + 1) & mask
    }
  }

  // FNV-1a.
  private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let continuation: UInt64 = {
    var hash = seed
    for byte in "##".utf8 { mix(byte, into: &hash) }
    return hash
  }()

  @inline(__always)
  private static func mix(_ byte: UInt8, into hash: inout UInt64) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  @inline(__always)
  private static func slot(_ hash: UInt64, _ mask: Int) -> Int { Int(truncatingIfNeeded: hash ^ (hash >> 32)) & mask }

  private static func equal(_ bytes: [UInt8], _ starts: [UInt32], _ piece: Int32, _ range: Range<Int>) -> Bool {
    bytes[Int(starts[Int(piece)])..<Int(starts[Int(piece) + 1])].elementsEqual(bytes[range])
  }
}
