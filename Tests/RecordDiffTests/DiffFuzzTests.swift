import Foundation
import Pipeline
import TestSupport
import Testing

@testable import RecordDiff

/// Random documents and damaged files.
@Suite struct DiffFuzzTests {
  private let words = ["Oslo", "Ada", "“we”", "é", "met", "中文", "😀", "the"]

  private func document(_ text: [String], _ random: inout SeededGenerator) -> Document {
    var document = Document(id: "a", text: Text(text.joined(separator: " ")))
    document.layers = [.entities, .relations, .sentences]
    document.sentences = [Sentence(document.text.span, tokens: IndexRange(0..<0))]
    var spans: [TextSpan] = []
    var offset = 0
    for word in text {
      spans.append(TextSpan(offset..<offset + word.utf8.count))
      offset += word.utf8.count + 1
    }
    var index = Int.random(in: 0...2, using: &random)
    while index < spans.count {
      let last = min(spans.count - 1, index + Int.random(in: 0...1, using: &random))
      let type: EntityType = Bool.random(using: &random) ? "PERSON" : "GPE"
      document.entities.append(Entity(TextSpan(spans[index].start, spans[last].end), type, by: Provenance("e/e")))
      index = last + Int.random(in: 1...4, using: &random)
    }
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      document.relations.append(
        Relation(
          type: Bool.random(using: &random) ? "meet" : "open", subject: Argument(spans.randomElement(using: &random)!),
          predicate: .init(spans.randomElement(using: &random)!, lemma: "be"), isNegated: Bool.random(using: &random), sentence: 0,
          by: Provenance("r/r")))
    }
    return document
  }

  @Test func whatIsGainedAndLostExplainsTheCountsOfBoth() {
    Fuzzing.run(rounds: 600, seed: 21) { _, random in
      let text = (0..<24).map { _ in words.randomElement(using: &random)! }
      var other = text
      if Bool.random(using: &random) {
        for _ in 0..<3 { other.insert("new", at: Int.random(in: 0...other.count, using: &random)) }
        other.remove(at: Int.random(in: 0..<other.count, using: &random))
      }
      let (old, new) = (document(text, &random), document(other, &random))
      let document = DocumentChanges(old: old, new: new, in: [.entities, .relations])
      for (layer, before, after) in [
        (DiffLayer.entities, old.entities.count, new.entities.count), (.relations, old.relations.count, new.relations.count),
      ] {
        let changes = document.layers.first { $0.layer == layer } ?? LayerChanges(layer: layer, changes: [])
        #expect(changes.count(.gained) - changes.count(.lost) == after - before)
        #expect(changes.count(.lost) + changes.count(.changed) <= before && changes.count(.gained) + changes.count(.changed) <= after)
        #expect(changes.changes.allSatisfy { $0.kind != .changed || !$0.what.isEmpty })
      }
      #expect(DocumentChanges(old: new, new: new, in: Set(DiffLayer.allCases)).layers.isEmpty)
    }
  }

  @Test func damagedFilesGiveAReport() throws {
    let runs = try Runs()
    try Fuzzing.run(rounds: 120, seed: 22) { _, random in
      let text = (0..<24).map { _ in words.randomElement(using: &random)! }
      let lines = try (0..<4).map { number in
        var document = document(text, &random)
        document.id = "\(number)"
        return try Runs.line(document)
      }
      let old = try runs.folder.write(lines.joined(), to: "old.jsonl")
      let pieces = ["\n", "\"", "{", "}", "\\u0000", "\"id\":\"1\",", "\"start\":999999", "null", "\u{1B}[0m", "<script>"]
      let damaged = Fuzzing.mutate(Array(lines.joined().utf8), changes: 1...6, pieces: pieces, &random)
      let new = try runs.folder.write(damaged, to: "new.jsonl")
      let comparison: RecordComparison
      do {
        comparison = try Runs.comparison(old, new)
      } catch let error as Diagnostics {
        // Nothing is left of any record.
        #expect(error.all.map(\.code) == ["no-records"])
        return
      }
      let result = DiffResult(of: comparison)
      let totals = result.totals
      #expect(totals.identical + totals.equal + totals.changed + totals.onlyOld <= comparison.old.entries.count)
      #expect(totals.identical + totals.equal + totals.changed + totals.onlyNew <= comparison.new.entries.count)
      var page = ""
      try HTMLReport(comparison, result, limits: DiffLimits(documents: nil, changes: nil)).write { page += $0 }
      #expect(page.hasSuffix("</html>\n") && !page.contains("<script"))
      var json = ""
      _ = JSONReport(comparison) { json += $0 }.stream()
      for line in json.split(separator: "\n") { #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) } }
    }
  }
}
