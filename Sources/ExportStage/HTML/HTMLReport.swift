import Foundation
import Pipeline

/// The HTML report: an index and a page per article, each a file that needs nothing but itself.
///
/// The templates, the style sheet and the scripts are data files. They are put together once; a page then costs a copy of the frame and its own content.
struct HTMLReport: Sendable {
  private let article: Template
  /// The index before its first row.
  let indexHeader: [UInt8]
  private let indexEnd: Template

  /// How many rows of the index a browser lists unless asked for all; the style sheet and the script of the index know the number too.
  static let rowsListed = 1000

  /// Reads the templates.
  init() throws(Diagnostics) {
    let style = Self.compact(try ResourceFolder.bytes(of: "Data/report.css", in: "ExportStage"))
    article = try Self.template("article", style)
    // The rows stand at the first place; what is known at the end only comes after them.
    (indexHeader, indexEnd) = try Self.template("index", style).splitAtFirstSlot()
  }

  private static func template(_ name: String, _ style: [UInt8]) throws(Diagnostics) -> Template {
    let script = compact(try ResourceFolder.bytes(of: "Data/\(name).js", in: "ExportStage"))
    // The hashes let these two run and nothing else. They cover all that stands between the tags.
    let policy =
      "default-src 'none'; style-src 'sha256-\(hash(style))'; script-src 'sha256-\(hash(script))'; base-uri 'none'; form-action 'none'"
    return Template(
      try ResourceFolder.bytes(of: "Data/\(name).html", in: "ExportStage"),
      known: ["style": style, "script": script, "policy": Array(policy.utf8)])
  }

  private static func hash(_ bytes: [UInt8]) -> String { Data(SHA256Digest.of(bytes)).base64EncodedString() }

  /// A style sheet or script without indentation, empty lines and lines that are comments.
  private static func compact(_ bytes: [UInt8]) -> [UInt8] {
    var lines: [String] = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      let isComment = trimmed.hasPrefix("//") || (trimmed.hasPrefix("/*") && trimmed.hasSuffix("*/"))
      if !trimmed.isEmpty, !isComment { lines.append(trimmed) }
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// The path of a page in the report.
  static func path(of name: String) -> String { "articles/\(name).html" }

  /// The page of a document.
  func page(of document: Document, _ facts: DocumentFacts, name: String) -> [UInt8] {
    var writer = ByteWriter(capacity: article.count + document.text.count * 3 + document.relations.count * 512 + 4096)
    article.write(to: &writer) { slot, writer in
      switch slot {
      case "title": writer.html(facts.title)
      case "language": writer.html(document.language ?? "")
      case "name": writer.html(name)
      case "path": writer.html(document.source.path)
      case "article":
        var body = ArticleBody(document: document, facts: facts)
        body.write(to: &writer)
      case "panels": ArticlePanels(document: document, facts: facts).write(to: &writer)
      default: break
      }
    }
    return writer.bytes
  }

  /// The row of a document in the index.
  func row(of document: Document, _ facts: DocumentFacts, name: String) -> [UInt8] {
    var writer = ByteWriter(capacity: 1024)
    writer.raw(document.isFailed ? "<li class=\"failed\" id=\"a-" : document.problems.isEmpty ? "<li id=\"a-" : "<li class=\"odd\" id=\"a-")
    writer.html(name)
    writer.raw("\">\n<h2><a href=\"")
    writer.html(Self.path(of: name))
    writer.raw("\">")
    writer.html(facts.title)
    writer.raw("</a></h2>\n")
    if let lead = facts.lead {
      writer.raw("<p class=\"lead\">")
      writer.html(document.text, lead)
      writer.raw("</p>\n")
    }
    for problem in document.problems {
      writer.raw("<p class=\"problem\"><b>")
      writer.html(problem.stage)
      writer.raw("</b> ")
      writer.html(problem.message)
      writer.raw("</p>\n")
    }
    writer.raw("<p class=\"facts\"><bdi>")
    writer.html(document.source.path)
    writer.raw("</bdi>")
    Self.count(facts.words, " word", " words", &writer)
    Self.count(facts.sentences, " sentence", " sentences", &writer)
    Self.count(facts.entities, " entity", " entities", &writer)
    Self.count(facts.relations, " relation", " relations", &writer)
    writer.raw("</p>\n")
    if !document.keywords.isEmpty {
      writer.raw("<ul class=\"keys\">")
      for keyword in document.keywords.prefix(6) {
        writer.raw("<li>")
        writer.html(keyword.text)
        writer.raw("</li>")
      }
      writer.raw("</ul>\n")
    }
    writer.raw("</li>\n")
    return writer.bytes
  }

  private static func count(_ count: Int?, _ one: StaticString, _ many: StaticString, _ writer: inout ByteWriter) {
    guard let count else { return }
    writer.raw(" <span>")
    writer.grouped(count)
    writer.raw(count == 1 ? one : many)
    writer.raw("</span>")
  }

  /// The index after its last row.
  func indexFooter(_ totals: ReportTotals) -> [UInt8] {
    var writer = ByteWriter(capacity: indexEnd.count + 1024)
    indexEnd.write(to: &writer) { slot, writer in
      if slot == "more", totals[.documents] > Self.rowsListed {
        writer.raw("<p id=\"more\">The first ")
        writer.grouped(Self.rowsListed)
        writer.raw(" of ")
        writer.grouped(totals[.documents])
        writer.raw(" articles are listed; the filter looks at all. <a href=\"#rows\">List all</a></p>\n")
      }
      guard slot == "totals" else { return }
      for (name, count): (StaticString, ReportTotals.Count) in [
        ("articles", .documents), ("words", .words), ("sentences", .sentences), ("entities", .entities), ("relations", .relations),
        ("quotes", .quotes), ("with problems", .withProblems), ("failed", .failed),
      ] where totals[count] > 0 || count == .documents {
        writer.raw(count == .failed || count == .withProblems ? "<div class=\"bad\"><dt>" : "<div><dt>")
        writer.raw(name)
        writer.raw("</dt><dd>")
        writer.grouped(totals[count])
        writer.raw("</dd></div>\n")
      }
    }
    return writer.bytes
  }
}
