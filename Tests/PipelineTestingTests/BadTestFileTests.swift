import Foundation
import Pipeline
import PipelineFile
import StandardStages
import Testing

@testable import PipelineTesting

/// Each file in `Fixtures/tests/bad` has beside it what `textmill test` prints for it.
/// With `TEXTMILL_WRITE_EXPECTED=1` the expected texts are written anew, to be read before they are committed.
@Suite struct BadTestFileTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/tests/bad").path
  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".test.yaml") }.sorted()

  @Test(arguments: files)
  func aBadFileGivesExactlyItsProblems(file: String) throws {
    let loader = PipelineTestLoader(registry: .standard, environment: [:], workingDirectory: Self.folder)
    let outcome = loader.load(file)
    let printed = DiagnosticRenderer(style: .caret(color: false)).render(outcome.diagnostics)
    let expected = "\(Self.folder)/\(file.dropLast(PipelineTestLoader.suffix.count)).expected"
    if ProcessInfo.processInfo.environment["TEXTMILL_WRITE_EXPECTED"] != nil {
      try Data(printed.utf8).write(to: URL(fileURLWithPath: expected))
    }
    #expect(outcome.test == nil)
    #expect(try printed == String(contentsOfFile: expected, encoding: .utf8))
  }

  @Test func thereAreAtLeastTwentyBadFiles() {
    #expect(Self.files.count >= 20)
  }
}
