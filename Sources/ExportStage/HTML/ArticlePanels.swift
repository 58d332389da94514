import Pipeline

/// What stands beside an article: problems, summary, entities by type, relations, quotes, references, keywords, and where it came from.
struct ArticlePanels {
  let document: Document
  let facts: DocumentFacts

  /// How many names of a type are shown before one asks for the rest.
  static let namesShown = 12

  /// Writes all panels that have something to show.
  func write(to writer: inout ByteWriter) {
    problems(&writer)
    summary(&writer)
    entities(&writer)
    spans(&writer)
    relations(&writer)
    quotes(&writer)
    references(&writer)
    keywords(&writer)
    values(&writer)
    ArticleSource(document: document, facts: facts).write(to: &writer)
  }

  func begin(_ name: StaticString, _ title: StaticString, count: Int? = nil, _ writer: inout ByteWriter) {
    writer.raw("<section class=\"")
    writer.raw(name)
    writer.raw("\" aria-labelledby=\"h-")
    writer.raw(name)
    writer.raw("\">\n<h2 id=\"h-")
    writer.raw(name)
    writer.raw("\">")
    writer.raw(title)
    if let count {
      writer.raw(" <span class=\"count\">")
      writer.grouped(count)
      writer.raw("</span>")
    }
    writer.raw("</h2>\n")
  }

  private func problems(_ writer: inout ByteWriter) {
    if document.problems.isEmpty { return }
    begin("problems", document.isFailed ? "This document failed" : "Problems", &writer)
    writer.raw("<ul>\n")
    for problem in document.problems {
      writer.raw("<li><b>")
      writer.html(problem.stage)
      writer.raw("</b> ")
      writer.html(problem.message)
      writer.raw("</li>\n")
    }
    writer.raw("</ul>\n</section>\n")
  }

  private func summary(_ writer: inout ByteWriter) {
    guard let summary = document.summary, !summary.text.isEmpty else { return }
    begin("summary", "Summary", &writer)
    if summary.sentences.isEmpty {
      writer.raw("<p>")
      writer.html(summary.text)
      writer.raw("</p>\n")
    } else {
      writer.raw("<ol>\n")
      for sentence in summary.sentences {
        writer.raw("<li><a href=\"#s")
        writer.integer(Int(sentence))
        writer.raw("\">")
        writer.html(document.text, document.sentences[Int(sentence)].span)
        writer.raw("</a></li>\n")
      }
      writer.raw("</ol>\n")
    }
    writer.raw("</section>\n")
  }

  private func keywords(_ writer: inout ByteWriter) {
    if document.keywords.isEmpty { return }
    begin("keywords", "Keywords", &writer)
    writer.raw("<ul>\n")
    for keyword in document.keywords {
      writer.raw("<li>")
      writer.html(keyword.text)
      writer.raw("</li>\n")
    }
    writer.raw("</ul>\n</section>\n")
  }

  /// The legend as well: each type is a switch, each name shows its mentions.
  private func entities(_ writer: inout ByteWriter) {
    if document.entities.isEmpty { return }
    begin("entities", "Entities", count: document.entities.count, &writer)
    writer.raw("<div class=\"tools\" hidden><button type=\"button\" id=\"labels\" aria-pressed=\"false\">Labels</button></div>\n")
    for group in facts.groups {
      writer.raw("<div class=\"group\">\n<h3><button type=\"button\" class=\"type ")
      writer.raw(TypeStyle.className(of: group.type))
      writer.raw("\" data-type=\"")
      writer.html(group.type.name)
      writer.raw("\" aria-pressed=\"true\"><i></i>")
      if let heading = TypeStyle.heading(of: group.type) { writer.raw(heading) } else { writer.html(group.type.name) }
      writer.raw(" <span class=\"count\">")
      writer.grouped(group.count)
      writer.raw("</span></button></h3>\n<ul>\n")
      for (index, name) in group.names.enumerated() {
        if index == Self.namesShown {
          writer.raw("</ul>\n<details><summary>")
          writer.grouped(group.names.count - index)
          writer.raw(" more</summary><ul>\n")
        }
        writer.raw("<li><button type=\"button\" data-show=\"n")
        writer.integer(name.number)
        writer.raw("\" aria-pressed=\"false\">")
        writer.html(name.text)
        if name.count > 1 {
          writer.raw(" <span class=\"count\">")
          writer.grouped(name.count)
          writer.raw("</span>")
        }
        writer.raw("</button></li>\n")
      }
      writer.raw(group.names.count > Self.namesShown ? "</ul></details>\n</div>\n" : "</ul>\n</div>\n")
    }
    writer.raw("</section>\n")
  }

