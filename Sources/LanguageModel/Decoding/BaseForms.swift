import Pipeline

/// The base forms of words that are inflected: a line each, in lower case, in the order of their bytes, with a tab and the letters of their parts of speech.
///
/// They are looked up where they stand, without a table.
package struct BaseForms: Sendable {
  private let bytes: [UInt8]

  /// - Parameter name: The file, for messages.
  /// - Throws: The first line that has no letters, or is not after the one before it.
  package init(_ bytes: [UInt8], named name: String) throws(Diagnostics) {
    self.bytes = bytes
    var previous: Range<Int>?
    var start = 0
    var line = 1
    while start < bytes.count {
      let end = Self.end(of: start, in: bytes)
      let word = start..<(bytes[start..<end].firstIndex(of: Self.tab) ?? end)
      if word.count == end - start {
        throw Self.wrong("a base form has a tab and letters behind it: A adjective, N noun, R adverb, V verb", name, line)
      }
      if let previous, !bytes[previous].lexicographicallyPrecedes(bytes[word]) {
        throw Self.wrong("base forms stand in the order of their bytes, each once: this one is not after the line before it", name, line)
      }
      previous = word
      start = end + 1
      line += 1
    }
  }

  private static func wrong(_ message: String, _ name: String, _ line: Int) -> Diagnostics {
    Diagnostics(Diagnostic(code: "wrong-model", message, at: SourceLocation(file: name, line: line, column: 1)))
  }

  /// Whether the forms can tell if a word is one: whether it has letters from a to z alone.
  func decides(_ word: String) -> Bool { word.utf8.allSatisfy { $0 &- 0x61 < 26 } }

  /// Whether a word is among them.
  ///
  /// - Parameter pos: Its part of speech. Where that is not inflected, or not known, any will do.
  package func contains(_ word: String, _ pos: UniversalPartOfSpeech? = nil) -> Bool {
    let word = word.utf8
    // The line that holds the middle is compared: what is looked for begins in low..<high.
    var low = 0
    var high = bytes.count
    while low < high {
      var start = (low + high) / 2
      while start > low, bytes[start - 1] != 0x0A { start -= 1 }
      let end = Self.end(of: start, in: bytes)
      let tab = bytes[start..<end].firstIndex(of: Self.tab) ?? end
      let line = bytes[start..<tab]
      if line.elementsEqual(word) { return Self.letter(of: pos).map(bytes[tab..<end].contains) ?? true }
      if line.lexicographicallyPrecedes(word) { low = end + 1 } else { high = start }
    }
    return false
  }

  private static let tab: UInt8 = 0x09

  private static func letter(of pos: UniversalPartOfSpeech?) -> UInt8? {
    switch pos {
    case .ADJ: UInt8(ascii: "A")
    case .NOUN: UInt8(ascii: "N")
    case .ADV: UInt8(ascii: "R")
    case .VERB, .AUX: UInt8(ascii: "V")
    default: nil
    }
  }

  private static func end(of start: Int, in bytes: [UInt8]) -> Int { bytes[start...].firstIndex(of: 0x0A) ?? bytes.count }
}
