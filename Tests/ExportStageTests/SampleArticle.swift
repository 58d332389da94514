import Pipeline

/// Articles with all layers, made by hand.
struct SampleArticle {
  var document: Document

  /// An article with sentences at line ends and at `. `, and tokens at white space.
  init(id: String, _ text: String) {
    document = Document(id: id, text: Text(text))
    document.layers = [.blocks, .sentences, .tokens]
    let bytes = Array(text.utf8)
    var start = 0
    for index in 0...bytes.count {
      let isLineEnd = index == bytes.count || bytes[index] == 0x0A
      let isStop = !isLineEnd && bytes[index] == 0x20 && index > 0 && bytes[index - 1] == UInt8(ascii: ".")
      if isLineEnd || isStop {
        addSentence(start..<index)
        start = index + 1
      }
    }
  }

  private mutating func addSentence(_ range: Range<Int>) {
    let span = document.text.trimmed(TextSpan(range))
    if span.isEmpty { return }
    let first = document.tokens.count
    var start = Int(span.start)
    for index in Int(span.start)...Int(span.end) where index == Int(span.end) || document.text[index] == 0x20 {
      if index > start { document.tokens.append(TextSpan(start..<index)) }
      start = index + 1
    }
    document.sentences.append(Sentence(span, tokens: IndexRange(first..<document.tokens.count)))
  }

  /// The span of a piece of the text, by its first or a later occurrence.
  func span(_ piece: String, _ occurrence: Int = 1) -> TextSpan {
    let text = Array(document.text.string.utf8)
    let wanted = Array(piece.utf8)
    var found = 0
    for start in 0...(text.count - wanted.count) where text[start..<start + wanted.count].elementsEqual(wanted) {
      found += 1
      if found == occurrence { return TextSpan(start..<start + wanted.count) }
    }
    preconditionFailure("the sample has no occurrence \(occurrence) of '\(piece)'")
  }

  /// The index of the sentence that a piece of the text stands in.
  func sentence(_ piece: String) -> UInt32 {
    let span = span(piece)
    return UInt32(document.sentences.firstIndex { $0.span.overlaps(span) } ?? 0)
  }

  mutating func block(_ kind: Block.Kind, _ piece: String) { document.blocks.append(Block(kind, span(piece))) }

  mutating func entity(_ type: EntityType, _ piece: String, _ occurrence: Int = 1, canonical: String? = nil, confidence: Float? = nil) {
    document.layers.insert(.entities)
    document.entities.append(
      Entity(span(piece, occurrence), type, canonical: canonical, confidence: confidence, by: Provenance("entities/sample")))
    document.entities.sort { $0.span < $1.span }
  }

  mutating func relation(_ relation: Relation) {
    document.layers.insert(.relations)
    document.relations.append(relation)
  }

  mutating func summary(_ sentences: [UInt32]) {
    document.layers.insert(.summary)
    document.summary = Summary(
      text: sentences.map { document.text.string(document.sentences[Int($0)].span) }.joined(separator: " "), sentences: sentences)
  }

  mutating func keywords(_ words: String...) {
    document.layers.insert(.keywords)
    document.keywords = words.enumerated().map { Keyword($0.element, score: 1 / Double($0.offset + 1)) }
  }
}

