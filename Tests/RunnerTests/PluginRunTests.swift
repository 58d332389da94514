import Foundation
import TestSupport
import Testing

/// A plugin that is a program, in a pipeline of the real binary: the folder that the guide for Python makes.
@Suite struct PluginRunTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let helper = try String(contentsOfFile: "\(TextmillProcess.root)/Sources/PluginHost/Data/textmill_stage.py", encoding: .utf8)
    try folder.write(helper, to: "plugins/shout/textmill_stage.py")
    try folder.write(
      """
      from textmill_stage import *

      @stage(summary="Counts exclamation marks", writes=["shouts"])
      def shouts(document, options):
          if "refuse" in document.text:
              raise StageError("refused", "the text is refused")
          document.layers["shouts"] = {"count": document.text.count("!")}

      if __name__ == "__main__":
          run("shout", "1.0.0", "Counts exclamation marks")
      """, to: "plugins/shout/shout.py")
    try folder.write(
      #"{"textmill": 1, "name": "shout", "version": "1.0.0", "command": ["python3", "shout.py"]}"#, to: "plugins/shout/plugin.json")
    try folder.write("pipeline: p\nstages:\n  - shouts\n  - export: { jsonl: d.jsonl }\n", to: "p.yaml")
    let built = try TextmillProcess("plugins", "build", "\(folder.path)/plugins/shout")
    try #require(
      built.status == 0 && built.output == "shout 1.0.0: shouts\n\(folder.path)/plugins/shout/plugin.json: rewritten\n", "\(built.error)")
  }

  @Test func itsLayerIsInTheRecordsAndAFailureCostsOneDocument() throws {
    try folder.write("One! Two! Three!", to: "in/a.txt")
    try folder.write("Please refuse this.", to: "in/b.txt")
    try folder.write("Calm.", to: "in/c.txt")
    let run = try TextmillProcess(
      "run", "\(folder.path)/p.yaml", "\(folder.path)/in", "-o", "\(folder.path)/out", "--plugins", "\(folder.path)/plugins")
    #expect(run.status == 1, "\(run.error)")
    let records = try folder.read("out/d.jsonl").split(separator: "\n")
    #expect(records.count == 3)
    #expect(records[0].contains(#""layers":{"shouts":{"count":3}}"#))
    #expect(records[1].contains(#""problems":[{"stage":"shouts","code":"refused","message":"the text is refused"}]"#))
    #expect(records[2].contains(#""layers":{"shouts":{"count":0}}"#))
  }

  @Test func aProcessThatIsKilledAndStartedAgainIsTold() throws {
    let program = try folder.read("plugins/shout/shout.py").replacing(
      #"    if "refuse""#,
      with:
        "    if not os.path.exists('killed'):\n        open('killed', 'w')\n        os.kill(os.getpid(), 9)\n    if \"refuse\"")
    try folder.write("import os\n" + program, to: "plugins/shout/shout.py")
    for name in ["a", "b", "c"] { try folder.write("One!", to: "in/\(name).txt") }
    let run = try TextmillProcess("run", "p.yaml", "in", "-o", "out", "--plugins", "plugins", in: folder.path)
    let warnings = run.error.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
    #expect(run.status == 0 && warnings.count == 1, "\(run.error)")
    #expect(
      warnings.first
        == "warning: the plugin 'shout': its process was started again, as it was ended by signal 9 (SIGKILL); no document was lost")
    #expect(try folder.read("out/run-report.json").contains("\"restarts\" : 1"))
    let again = try TextmillProcess("run", "p.yaml", "in", "-o", "out", "--plugins", "plugins", in: folder.path)
    let report = try folder.read("out/run-report.json")
    #expect(again.status == 0 && !again.error.contains("warning") && !report.contains("restarts"), "\(again.error)")
  }

  @Test func checkAndStagesRunNothingOfIt() throws {
    try folder.write("import sys; sys.exit(9)\n", to: "plugins/shout/shout.py")
    let check = try TextmillProcess("check", "\(folder.path)/p.yaml", "--plugins", "\(folder.path)/plugins")
    #expect(check.status == 0 && check.output.isEmpty)
    let stages = try TextmillProcess("stages", "shouts", "--plugins", "\(folder.path)/plugins")
    #expect(stages.status == 0 && stages.output.contains("Counts exclamation marks."))
    let run = try TextmillProcess(
      "run", "\(folder.path)/p.yaml", "\(folder.path)/plugins", "-o", "\(folder.path)/out", "--plugins", "\(folder.path)/plugins")
    #expect(run.status == 2)
    #expect(run.error.contains("the stage 'shouts' cannot be started: the plugin 'shout' gave no answer: it ended with status 9"))
  }

  @Test func aPluginThatCannotBeStartedIsOneErrorAndNoCaseIsRun() throws {
    let (program, manifest) = (try folder.read("plugins/shout/shout.py"), try folder.read("plugins/shout/plugin.json"))
    for (name, count) in [("p.test.yaml", 1), ("q.test.yaml", 2)] {
      try folder.write(
        """
        pipeline: p.yaml
        cases:
          - { name: a, text: "Stop!!", expect: { layers: { shouts: { equals: { count: \(count) } } } } }
          - { name: b, text: "Stop!", expect: { layers: { shouts: { equals: { count: 1 } } } } }
        """, to: "t/\(name)")
    }
    try folder.write("pipeline: p\nplugins: ../plugins\nstages:\n  - shouts\n  - export: { jsonl: d.jsonl }\n", to: "t/p.yaml")
    for (text, reason) in [
      (
        "import nothing_of_this_name\n" + program,
        "gave no answer: it ended with status 1; try it: (cd t/../plugins/shout && python3 shout.py < /dev/null)"
      ),
      (
        program.replacing("Counts exclamation", with: "Finds exclamation"),
        "cannot be used: it describes the stage 'shouts' otherwise than its manifest 't/../plugins/shout/plugin.json'; "
          + "run 'textmill plugins build t/../plugins/shout'"
      ),
      (
        // The manifest's option is none of the program's.
        program,
        "cannot be used: it describes the stage 'shouts' otherwise than its manifest 't/../plugins/shout/plugin.json', "
          + "and it cannot be set up as that says: 'kinds' is no option of the stage; run 'textmill plugins build t/../plugins/shout'"
      ),
    ] {
      if text == program {
        let option = #""options":[{"key": "kinds", "kind": "integer", "default": 1, "summary": "S"}]"#
        try folder.write(manifest.replacing("\"options\":[]", with: option), to: "plugins/shout/plugin.json")
      }
      try folder.write(text, to: "plugins/shout/shout.py")
      let run = try TextmillProcess("test", "t", "--report", "r.xml", in: folder.path)
      #expect(run.status == 2 && run.output.isEmpty, "\(run.output)")
      let errors = run.error.split(separator: "\n").filter { $0.hasPrefix("error: ") }
      #expect(errors.count == 1 && errors[0].contains("the stage 'shouts' cannot be started: the plugin 'shout' \(reason)"), "\(run.error)")
      #expect(try folder.read("r.xml").contains("errors=\"2\""))
    }
    try folder.write(manifest, to: "plugins/shout/plugin.json")
    let run = try TextmillProcess("test", "t", "--filter", "b", in: folder.path)
    #expect(run.status == 0 && run.output.hasSuffix("2 passed, 0 failed\n"), "\(run.output)\(run.error)")
  }

  @Test func buildTakesVersionAndSummaryFromTheProgram() throws {
    let program = try folder.read("plugins/shout/shout.py")
    try folder.write(program.replacing("\"1.0.0\", \"Counts", with: "\"1.1.0\", \"Weighs"), to: "plugins/shout/shout.py")
    let built = try TextmillProcess("plugins", "build", "plugins/shout", in: folder.path)
    #expect(built.status == 0 && built.output == "shout 1.1.0: shouts\nplugins/shout/plugin.json: rewritten\n", "\(built.error)")
    let manifest = try folder.read("plugins/shout/plugin.json")
    #expect(manifest.contains(#""version": "1.1.0""#) && manifest.contains(#""summary": "Weighs exclamation marks""#), "\(manifest)")
    let list = try TextmillProcess("plugins", "--plugins", "plugins/", in: folder.path)
    #expect(list.output.hasPrefix("shout 1.1.0  plugins/shout\n"), "\(list.output)")
  }

  @Test func aTestOfThePipelineRunsItAndAReplacementDoesNot() throws {
    try folder.write(
      """
      cases:
        - name: marks are counted
          text: "Stop! Now!"
          expect: { layers: { shouts: { equals: { count: 2 } } } }
        - name: a canned answer
          text: "Stop!"
          replace: { shouts: { layers: { shouts: { count: 7 } } } }
          expect: { layers: { shouts: { equals: { count: 7 } } } }
      """, to: "p.test.yaml")
    let test = try TextmillProcess("test", "\(folder.path)/p.test.yaml", "--plugins", "\(folder.path)/plugins")
    #expect(test.output.hasSuffix("2 passed, 0 failed\n"), "\(test.output) \(test.error)")
  }
}
