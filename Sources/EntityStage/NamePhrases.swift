import Pipeline

/// Grows names to what ACE calls the extent of a mention: the name with the words right before it that belong to it in the sentence's tree, such as an article, an
/// office and a nationality in `the Iraqi Foreign Minister Ibrahim al-Jaafari`. What follows the name stays outside.
struct NamePhrases {
  private let tokens: [TextSpan]
  private let tags: [TokenTag]
  private let syntax: [Dependency]

  /// How the parts of a phrase depend on its name; prepositions, subjects and the like do too and are none.
  private static let relations: Set<Substring> = ["amod", "appos", "compound", "det", "flat", "nmod"]
  /// How a name depends on the noun that it names.
  private static let naming: Set<Substring> = ["appos", "flat"]
  /// What a phrase does not begin with.
  private static let connecting: Set<UniversalPartOfSpeech> = [.ADP, .CCONJ, .PART, .PUNCT]
  /// How many heads are looked up until a name is reached; more are no phrase that anyone would write.
  private static let depth = 16

  /// The document must have tags and syntax.
  init(_ document: Document) {
    tokens = document.tokens
    tags = document.tags
    syntax = document.syntax
  }

  /// The entities with their phrases, in order; what lies within the phrase of another is left out, for entities do not overlap. Values stay as they are.
  ///
  /// - Parameter entities: In order, apart from each other, each from the start of a token to the end of one.
  /// - Returns: Those that grew have the name itself as their canonical name, unless they had one before.
  func grown(_ entities: [Entity], in text: Text) -> [Entity] {
    var grown: [Entity] = []
    grown.reserveCapacity(entities.count)
    var first = 0
    for var entity in entities {
      while tokens[first].start < entity.span.start { first += 1 }
      var last = first
      while tokens[last].end < entity.span.end { last += 1 }
      let start = tokens[isValue(entity.type) ? first : self.start(of: first...last)].start
      let before = grown.lastIndex { $0.span.start < start }
      // A phrase that would cut another in two is none.
      if start < entity.span.start, before.map({ grown[$0].span.end <= start }) ?? true {
        grown.removeSubrange((before ?? -1) + 1..<grown.count)
        if entity.canonical == nil { entity.canonical = text.string(entity.span) }
        entity.span = TextSpan(start, entity.span.end)
      }
      grown.append(entity)
    }
    return grown
  }

  private func isValue(_ type: EntityType) -> Bool { ValueRecognizer.Kind.allCases.contains { $0.type == type } }

  /// The first word of the phrase of a name.
  private func start(of name: ClosedRange<Int>) -> Int {
    var (start, core) = (name.lowerBound, name)
    while start > 0 {
      let word = start - 1
      let names = isNamed(word, by: core)
      guard names || belongs(word, to: core) else { break }
      start = word
      if names { core = word...name.upperBound }
    }
    while start < name.lowerBound, Self.connecting.contains(tags[start].pos) { start += 1 }
    return start
  }

  /// Whether a noun right before a name is the name's head, as `Minister` is in `the Foreign Minister Ada Norberg`.
  private func isNamed(_ noun: Int, by name: ClosedRange<Int>) -> Bool {
    (tags[noun].pos == .NOUN || tags[noun].pos == .PROPN)
      && name.contains { Int(syntax[$0].head) == noun && Self.naming.contains(syntax[$0].relation.prefix { $0 != ":" }) }
  }

  /// Whether a word, or its head, or that one's, and so on, is a part of the phrase of a name.
  private func belongs(_ word: Int, to name: ClosedRange<Int>) -> Bool {
    var word = word
    for _ in 0..<Self.depth {
      let head = Int(syntax[word].head)
      if name.contains(head) { return Self.relations.contains(syntax[word].relation.prefix { $0 != ":" }) }
      guard head >= 0 else { return false }
      word = head
    }
    return false
  }
}
