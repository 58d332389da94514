import Pipeline

/// Where a pattern of a set matched.
package struct PatternMatch: Sendable, Hashable {
  /// A named part of a match.
  package struct Capture: Sendable, Hashable {
    /// The name, as an index into the set's `captures`.
    package var name: Int
    /// Its tokens, as indices into `document.tokens`; at least one.
    package var tokens: Range<Int>
  }

  /// The pattern, as its index in the set.
  package var pattern: Int
  /// The sentence.
  package var sentence: Int
  /// The tokens.
  package var tokens: Range<Int>
  /// The captures in the order of the text. A name can occur several times.
  package var captures: [Capture]
}

/// Compiled token patterns that are matched together: an index from words to patterns keeps those away from a sentence that cannot match in it.
package struct PatternSet: Sendable {
  /// The names of captures.
  package var captures: [String] { program.captures }
  /// How many patterns there are.
  package var count: Int { program.entries.count }

  private let program: PatternProgram
  private let surfaces: SurfaceTable
  private let types: [String: UInt8]
  private let index: PatternIndex

  /// Compiles patterns.
  ///
  /// - Throws: Everything that is wrong with them, each problem once.
  package init(_ sources: [PatternSource], library: PatternLibrary = PatternLibrary(), lemmatizer: Lemmatizer? = nil) throws(Diagnostics) {
    var diagnostics = Diagnostics()
    var nodes: [PatternNode] = []
    for source in sources {
      let (node, problems) = PatternParser.parse(source, library: library)
      for problem in problems.all where !diagnostics.all.contains(problem) { diagnostics.append(problem) }
      nodes.append(node ?? .empty)
    }
    try diagnostics.throwIfErrors()
    let lemmas: Lemmatizer
    if let lemmatizer { lemmas = lemmatizer } else { lemmas = try Lemmatizer() }
    let compiled = PatternCompiler.compile(nodes, lemmatizer: lemmas)
    for index in compiled.tooLarge {
      let message = "the pattern has more than \(PatternCompiler.maximumSize) steps: use smaller bounds"
      diagnostics.append(sources[index].diagnostic("pattern-limit", message, 0..<1))
    }
    if compiled.types.count > 64 {
      diagnostics.append(Diagnostic(code: "pattern-limit", "the patterns name \(compiled.types.count) entity types; 64 are the most"))
    }
    try diagnostics.throwIfErrors()
    program = compiled.program
    surfaces = compiled.surfaces
    types = Dictionary(uniqueKeysWithValues: compiled.types.enumerated().map { ($1, UInt8($0)) })
    index = PatternIndex(program.entries, surfaces: surfaces.count)
  }

  /// Looks every token of a document up, once for all patterns.
  ///
  /// - Parameter units: Entities in order and without overlap; the document's own by default.
  package func features(of document: Document, units: [Entity]? = nil) -> TokenFeatures {
    let bytes = document.text.bytes
    var tokens: [TokenFeature] = []
    tokens.reserveCapacity(document.tokens.count)
    for span in document.tokens { tokens.append(TokenFeature(span: span, surface: surfaces.number(of: span.range, in: bytes))) }
    if document.tags.count == tokens.count {
      for (index, tag) in document.tags.enumerated() {
        let lemma = Array(tag.lemma.utf8)
        tokens[index].lemma = surfaces.number(of: 0..<lemma.count, in: lemma.span)
        tokens[index].pos = TokenFeature.index(of: tag.pos)
      }
    }
    var next = 0
    for (number, entity) in (units ?? document.entities).enumerated() {
      while next < tokens.count, tokens[next].span.end <= entity.span.start { next += 1 }
      let first = next
      while next < tokens.count, tokens[next].span.start < entity.span.end {
        tokens[next].entity = Int32(number)
        tokens[next].inside = types[entity.type.name] ?? TokenFeature.otherType
        next += 1
      }
      if next > first { tokens[first].unitEnd = UInt32(next) }
    }
    return TokenFeatures(tokens: tokens, text: document.text)
  }

  /// All matches in a document, by sentence, then by pattern, then by place. Matches of one pattern do not overlap; those of several can.
  ///
  /// - Returns: The matches, and whether a sentence was given up because a pattern took too many steps on it.
  package func matches(in document: Document, _ features: TokenFeatures? = nil) -> (matches: [PatternMatch], isComplete: Bool) {
    let features = features ?? self.features(of: document)
    var matcher = PatternMatcher(program)
    var found: [PatternMatch] = []
    var candidates = PatternIndex.Candidates(count: count)
    for (number, sentence) in document.sentences.enumerated() {
      let range = sentence.tokens.range
      index.collect(range, features, into: &candidates)
      for pattern in candidates.patterns {
        matcher.search(program.entries[pattern], in: range, features) { tokens, captures in
          found.append(PatternMatch(pattern: pattern, sentence: number, tokens: tokens, captures: captures))
        }
      }
    }
    return (found, !matcher.hasExceededLimit)
  }
}