extension SampleArticle {
  /// An article as an agency would write it, with every layer.
  static var ferry: Document {
    var sample = SampleArticle(
      id: "wire/2031/ferry-talks.txt",
      """
      Norway and Iceland agree to reopen ferry line
      By Ingrid Solberg
      BERGEN (Fjord News) – Norway and Iceland agreed on Tuesday to reopen the ferry line between Bergen and Reykjavik, \
      ending a dispute that has lasted three years.
      Transport Minister Kari Haugen of Norway signed the deal with her counterpart, Jón Einarsson, at a ceremony in the Hanseatic Museum. \
      “This is a good day for everyone who lives by the sea,” Haugen said. She did not visit the harbour.
      The North Atlantic Ferry Company will run the line with two ships. Its director, Paul Mercier, said the first tickets would cost 1,900 kroner, \
      about 12 percent less than before.
      What the deal says
      - The first ship leaves on May 4.
      - Iceland builds a terminal in Seyðisfjörður.
      - Both countries share the costs.
      Unions have criticised the plan. The Norwegian Seafarers' Union accused the company of hiring crews on poor terms, which Mercier denied.
      """)
    sample.document.title = "Norway and Iceland agree to reopen ferry line"
    sample.document.language = "en"
    sample.document.source = Document.Source(
      path: "2031/ferry-talks.txt", format: "text", encoding: "windows-1252",
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    sample.document.metadata = [
      MetadataValue.Member("url", .string("https://news.example/ferry?a=1&b=2")),
      MetadataValue.Member("published", .string("2031-03-18")),
      MetadataValue.Member("tags", .list([.string("transport"), .string("north")])),
    ]
    sample.document.sentences[2].span.start = sample.span("Norway and Iceland agreed").start
    sample.addBlocks()
    sample.addEntities()
    sample.addCoreference()
    sample.addRelations()
    sample.document.layers.insert(.quotes)
    sample.document.quotes = [
      Quote(
        sample.span("“This is a good day for everyone who lives by the sea,”"), .direct, cue: sample.span("said"),
        speaker: Argument(sample.span("Haugen", 2), cluster: 0)),
      Quote(
        sample.span("the first tickets would cost 1,900 kroner, about 12 percent less than before"), .indirect,
        speaker: Argument(sample.span("Paul Mercier"), cluster: 1)),
    ]
    sample.summary([sample.sentence("agreed on Tuesday"), sample.sentence("will run the line"), sample.sentence("Unions have")])
    sample.keywords("ferry line", "Norway", "Iceland", "North Atlantic Ferry Company", "first ship", "seafarers")
    return sample.document
  }

  private mutating func addBlocks() {
    block(.title, "Norway and Iceland agree to reopen ferry line")
    block(.byline, "By Ingrid Solberg")
    block(.dateline, "BERGEN (Fjord News) –")
    block(
      .paragraph,
      "Norway and Iceland agreed on Tuesday to reopen the ferry line between Bergen and Reykjavik, ending a dispute that has lasted three years."
    )
    let text = document.text.string
    let lines = text.split(separator: "\n").map(String.init)
    block(.paragraph, lines[3])
    block(.paragraph, lines[4])
    block(.heading, "What the deal says")
    for line in lines[6...8] { block(.listItem, line) }
    block(.paragraph, lines[9])
  }

  private mutating func addEntities() {
    for occurrence in 1...3 { entity("GPE", "Norway", occurrence, confidence: 0.98) }
    for occurrence in 1...3 { entity("GPE", "Iceland", occurrence) }
    entity("GPE", "BERGEN", canonical: "Bergen")
    entity("GPE", "Bergen")
    entity("GPE", "Reykjavik")
    entity("GPE", "Seyðisfjörður")
    entity("PERSON", "Ingrid Solberg")
    entity("ORG", "Fjord News")
    entity("DATE", "Tuesday")
    entity("DATE", "three years")
    entity("DATE", "May 4")
    entity("PERSON", "Kari Haugen", canonical: "Kari Haugen", confidence: 0.91)
    entity("PERSON", "Haugen", 2, canonical: "Kari Haugen")
    entity("PERSON", "Jón Einarsson")
    entity("PERSON", "Paul Mercier")
    entity("PERSON", "Mercier", 2, canonical: "Paul Mercier")
    entity("FAC", "Hanseatic Museum")
    entity("ORG", "North Atlantic Ferry Company")
    entity("ORG", "Norwegian Seafarers' Union")
    entity("MONEY", "1,900 kroner")
    entity("PERCENT", "12 percent")
    entity("SHIPPING_ROUTE", "ferry line", 2)
  }

  private func entityIndex(_ piece: String, _ occurrence: Int = 1) -> UInt32? {
    let span = span(piece, occurrence)
    return document.entities.firstIndex { $0.span == span }.map(UInt32.init)
  }

  private mutating func addCoreference() {
    document.layers.insert(.coreference)
    document.coreference = [
      CoreferenceCluster(
        name: "Kari Haugen", type: "PERSON",
        mentions: [
          Mention(span("Transport Minister Kari Haugen of Norway"), .nominal),
          Mention(span("Kari Haugen"), .name, entity: entityIndex("Kari Haugen")),
          Mention(span("her counterpart").prefix(3), .pronoun),
          Mention(span("Haugen", 2), .name, entity: entityIndex("Haugen", 2)),
          Mention(span("She did").prefix(3), .pronoun),
        ]),
      CoreferenceCluster(
        name: "Paul Mercier", type: "PERSON",
        mentions: [
          Mention(span("Its director"), .nominal),
          Mention(span("Paul Mercier"), .name, entity: entityIndex("Paul Mercier")),
          Mention(span("Mercier", 2), .name, entity: entityIndex("Mercier", 2)),
        ]),
      CoreferenceCluster(
        name: "North Atlantic Ferry Company", type: "ORG",
        mentions: [
          Mention(span("North Atlantic Ferry Company"), .name, entity: entityIndex("North Atlantic Ferry Company")),
          Mention(span("Its director").prefix(3), .pronoun),
          Mention(span("the company"), .nominal),
        ]),
    ]
  }

  private mutating func addRelations() {
    relation(
      Relation(
        type: "agree", subject: Argument(span("Norway and Iceland", 2)), predicate: .init(span("agreed"), lemma: "agree"),
        object: Argument(span("to reopen the ferry line between Bergen and Reykjavik")), arguments: [.init("time", span("Tuesday"))],
        sentence: sentence("agreed on Tuesday"), by: Provenance("relations/agree-with")))
    relation(
      Relation(
        type: "holds_office", subject: Argument(span("Kari Haugen"), cluster: 0),
        predicate: .init(span("Transport Minister"), lemma: "transport minister"), object: Argument(span("Norway", 3)),
        sentence: sentence("Transport Minister"), confidence: 0.9, by: Provenance("relations/office-name-of-country")))
    relation(
      Relation(
        type: "sign", subject: Argument(span("Transport Minister Kari Haugen of Norway"), cluster: 0),
        predicate: .init(span("signed"), lemma: "sign"), object: Argument(span("the deal")),
        arguments: [.init("with", span("her counterpart, Jón Einarsson")), .init("place", span("the Hanseatic Museum"))],
        sentence: sentence("signed the deal"), by: Provenance("relations/sign")))
    relation(
      Relation(
        type: "visit", subject: Argument(span("She did").prefix(3), cluster: 0), predicate: .init(span("did not visit"), lemma: "visit"),
        object: Argument(span("the harbour")), isNegated: true, sentence: sentence("the harbour"), by: Provenance("relations/visit")))
    relation(
      Relation(
        type: "open", subject: Argument(span("The North Atlantic Ferry Company"), cluster: 2),
        predicate: .init(span("will run"), lemma: "run"), object: Argument(span("the line")),
        arguments: [.init("with", span("two ships"))], isHypothetical: true, attributedTo: 1, sentence: sentence("will run"),
        by: Provenance("relations/open")))
    relation(
      Relation(
        type: "accuse", subject: Argument(span("The Norwegian Seafarers' Union")), predicate: .init(span("accused"), lemma: "accuse"),
        object: Argument(span("the company"), cluster: 2), arguments: [.init("topic", span("hiring crews on poor terms"))],
        sentence: sentence("accused"), by: Provenance("relations/accuse")))
  }
}

extension TextSpan {
  /// The first bytes of a span.
  func prefix(_ count: UInt32) -> TextSpan { TextSpan(start, start + count) }
}

extension SampleArticle {
  /// A document that failed before it had any layer.
  static var failed: Document {
    var document = Document(id: "wire/broken.txt", text: Text("Half a line"))
    document.fail(in: "segment", StageFailure(code: "too-long", "the text has a line of more than 1 MB"))
    return document
  }

  /// A document with nothing in it.
  static var empty: Document {
    var document = Document(id: "empty.txt", text: "")
    document.layers = [.blocks, .sentences, .tokens, .entities, .relations]
    return document
  }

  /// Two sentences, two entities and a relation: small enough to write its outputs down in full.
  static var small: Document {
    var sample = SampleArticle(id: "a.txt", "“Ça va,” said Zoë Ito 😀, of Rome. She left.")
    sample.document.title = "Zoë, \"the\" voice"
    sample.document.language = "en"
    sample.entity("PERSON", "Zoë Ito", canonical: "Ito, Zoë", confidence: 0.5)
    sample.entity("GPE", "Rome")
    sample.relation(
      Relation(
        type: "lives_in", subject: Argument(sample.span("Zoë Ito")), predicate: .init(sample.span("of"), lemma: "of"),
        object: Argument(sample.span("Rome")), arguments: [.init("topic", sample.span("Ça va"))], isNegated: false, isHypothetical: true,
        sentence: 0, by: Provenance("relations/of")))
    sample.summary([1])
    sample.keywords("Zoë Ito", "Rome")
    sample.document.problems = [Problem(stage: "read", code: "replaced-bytes", message: "2 bytes were replaced")]
    return sample.document
  }
}
