import Pipeline

/// A document in Markdown: title, source, summary, entities, relations, quotes, keywords, problems. What is not there has no heading.
struct MarkdownPage {
  let document: Document
  let facts: DocumentFacts

  /// What the index, or the file with all articles, begins with.
  static let indexHeader = Array("# Articles\n\n".utf8)

  /// The page's file name.
  var path: String { PageName.make(from: document.id) + ".md" }

  /// A page of its own.
  func page() -> [UInt8] { render(level: "#") }

  /// A section of a file with all articles.
  func section() -> [UInt8] { render(level: "##") + Array("\n".utf8) }

  /// The page's line in the index.
  func indexLine() -> [UInt8] {
    var writer = ByteWriter(capacity: 256)
    writer.raw("- [")
    writer.markdown(facts.title)
    writer.raw("](")
    writer.raw(Array(path.utf8))
    writer.raw(")")
    counts(&writer, before: ": ")
    if document.isFailed { writer.raw(" (failed)") } else if !document.problems.isEmpty { writer.raw(" (with problems)") }
    writer.raw("\n")
    return writer.bytes
  }

  private func render(level: StaticString) -> [UInt8] {
    var writer = ByteWriter(capacity: 4096)
    writer.raw(level)
    writer.raw(" ")
    writer.markdown(facts.title)
    writer.raw("\n\nSource: ")
    writer.markdown(document.source.path)
    if let language = document.language {
      writer.raw(" · ")
      writer.markdown(language)
    }
    counts(&writer, before: " · ")
    writer.raw("\n")
    problems(&writer, level)
    summary(&writer, level)
    entities(&writer, level)
    relations(&writer, level)
    quotes(&writer, level)
    keywords(&writer, level)
    spans(&writer, level)
    values(&writer, level)
    return writer.bytes
  }

  func heading(_ title: StaticString, _ level: StaticString, _ writer: inout ByteWriter) {
    writer.raw("\n")
    writer.raw(level)
    writer.raw("# ")
    writer.raw(title)
    writer.raw("\n\n")
  }

  private func counts(_ writer: inout ByteWriter, before: StaticString) {
    var isFirst = true
    func add(_ count: Int?, _ one: StaticString, _ many: StaticString) {
      guard let count else { return }
      if isFirst { writer.raw(before) } else { writer.raw(", ") }
      isFirst = false
      writer.integer(count)
      writer.raw(count == 1 ? one : many)
    }
    add(facts.words, " word", " words")
    add(facts.sentences, " sentence", " sentences")
    add(facts.entities, " entity", " entities")
    add(facts.relations, " relation", " relations")
  }

  private func problems(_ writer: inout ByteWriter, _ level: StaticString) {
    if document.problems.isEmpty { return }
    heading(document.isFailed ? "Problems: this document failed" : "Problems", level, &writer)
    for problem in document.problems {
      writer.raw("- ")
      writer.markdown("\(problem.stage): \(problem.message)")
      writer.raw("\n")
    }
  }

  private func summary(_ writer: inout ByteWriter, _ level: StaticString) {
    guard let summary = document.summary, !summary.text.isEmpty else { return }
    heading("Summary", level, &writer)
    if summary.sentences.isEmpty {
      writer.markdown(summary.text)
      writer.raw("\n")
    }
    for sentence in summary.sentences {
      writer.raw("- ")
      writer.markdown(document.text, document.sentences[Int(sentence)].span)
      writer.raw("\n")
    }
  }

  private func entities(_ writer: inout ByteWriter, _ level: StaticString) {
    if document.entities.isEmpty { return }
    heading("Entities", level, &writer)
    writer.raw("| Type | Name | Mentions |\n|---|---|--:|\n")
    for group in facts.groups {
      for name in group.names {
        writer.raw("| ")
        writer.markdown(group.type.name)
        writer.raw(" | ")
        writer.markdown(name.text)
        writer.raw(" | ")
        writer.integer(name.count)
        writer.raw(" |\n")
      }
    }
  }

  private func relations(_ writer: inout ByteWriter, _ level: StaticString) {
    if document.relations.isEmpty { return }
    let text = document.text
    heading("Relations", level, &writer)
    writer.raw("| Type | Subject | Predicate | Object | Also |\n|---|---|---|---|---|\n")
    for relation in document.relations {
      writer.raw("| ")
      writer.markdown(relation.type)
      writer.raw(" | ")
      writer.markdown(text, relation.subject.span)
      writer.raw(" | ")
      writer.markdown(text, relation.predicate.span)
      writer.raw(" | ")
      if let object = relation.object { writer.markdown(text, object.span) }
      writer.raw(" | ")
      writer.markdown(also(relation))
      writer.raw(" |\n")
    }
  }

  private func also(_ relation: Relation) -> String {
    var parts = relation.arguments.map { "\($0.role): \(document.text.string($0.span))" }
    if relation.isNegated { parts.append("negated") }
    if relation.isHypothetical { parts.append("hypothetical") }
    if let cluster = relation.attributedTo { parts.append("according to \(document.coreference[Int(cluster)].name)") }
    return parts.joined(separator: "; ")
  }

  private func quotes(_ writer: inout ByteWriter, _ level: StaticString) {
    if document.quotes.isEmpty { return }
    heading("Quotes", level, &writer)
    for quote in document.quotes {
      writer.raw("- ")
      if let speaker = quote.speaker {
        writer.markdown(document.text, speaker.span)
        writer.raw(": ")
      }
      writer.markdown(document.text, quote.span)
      writer.raw(" (")
      writer.markdown(quote.kind.rawValue)
      writer.raw(")\n")
    }
  }

  private func keywords(_ writer: inout ByteWriter, _ level: StaticString) {
    if document.keywords.isEmpty { return }
    heading("Keywords", level, &writer)
    for (index, keyword) in document.keywords.enumerated() {
      if index > 0 { writer.raw(", ") }
      writer.markdown(keyword.text)
    }
    writer.raw("\n")
  }
}
