import Pipeline
import TestSupport
import Testing

@testable import ExportStage

@Suite struct ArticleBodyTests {
  /// A document without layers but those that a test adds.
  private func document(_ text: String, _ add: (inout SampleArticle) -> Void) -> Document {
    var sample = SampleArticle(id: "t", text)
    sample.document.sentences = []
    sample.document.title = "T"
    add(&sample)
    return sample.document
  }

  private func paragraphs(_ document: Document) -> String {
    let article = Rendered.article(document)
    let title = "<h1>T</h1>\n"
    #expect(article.hasPrefix(title))
    return String(article.dropFirst(title.count))
  }

  @Test func anEntityIsMarkedWithItsTypeAndName() {
    let document = document("In <Rome> & Bari.") {
      $0.entity("GPE", "<Rome>", canonical: "Roma \"città\"", confidence: 0.876)
      $0.entity("RIVER \"x", "Bari")
    }
    let style = TypeStyle.className(of: "RIVER \"x")
    #expect(
      paragraphs(document) == """
        <p>In <mark class="t-gpe n0" data-t="GPE" title="GPE · Roma &quot;città&quot; · 88%">&lt;Rome&gt;</mark> &amp; \
        <mark class="\(style) n1" data-t="RIVER &quot;x" title="RIVER &quot;x">Bari</mark>.</p>

        """)
  }

  @Test func entitiesStandInsideTheSpansOfRelationsAndSentences() {
    let document = document("the mayor of Rome left") { sample in
      sample.document.sentences = [Sentence(sample.span("the mayor of Rome left"), tokens: IndexRange(0..<0))]
      sample.entity("GPE", "Rome")
      sample.relation(
        Relation(
          type: "open", subject: Argument(sample.span("the mayor of Rome")), predicate: .init(sample.span("left"), lemma: "leave"),
          sentence: 0,
          by: Provenance("x/y")))
    }
    #expect(
      paragraphs(document) == """
        <p><span class="s" id="s0"><span class="r rs r0">the mayor of <mark class="t-gpe n0" data-t="GPE" title="GPE">Rome</mark></span> \
        <span class="r rp r0">left</span></span></p>

        """)
  }

  @Test func spansThatCrossAreCutSoThatElementsNest() {
    let document = document("a b c d") { sample in
      sample.document.layers.insert(.quotes)
      sample.document.sentences = [
        Sentence(sample.span("a b c"), tokens: IndexRange(0..<0)), Sentence(sample.span("d"), tokens: IndexRange(0..<0)),
      ]
      sample.document.quotes = [Quote(sample.span("c d"), .direct), Quote(sample.span("b c"), .mixed)]
    }
    #expect(
      paragraphs(document) == """
        <p><span class="s" id="s0">a <span class="q q1">b <span class="q q0">c</span></span></span><span class="q q0"> \
        </span><span class="s" id="s1"><span class="q q0">d</span></span></p>

        """)
  }

  @Test func aMentionShowsWhoItMeansAndAnEntityInTheClusterIsMarkedOnce() {
    let document = document("Ida said she, Ida") { sample in
      sample.entity("PERSON", "Ida")
      sample.entity("PERSON", "Ida", 2)
      sample.document.coreference = [
        CoreferenceCluster(
          name: "Ida <B>", type: "PERSON",
          mentions: [
            Mention(sample.span("Ida"), .name, entity: 0), Mention(sample.span("she"), .pronoun),
            Mention(sample.span("she, Ida"), .nominal),
          ])
      ]
    }
    #expect(
      paragraphs(document) == """
        <p><mark class="t-person n0 k0" data-t="PERSON" title="PERSON">Ida</mark> said <span class="m k0" title="Ida &lt;B&gt;">\
        <span class="m k0" title="Ida &lt;B&gt;">she</span>, <mark class="t-person n0" data-t="PERSON" title="PERSON">Ida</mark></span></p>

        """)
  }

  @Test func blocksBecomeTheElementsOfAnArticle() {
    let article = Rendered.article(SampleArticle.ferry)
    let plain = article.replacing(#/</?(span|mark)[^>]*>/#, with: "")
    #expect(
      plain.hasPrefix(
        """
        <h1>Norway and Iceland agree to reopen ferry line</h1>
        <p class="byline">By Ingrid Solberg</p>
        <p>BERGEN (Fjord News) – Norway and Iceland agreed on Tuesday
        """.trimmingLineEnd))
    #expect(plain.contains("<h2>What the deal says</h2>\n<ul>\n<li>- The first ship leaves on May 4.</li>\n<li>- Iceland builds"))
    #expect(plain.contains("share the costs.</li>\n</ul>\n<p>Unions have"))
    #expect(article.contains("</span> <span class=\"s\" id=\"s2\">"))
  }

  @Test func textOutsideAllBlocksIsNotLost() {
    let document = document("one\n\ntwo\nthree\n\n\nfour five") { $0.block(.heading, "four") }
    #expect(paragraphs(document) == "<p>one</p>\n<p>two\nthree</p>\n<h2>four</h2>\n<p>five</p>\n")
  }

  @Test func aDocumentWithoutTextSaysSo() {
    #expect(Rendered.article(SampleArticle.empty) == "<h1>empty.txt</h1>\n<p class=\"none\">The document has no text.</p>\n")
  }

  /// Whatever the spans: the text comes back whole, elements nest, and each id is there once.
  @Test func randomSpansGiveWellFormedPagesWithTheWholeText() throws {
    var random = SeededGenerator(seed: 3)
    for round in 0..<200 {
      let text = RandomText.make(&random, scalars: 60).replacing("\n", with: "<").replacing("\t", with: "&")
      let document = document(text) { sample in
        let cuts = (0...text.utf8.count).filter { sample.document.text.isScalarBoundary($0) }
        func span() -> TextSpan {
          let (a, b) = (cuts.randomElement(using: &random)!, cuts.randomElement(using: &random)!)
          return TextSpan(min(a, b)..<max(a, b))
        }
        sample.document.sentences = (0..<3).map { _ in Sentence(span(), tokens: IndexRange(0..<0)) }
        sample.document.quotes = (0..<3).map { _ in Quote(span(), .direct) }
        sample.document.entities = (0..<4).map { _ in Entity(span(), "GPE", by: Provenance("x/y")) }
        sample.document.coreference = [CoreferenceCluster(name: "c", type: nil, mentions: (0..<3).map { _ in Mention(span(), .nominal) })]
        sample.document.relations = (0..<3).map { _ in
          Relation(
            type: "open", subject: Argument(span()), predicate: .init(span(), lemma: "x"), object: Argument(span()), sentence: 0,
            by: Provenance("x/y"))
        }
      }
      let page = PageReader(Rendered.article(document))
      #expect(page.isNested, "round \(round)")
      let ids = page.tags.filter { $0.contains(" id=") }.map { $0.split(separator: "id=")[1] }
      #expect(Set(ids).count == ids.count)
      let isWhole = page.text.filter { $0 != 0x0A }.elementsEqual(Array("T".utf8) + text.trimmingWhiteSpace)
      #expect(isWhole, "round \(round)")
    }
  }
}

extension String {
  /// The string without one line end at its end.
  fileprivate var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }

  /// The string without white space at its ends.
  fileprivate var trimmingWhiteSpace: [UInt8] {
    let text = Text(self)
    return Array(text[text.trimmed(text.span)])
  }
}
