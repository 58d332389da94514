import Foundation
import Pipeline
import TestSupport
import Testing

@testable import PipelineTesting

/// Test files with random damage.
@Suite struct TestFileFuzzTests {
  private let whole = """
    options: { mood: {} }
    to: mood
    replace: { mood: { layers: { mood: { name: glad, words: [a] } }, title: x } }
    cases:
      - name: a
        text: "One é bridge."
        expect:
          title: { contains: [x], equals: x }
          failed: false
          text: One
          entities: { contains: [{ text: { contains: O }, type: null }], absent: [x], count: { min: 0, max: 3 } }
          layers: { mood: { contains: { name: glad }, count: 2 } }
          problems: { equals: [{ stage: mood, code: c }] }
      - name: b
        from: mood
        marked: "[One|X] \\\\[two] [é😀|Y]."
        replace: { mood: { fails: { code: c, message: m } } }
        expect: { problems: { contains: c }, entities: { equals: [One, é😀] } }
      - name: c
        documents:
          - { record: { text: One., sentences: [{ start: 0, end: 4 }], summary: { text: One., sentences: [0] } }, expect: { summary: { count: 1 } } }

    """
  private let pieces = [
    "[", "]", "{", "}", ": ", "- ", "\n", "  ", "|", "\\", "\"", "null", "count", "equals", "absent", "true", "-1", "é", "expect:", "&a",
    "*a", "0",
  ]

  @Test func damagedFilesRunOrAreReportedWithTheirPlaces() throws {
    let folder = try TemporaryFolder()
    try folder.write("pipeline: p\nstages: [mood]\n", to: "p.yaml")
    var registry = StageRegistry()
    registry.register(StageDefinition(TestFixture.MoodStage.self))
    let loader = PipelineTestLoader(registry: registry, environment: [:], workingDirectory: folder.path)
    try folder.write(whole, to: "p.test.yaml")
    #expect(loader.load("p.test.yaml").diagnostics.all.isEmpty)
    var (ran, reported) = (0, 0)
    try Fuzzing.run(rounds: 200, seed: 7) { _, random in
      let bytes = Fuzzing.mutate(Array(whole.utf8), changes: 1...2, pieces: pieces, &random)
      try folder.write(bytes, to: "p.test.yaml")
      let outcome = loader.load("p.test.yaml")
      if let test = outcome.test {
        let results = test.run()
        #expect(results.count == test.cases.count && !results.isEmpty)
        var report = JUnitReport()
        report.add("p.test.yaml", results)
        #expect(XMLCheck.isWellFormed(report.xml))
        ran += 1
      } else {
        #expect(outcome.diagnostics.hasErrors)
        #expect(outcome.diagnostics.all.allSatisfy { $0.location != nil })
        reported += 1
      }
    }
    #expect(ran > 5 && reported > 50, "\(ran) ran, \(reported) were reported")
  }
}
