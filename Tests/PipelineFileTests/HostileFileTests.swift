import Pipeline
import TestSupport
import Testing

@testable import PipelineFile

@Suite struct HostileFileTests {
  @Test func mutatedPipelinesGiveAPipelineOrPlacedProblems() throws {
    let files = ["full.yaml", "child.yaml", "grandchild.yaml"]
    let texts = try files.map { Array(try #require(Fixtures.text("good/\($0)")).utf8) }
    let folder = try TemporaryFolder()
    try folder.write(texts[0], to: "full.yaml")
    try folder.write(texts[1], to: "child.yaml")
    try folder.write("", to: "rules/people.yaml")
    let pieces = [
      "${", "}", "$", "- ", ": ", "*list", "&x ", "[", "{", "~", "as: x\n", "\n", "  ", "null", "..", "/", "é", "stages:\n",
      "options:\n  clean: ",
    ]
    let loader = PipelineLoader(registry: TestStages.registry, environment: Fixtures.environment, workingDirectory: folder.path)
    var (pipelines, all) = (0, 0)
    try Fuzzing.run(rounds: 400, seed: 11) { round, random in
      let bytes = Fuzzing.mutate(texts[round % texts.count], changes: 0...3, pieces: pieces, &random)
      try folder.write(bytes, to: "p.yaml")
      let outcome = loader.load("p.yaml")
      let isWhole = outcome.diagnostics.all.allSatisfy {
        $0.location != nil && !$0.message.isEmpty && $0.message.first?.isUppercase == false
      }
      if (outcome.pipeline == nil) != outcome.diagnostics.hasErrors || !isWhole { Issue.record("\(bytes): \(outcome.diagnostics)") }
      if outcome.pipeline != nil { pipelines += 1 }
      all += 1
    }
    #expect((all / 5..<all * 4 / 5).contains(pipelines))
  }

  @Test func manyMistakesAreReportedInLittleTime() throws {
    let stages = (0..<2_000).map { "  - strict: { as: s\($0), wrod: x }\n" }.joined()
    let clock = ContinuousClock()
    let time = try clock.measure {
      let outcome = try Fixtures.load("pipeline: p\nstages:\n" + stages)
      #expect(outcome.diagnostics.all.count == 1_001)
      #expect(outcome.diagnostics.all.last?.line == "note: there are more problems than these 1000: mend these first")
      let keys = (0..<100_000).map { "k\($0): 1\n" }.joined()
      for text in [
        keys, "pipeline: p\nstages:\n  - strict:\n" + keys.replacing("k", with: "      k"), keys.replacing("k", with: "a: 1 # "),
      ] {
        let outcome = try Fixtures.load(text)
        #expect(outcome.pipeline == nil)
      }
    }
    #expect(time < .seconds(20))
  }
}