  private func relations(_ writer: inout ByteWriter) {
    if document.relations.isEmpty { return }
    let text = document.text
    begin("relations", "Relations", count: document.relations.count, &writer)
    writer.raw("<ul>\n")
    for (index, relation) in document.relations.enumerated() {
      writer.raw("<li><button type=\"button\" data-show=\"r")
      writer.integer(index)
      writer.raw("\" aria-pressed=\"false\"><span class=\"kind\">")
      writer.html(relation.type.split(separator: "_").joined(separator: " "))
      writer.raw("</span>")
      if relation.isNegated { writer.raw(" <span class=\"flag\">negated</span>") }
      if relation.isHypothetical { writer.raw(" <span class=\"flag\">hypothetical</span>") }
      writer.raw("<span class=\"fact\"><b>")
      writer.html(text, relation.subject.span)
      writer.raw("</b> <em>")
      writer.html(text, relation.predicate.span)
      writer.raw("</em>")
      if let object = relation.object {
        writer.raw(" <b>")
        writer.html(text, object.span)
        writer.raw("</b>")
      }
      writer.raw("</span>")
      for argument in relation.arguments {
        writer.raw("<span class=\"role\"><i>")
        writer.html(argument.role)
        writer.raw("</i> ")
        writer.html(text, argument.span)
        writer.raw("</span>")
      }
      if let cluster = relation.attributedTo {
        writer.raw("<span class=\"role\"><i>according to</i> ")
        writer.html(document.coreference[Int(cluster)].name)
        writer.raw("</span>")
      }
      writer.raw("</button></li>\n")
    }
    writer.raw("</ul>\n</section>\n")
  }

  private func quotes(_ writer: inout ByteWriter) {
    if document.quotes.isEmpty { return }
    begin("quotes", "Quotes", count: document.quotes.count, &writer)
    writer.raw("<ul>\n")
    for (index, quote) in document.quotes.enumerated() {
      writer.raw("<li><button type=\"button\" data-show=\"q")
      writer.integer(index)
      writer.raw("\" aria-pressed=\"false\"><span class=\"said\">")
      writer.html(document.text, quote.span)
      writer.raw("</span><span class=\"role\">")
      if let speaker = quote.speaker {
        writer.html(speaker.cluster.map { document.coreference[Int($0)].name } ?? document.text.string(speaker.span))
        writer.raw(" · ")
      }
      writer.html(quote.kind.rawValue)
      writer.raw("</span></button></li>\n")
    }
    writer.raw("</ul>\n</section>\n")
  }

  private func references(_ writer: inout ByteWriter) {
    if document.coreference.isEmpty { return }
    begin("references", "Who is who", count: document.coreference.count, &writer)
    writer.raw("<ul>\n")
    for (index, cluster) in document.coreference.enumerated() {
      writer.raw("<li><button type=\"button\" data-show=\"k")
      writer.integer(index)
      writer.raw("\" aria-pressed=\"false\">")
      writer.html(cluster.name)
      writer.raw(" <span class=\"count\">")
      writer.grouped(cluster.mentions.count)
      writer.raw("</span></button></li>\n")
    }
    writer.raw("</ul>\n</section>\n")
  }
}
