import Pipeline
import TestSupport
import Testing

@testable import PipelineFile

@Suite struct HostileFileTests {
  @Test func mutatedPipelinesGiveAPipelineOrPlacedProblems() throws {
    var random = SeededGenerator(seed: 11)
    let files = ["full.yaml", "child.yaml", "grandchild.yaml"]
    let texts = try files.map { try #require(Fixtures.text("good/\($0)")) }
    let beside = ["full.yaml": texts[0], "child.yaml": texts[1], "rules/people.yaml": ""]
    let pieces = [
      "${", "}", "$", "- ", ": ", "*list", "&x ", "[", "{", "~", "as: x\n", "\n", "  ", "null", "..", "/", "é", "stages:\n",
      "options:\n  clean: ",
    ]
    var pipelines = 0
    for round in 0..<400 {
      var bytes = Array(texts[round % texts.count].utf8)
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...6, using: &random)))
        case 1: bytes.insert(contentsOf: Array(pieces.randomElement(using: &random)!.utf8), at: place)
        default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let outcome = try Fixtures.load(text, files: beside)
      #expect((outcome.pipeline == nil) == outcome.diagnostics.hasErrors, "\(text)")
      for problem in outcome.diagnostics.all {
        #expect(problem.location != nil, "\(problem.line)")
        #expect(!problem.message.isEmpty && problem.message.first?.isUppercase == false)
      }
      if outcome.pipeline != nil { pipelines += 1 }
    }
    #expect((80..<320).contains(pipelines))
  }

  @Test func manyMistakesAreReportedInLittleTime() throws {
    let stages = (0..<2_000).map { "  - strict: { as: s\($0), wrod: x }\n" }.joined()
    let clock = ContinuousClock()
    let time = try clock.measure {
      let outcome = try Fixtures.load("pipeline: p\nstages:\n" + stages)
      #expect(outcome.diagnostics.all.count == 2_000)
    }
    #expect(time < .seconds(20))
  }
}
