import Pipeline

extension Document {
  /// A document with sentences and tokens made by hand: a sentence per string, tokens split at single spaces.
  package init(sentences: [String]) {
    self.init(id: "test", text: Text(sentences.joined(separator: " ")))
    var offset = 0
    for sentence in sentences {
      let first = tokens.count
      let start = offset
      for (index, word) in sentence.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if index > 0 { offset += 1 }
        tokens.append(TextSpan(offset..<offset + word.utf8.count))
        offset += word.utf8.count
      }
      self.sentences.append(Sentence(TextSpan(start..<offset), tokens: IndexRange(first..<tokens.count)))
      offset += 1
    }
    layers = [.sentences, .tokens]
  }
}
