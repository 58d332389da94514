import Foundation
import Pipeline
import Testing

@testable import PipelineFile

/// Each file in `Fixtures/pipelines/bad` has beside it what `check` prints for it, and may have the arguments of `--set`, one a line, in `.sets`.
/// With `TEXTMILL_WRITE_EXPECTED=1` the expected texts are written anew, to be read before they are committed.
@Suite struct BadFileTests {
  static let files = Fixtures.names(in: "bad", ".yaml").filter { $0.first?.isNumber == true }

  @Test(arguments: files)
  func aBadFileGivesExactlyItsProblems(file: String) throws {
    let name = String(file.dropLast(5))
    let sets = Fixtures.text("bad/\(name).sets")?.split(separator: "\n").map(String.init) ?? []
    let outcome = Fixtures.load(file, in: "bad", sets: sets)
    let printed = DiagnosticRenderer(style: .caret(color: false)).render(outcome.diagnostics)
    if ProcessInfo.processInfo.environment["TEXTMILL_WRITE_EXPECTED"] != nil {
      try Data(printed.utf8).write(to: URL(fileURLWithPath: "\(Fixtures.folder)/bad/\(name).expected"))
    }
    #expect(outcome.pipeline == nil)
    #expect(printed == Fixtures.text("bad/\(name).expected"))
  }

  @Test func thereAreAtLeastSixtyBadFiles() {
    #expect(Self.files.count >= 60)
  }

  @Test func sevenMistakesGiveSevenLines() throws {
    let outcome = try Fixtures.load(
      """
      pipeline: seven
      stages:
        - claen
        - split: { abbreviatons: list.txt }
        - names:
            priority: high
            threshold: 1.5
        - facts: { rules: rules/none.yaml }
        - digest: { method: lexrnk }
        - output: { jsonl: ../out.jsonl }
      """)
    #expect(
      DiagnosticRenderer(style: .plain).render(outcome.diagnostics) == """
        p.yaml:3:5: error: there is no stage 'claen'; did you mean 'clean'?
        p.yaml:4:14: error: the stage 'split' has no option 'abbreviatons'; did you mean 'abbreviations'?
        p.yaml:6:17: error: 'priority' must be a whole number from 0 to 100, not the text 'high'
        p.yaml:7:18: error: 'threshold' must be a number from 0 to 1, not the number 1.5
        p.yaml:8:21: error: there is no file 'rules/none.yaml'
        p.yaml:9:23: error: 'method' must be 'lead' or 'lexrank', not the text 'lexrnk'; did you mean 'lexrank'?
        p.yaml:10:22: error: 'jsonl' must stay below the output folder: '..' is not allowed

        """)
  }
}
