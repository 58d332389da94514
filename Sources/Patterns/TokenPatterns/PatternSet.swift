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
  /// A pattern with what it may refer to.
  package struct Source: Sendable {
    package var source: PatternSource
    package var library: PatternLibrary

    package init(_ source: PatternSource, library: PatternLibrary) {
      self.source = source
      self.library = library
    }
  }

  /// The names of captures.
  package var captures: [String] { program.captures }
  /// How many patterns there are.
  package var count: Int { program.entries.count }

  /// The names of captures that each pattern has.
  package let capturesByPattern: [Set<String>]

  private let program: PatternProgram
  private let surfaces: SurfaceTable
  private let bases: [Int32]
  private let types: [String: UInt8]
  private let index: PatternIndex

  /// Compiles patterns that refer to one library.
  ///
  /// - Throws: Everything that is wrong with them, each problem once.
  package init(_ sources: [PatternSource], library: PatternLibrary = PatternLibrary(), lemmatizer: Lemmatizer? = nil) throws(Diagnostics) {
    try self.init(sources.map { Source($0, library: library) }, lemmatizer: lemmatizer)
  }

  /// Compiles patterns, each with the library that it refers to.
  ///
  /// - Throws: Everything that is wrong with them, each problem once.
  package init(_ sources: [Source], lemmatizer: Lemmatizer? = nil) throws(Diagnostics) {
    var diagnostics = Diagnostics()
    var seen = Set<Diagnostic>()
    var nodes: [PatternNode] = []
    let cache = PatternCache()
    for source in sources {
      let (node, problems) = PatternParser.parse(source.source, library: source.library, cache: cache)
      for problem in problems.all where seen.insert(problem).inserted { diagnostics.append(problem) }
      nodes.append(node ?? .empty)
    }
    try diagnostics.throwIfErrors()
    let lemmas: Lemmatizer
    if let lemmatizer { lemmas = lemmatizer } else { lemmas = try Lemmatizer() }
    let compiled = PatternCompiler.compile(nodes, lemmatizer: lemmas, commonWords: try CommonWords())
    for index in compiled.tooLarge {
      let message = "the pattern has more than \(PatternCompiler.maximumSize) steps: use smaller bounds"
      diagnostics.append(sources[index].source.diagnostic("pattern-limit", message, 0..<1))
    }
    if compiled.types.count > 64 {
      diagnostics.append(Diagnostic(code: "pattern-limit", "the patterns name \(compiled.types.count) entity types; 64 are the most"))
    }
    try diagnostics.throwIfErrors()
    program = compiled.program
    surfaces = compiled.surfaces
    bases = compiled.bases
    capturesByPattern = nodes.map(\.captures)
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
      if next > first, Self.fits(entity.span, tokens[first].span, tokens[next - 1].span, bytes) { tokens[first].unitEnd = UInt32(next) }
    }
    return TokenFeatures(tokens: tokens, text: document.text)
  }

  /// The lemma of a token in lower case: the tagged one, else the one that a pattern names and the token is a form of, else its spelling.
  package func lemma(of token: Int, in document: Document) -> String {
    if document.tags.count == document.tokens.count { return document.tags[token].lemma.lowercased() }
    let surface = surfaces.number(of: document.tokens[token].range, in: document.text.bytes)
    let bytes = surface >= 0 ? surfaces.spelling(bases[Int(surface)]) : Folding.folded(document.text[document.tokens[token]])
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether an entity ends where its tokens end, punctuation aside: `Oslo` in the token `Oslo-based` is no unit.
  private static func fits(_ entity: TextSpan, _ first: TextSpan, _ last: TextSpan, _ bytes: Span<UInt8>) -> Bool {
    func isWord(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 }
    for offset in first.start..<max(first.start, entity.start) where isWord(bytes[Int(offset)]) { return false }
    for offset in min(last.end, entity.end)..<last.end where isWord(bytes[Int(offset)]) { return false }
    return true
  }

  /// All matches in a document, by sentence, then by pattern, then by place. Matches of one pattern do not overlap; those of several can.
  ///
  /// - Parameter isWanted: Whether a sentence is looked at.
  /// - Returns: The matches, and whether a sentence was given up because a pattern took too many steps on it.
  package func matches(
    in document: Document, _ features: TokenFeatures? = nil, sentences isWanted: (Int) -> Bool = { _ in true }
  ) -> (matches: [PatternMatch], isComplete: Bool) {
    let features = features ?? self.features(of: document)
    var matcher = PatternMatcher(program)
    var found: [PatternMatch] = []
    var candidates = PatternIndex.Candidates(count: count)
    for (number, sentence) in document.sentences.enumerated() where isWanted(number) {
      let range = sentence.tokens.range
      index.collect(range, features, into: &candidates)
      for pattern in candidates.patterns {
        matcher.search(
          program.entries[pattern], in: range, upTo: candidates.lastStart[pattern], features.tokens, document.text
        ) { tokens, captures in
          found.append(PatternMatch(pattern: pattern, sentence: number, tokens: tokens, captures: captures))
        }
      }
    }
    return (found, !matcher.hasExceededLimit)
  }
}
