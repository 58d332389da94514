import Foundation
import Pipeline
import TestSupport
import Testing

@testable import ExportStage

@Suite struct ReportTests {
  private static let hostile: Document = {
    let attack = "</style><script>alert(1)</script>\"\u{301} onmouseover=\"alert(2) ' ]]> <!-- \u{0} \u{202E}"
    var sample = SampleArticle(id: "\(attack)/../x", attack + "\n" + attack)
    sample.document.title = attack
    sample.document.language = "\"><script>"
    sample.document.source = Document.Source(path: attack, format: attack, encoding: attack, sha256: attack)
    sample.document.metadata = [
      .init(attack, .string("javascript:alert(3)")), .init("a", .string("https://x/\"onclick=alert(4)")),
      .init("b", .list([.string("JavaScript:alert(5)"), .object([.init(attack, .string(attack))])])),
      .init("c", .string("http://x y")), .init("d", .string("data:text/html,x")),
    ]
    sample.entity(EntityType(attack), attack, canonical: attack)
    let argument = Argument(sample.span(attack), cluster: 0)
    sample.document.coreference = [CoreferenceCluster(name: attack, type: nil, mentions: [Mention(sample.span(attack), .nominal)])]
    sample.relation(
      Relation(
        type: attack, subject: argument, predicate: .init(sample.span(attack), lemma: attack), object: argument,
        arguments: [.init(attack, sample.span(attack))], attributedTo: 0, sentence: 0, by: Provenance(attack)))
    sample.document.quotes = [Quote(sample.span(attack), .direct, speaker: argument)]
    sample.summary([0])
    sample.keywords(attack)
    sample.document.problems = [Problem(stage: attack, code: attack, message: attack)]
    return sample.document
  }()

  private static let elements: Set<String> = [
    "p", "h1", "h2", "h3", "ul", "ol", "li", "span", "mark", "section", "button", "i", "b", "em", "dl", "dt", "dd", "br", "bdi", "div",
    "article", "aside", "main", "a", "details", "summary",
  ]

  private static let attributes: Set<String> = [
    "id", "class", "lang", "dir", "title", "href", "rel", "type", "hidden", "data-t", "data-type", "data-show", "aria-label",
    "aria-labelledby", "aria-pressed",
  ]

