import Pipeline

/// A set of words that is asked by bytes, in the folded form of `WordTable`.
package struct WordSet: Sendable {
  private var table: WordTable

  /// The words of a list: one on a line; white space at the ends, empty lines and what follows `#` are left out.
  package init(parsing list: [UInt8]) {
    table = WordTable()
    Self.forEachWord(in: list) { text, span in _ = table.intern(text, span) }
  }

  /// The words of a data file of a target.
  package init(file: String, in target: String = "Patterns") throws(Diagnostics) {
    self.init(parsing: try ResourceFolder.bytes(of: file, in: target))
  }

  /// How many words there are.
  package var count: Int { table.count }

  /// Whether the word at a span is in the set.
  package func contains(_ text: Span<UInt8>, _ span: TextSpan) -> Bool { table.id(of: text, span) != nil }

  /// Whether a word is in the set.
  package func contains(_ word: String) -> Bool {
    let bytes = Array(word.utf8)
    return contains(bytes.span, TextSpan(0..<bytes.count))
  }

  /// Calls a closure with each word of a list.
  static func forEachWord(in list: [UInt8], _ body: (Span<UInt8>, TextSpan) -> Void) {
    for line in list.split(separator: UInt8(ascii: "\n")) {
      var range = line.startIndex..<(line.firstIndex(of: UInt8(ascii: "#")) ?? line.endIndex)
      while let first = range.first, list[first] <= 0x20 { range = range.dropFirst() }
      while let last = range.last, list[last] <= 0x20 { range = range.dropLast() }
      if !range.isEmpty { body(list.span, TextSpan(range)) }
    }
  }
}
