import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `textmill test`, by the real binary.
@Suite struct TestCommandTests {
  private let pipeline = "pipeline: p\nstages: [normalize, segment, entities, { export: { jsonl: out.jsonl } }]\n"

  /// A folder with a pipeline and its test file.
  private func folder(_ test: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(pipeline, to: "p.yaml")
    try folder.write(test, to: "p.test.yaml")
    return folder
  }

  private let mixed = """
    cases:
      - name: passes
        text: Spain won.
        expect: { entities: { equals: [Spain] } }
      - name: fails
        text: Spain won.
        expect: { entities: { contains: { text: Spain, type: PERSON } } }

    """

  @Test func theShippedPipelinesPass() throws {
    let run = try TextmillProcess("test", "Pipelines")
    #expect(run.status == 0, "\(run.output)\(run.error)")
    #expect(run.output.hasSuffix(" passed, 0 failed\n") && !run.output.contains("FAIL"))
    let pipelines = try FileManager.default.contentsOfDirectory(atPath: "\(TextmillProcess.root)/Pipelines").filter {
      $0.hasSuffix(".yaml")
    }
    for pipeline in pipelines where !pipeline.hasSuffix(".test.yaml") {
      #expect(pipelines.contains("\(pipeline.dropLast(5)).test.yaml"), "\(pipeline) has no test")
    }
  }

  @Test func aFailureIsShownWithItsPlaceAndStatusOne() throws {
    let folder = try folder(mixed)
    let run = try TextmillProcess("test", "p.yaml", in: folder.path)
    #expect(run.status == 1 && run.error.isEmpty)
    #expect(
      run.output == """
        p.test.yaml
          ok    passes
          FAIL  fails
                p.test.yaml:7:37: entities: nothing fits {text: Spain, type: PERSON}; there is one:
                  {text: Spain, type: GPE}  (type differs)
        1 passed, 1 failed

        """)
    #expect(folder.files() == ["p.test.yaml", "p.yaml"], "tests write no outputs")
  }

  @Test func quietShowsOnlyWhatFails() throws {
    let folder = try folder(mixed)
    let run = try TextmillProcess("test", "p.test.yaml", "--quiet", in: folder.path)
    #expect(run.status == 1 && run.output.hasPrefix("p.test.yaml\n  FAIL  fails\n") && run.output.hasSuffix("1 passed, 1 failed\n"))
  }

  @Test func filterLeavesCasesOutAndSaysSo() throws {
    let folder = try folder(mixed)
    let run = try TextmillProcess("test", ".", "--filter", "PASS", in: folder.path)
    #expect(run.status == 0 && run.output == "p.test.yaml\n  ok    passes\n1 passed, 0 failed\n")
    #expect(run.error == "1 left out by --filter\n")
    let none = try TextmillProcess("test", ".", "--filter", "nonsense", in: folder.path)
    #expect(none.status == 2 && none.output.isEmpty && none.error == "error: no case has 'nonsense' in its name\n")
  }

  @Test func verboseShowsTheLayers() throws {
    let folder = try folder(mixed)
    let run = try TextmillProcess("test", ".", "--verbose", "--filter", "passes", "--quiet", in: folder.path)
    #expect(run.status == 0 && run.output == "1 passed, 0 failed\n")
    let loud = try TextmillProcess("test", ".", "--verbose", "--filter", "passes", in: folder.path)
    #expect(loud.output.contains("        entities\n          GPE: Spain\n"))
  }

  @Test func colourIsUsedWhereItIsAskedFor() throws {
    let folder = try folder(mixed)
    let run = try TextmillProcess("test", ".", "--color", "always", in: folder.path)
    #expect(run.output.contains("\u{1B}[32mok  \u{1B}[0m  passes") && run.output.contains("\u{1B}[1;31mFAIL\u{1B}[0m"))
  }

  @Test func aWrongFileStopsEverythingWithStatusTwo() throws {
    let folder = try folder(mixed)
    try folder.write("pipeline: p.yaml\ncases:\n  - { name: a, txt: b, expect: { failed: false } }\n", to: "q.test.yaml")
    let run = try TextmillProcess("test", ".", "--report", "r.xml", in: folder.path)
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.error == "q.test.yaml:3:16: error: a case has no key 'txt'; did you mean 'text'?\n")
    #expect(try folder.read("r.xml").contains("<error message=\"q.test.yaml:3:16: error: a case has no key 'txt'"))
  }

  @Test func aWrongPipelineIsStatusTwo() throws {
    let folder = try folder(mixed)
    try folder.write("pipeline: p\nstages: [normalize, sgment]\n", to: "p.yaml")
    let run = try TextmillProcess("test", "p.yaml", in: folder.path)
    #expect(run.status == 2 && run.error == "p.yaml:2:21: error: there is no stage 'sgment'; did you mean 'segment'?\n")
  }

  @Test func pathsWithoutTestsAreAllReported() throws {
    let folder = try folder(mixed)
    try folder.write(pipeline, to: "q.yaml")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/empty", withIntermediateDirectories: true)
    let run = try TextmillProcess("test", "empty", "q.yaml", "p.tets.yaml", in: folder.path)
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(
      run.error == """
        error: the folder 'empty' holds no test file: their names end in .test.yaml
        error: there is no test file 'q.test.yaml' beside 'q.yaml'
        error: there is no file or folder 'p.tets.yaml'; did you mean 'p.test.yaml'?

        """)
  }

  @Test func aFileIsRunOnceHoweverItIsNamed() throws {
    let folder = try folder(mixed)
    try folder.write(mixed.replacing("cases:", with: "pipeline: ../p.yaml\ncases:"), to: "below/deeper.test.yaml")
    let run = try TextmillProcess("test", ".", "p.yaml", "./p.test.yaml", "below", in: folder.path)
    #expect(run.output.hasSuffix("2 passed, 2 failed\n"))
    #expect(run.output.hasPrefix("below/deeper.test.yaml\n"))
  }

  @Test func theReportIsReadBack() throws {
    let folder = try folder(mixed)
    let run = try TextmillProcess("test", ".", "--report", "r.xml", in: folder.path)
    #expect(run.status == 1)
    final class Counter: NSObject, XMLParserDelegate {
      var names: [String] = []
      func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
      ) {
        names.append(name == "testcase" ? "testcase \(attributes["name"] ?? "")" : name)
      }
    }
    let counter = Counter()
    let parser = XMLParser(data: Data(try folder.read("r.xml").utf8))
    parser.delegate = counter
    #expect(parser.parse())
    #expect(counter.names == ["testsuites", "testsuite", "testcase passes", "testcase fails", "failure"])
    #expect(try TextmillProcess("test", ".", "--report", "none/r.xml", in: folder.path).status == 2)
  }
}
