import Pipeline

/// Articles as documents by simple rules, so that these tests need no other stage: a line is a block, a first line without a final stop the title;
/// sentences end at `.`, `!`, `?` before white space and a capital, but not behind a short list of abbreviations.
enum PlainSegmenter {
  private static let abbreviations: Set<String> = [
    "Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Sen", "Rep", "Lt", "Col", "Prof", "No", "vs", "Jr", "Sr", "Inc", "Co", "Corp", "Ltd", "U.S",
    "U.K",
  ]

  static func document(_ text: String, title: String? = nil) -> Document {
    var document = Document(id: "plain", text: Text((title.map { "\($0)\n" } ?? "") + text))
    let bytes = Array(document.text.string.utf8)
    for line in lines(of: bytes) {
      let span = document.text.trimmed(TextSpan(line))
      if span.isEmpty { continue }
      let isTitle = document.blocks.isEmpty && (title != nil || !".!?\"'".utf8.contains(bytes[Int(span.end) - 1]))
      document.blocks.append(Block(isTitle ? .title : .paragraph, span))
      for sentence in isTitle ? [span] : sentences(in: span, bytes) {
        let first = document.tokens.count
        document.tokens += tokens(in: sentence, bytes)
        document.sentences.append(Sentence(sentence, tokens: IndexRange(first..<document.tokens.count)))
      }
    }
    document.layers = [.blocks, .sentences, .tokens]
    return document
  }

  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte == 0x0A {
      lines.append(start..<offset)
      start = offset + 1
    }
    return lines + [start..<bytes.count]
  }

  private static func sentences(in block: TextSpan, _ bytes: [UInt8]) -> [TextSpan] {
    var sentences: [TextSpan] = []
    var start = Int(block.start)
    var offset = start
    let end = Int(block.end)
    while offset < end {
      defer { offset += 1 }
      guard ".!?".utf8.contains(bytes[offset]) else { continue }
      var after = offset + 1
      while after < end, "\"')".utf8.contains(bytes[after]) || bytes[after] >= 0x80 { after += 1 }
      guard after < end, bytes[after] == 0x20 else { continue }
      var next = after
      while next < end, bytes[next] == 0x20 { next += 1 }
      guard next < end, !(0x61...0x7A).contains(bytes[next]) else { continue }
      if bytes[offset] == UInt8(ascii: ".") {
        let word = bytes[start..<offset].reversed().prefix { $0 != 0x20 }.reversed()
        if word.count == 1 || abbreviations.contains(String(decoding: Array(word), as: UTF8.self)) { continue }
      }
      sentences.append(TextSpan(start..<after))
      start = next
      offset = next - 1
    }
    if start < end { sentences.append(TextSpan(start..<end)) }
    return sentences
  }

  private static func tokens(in sentence: TextSpan, _ bytes: [UInt8]) -> [TextSpan] {
    var tokens: [TextSpan] = []
    var offset = Int(sentence.start)
    let end = Int(sentence.end)
    func isWord(_ byte: UInt8) -> Bool {
      (byte >= 0x80 && byte != 0xE2) || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }
    while offset < end {
      if bytes[offset] <= 0x20 {
        offset += 1
        continue
      }
      let start = offset
      offset += 1
      if isWord(bytes[start]) {
        while offset < end,
          isWord(bytes[offset]) || (offset + 1 < end && ".,".utf8.contains(bytes[offset]) && isWord(bytes[offset + 1]))
        {
          offset += 1
        }
      } else if bytes[start] == UInt8(ascii: "'"), offset < end, isWord(bytes[offset]), start > Int(sentence.start),
        isWord(bytes[start - 1])
      {
        while offset < end, isWord(bytes[offset]) { offset += 1 }
      }
      // A typographic mark is three bytes long.
      if bytes[start] == 0xE2 { offset = min(start + 3, end) }
      tokens.append(TextSpan(start..<offset))
    }
    return tokens
  }
}
