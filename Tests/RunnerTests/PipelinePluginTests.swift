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
        == "p/p.yaml:2:10: warning: the stage 'segment' of the plugin 'two' in 'p/../two' is not used: it has the name of one that is built in\n"
    )
  }

  @Test func everyCommandNamesBothOfWhatIsThereTwice() throws {
    let folder = try TemporaryFolder()
    try Self.write("one", stage: "first", to: "Plugins/one", in: folder)
    try Self.write("two", stage: "first", to: "Plugins/two", in: folder)
    try Self.write("four", stage: "segment", to: "Plugins/four", in: folder)
    try Self.write("one", stage: "third", to: "Plugins/three", in: folder)
    try folder.write("pipeline: p\nplugins: Plugins\nstages: [first, { export: { jsonl: out.jsonl } }]\n", to: "p.yaml")
    let warnings = [
      "Plugins/three/plugin.json:1:17: warning: not used: the plugin 'one' is also in 'Plugins/one', which is used\n",
      "warning: the stage 'first' of the plugin 'two' in 'Plugins/two' is not used: it has the name of one that the plugin 'one' in 'Plugins/one' has as well\n",
      "warning: the stage 'segment' of the plugin 'four' in 'Plugins/four' is not used: it has the name of one that is built in\n",
    ]
    for (arguments, status) in [(["check", "p.yaml"], 0), (["stages"], 0), (["plugins"], 0), (["try", "p.yaml", "some text"], 0)] {
      let run = try TextmillProcess(arguments, in: folder.path)
      #expect(run.status == Int32(status), "\(arguments): \(run.output)\(run.error)")
      for warning in warnings {
        let times = (run.output + run.error).components(separatedBy: warning).count - 1
        #expect(times == 1, "\(arguments): \(times) times \(warning)\(run.output)\(run.error)")
      }
      #expect((run.output + run.error).components(separatedBy: "warning").count == 4, "\(run.output)\(run.error)")
    }
    let list = try TextmillProcess("plugins", in: folder.path)
    #expect(list.output.contains("two 1  Plugins/two\n  first  (not used) Counts\n"), "\(list.output)")
    #expect(list.output.contains("one 1  Plugins/one\n  first  Counts\n"), "\(list.output)")
    let check = try TextmillProcess("plugins", "check", "Plugins/four", in: folder.path)
    #expect(check.error.contains(warnings[2]), "\(check.error)")
  }

  @Test func anUnknownStageSaysWherePluginsWereLookedFor() throws {
    let folder = try folder()
    try folder.write("pipeline: p\nplugins: plugins\nstages: [first, density, { export: { jsonl: out.jsonl } }]\n", to: "p/p.yaml")
    let check = try TextmillProcess("check", "p/p.yaml", "--plugins", "two", in: folder.path, environment: ["TEXTMILL_PLUGIN_PATH": "in"])
    #expect(
      check.status == 2
        && check.output
          == "p/p.yaml:3:17: error: there is no stage 'density'; 'textmill stages' lists those that there are; plugins are looked for in "
          + "'two', 'p/plugins', 'in', 'Plugins'; 'plugins:' in the pipeline file or --plugins names other folders\n",
      "\(check.output)")
  }

  @Test func theRunReportNamesThePipelinesFileAndTheVersionsOfItsPlugins() throws {
    let folder = try folder()
    try Self.write("idle", stage: "idle", to: "Plugins/idle", in: folder)
    let run = try TextmillProcess("run", "p/p.yaml", "in", "-o", "out", in: folder.path)
    try #require(run.status == 0, "\(run.error)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(folder.read("out/run-report.json").utf8)) as? [String: Any])
    #expect(report["pipeline_file"] as? String == "p/p.yaml")
    #expect((report["textmill"] as? String)?.isEmpty == false)
    #expect(report["plugins"] as? [[String: String]] == [["name": "one", "version": "1"], ["name": "two", "version": "1"]])
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
