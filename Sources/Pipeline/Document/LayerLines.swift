extension Document {
  /// One line of text for each item of a layer: for examples, pipeline tests and differences. Empty for a layer that is not there.
  ///
  /// | layer | line |
  /// |---|---|
  /// | text | the whole text; line ends as `\n` |
  /// | blocks | `kind: text` |
  /// | sentences, tokens | the text |
  /// | tags | `text/POS/lemma` |
  /// | syntax | `text -relation-> head` |
  /// | entities | `TYPE: text`, with ` = canonical` where a gazetteer gives another name |
  /// | coreference | `name: mention; mention` |
  /// | relations | `type(subject; predicate; object)`, with `; role: text` for each argument, `not ` or `maybe ` before it |
  /// | quotes | `speaker: text` |
  /// | keywords | the text |
  /// | summary | one line for each sentence |
  /// | a plugin's | JSON without spaces, with its keys in order: a line for each item of a list, one line for any other value |
  package func lines(of layer: Layer) -> [String] {
    switch layer {
    case .text: [flat(text.span)]
    case .blocks: blocks.map { "\($0.kind.rawValue): \(flat($0.span))" }
    case .sentences: sentences.map { flat($0.span) }
    case .tokens: tokens.map(flat)
    case .tags: zip(tokens, tags).map { "\(flat($0))/\($1.pos.rawValue)/\($1.lemma)" }
    case .syntax:
      zip(tokens, syntax).map { "\(flat($0)) -\($1.relation)-> \($1.head < 0 ? "root" : flat(tokens[Int($1.head)]))" }
    case .entities:
      entities.map { entity in
        let text = flat(entity.span)
        return "\(entity.type): \(text)" + (entity.canonical.flatMap { $0 == text ? nil : " = \($0)" } ?? "")
      }
    case .coreference: coreference.map { "\($0.name): \($0.mentions.map { flat($0.span) }.joined(separator: "; "))" }
    case .relations: relations.map(line)
    case .quotes: quotes.map { "\($0.speaker.map { flat($0.span) } ?? "?"): \(flat($0.span))" }
    case .keywords: keywords.map(\.text)
    case .summary: summary?.sentences.map { flat(sentences[Int($0)].span) } ?? []
    default: openLines(of: layer)
    }
  }

  private func flat(_ span: TextSpan) -> String {
    text.string(span).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
  }

  private func line(of relation: Relation) -> String {
    let parts =
      [flat(relation.subject.span), flat(relation.predicate.span)]
      + (relation.object.map { [flat($0.span)] } ?? [])
      + relation.arguments.map { "\($0.role): \(flat($0.span))" }
    let mood = (relation.isNegated ? "not " : "") + (relation.isHypothetical ? "maybe " : "")
    return "\(mood)\(relation.type)(\(parts.joined(separator: "; ")))"
  }
}