  @Test func aHostileArticleAddsNoElementAndNoAttribute() throws {
    let page = try Rendered.page(Self.hostile)
    let content = String(
      page[(try #require(page.range(of: "<article"))).lowerBound..<(try #require(page.range(of: "<script>"))).lowerBound])
    let reader = PageReader(content)
    #expect(Set(reader.elements).subtracting(Self.elements) == [])
    #expect(Set(reader.attributes).subtracting(Self.attributes) == [])
    #expect(page.components(separatedBy: "<script").count == 2)
    #expect(page.components(separatedBy: "<style").count == 2)
    #expect(!page.utf8.contains(0))
  }

  @Test func onlyAddressesOfTheWebBecomeLinks() throws {
    let page = try Rendered.page(Self.hostile)
    let links = page.matches(of: #/href="([^"]*)"/#).map { String($0.output.1) }
    #expect(links.filter { !$0.hasPrefix("#") && !$0.hasPrefix("../index.html#a-") } == ["https://x/&quot;onclick=alert(4)"])
  }

  @Test func aHostileArticleAddsNothingToTheIndex() throws {
    let report = try HTMLReport()
    let facts = DocumentFacts(Self.hostile)
    let row = String(decoding: report.row(of: Self.hostile, facts, name: PageName.make(from: Self.hostile.id)), as: UTF8.self)
    let reader = PageReader(row)
    #expect(reader.isNested)
    #expect(reader.elements == ["li", "h2", "a", "p", "p", "b", "p", "bdi", "span", "span", "span", "span", "ul", "li"])
    #expect(Set(reader.attributes) == ["class", "id", "href"])
  }

  @Test func theirPolicyAllowsThePagesOwnStyleAndScriptAlone() throws {
    let folder = try Rendered(["html": "r/"]).files([SampleArticle.small])
    for name in ["r/index.html", "r/articles/a.txt.html"] {
      let page = try folder.read(name)
      let style = try #require(page.firstMatch(of: #/(?s)<style>(.*)</style>/#)).output.1
      let script = try #require(page.firstMatch(of: #/(?s)<script>(.*)</script>/#)).output.1
      func hash(_ text: Substring) -> String { Data(SHA256Digest.of(Array(text.utf8))).base64EncodedString() }
      #expect(
        page.contains(
          "content=\"default-src 'none'; style-src 'sha256-\(hash(style))'; script-src 'sha256-\(hash(script))'; base-uri 'none'; form-action 'none'\""
        ))
      #expect(!page.contains("{{") && !page.contains(" style=") && !page.contains("url(") && !page.contains("src="))
    }
  }

  @Test func aPageShowsEveryLayer() throws {
    let page = try Rendered.page(SampleArticle.ferry)
    for piece in [
      "<title>Norway and Iceland agree to reopen ferry line – Textmill</title>", "<article id=\"text\" lang=\"en\" dir=\"auto\">",
      "<p class=\"kicker\" lang=\"en\"><bdi>2031/ferry-talks.txt</bdi></p>", "<li><a href=\"#s2\">Norway and Iceland agreed",
      "<span class=\"kind\">holds office</span>", " <span class=\"flag\">negated</span>", " <span class=\"flag\">hypothetical</span>",
      "<i>according to</i> Paul Mercier", "<i>time</i> Tuesday", "Countries and cities <span class=\"count\">10</span>",
      "Kari Haugen <span class=\"count\">2</span>", "SHIPPING_ROUTE <span class=\"count\">1</span>",
      "<span class=\"role\">Kari Haugen · direct</span>",
      "<dt>published</dt><dd>2031-03-18</dd>", "<a rel=\"noopener noreferrer\" href=\"https://news.example/ferry?a=1&amp;b=2\">",
      "<dt>tags</dt><dd>transport, north</dd>", "<dt>Format</dt><dd>text, windows-1252</dd>",
      "entities/sample <span class=\"count\">26</span>",
    ] {
      #expect(page.contains(piece), "\(piece)")
    }
  }

  @Test func theIndexHasARowPerDocumentInOrderAndEndsWithTotals() throws {
    let folder = try Rendered(["html": "r/"]).files([SampleArticle.ferry, SampleArticle.failed, SampleArticle.small, SampleArticle.empty])
    let index = try folder.read("r/index.html")
    #expect(
      index.matches(of: #/<h2><a href="([^"]*)">([^<]*)</#).map { "\($0.output.1) \($0.output.2)" } == [
        "articles/wire~2031~ferry-talks.txt.html Norway and Iceland agree to reopen ferry line",
        "articles/wire~broken.txt.html wire/broken.txt", "articles/a.txt.html Zoë, &quot;the&quot; voice",
        "articles/empty.txt.html empty.txt",
      ])
    #expect(index.contains("<li class=\"failed\" id=\"a-wire~broken.txt\">"))
    #expect(index.contains("<p class=\"problem\"><b>segment</b> the text has a line of more than 1 MB</p>"))
    #expect(index.contains("<p class=\"lead\">She left.</p>"))
    let totals = index.matches(of: #/<dt>([^<]*)</dt><dd>([^<]*)</#).map { "\($0.output.1) \($0.output.2)" }
    #expect(totals == ["articles 4", "words 160", "sentences 16", "entities 28", "relations 7", "quotes 2", "with problems 1", "failed 1"])
    for name in [
      "articles/wire~2031~ferry-talks.txt.html", "articles/wire~broken.txt.html", "articles/a.txt.html", "articles/empty.txt.html",
    ] {
      #expect(try folder.read("r/\(name)").contains("</html>"))
    }
  }

  @Test func withoutASummaryTheIndexShowsTheFirstSentenceOfTheArticle() {
    var document = SampleArticle.ferry
    document.summary = nil
    #expect(DocumentFacts(document).lead == document.sentences[2].span)
    document.blocks = []
    #expect(DocumentFacts(document).lead == nil)
  }

  @Test func aLongIndexIsListedInPart() throws {
    let report = try HTMLReport()
    var totals = ReportTotals()
    totals[.documents] = HTMLReport.rowsListed
    #expect(String(decoding: report.indexFooter(totals), as: UTF8.self).contains("id=\"more\"") == false)
    totals[.documents] += 1
    let footer = String(decoding: report.indexFooter(totals), as: UTF8.self)
    #expect(
      footer.contains(
        "<p id=\"more\">The first 1,000 of 1,001 articles are listed; the filter looks at all. <a href=\"#rows\">List all</a></p>"))
    let header = String(decoding: report.indexHeader, as: UTF8.self)
    #expect(header.contains("#rows:not(.found) > li:nth-child(n+\(HTMLReport.rowsListed + 1)) { display: none }"))
    #expect(footer.contains("const most = \(HTMLReport.rowsListed);"))
  }

  @Test func aRunWithoutDocumentsHasAnIndexAllTheSame() throws {
    let index = try Rendered(["html": "r/"]).files([]).read("r/index.html")
    #expect(index.contains("<dt>articles</dt><dd>0</dd>") && index.hasSuffix("</html>\n"))
  }

  @Test func aFailedDocumentShowsItsProblemAndItsText() throws {
    let page = try Rendered.page(SampleArticle.failed)
    #expect(page.contains(">This document failed</h2>\n<ul>\n<li><b>segment</b> the text has a line of more than 1 MB</li>"))
    #expect(page.contains("<h1>wire/broken.txt</h1>\n<p>Half a line</p>"))
  }

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["TEXTMILL_REPORT"] != nil, "set TEXTMILL_REPORT to a folder to write a report to look at"))
  func aReportToLookAt() throws {
    let path = try #require(ProcessInfo.processInfo.environment["TEXTMILL_REPORT"])
    var documents = [SampleArticle.ferry, SampleArticle.failed, SampleArticle.small, Self.hostile, SampleArticle.empty]
    for number in 0..<6 {
      var copy = SampleArticle.ferry
      copy.id = "copy/\(number).txt"
      documents.append(copy)
    }
    try Rendered(["html": "report/", "markdown": "pages/", "csv": "tables/", "jsonl": "documents.jsonl"]).write(documents, to: path)
    #expect(FileManager.default.fileExists(atPath: "\(path)/report/index.html"))
  }
}
