import Pipeline

/// The text of an article as the report lays it out: headline, byline, paragraphs, lists, with everything marked that the layers point at.
struct ArticleBody {
  let document: Document
  let facts: DocumentFacts
  private let spans: HighlightedSpans
  private var flow: MarkedFlow

  init(document: Document, facts: DocumentFacts) {
    self.document = document
    self.facts = facts
    spans = HighlightedSpans(of: document, facts)
    flow = MarkedFlow(document, spans: spans.spans.map(\.span))
  }

  /// Writes the article.
  mutating func write(to writer: inout ByteWriter) {
    let blocks = Self.blocks(of: document)
    if !blocks.contains(where: { $0.kind == .title }) {
      writer.raw("<h1>")
      writer.html(facts.title)
      writer.raw("</h1>\n")
    }
    var hasTitle = false
    var dateline: TextSpan?
    var isInList = false
    for (index, block) in blocks.enumerated() {
      if isInList != (block.kind == .listItem) {
        writer.raw(isInList ? "</ul>\n" : "<ul>\n")
        isInList.toggle()
      }
      switch block.kind {
      case .title:
        element(hasTitle ? "h2" : "h1", block.span, &writer)
        hasTitle = true
      case .heading: element("h2", block.span, &writer)
      case .byline:
        writer.raw("<p class=\"byline\">")
        inline(block.span, &writer)
        writer.raw("</p>\n")
      case .listItem: element("li", block.span, &writer)
      case .dateline:
        // It runs into the paragraph that follows on the same line.
        if index + 1 < blocks.count, blocks[index + 1].kind == .paragraph,
          !document.text[TextSpan(block.span.end, blocks[index + 1].span.start)].contains(0x0A)
        {
          dateline = block.span
        } else {
          writer.raw("<p class=\"dateline\">")
          inline(block.span, &writer)
          writer.raw("</p>\n")
        }
      case .paragraph:
        writer.raw("<p>")
        if let span = dateline {
          writer.raw("<span class=\"dateline\">")
          inline(span, &writer)
          writer.raw("</span> ")
          dateline = nil
        }
        inline(block.span, &writer)
        writer.raw("</p>\n")
      }
    }
    if isInList { writer.raw("</ul>\n") }
    if blocks.isEmpty { writer.raw("<p class=\"none\">The document has no text.</p>\n") }
  }

  private mutating func element(_ name: StaticString, _ span: TextSpan, _ writer: inout ByteWriter) {
    writer.raw("<")
    writer.raw(name)
    writer.raw(">")
    inline(span, &writer)
    writer.raw("</")
    writer.raw(name)
    writer.raw(">\n")
  }

  private mutating func inline(_ span: TextSpan, _ writer: inout ByteWriter) {
    let (document, facts, spans) = (document, facts, spans)
    flow.write(span, to: &writer) { mark, writer in
      if mark.kind == .span { spans.open(Int(mark.index), &writer) } else { Self.open(mark, document, facts, &writer) }
    }
  }

  /// The blocks, with paragraphs made for text that lies in none: what was read is never left out.
  static func blocks(of document: Document) -> [Block] {
    var blocks: [Block] = []
    var end: UInt32 = 0
    for block in document.blocks where block.span.start >= end && !block.span.isEmpty {
      paragraphs(in: TextSpan(end, block.span.start), of: document.text, into: &blocks)
      blocks.append(block)
      end = block.span.end
    }
    paragraphs(in: TextSpan(end, document.text.span.end), of: document.text, into: &blocks)
    return blocks
  }

  /// Cuts a span at empty lines.
  private static func paragraphs(in span: TextSpan, of text: Text, into blocks: inout [Block]) {
    var start = Int(span.start)
    var lineFeeds = 0
    func end(at offset: Int) {
      let trimmed = text.trimmed(TextSpan(start..<offset))
      if !trimmed.isEmpty { blocks.append(Block(.paragraph, trimmed)) }
      start = offset
    }
    for offset in span.range {
      switch text[offset] {
      case 0x0A:
        lineFeeds += 1
        if lineFeeds == 2 { end(at: offset) }
      case 0x20, 0x09, 0x0D: break
      default: lineFeeds = 0
      }
    }
    end(at: Int(span.end))
  }

  /// Writes the start tag of a mark.
  private static func open(_ mark: ArticleMark, _ document: Document, _ facts: DocumentFacts, _ writer: inout ByteWriter) {
    let index = Int(mark.index)
    switch mark.kind {
    case .sentence:
      writer.raw("<span class=\"s\"")
      if !mark.isOpened {
        writer.raw(" id=\"s")
        writer.integer(index)
        writer.raw("\"")
      }
      writer.raw(">")
    case .quote: part("q q", index, &writer)
    case .mention:
      writer.raw("<span class=\"m k")
      writer.integer(index)
      writer.raw("\" title=\"")
      writer.html(document.coreference[index].name)
      writer.raw("\">")
    case .subject: part("r rs r", index, &writer)
    case .predicate: part("r rp r", index, &writer)
    case .object: part("r ro r", index, &writer)
    case .argument: part("r ra r", index, &writer)
    case .span: break
    case .entity: entity(mark, document, facts, &writer)
    }
  }

  private static func part(_ classes: StaticString, _ index: Int, _ writer: inout ByteWriter) {
    writer.raw("<span class=\"")
    writer.raw(classes)
    writer.integer(index)
    writer.raw("\">")
  }

  private static func entity(_ mark: ArticleMark, _ document: Document, _ facts: DocumentFacts, _ writer: inout ByteWriter) {
    let index = Int(mark.index)
    let entity = document.entities[index]
    writer.raw("<mark class=\"")
    writer.raw(TypeStyle.className(of: entity.type))
    writer.raw(" n")
    writer.integer(facts.nameOfEntity[index])
    if let cluster = facts.clusterOfEntity[index] {
      writer.raw(" k")
      writer.integer(Int(cluster))
    }
    if mark.isOpened { writer.raw(" c") }
    writer.raw("\" data-t=\"")
    writer.html(entity.type.name)
    writer.raw("\" title=\"")
    writer.html(entity.type.name)
    if let canonical = entity.canonical {
      writer.raw(" · ")
      writer.html(canonical)
    }
    if let confidence = entity.confidence {
      writer.raw(" · ")
      writer.percent(confidence)
    }
    writer.raw("\">")
  }
}
