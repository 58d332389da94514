import Foundation
import Pipeline
import PipelineFile
import Records
import StandardStages
import TestSupport
import Testing

/// Damaged articles through the whole of `news.yaml`.
@Suite struct PipelineFuzzTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private static let pieces = [
    "\n", "\n\n", ". ", "“", "”", "\"", "’s", "'", "—", "- ", "(", ")", "U.S. ", "Mr. ", "€5m ", "&amp;", "â€œ", "\u{AD}", "\u{301}", "😀",
    "中",
    "President ", "Foreign Minister ", " of Iran", ", the ", "THE ", "\t", "\u{0}", "…", "1. ", "https://a.b/c ", "@x ",
  ]

  private func articles() throws -> [[UInt8]] {
    let folder = "\(Self.root)/Pipelines/articles"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".txt") }.sorted()
    return try names.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)"))) }
  }

  /// Nothing fails, every span is valid, and the record reads back to the same bytes.
  @Test func damagedArticlesGoThroughThePipeline() throws {
    let outcome = PipelineLoader(registry: .standard).load("\(Self.root)/Pipelines/news.yaml")
    let plan = try #require(outcome.pipeline, "\(outcome.diagnostics)").plan
    let export = try #require(plan.stages.last?.stage as? any SinkStage)
    let articles = try articles()
    try Fuzzing.run(rounds: 40, seed: 11) { round, random in
      let bytes = Fuzzing.mutate(articles[round % articles.count], changes: 1...60, pieces: Self.pieces, &random)
      let document = plan.annotate(Document(id: "d\(round)", text: Text(String(decoding: bytes, as: UTF8.self))))
      #expect(!document.isFailed, "round \(round): \(document.problems)")
      _ = try export.render(document)
      let writer = RecordWriter(includeTokens: true)
      var first: [UInt8] = []
      try writer.append(document, to: &first)
      var second: [UInt8] = []
      try writer.append(try RecordReader().document(from: Array(first.dropLast())), to: &second)
      #expect(first == second, "round \(round)")
    }
  }
}
