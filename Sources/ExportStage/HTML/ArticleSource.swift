import Pipeline

/// The last panel of an article: where it came from, what the input said about it, and what found the annotations.
struct ArticleSource {
  let document: Document
  let facts: DocumentFacts

  /// Writes the panel.
  func write(to writer: inout ByteWriter) {
    writer.raw("<section class=\"source\" aria-labelledby=\"h-source\">\n<h2 id=\"h-source\">Document</h2>\n<dl>\n")
    row("Id", document.id, &writer)
    if document.source.path != document.id { row("Path", document.source.path, &writer) }
    row("Format", document.source.encoding.map { "\(document.source.format), \($0)" } ?? document.source.format, &writer)
    if let language = document.language { row("Language", language, &writer) }
    for (name, count) in [("Words", facts.words), ("Sentences", facts.sentences)] {
      guard let count else { continue }
      begin(name, &writer)
      writer.grouped(count)
      writer.raw("</dd>\n")
    }
    for member in document.metadata {
      begin(member.key, &writer)
      value(member.value, &writer)
      writer.raw("</dd>\n")
    }
    if !document.source.sha256.isEmpty { row("SHA-256", document.source.sha256, &writer) }
    let producers = Self.producers(of: document)
    if !producers.isEmpty {
      begin("Found by", &writer)
      for (index, producer) in producers.enumerated() {
        if index > 0 { writer.raw("<br>") }
        writer.html(producer.name)
        writer.raw(" <span class=\"count\">")
        writer.grouped(producer.count)
        writer.raw("</span>")
      }
      writer.raw("</dd>\n")
    }
    writer.raw("</dl>\n</section>\n")
  }

  private func begin(_ name: String, _ writer: inout ByteWriter) {
    writer.raw("<dt>")
    writer.html(name)
    writer.raw("</dt><dd>")
  }

  private func row(_ name: String, _ value: String, _ writer: inout ByteWriter) {
    begin(name, &writer)
    writer.html(value)
    writer.raw("</dd>\n")
  }

  /// A value of the metadata. Only an address of the web becomes a link: no other scheme can run anything from here.
  private func value(_ value: MetadataValue, _ writer: inout ByteWriter) {
    switch value {
    case .null: writer.raw("–")
    case .bool(let bool): writer.raw(bool ? "yes" : "no")
    case .integer(let integer): writer.integer(integer)
    case .number(let number): writer.html(number.description)
    case .string(let string):
      guard Self.isWebAddress(string) else { return writer.html(string) }
      writer.raw("<a rel=\"noopener noreferrer\" href=\"")
      writer.html(string)
      writer.raw("\">")
      writer.html(string)
      writer.raw("</a>")
    case .list(let values): list(values, &writer) { self.value($0, &$1) }
    case .object(let members):
      list(members, &writer) { member, writer in
        writer.html(member.key)
        writer.raw(": ")
        self.value(member.value, &writer)
      }
    }
  }

  private func list<Element>(_ elements: [Element], _ writer: inout ByteWriter, _ write: (Element, inout ByteWriter) -> Void) {
    for (index, element) in elements.enumerated() {
      if index > 0 { writer.raw(", ") }
      write(element, &writer)
    }
  }

  private static func isWebAddress(_ string: String) -> Bool {
    let utf8 = string.utf8
    let isWeb = ["https://", "http://"].contains { scheme in
      utf8.count > scheme.utf8.count && zip(utf8, scheme.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
    return isWeb && utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  /// Who found entities and relations, with counts, in the order of their first find.
  private static func producers(of document: Document) -> [(name: String, count: Int)] {
    var producers: [(name: String, count: Int)] = []
    func add(_ by: Provenance) {
      if let index = producers.firstIndex(where: { $0.name == by.description }) {
        producers[index].count += 1
      } else {
        producers.append((by.description, 1))
      }
    }
    for entity in document.entities { add(entity.by) }
    for relation in document.relations { add(relation.by) }
    return producers
  }
}
