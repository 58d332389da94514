import Pipeline
import TestSupport
import Testing

@testable import ExportStage

@Suite struct ExportOptionsTests {
  private func problems(_ options: [String: OptionValue]) -> [String] {
    do {
      _ = try Rendered(options)
      return []
    } catch {
      return (error as? Diagnostics)?.all.map(\.line) ?? ["\(error)"]
    }
  }

  @Test func atLeastOneOutputMustBeGiven() {
    #expect(problems([:]) == ["error: export would write nothing: give at least one of 'jsonl', 'csv', 'markdown' and 'html'"])
  }

  @Test func foldersEndInASlashAndFilesDoNot() {
    #expect(
      problems(["jsonl": "a/", "csv": "b", "html": "c"]) == [
        "error: 'jsonl' is one file: leave out the '/' at its end",
        "error: 'csv' is a folder: write 'b/' with a '/' at its end",
        "error: 'html' is a folder: write 'c/' with a '/' at its end",
      ])
  }

  @Test(arguments: [
    ("/etc/x", "must be relative to the output folder, not absolute"),
    ("../x", "must stay below the output folder: '..' is not allowed"),
    ("a/../../x", "must stay below the output folder: '..' is not allowed"),
    (".Textmill/x", "must not be in '.textmill', which the run itself uses"),
    ("./run-report.json", "must not be 'run-report.json', which the run itself writes"),
    ("", "must name a file or folder below the output folder"), (".", "must name a file or folder below the output folder"),
  ])
  func pathsStayInTheOutputFolder(path: String, problem: String) {
    #expect(problems(["jsonl": OptionValue(.string(path))]) == ["error: 'jsonl' \(problem)"])
  }

  @Test func twoOutputsNeedPlacesOfTheirOwn() {
    #expect(
      problems(["jsonl": "t/documents.csv", "csv": "T//./"]) == [
        "error: 'csv' and 'jsonl' need places of their own: both would write 'T/documents.csv'"
      ])
    #expect(
      problems(["markdown": "out/", "html": "out/"]) == ["error: 'html' and 'markdown' need places of their own: both would write 'out'"])
    #expect(
      problems(["markdown": "out/md/", "html": "out/"]) == [
        "error: 'html' and 'markdown' need places of their own: 'out/md' and 'out' would lie in each other's way"
      ])
    #expect(problems(["jsonl": "out/a.jsonl", "csv": "out/", "markdown": "md/", "html": "html/"]) == [])
  }

  @Test func problemsStandWhereTheOptionStands() throws {
    let location = SourceLocation(file: "p.yaml", line: 4, column: 9)
    let error = #expect(throws: Diagnostics.self) { _ = try Rendered(["html": OptionValue(.string("x"), at: location)]) }
    #expect(error?.all.map(\.location) == [location])
  }

  @Test func everyLayerIsUsedAndNoneRequired() throws {
    let layers = try Rendered(["jsonl": "a.jsonl"]).stage.layers
    #expect(layers == LayerUse(requires: [.text], uses: Set(Layer.builtIn)))
  }

  @Test func theExamplesHold() {
    #expect(Examples.failures(of: ExportStage.descriptor, in: StageRegistry([StageDefinition(ExportStage.self)])) == [])
  }
}
