import Foundation
import Pipeline
import Records
import TestSupport
import Testing

@testable import ExportStage

/// Plugins' layers in tables and pages.
@Suite struct PluginLayerTests {
  private struct Score: Codable { var ease: Double, grade: Int?, note: String }

  private func export(_ layers: [DeclaredLayer], _ given: [String: OptionValue] = ["csv": "t/", "html": "h/", "markdown": "m.md"]) throws
    -> ExportStage
  {
    let context = StageContext(instance: "export", location: nil, resources: SharedResources(), openLayers: layers)
    return try ExportStage(options: StageOptions(ExportStage.descriptor.options, given: given), context: context)
  }

  private func write(_ documents: [Document], _ stage: ExportStage) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var sink = try stage.makeSink(in: OutputFolder(path: folder.path))
    for (position, document) in documents.enumerated() { try sink.append(stage.render(document), position: position) }
    try sink.publish()
    return folder
  }

  /// A document with layers as they come with a record, offsets in code points.
  private func document(_ layers: [String: String], text: String = "😀 In 1952 she left Baku.") -> Document {
    var document = Document(id: "a.txt", text: Text(text))
    for (name, json) in layers {
      document.openLayers[Layer(name)] = .encoded(
        EncodedLayer(bytes: Array(json.utf8), unit: .codepoint) { bytes, type in try JSONDecoder().decode(type, from: Data(bytes)) })
      document.layers.insert(Layer(name))
    }
    return document
  }

  @Test func columnsAreThoseThatArePromisedWhateverTheDocumentsHold() throws {
    let layers = [DeclaredLayer("score", columns: ["ease", "grade"]), DeclaredLayer("mood"), DeclaredLayer("years")]
    var first = document(["mood": #"{"a": [1, 2], "b": "x"}"#, "years": #"[{"start":5,"end":9,"label":"YEAR"}]"#, "other": "1"])
    first.set(LayerKey<Score>("score"), to: Score(ease: -61.5, grade: nil, note: "not a column"))
    let second = document(["score": #"{"grade": 8, "ease": "=1+1"}"#, "mood": "true"])
    let folder = try write([first, second, document([:])], try export(layers))
    let rows = try folder.read("t/documents.csv").components(separatedBy: "\r\n")
    #expect(rows[0].hasSuffix(",summary,problems,score.ease,score.grade,mood,years"))
    #expect(rows[1].hasSuffix(#",,-61.5,,"{""a"": [1, 2], ""b"": ""x""}",1"#), "\(rows[1])")
    #expect(rows[2].hasSuffix(#",,"'=1+1",8,true,"#), "\(rows[2])")
    #expect(rows[3].hasSuffix(",,,,,"), "\(rows[3])")
    #expect(try folder.read("t/spans.csv") == "document,layer,start,end,text,label\r\na.txt,years,5,9,1952,YEAR\r\n")
  }

  @Test func withoutALayerOfAPluginThereIsNoTableOfSpans() throws {
    let folder = try write([document(["years": #"[{"start":5,"end":9,"label":"YEAR"}]"#])], try export([]))
    #expect(folder.files().filter { $0.hasSuffix(".csv") } == ["t/documents.csv", "t/entities.csv", "t/relations.csv"])
  }

  @Test(arguments: [("codepoint", "5,9"), ("utf8", "8,12"), ("utf16", "6,10")])
  func theOffsetsOfASwiftStagesSpansAreInTheUnitOfTheOutput(unit: String, expected: String) throws {
    var document = document([:])
    document.set(LayerKey<[LabelledSpan]>("years"), to: [LabelledSpan(TextSpan(8, 12), "YEAR")])
    let folder = try write(
      [document], try export([DeclaredLayer("years")], ["csv": "t/", "jsonl": "r.jsonl", "offsets": OptionValue(.string(unit))]))
    #expect(try folder.read("t/spans.csv").contains("a.txt,years,\(expected),1952,YEAR"))
    let record = try folder.read("r.jsonl")
    let (start, end) = (expected.split(separator: ",")[0], expected.split(separator: ",")[1])
    #expect(record.contains(#""years":[{"end":\#(end),"label":"YEAR","start":\#(start)}]"#), "\(record)")
    let read = try RecordReader().document(from: Array(record.utf8.dropLast()))
    #expect(read[LayerKey<[LabelledSpan]>("years")] == [LabelledSpan(TextSpan(8, 12), "YEAR")])
  }

  @Test func aSpanOutsideTheTextMakesASwiftStagesLayerUnwritable() throws {
    for span in [TextSpan(0, 900), TextSpan(1, 4), TextSpan(9, 8)] {
      var document = document([:])
      document.set(LayerKey<[LabelledSpan]>("years"), to: [LabelledSpan(span, "YEAR")])
      let stage = try export([], ["jsonl": "r.jsonl"])
      #expect(throws: StageFailure.self) { try stage.render(document) }
    }
  }

  @Test func spansAreHighlightedWithALegendAndValuesShown() throws {
    let document = document([
      "years": #"[{"start":5,"end":9,"label":"YEAR"},{"start":2,"end":9,"label":"TIME"}]"#, "score": #"{"ease": 61.5, "words": null}"#,
      "topics": #"["a", "b"]"#,
    ])
    let page = try Rendered.page(document)
    #expect(page.contains(#"<mark class="o t-x"#) && page.contains(#"data-t="years: YEAR""#) && page.contains(#"data-type="years: TIME""#))
    #expect(page.contains("<dt>score.ease</dt><dd>61.5</dd>\n<dt>score.words</dt><dd>–</dd>\n<dt>topics</dt><dd>a list of 2</dd>"))
    let article = Rendered.article(document)
    #expect(article.components(separatedBy: "<mark").count == article.components(separatedBy: "</mark>").count)
    let folder = try write([document], try export([]))
    let markdown = try folder.read("m.md")
    #expect(markdown.contains("| years | YEAR | 1952 | 1 |") && markdown.contains("- score.ease: 61\\.5"), "\(markdown)")
  }

  @Test func markupInALayerStaysText() throws {
    let evil = #"</script><img src=x onerror=alert(1)>\" '"#
    let page = try Rendered.page(
      document(["x": #"[{"start":0,"end":4,"label":"\#(evil)"}]"#, "y": #"{"\#(evil)": "\#(evil)"}"#, "z": #""\#(evil)""#]))
    #expect(!page.contains("<img") && page.contains("&lt;img"))
  }

  @Test(arguments: [
    "[{\"start\":-1,\"end\":3,\"label\":\"A\"},{\"start\":3,\"end\":999999999999,\"label\":\"B\"},{\"start\":4,\"end\":2,\"label\":\"C\"}]",
    "[{\"start\":0,\"end\":0}]", "[{\"start\":1.5,\"end\":2}]", "[[[]]]", "[null]", "{\"a\":{\"b\":{\"c\":[1,{}]}}}",
    "18446744073709551615",
    "1e400", "\"\\ud800\"", "", "[", "null", String(repeating: "[", count: 5_000),
    String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
  ])
  func aLayerOfAnyShapeIsSafe(json: String) throws {
    let document = document(["x": json])
    let layers = [DeclaredLayer("x", columns: ["a"]), DeclaredLayer("y")]
    let folder = try write([document], try export(layers))
    #expect(try folder.read("t/spans.csv").components(separatedBy: "\r\n").count <= 3)
    #expect(try folder.read("t/documents.csv").components(separatedBy: "\r\n").count == 3)
    _ = document.lines(of: "x")
  }

  @Test func aPageShowsABoundedNumberOfSpans() throws {
    let text = String(repeating: "a ", count: 20_000)
    let nested = (0..<20_000).map { #"{"start":\#($0),"end":\#(40_000 - $0),"label":"L\#($0)"}"# }.joined(separator: ",")
    let many = (0..<20_000).map { #"{"start":\#($0 * 2),"end":\#($0 * 2 + 1),"label":"M"}"# }.joined(separator: ",")
    let page = try Rendered.page(document(["nested": "[\(nested)]", "many": "[\(many)]"], text: text))
    #expect(page.utf8.count < 3_000_000 && page.contains("more are not shown"))
  }

  @Test func theLinesOfALayerAreItsItemsInOneForm() {
    let document = document([
      "a": #"[ {"start" : 5,"end":9.0, "label":"Y\u00e9"} , null]"#, "b": #"{"z":0.5,"a":["x\n",true,-3]}"#, "c": #""t""#,
    ])
    #expect(document.lines(of: "a") == [#"{"end":9,"label":"Yé","start":5}"#, "null"])
    #expect(document.lines(of: "b") == [#"{"a":["x\n",true,-3],"z":0.5}"#])
    #expect(document.lines(of: "c") == [#""t""#])
    #expect(document.lines(of: "d").isEmpty)
  }
}
