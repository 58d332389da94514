import Pipeline

/// The steps on the text, in an order in which one makes work for the next: mojibake, references, characters, composition, lines.
struct TextNormalizer: Sendable {
  private let isComposing: Bool
  private let repairsMojibake: Bool
  private let resolvesEntities: Bool
  private let joinsHyphens: Bool
  private let joinsLines: Bool
  private let cleaner: CharacterCleaner
  private let entities: EntityReferences
  private let joiner: LineJoiner
  private let hyphenation: Hyphenation

  /// How often the steps are gone through at most. Text made to need more, such as references nested many times, keeps the rest.
  private static let maximumRounds = 8

  /// Creates the steps that the options ask for.
  init(options: StageOptions, data: LayoutData) throws(Diagnostics) {
    isComposing = options.string("unicode") == "nfc"
    repairsMojibake = options.bool("mojibake")
    resolvesEntities = options.bool("entities")
    joinsHyphens = options.bool("hyphenation")
    joinsLines = options.bool("join_lines")
    cleaner = CharacterCleaner(
      controls: options.bool("controls"), whiteSpace: options.bool("white_space"), softHyphens: options.bool("soft_hyphens"),
      asciiQuotes: options.string("quotes") == "ascii", asciiDashes: options.string("dashes") == "ascii")
    entities = EntityReferences(table: try ResourceFolder.bytes(of: "Data/entities.tsv", in: "NormalizeStage"))
    joiner = LineJoiner(width: options.integer("wrap_width"), limits: data.limits.wrapping)
    hyphenation = Hyphenation(words: data.words)
  }

  /// Normalises a document's text until no step finds anything more to do, so that normalising the result changes nothing.
  ///
  /// - Returns: The lines of the new text; where wrapped lines are not joined in the text, a paragraph's lines are one here.
  func normalize(_ document: inout Document) -> [Line] {
    for round in 1... {
      var isChanged = normalizeCharacters(&document)
      let lines = LineTable.lines(of: document.text)
      if joinsLines || joinsHyphens, join(&document, lines) { isChanged = true }
      if !isChanged || round == Self.maximumRounds {
        return isChanged ? paragraphs(document.text, LineTable.lines(of: document.text)) : paragraphs(document.text, lines)
      }
    }
    return []
  }

  /// The steps within lines; whether any changed something.
  private func normalizeCharacters(_ document: inout Document) -> Bool {
    var isChanged = false
    let traits = TextTraits.of(document.text)
    var mayBeUncomposed = traits.contains(.uncomposed)
    func apply(_ result: (text: Text, alignment: Alignment)?) {
      guard let result else { return }
      document.replaceText(with: result.text, alignment: result.alignment)
      isChanged = true
    }
    if repairsMojibake, traits.contains(.mojibake) {
      // Text may have been read wrongly more than once; what lies between is needed whole, with its no-break spaces.
      for _ in 0..<Self.maximumRounds {
        guard let repaired = MojibakeRepair.rewrite(document.text) else { break }
        apply(repaired)
      }
    }
    if resolvesEntities, traits.contains(.ampersand) { apply(entities.rewrite(document.text)) }
    if isChanged { mayBeUncomposed = true }
    let isTypographic = traits.contains(.typography) && (cleaner.asciiQuotes || cleaner.asciiDashes)
    if traits.contains(.uncleanCharacters) || isTypographic || isChanged { apply(cleaner.rewrite(document.text)) }
    if isComposing, mayBeUncomposed, !document.text.isASCII {
      apply(CanonicalComposition.rewrite(document.text))
    }
    return isChanged
  }

  /// Joins lines; whether any were.
  private func join(_ document: inout Document, _ lines: [Line]) -> Bool {
    let text = document.text
    var joints = joiner.joints(text, lines, wrapped: joinsLines, hyphens: joinsHyphens)
    hyphenation.decide(text, lines, &joints)
    var rewriter = TextRewriter(text)
    for (index, joint) in joints.enumerated() {
      let end = lines[index].end
      let next = lines[index + 1].start
      switch joint {
      case .keep: continue
      case .paragraph: rewriter.replace(end..<next, with: [0x0A, 0x0A])
      case .space: rewriter.replace(end..<next, with: [0x20])
      case .glue: rewriter.remove(end..<next)
      case .unhyphenate: rewriter.remove(end - 1..<next)
      }
    }
    guard let result = rewriter.finish() else { return false }
    document.replaceText(with: result.text, alignment: result.alignment)
    return true
  }

  /// The lines with those of a wrapped paragraph made one, where they are not joined in the text.
  private func paragraphs(_ text: Text, _ lines: [Line]) -> [Line] {
    if joinsLines { return lines }
    let joints = joiner.joints(text, lines, wrapped: true, hyphens: false)
    guard joints.contains(where: { $0 != .keep }) else { return lines }
    var paragraphs: [Line] = []
    for (index, line) in lines.enumerated() {
      if index > 0, joints[index - 1] != .keep, joints[index - 1] != .paragraph {
        paragraphs[paragraphs.count - 1].end = line.end
      } else {
        paragraphs.append(line)
      }
    }
    return paragraphs
  }
}
