import Pipeline

extension RecordInput {
  /// Reads the tokens with their tags and syntax, and gives the sentences their tokens.
  mutating func readTokens(_ json: JSONValue) throws(StageFailure) {
    document.layers.insert(.tokens)
    let count = json.count
    document.tokens.reserveCapacity(count)
    var end: UInt32 = 0
    var sentence = 0
    var ranges = [Range<Int>?](repeating: nil, count: document.sentences.count)
    try each(json, "tokens") { input, place, members throws(StageFailure) in
      var fields = SpanFields()
      var pos, lemma, head, relation, number: JSONValue?
      for (name, value) in members where !(try fields.take(name, value, place)) {
        if name.equals("lemma") {
          lemma = value
        } else if name.equals("pos") {
          pos = value
        } else if name.equals("head") {
          head = value
        } else if name.equals("dep") {
          relation = value
        } else if name.equals("sentence") {
          number = value
        } else {
          input.note(name, in: place.layer)
        }
      }
      let span = try input.span(fields, place, from: end)
      end = span.end
      let index = input.document.tokens.count
      input.document.tokens.append(span)
      if let pos = pos.present {
        guard let tag = pos.utf8.flatMap(UniversalPartOfSpeech.init(utf8:)) else {
          throw place.failure("has a 'pos' that is no tag of Universal Dependencies")
        }
        input.document.tags.append(TokenTag(tag, lemma: try place.string(lemma, "lemma")))
      }
      if let relation = relation.present {
        input.document.syntax.append(Dependency(head: try place.head(head), relation: try place.string(relation, "dep")))
      }
      if ranges.isEmpty { return }
      if let number {
        if number.isNull { return }
        guard let value = number.integer, value >= sentence, value < ranges.count else {
          throw place.failure("has a 'sentence' that is none of the \(ranges.count) sentences, or comes before that of the last token")
        }
        sentence = value
      } else {
        while sentence < ranges.count, input.document.sentences[sentence].span.end <= span.start { sentence += 1 }
        guard sentence < ranges.count, input.document.sentences[sentence].span.contains(span) else { return }
      }
      let range = ranges[sentence] ?? index..<index
      guard range.upperBound == index else { throw place.failure("is apart from the other tokens of its sentence") }
      ranges[sentence] = range.lowerBound..<index + 1
    }
    var next = 0
    for (index, range) in ranges.enumerated() {
      document.sentences[index].tokens = IndexRange(range ?? next..<next)
      next = range?.upperBound ?? next
    }
    try finishTags()
    try finishSyntax()
  }

  /// All tokens have a tag, or none has. Where there are no tokens, no tag is missing.
  private mutating func finishTags() throws(StageFailure) {
    let count = document.tokens.count
    guard document.tags.count == count || document.tags.isEmpty else {
      throw .record("'pos' must stand with every token or with none; it stands with \(document.tags.count) of \(count)")
    }
    if document.tags.count == count { document.layers.insert(.tags) }
  }

  /// All tokens have a head, or none has; heads are tokens, and nothing depends on itself, at whatever distance.
  private mutating func finishSyntax() throws(StageFailure) {
    let count = document.tokens.count
    guard document.syntax.count == count || document.syntax.isEmpty else {
      throw .record("'dep' must stand with every token or with none; it stands with \(document.syntax.count) of \(count)")
    }
    if document.syntax.count != count { return }
    document.layers.insert(.syntax)
    // Each walk towards the root marks its tokens with its own number, and stops at what an earlier walk has marked.
    var marks = [Int32](repeating: -1, count: count)
    for first in 0..<count {
      var token = first
      while marks[token] < 0 {
        marks[token] = Int32(truncatingIfNeeded: first)
        let head = Int(document.syntax[token].head)
        if head < 0 { break }
        guard head < count else {
          throw RecordPlace(layer: "tokens", index: token).failure("has a 'head' that is none of the \(count) tokens")
        }
        guard marks[head] != Int32(truncatingIfNeeded: first) else {
          throw RecordPlace(layer: "tokens", index: token).failure("depends on itself through its 'head'")
        }
        token = head
      }
    }
  }
}

extension RecordPlace {
  /// A token's head: -1 for null.
  fileprivate func head(_ json: JSONValue?) throws(StageFailure) -> Int32 {
    guard let json = json.present else { return -1 }
    guard let head = json.integer.flatMap(Int32.init(exactly:)), head >= 0 else {
      throw failure("has a 'head' that is neither the number of a token nor null")
    }
    return head
  }
}

extension UniversalPartOfSpeech {
  /// The tags by their bytes in one word.
  private static let byWord: [UInt64: UniversalPartOfSpeech] = Dictionary(
    uniqueKeysWithValues: allCases.map { tag in (tag.rawValue.utf8.reduce(0) { $0 << 8 | UInt64($1) }, tag) })

  fileprivate init?(utf8: UnsafeBufferPointer<UInt8>) {
    guard (1...8).contains(utf8.count), let tag = Self.byWord[utf8.reduce(0) { $0 << 8 | UInt64($1) }] else { return nil }
    self = tag
  }
}
