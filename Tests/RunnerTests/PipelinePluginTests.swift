import Foundation
import TestSupport
import Testing

/// Plugins that a pipeline file names itself, by the real binary.
@Suite struct PipelinePluginTests {
  /// A plugin that writes the number of characters.
  private static func write(_ name: String, stage: String, to path: String, in folder: TemporaryFolder) throws {
    try folder.write(
      """
      {"textmill": 1, "name": "\(name)", "version": "1", "command": ["python3", "p.py"],
       "stages": [{"name": "\(stage)", "summary": "Counts", "layers": {"writes": ["\(stage)"]}}]}
      """, to: "\(path)/plugin.json")
    try folder.write(
      """
      import json, sys
      sys.stdin.readline()
      print(json.dumps({"textmill": 1, "plugin": {"name": "\(name)", "version": "1", "stages": [
        {"name": "\(stage)", "summary": "Counts", "layers": {"writes": ["\(stage)"]}}]}}), flush=True)
      for line in sys.stdin:
          message = json.loads(line)
          record = {"layers": {"\(stage)": len(message["record"]["text"])}}
          print(json.dumps({"id": message["id"], "record": record}), flush=True)
      """, to: "\(path)/p.py")
  }

  private func folder(plugins: String = "[plugins/one, ../two]") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try Self.write("one", stage: "first", to: "p/plugins/one", in: folder)
    try Self.write("two", stage: "second", to: "two", in: folder)
    try folder.write(
      "pipeline: p\nplugins: \(plugins)\nstages: [first, second, { export: { jsonl: out.jsonl } }]\n", to: "p/p.yaml")
    try folder.write(
      "cases: [{ name: n, text: abc, expect: { layers: { first: { equals: 3 }, second: { equals: 3 } } } }]\n", to: "p/p.test.yaml")
    try folder.write("abcd", to: "in/a.txt")
    return folder
  }

  @Test func theirStagesAreKnownToEveryCommandThatTakesThePipeline() throws {
    let folder = try folder()
    for arguments in [
      ["check", "p/p.yaml"], ["explain", "p/p.yaml"], ["try", "p/p.yaml", "some text"], ["run", "p/p.yaml", "in", "-o", "out"],
    ] {
      let run = try TextmillProcess(arguments, in: folder.path)
      #expect(run.status == 0, "\(arguments): \(run.output)\(run.error)")
    }
    #expect(try folder.read("out/out.jsonl").contains(#""layers":{"first":4,"second":4}"#))
    let tests = try TextmillProcess("check", "p/p.test.yaml", in: folder.path)
    #expect(tests.status == 0, "\(tests.output)\(tests.error)")
  }

  @Test func aTestOfThePipelineKnowsThem() throws {
    let folder = try folder()
    let run = try TextmillProcess("test", "p/p.test.yaml", in: folder.path)
    #expect(run.status == 0, "\(run.output)\(run.error)")
  }

  @Test func aChildAddsItsPluginsToThoseOfItsBase() throws {
    let folder = try folder(plugins: "plugins")
    try folder.write("extends: p/p.yaml\nplugins: two\n", to: "child.yaml")
    #expect(try TextmillProcess("check", "child.yaml", in: folder.path).status == 0)
    let base = try TextmillProcess("check", "p/p.yaml", in: folder.path)
    #expect(base.status == 2 && base.output.contains("p/p.yaml:3:17: error: there is no stage 'second'"), "\(base.output)")
  }

  @Test(arguments: [
    ("plugin", "p/p.yaml:2:10: error: there is no folder 'p/plugin'; did you mean 'plugins'?\n"),
    ("p.yaml", "p/p.yaml:2:10: error: 'p/p.yaml' is a file, not a folder\n"),
    (
      "../in",
      "p/p.yaml:2:10: error: the folder 'p/../in' is no plugin's and holds none: a plugin is a folder with a manifest, 'plugin.json'\n"
    ),
  ])
  func aFolderThatHoldsNoPluginIsTheOneErrorAtItsPlace(plugins: String, expected: String) throws {
    let folder = try folder(plugins: plugins)
    let run = try TextmillProcess("check", "p/p.yaml", in: folder.path)
    #expect(run.status == 2 && run.output == expected, "\(run.output)")
  }

  @Test func aBadManifestIsAnErrorAtItsPlaceInTheManifest() throws {
    let folder = try folder()
    try folder.write(
      #"{"textmill": 1, "name": "two", "version": "1", "command": ["x"], "stages": [], "sumary": ""}"#, to: "two/plugin.json")
    let run = try TextmillProcess("check", "p/p.yaml", in: folder.path)
    let lines = run.output.split(separator: "\n")
    #expect(run.status == 2 && lines.count == 2 && lines.allSatisfy { $0.contains("two/plugin.json:1:") }, "\(run.output)")
  }

  @Test func aStageWithTheNameOfABuiltInOneIsWarnedOf() throws {
    let folder = try folder()
    try Self.write("two", stage: "segment", to: "two", in: folder)
    try folder.write("pipeline: p\nplugins: ../two\nstages: [segment, { export: { jsonl: out.jsonl } }]\n", to: "p/p.yaml")
    let run = try TextmillProcess("check", "p/p.yaml", in: folder.path)
    #expect(run.status == 0, "\(run.output)")
    #expect(
      run.output
        == "p/p.yaml:2:10: warning: the stage 'segment' of the plugin 'two' is not used: it has the name of one that is built in\n")
  }

  @Test func thePipelinesPluginsComeBeforeThoseThatHappenToBeThere() throws {
    let folder = try folder()
    try Self.write("other", stage: "second", to: "Plugins/other", in: folder)
    let run = try TextmillProcess("check", "p/p.yaml", in: folder.path)
    #expect(run.status == 0 && run.output.isEmpty, "\(run.output)\(run.error)")
    let built = try TextmillProcess("check", "p/p.yaml", "--no-plugins", in: folder.path)
    #expect(built.status == 2 && built.output.contains("there is no stage 'first'"), "\(built.output)")
  }
}
