import Foundation
import Pipeline
import Records
import TestSupport
import Testing

@testable import ExportStage

@Suite struct RenderingTests {
  @Test func jsonLinesAreExactlyTheRecords() throws {
    let documents = [SampleArticle.ferry, SampleArticle.failed, SampleArticle.empty]
    let folder = try Rendered(["jsonl": "d.jsonl", "tokens": true, "offsets": "utf16"]).files(documents)
    var expected: [UInt8] = []
    let writer = RecordWriter(offsets: .utf16, includeTokens: true)
    for document in documents { try writer.append(document, to: &expected) }
    #expect(try folder.read("d.jsonl").utf8.elementsEqual(expected))
  }

  @Test func tokensAreLeftOutUnlessAskedFor() throws {
    let folder = try Rendered(["jsonl": "d.jsonl"]).files([SampleArticle.small])
    #expect(try folder.read("d.jsonl").contains("\"tokens\"") == false)
  }

  @Test func allOutputsCanBeWrittenAtOnce() throws {
    let folder = try Rendered(["jsonl": "r/d.jsonl", "csv": "r/", "markdown": "m/", "html": "h/"]).files([SampleArticle.small])
    #expect(
      folder.files().filter { $0.contains(".") && !$0.contains(".textmill") && !$0.contains(".made-by") } == [
        "h/articles/a.txt.html", "h/index.html", "m/a.txt.md", "m/index.md", "r/d.jsonl", "r/documents.csv", "r/entities.csv",
        "r/relations.csv",
      ])
  }

  @Test func aSpanOutsideTheTextFailsTheDocumentAndNotTheRun() throws {
    let stage = try Rendered(["jsonl": "d.jsonl", "html": "h/"]).stage
    for span in [TextSpan(0, 99), TextSpan(3, 2), TextSpan(0, 1)] {
      var document = Document(id: "x", text: "é a")
      document.entities = [Entity(span, "GPE", by: Provenance("x/y"))]
      let failure = #expect(throws: StageFailure.self) { try stage.render(document) }
      #expect(failure?.code == "bad-span")
      #expect(failure?.message == "the layer 'entities' points outside the text or into the middle of a character")
    }
  }

  @Test func anIndexIntoALayerThatIsNotThereFailsTheDocument() throws {
    let stage = try Rendered(["html": "h/"]).stage
    let span = TextSpan(0, 1)
    var document = Document(id: "x", text: "a")
    document.relations = [
      Relation(type: "open", subject: Argument(span, cluster: 3), predicate: .init(span, lemma: "a"), sentence: 0, by: Provenance("x/y"))
    ]
    #expect(throws: StageFailure.self) { try stage.render(document) }
    document.relations = []
    document.summary = Summary(text: "a", sentences: [0])
    #expect(throws: StageFailure.self) { try stage.render(document) }
    document.summary = nil
    document.coreference = [CoreferenceCluster(name: "a", type: nil, mentions: [Mention(span, .name, entity: 0)])]
    #expect(throws: StageFailure.self) { try stage.render(document) }
  }

  @Test func totalsSurviveTheirBytes() {
    var totals = ReportTotals(SampleArticle.ferry, DocumentFacts(SampleArticle.ferry))
    totals[.words] = 5_000_000_000
    #expect(ReportTotals(encoded: totals.encoded) == totals)
    #expect(ReportTotals(encoded: []) == ReportTotals())
  }

  @Test func aTemplateIsSplitAtItsPlaces() {
    let template = Template(Array("a{{x}}b{{y}}c{d}}{{".utf8), known: ["x": Array("{{y}}".utf8)])
    #expect(template.slots == ["y"])
    var writer = ByteWriter()
    template.write(to: &writer) { slot, writer in writer.html("<\(slot)>") }
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "a{{y}}b&lt;y&gt;c{d}}{{")
    #expect(template.splitAtFirstSlot().before == Array("a{{y}}b".utf8))
  }

  @Test func thousandsAreGrouped() {
    for (number, written) in [(0, "0"), (999, "999"), (1000, "1,000"), (-123_456, "-123,456"), (1_234_567, "1,234,567")] {
      var writer = ByteWriter()
      writer.grouped(number)
      #expect(String(decoding: writer.bytes, as: UTF8.self) == written)
    }
  }
}
