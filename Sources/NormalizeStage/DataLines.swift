/// Reading the stage's data files: one entry on a line, `#` begins a comment line.
enum DataLines {
  /// The entries.
  static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }
  }

  /// The entries with ASCII capitals made small.
  static func lowercased(_ bytes: [UInt8]) -> Set<[UInt8]> {
    Set(lines(of: bytes).map { $0.map(Scalars.lowercased) })
  }
}

/// A sorted list of words, looked up where it lies: loading it costs no more than reading the file.
struct WordList: Sendable {
  private let bytes: [UInt8]

  /// Takes words in byte order, one on a line, after comment lines that begin with `#`.
  init(sorted bytes: [UInt8]) {
    var start = 0
    while start < bytes.count, bytes[start] == UInt8(ascii: "#") {
      start = (bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1) + 1
    }
    self.bytes = Array(bytes[start...])
  }

  /// Whether a word is in the list. O(log words).
  func contains(_ word: [UInt8]) -> Bool {
    var low = 0
    var high = bytes.count
    while low < high {
      var start = (low + high) / 2
      while start > low, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      let entry = bytes[start..<end]
      if entry.elementsEqual(word) { return true }
      if entry.lexicographicallyPrecedes(word) { low = end + 1 } else { high = start }
    }
    return false
  }
}
