import Patterns
import Pipeline

/// The words of the data files with their classes. Looking a word up costs one probe by the hash of its atoms.
struct WordLexicon: Sendable {
  private var keys: [UInt64]
  private var values: [WordClasses]
  private var mask: Int
  private(set) var count = 0

  /// Reads the data files.
  init() throws(Diagnostics) {
    self.init(capacity: 40_000)
    try readClasses(in: "words.txt")
    try read("first-names.txt", as: .firstName)
    try read("common-words.txt", as: .common)
  }

  init(capacity: Int) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: [], count: size)
    mask = size - 1
  }

  /// The classes of a word; none for one that is not there.
  @inline(__always)
  subscript(hash: UInt64) -> WordClasses {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while keys[slot] != 0 {
      if keys[slot] == hash { return values[slot] }
      slot = (slot + 1) & mask
    }
    return []
  }

  /// The classes of a word.
  subscript(word: String) -> WordClasses { self[TokenAtoms.hash(of: word.utf8)] }

  /// Adds classes to a word.
  mutating func insert(_ hash: UInt64, _ classes: WordClasses) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while keys[slot] != 0, keys[slot] != hash { slot = (slot + 1) & mask }
    if keys[slot] == 0 {
      precondition(count * 4 < keys.count * 3, "the lexicon's capacity is too small for its files")
      keys[slot] = hash
      count += 1
    }
    values[slot].formUnion(classes)
  }

  /// Reads a file of classes, each begun by its name in brackets.
  private mutating func readClasses(in file: String) throws(Diagnostics) {
    let bytes = try ResourceFolder.bytes(of: "Data/\(file)", in: "EntityStage")
    var current: WordClasses = []
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      if line.first == UInt8(ascii: "#") { continue }
      if line.first == UInt8(ascii: "[") {
        let name = String(decoding: line.dropFirst().prefix { $0 != UInt8(ascii: "]") }, as: UTF8.self)
        guard let found = WordClasses.byName[name] else {
          let message = "unknown word class '\(name)'\(Suggestion.suffix(for: name, in: WordClasses.byName.keys.sorted()))"
          throw Diagnostics(
            Diagnostic(code: "unknown-word-class", message, at: SourceLocation(file: file, line: number, column: 2, length: name.count)))
        }
        current = found
        continue
      }
      for word in line.split(separator: 0x20) { insert(TokenAtoms.hash(of: word), current) }
    }
  }

  /// Reads a file of words of one class, a word a line.
  private mutating func read(_ file: String, as classes: WordClasses) throws(Diagnostics) {
    let bytes = try ResourceFolder.bytes(of: "Data/\(file)", in: "EntityStage")
    for line in bytes.split(separator: 0x0A) where line.first != UInt8(ascii: "#") { insert(TokenAtoms.hash(of: line), classes) }
  }
}
