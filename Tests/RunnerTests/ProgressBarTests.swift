@testable import Pipeline
import Testing

@testable import Runner

@Suite struct ProgressBarTests {
  @Test func aKnownTotalGivesABarAndTheTimeLeft() {
    let progress = RunProgress(documents: 1_500, expected: 6_000, failed: 2, bytes: 3_000_000, tokens: 0)
    let line = ProgressBar.line(progress, elapsed: .seconds(30), width: 120)
    #expect(line == "[███████░░░░░░░░░░░░░░░░░░░░░░░]  1,500/6,000 documents  50/s  0.1 MB/s  2 failed  25%  1:30 left")
  }

  @Test func anUnknownTotalGivesCountsAlone() {
    let progress = RunProgress(documents: 40, expected: nil, failed: 0, bytes: 1_000_000, tokens: 0)
    #expect(ProgressBar.line(progress, elapsed: .seconds(2), width: 80) == "40 documents  20/s  0.5 MB/s")
  }

  @Test func theLineFitsTheTerminal() {
    let progress = RunProgress(documents: 1_234_567, expected: 7_654_321, failed: 12_345, bytes: 3_000_000_000, tokens: 0)
    for width in [20, 40, 60, 80, 200] {
      #expect(ProgressBar.line(progress, elapsed: .seconds(30), width: width).count < width)
    }
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")])
  func numbersAreGrouped(number: Int, text: String) {
    #expect(grouped(number) == text)
  }
}
