import Pipeline

/// Beginnings of sentences that are notices and no part of an article, such as `Reporting by`.
struct PhraseList: Sendable {
  private let phrases: [[UInt8]]

  static let boilerplateKey = "summarize/boilerplate"

  /// The list that ships with the program.
  static func boilerplate() throws(Diagnostics) -> PhraseList {
    PhraseList(parsing: try ResourceFolder.bytes(of: "Data/words/boilerplate.txt", in: "Patterns"))
  }

  /// One phrase a line in small letters; what follows `#` is left out.
  init(parsing list: [UInt8]) {
    phrases = list.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let phrase = line.prefix { $0 != UInt8(ascii: "#") }
      let kept = phrase.reversed().drop { $0 <= 0x20 }.reversed()
      return kept.isEmpty ? nil : Array(kept)
    }
  }

  /// Whether the text at a span begins with one of the phrases, regardless of ASCII case and of brackets, dashes and asterisks before it.
  func matches(startOf span: TextSpan, in text: Span<UInt8>) -> Bool {
    var start = Int(span.start)
    while start < Int(span.end), !Self.isLetter(text[start]) { start += 1 }
    guard start < Int(span.end) else { return false }
    let first = text[start] | 0x20
    return phrases.contains { phrase in
      guard phrase[0] == first || phrase[0] == text[start], start + phrase.count <= Int(span.end) else { return false }
      for offset in phrase.indices {
        let byte = text[start + offset]
        if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != phrase[offset] { return false }
      }
      return start + phrase.count == Int(span.end) || !Self.isLetter(text[start + phrase.count]) || !Self.isLetter(phrase[phrase.count - 1])
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte >= 0xC3 && byte != 0xE2 }
}
