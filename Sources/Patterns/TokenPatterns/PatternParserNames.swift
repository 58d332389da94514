import Pipeline

/// What refers to something named: lists, lemmas, definitions and their arguments.
extension PatternParser {
  mutating func listReference() throws(Stop) -> PatternNode {
    guard let list = try self.list() else { return .empty }
    return list.all.isSingle ? .token(.words(list.all)) : .phrase(PhraseTest(words: list.all, lemmaForms: nil))
  }

  /// Reads `@name`. Nil where there is no such list, which is then reported.
  mutating func list() throws(Stop) -> PatternList? {
    let start = position
    position += 1
    let name = try self.name(after: "@", of: "a list")
    if let list = library.lists[name] { return list }
    report("unknown-list", "unknown list '\(name)'\(Suggestion.suffix(for: name, in: library.lists.keys.sorted()))", start..<position)
    return nil
  }

  mutating func lemmas() throws(Stop) -> PatternNode {
    let start = position
    position += 1
    let words = try lemmaAlternatives()
    var forms = WordForms.all
    if take(":") { forms = try wordForms() }
    guard take(">") else { throw stop("pattern-syntax", "'<' is not closed", start..<start + 1) }
    guard let parts = words.parts else { return .token(.lemma(words, forms)) }
    // The trie knows spellings alone: tags, where there are any, are asked about the first word.
    let head = PatternNode.look(.token(.lemma(parts.heads, forms)), isAhead: true, isNegative: false)
    let phrase = PatternNode.sequence([head, .phrase(PhraseTest(words: parts.phrases, lemmaForms: forms))])
    return parts.single.entries.isEmpty ? phrase : .choice([phrase, .token(.lemma(parts.single, forms))])
  }

  /// Reads lemmas set apart by `|`.
  private mutating func lemmaAlternatives() throws(Stop) -> PatternWords {
    var alternatives: [PatternWords] = []
    repeat { alternatives.append(try lemmaAlternative()) } while take("|")
    return alternatives.count == 1 ? alternatives[0] : PatternWords(alternatives.flatMap(\.entries))
  }

  private mutating func lemmaAlternative() throws(Stop) -> PatternWords {
    skipSpace()
    guard position < end else { throw stop("pattern-syntax", "'<' is not closed", position - 1..<position) }
    defer { skipSpace() }
    switch peek {
    case "@": return try list()?.all ?? PatternWords([])
    case "$":
      let start = position
      position += 1
      let name = try self.name(after: "$", of: "a parameter")
      guard let argument = environment[name] else {
        report(
          "unknown-parameter", "unknown parameter '\(name)'\(Suggestion.suffix(for: name, in: environment.keys.sorted()))", start..<position
        )
        return PatternWords([])
      }
      var parser = PatternParser(
        source: argument.source, range: argument.range, library: library, environment: argument.environment, expanding: expanding,
        depth: depth)
      defer { diagnostics.append(contentsOf: parser.diagnostics) }
      let words = try parser.lemmaAlternatives()
      if parser.position < parser.end { throw parser.stop("pattern-syntax", "not a lemma", parser.position..<parser.end) }
      return words
    default:
      var words: [[UInt8]] = []
      while position < end, Self.isWordByte(bytes[position]) {
        words.append(Folding.folded(bytes[bareWord()]))
        skipSpace()
      }
      if words.isEmpty { throw stop("pattern-syntax", "a lemma is missing", position..<position + 1) }
      return PatternWords([words])
    }
  }

  mutating func wordForms() throws(Stop) -> WordForms {
    var forms: WordForms = []
    repeat {
      skipSpace()
      let start = position
      while position < end, Self.isNameByte(bytes[position]) { position += 1 }
      let name = string(start..<position)
      if let form = WordForms.named.first(where: { $0.name == name }) {
        forms.insert(form.form)
      } else {
        let suffix = Suggestion.suffix(for: name, in: WordForms.named.map(\.name))
        report("unknown-form", "unknown form '\(name)'\(suffix)", start..<max(start + 1, position))
      }
      skipSpace()
    } while take("|")
    return forms
  }

  mutating func definitionReference() throws(Stop) -> PatternNode {
    let start = position
    position += 1
    if position == end || !Self.isLetter(bytes[position]) { return .sentenceEnd }
    let name = try self.name(after: "$", of: "a definition")
    let range = start..<position
    let arguments = try self.arguments()
    if let argument = environment[name] {
      return try expand(argument.source, argument.range, argument.environment, expanding)
    }
    guard let definition = library.definitions[name] else {
      let known = environment.keys.sorted() + library.definitions.keys.sorted()
      report("unknown-definition", "unknown definition '\(name)'\(Suggestion.suffix(for: name, in: known))", range)
      return .empty
    }
    if expanding.contains(name) { throw stop("pattern-cycle", "the definition '\(name)' refers to itself", range) }
    guard arguments.count == definition.parameters.count else {
      report(
        "pattern-arguments", "the definition '\(name)' takes \(definition.parameters.count) arguments, not \(arguments.count)", range)
      return .empty
    }
    var inner: [String: Argument] = [:]
    for (parameter, argument) in zip(definition.parameters, arguments) {
      inner[parameter] = Argument(source: source, range: argument, environment: environment)
    }
    guard definition.parameters.isEmpty, let cache else { return try expand(definition.source, nil, inner, expanding + [name]) }
    if let known = cache[library, name], depth + known.height <= Self.maximumDepth, atoms + known.atoms <= Self.maximumAtoms {
      atoms += known.atoms
      deepest = max(deepest, depth + known.height)
      return known.node
    }
    let (atomsBefore, deepestBefore, problemsBefore) = (atoms, deepest, diagnostics.all.count)
    deepest = depth
    let node = try expand(definition.source, nil, inner, expanding + [name])
    if diagnostics.all.count == problemsBefore {
      cache[library, name] = PatternCache.Entry(node: node, atoms: atoms - atomsBefore, height: deepest - depth)
    }
    deepest = max(deepest, deepestBefore)
    return node
  }

  /// Reads the pattern that a reference stands for.
  mutating func expand(
    _ source: PatternSource, _ range: Range<Int>?, _ environment: [String: Argument], _ expanding: [String]
  ) throws(Stop) -> PatternNode {
    var parser = PatternParser(source: source, range: range, library: library, environment: environment, expanding: expanding, depth: depth)
    parser.atoms = atoms
    parser.deepest = deepest
    parser.cache = cache
    defer {
      atoms = parser.atoms
      deepest = parser.deepest
      diagnostics.append(contentsOf: parser.diagnostics)
    }
    return try parser.whole()
  }

  /// The texts between the parentheses that touch a definition's name, set apart by `,` outside brackets.
  mutating func arguments() throws(Stop) -> [Range<Int>] {
    guard position < end, peek == "(" else { return [] }
    let opening = position
    var ranges: [Range<Int>] = []
    var open = 0
    var start = position + 1
    while position < end {
      switch peek {
      case "(", "[", "<": open += 1
      case "," where open == 1:
        ranges.append(start..<position)
        start = position + 1
      case ")", "]", ">":
        open -= 1
        if open == 0 {
          ranges.append(start..<position)
          position += 1
          return ranges
        }
      default: break
      }
      position += 1
    }
    throw stop("pattern-syntax", "'(' is not closed", opening..<opening + 1)
  }
}
