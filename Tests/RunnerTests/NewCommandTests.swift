import Foundation
import TestSupport
import Testing

/// `textmill new`, by the real binary: what it makes works as it is, and the commands that it prints do.
@Suite struct NewCommandTests {
  /// Runs a line that the program printed, in a shell.
  private func shell(_ line: String, in folder: TemporaryFolder) throws -> (status: Int32, output: String) {
    let script = "exec >'\(folder.path)/shell.log' 2>&1\ncd '\(folder.path)'\nexport PYTHONDONTWRITEBYTECODE=1\n\(line)\n"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try folder.read("shell.log"))
  }

  /// The commands that the program printed, each run as it stands.
  private func runCommands(_ printed: String, in folder: TemporaryFolder) throws {
    let commands = printed.split(separator: "\n").filter { $0.hasPrefix("  \(TextmillProcess.binary) ") }
    #expect(commands.count >= 3, "\(printed)")
    for command in commands {
      let run = try shell(command.trimmingCharacters(in: .whitespaces), in: folder)
      #expect(run.status == 0, "\(command): \(run.output)")
      #expect(!run.output.contains("warning"), "\(command): \(run.output)")
      if command.contains(" test ") { #expect(run.output.contains("0 failed") && !run.output.contains("\n0 passed"), "\(run.output)") }
    }
  }

  /// The commands of the page beside what was made, run in its folder.
  private func runPage(of name: String, in folder: TemporaryFolder) throws {
    let page = try folder.read("\(name)/README.md")
    let block = try #require(page.split(separator: "```sh\n").dropFirst().first?.split(separator: "```").first)
    let lines = block.split(separator: "\n")
    #expect(lines.count >= 3)
    for line in lines {
      let run = try shell("cd '\(name)'\ntextmill() { '\(TextmillProcess.binary)' \"$@\"; }\n\(line)", in: folder)
      #expect(run.status == 0, "\(line): \(run.output)")
    }
  }

  private func records(_ path: String, in folder: TemporaryFolder) throws -> [[String: Any]] {
    try folder.read(path).split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  // MARK: - Pipelines

  @Test func aNewPipelineWorks() throws {
    let folder = try TemporaryFolder()
    let made = try TextmillProcess("new", "pipeline", "brief", in: folder.path)
    #expect(made.status == 0 && made.error.isEmpty, "\(made.error)")
    #expect(made.output.contains("  brief/brief.test.yaml\n") && made.output.hasSuffix("then change brief/brief.yaml\n"))
    try runCommands(made.output, in: folder)
    let records = try records("out/brief/documents.jsonl", in: folder)
    #expect(records.count == 2)
    #expect(records.allSatisfy { $0["failed"] == nil && ($0["entities"] as? [Any])?.isEmpty == false })
    let relations = records.compactMap { $0["relations"] as? [[String: Any]] }.joined()
    #expect(relations.contains { $0["type"] as? String == "build" }, "the rule of its own finds something in its articles")
    // The place for plugins is there, and leads to where `new plugin` makes them.
    let pipeline = try folder.read("brief/brief.yaml")
    #expect(pipeline.contains("\n# plugins: [../Plugins]\n"))
    try #require(try TextmillProcess("new", "plugin", "marks", "--language", "python", in: folder.path).status == 0)
    let named = pipeline.replacing("# plugins: [../Plugins]", with: "plugins: [../Plugins]").replacing(
      "  - segment\n", with: "  - segment\n  - marks\n")
    try folder.write(named, to: "brief/named.yaml")
    let check = try TextmillProcess("check", "brief/named.yaml", in: "\(folder.path)")
    #expect(check.status == 0, "\(check.output)")
    #expect(folder.files().contains("out/brief/report/index.html"))
    try runPage(of: "brief", in: folder)
  }

  @Test(arguments: ["news", "quick", "entities"]) func aCopyOfAShippedPipelineStandsOnItsOwn(original: String) throws {
    let folder = try TemporaryFolder()
    let made = try TextmillProcess("new", "pipeline", "own", "--from", original, "--in", "pipe lines", in: folder.path)
    #expect(made.status == 0 && made.error.isEmpty, "\(made.error)")
    try runCommands(made.output, in: folder)
    let text = try folder.read("pipe lines/own/own.yaml")
    #expect(text.contains("\npipeline: own\n") && !text.contains("Pipelines/") && !text.contains("\(original).yaml"))
    #expect(try records("out/own/documents.jsonl", in: folder).count == 2)
    try runPage(of: "pipe lines/own", in: folder)
  }

  @Test func aCopyOfAFileGivesTheSameRecords() throws {
    let folder = try TemporaryFolder()
    #expect(try TextmillProcess("new", "pipeline", "base", in: folder.path).status == 0)
    let made = try TextmillProcess("new", "pipeline", "mine", "--from", "base/base.yaml", "-o", "deep/er", in: folder.path)
    #expect(made.status == 0 && made.error.isEmpty, "\(made.error)")
    try runCommands(made.output, in: folder)
    #expect(try folder.read("deep/er/mine/mine.yaml").contains("rules: [../../../base/rules.yaml]"))
    for (pipeline, output) in [("base/base.yaml", "one"), ("deep/er/mine/mine.yaml", "two")] {
      #expect(try TextmillProcess("run", pipeline, "base/articles", "-o", output, in: folder.path).status == 0)
    }
    #expect(try folder.read("one/documents.jsonl") == folder.read("two/documents.jsonl"))
    try runPage(of: "deep/er/mine", in: folder)
  }

  @Test func aCopyThatStartsFromRecordsHasNoTestOfTexts() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "pipeline: more\nexpects: [sentences, tokens]\nstages: [keywords, export: { jsonl: documents.jsonl }]\n", to: "more.yaml")
    let made = try TextmillProcess("new", "pipeline", "own", "--from", "more.yaml", in: folder.path)
    #expect(made.status == 0 && !folder.files().contains("own/own.test.yaml"))
    #expect(try TextmillProcess("check", "own/own.yaml", in: folder.path).status == 0)
    #expect(!made.output.contains(" test ") && !made.output.contains(" run "))
  }

  @Test func aWrongOriginalIsReportedAndNothingIsMade() throws {
    let folder = try TemporaryFolder()
    try folder.write("pipeline: p\nstages: [sgment]\n", to: "wrong.yaml")
    let wrong = try TextmillProcess("new", "pipeline", "own", "--from", "wrong.yaml", in: folder.path)
    #expect(wrong.status == 2 && wrong.error == "wrong.yaml:2:10: error: there is no stage 'sgment'; did you mean 'segment'?\n")
    let unknown = try TextmillProcess("new", "pipeline", "own", "--from", "nwes", in: folder.path)
    #expect(unknown.status == 2 && unknown.error.contains("did you mean 'news'?"))
    let missing = try TextmillProcess("new", "pipeline", "own", "--from", "none.yaml", in: folder.path)
    #expect(missing.status == 2 && missing.error == "error: there is no file 'none.yaml'\n")
    #expect(folder.files() == ["wrong.yaml"])
  }

  @Test func nothingIsOverwritten() throws {
    let folder = try TemporaryFolder()
    try folder.write("kept", to: "brief/note.txt")
    let run = try TextmillProcess("new", "pipeline", "brief", in: folder.path)
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.error.hasPrefix("error: there is a folder 'brief' already, and nothing is overwritten"))
    #expect(folder.files() == ["brief", "brief/note.txt"])
    let name = try TextmillProcess("new", "plugin", "My Stage", "--language", "python", in: folder.path)
    #expect(name.status == 2 && name.error.contains("'my-stage' would be one"))
  }

  // MARK: - Plugins

  private static let hasPython = access("/usr/bin/python3", X_OK) == 0 || access("/usr/local/bin/python3", X_OK) == 0

  @Test(.enabled(if: hasPython), arguments: ["Plugins", "else where"]) func aNewPythonPluginWorks(parent: String) throws {
    let folder = try TemporaryFolder()
    let made = try TextmillProcess("new", "plugin", "word-marks", "--language", "python", "--in", parent, in: folder.path)
    #expect(made.status == 0 && made.error.isEmpty, "\(made.error)")
    try runCommands(made.output, in: folder)
    let records = try records("out/word-marks/documents.jsonl", in: folder)
    #expect(records.count == 2)
    let layers = records.compactMap { ($0["layers"] as? [String: Any])?["word_marks"] as? [[String: Any]] }
    #expect(layers.count == 2 && layers.allSatisfy { !$0.isEmpty })
    for (record, marks) in zip(records, layers) {
      let text = Array(try #require(record["text"] as? String).unicodeScalars)
      for mark in marks {
        let span = text[try #require(mark["start"] as? Int)..<(try #require(mark["end"] as? Int))]
        #expect(["storm", "flood", "harbour"].contains(String(String.UnicodeScalarView(span)).lowercased()))
      }
    }
    let tried = try TextmillProcess("try", "\(parent)/word-marks/example.yaml", "A storm came. No flood.", in: folder.path)
    #expect(
      tried.output.hasSuffix(
        """

        word_marks
          {"end":7,"label":"WORD","sentence":0,"start":2}
          {"end":22,"label":"WORD","sentence":1,"start":17}

        """), "\(tried.output)\(tried.error)")
    let nothing = try TextmillProcess("try", "\(parent)/word-marks/example.yaml", "They met.", in: folder.path)
    #expect(nothing.output.hasSuffix("\n\nword_marks\n  none\n"), "\(nothing.output)")
    let verbose = try TextmillProcess("test", "\(parent)/word-marks", "--verbose", in: folder.path)
    #expect(verbose.output.contains("        word_marks\n          {\"end\":7,\"label\":\"WORD\",\"sentence\":0,\"start\":2}\n"))
    let manifest = try folder.read("\(parent)/word-marks/plugin.json")
    try runPage(of: "\(parent)/word-marks", in: folder)
    #expect(try folder.read("\(parent)/word-marks/plugin.json") == manifest, "the manifest of the template is what the program writes")
  }

  /// `Modules` beside the program is what a library is compiled against; the compiler's own tests of plugins say more.
  @Test(arguments: ["Plugins", "else where"]) func aNewSwiftPluginWorks(parent: String) throws {
    let folder = try TemporaryFolder()
    let made = try TextmillProcess("new", "plugin", "word-counts", "--language", "swift", "--in", parent, in: folder.path)
    #expect(made.status == 0 && made.error.isEmpty, "\(made.error)")
    try runCommands(made.output, in: folder)
    let layers = try records("out/word-counts/documents.jsonl", in: folder).compactMap {
      ($0["layers"] as? [String: Any])?["word_counts"] as? [[String: Any]]
    }
    #expect(layers.count == 2 && layers.allSatisfy { $0.contains { $0["word"] as? String == "harbour" } })
    try runPage(of: "\(parent)/word-counts", in: folder)
    let package = try folder.read("\(parent)/word-counts/Package.swift")
    #expect(package.contains("path: \"\(TextmillProcess.root)\""), "\(package)")
  }

  @Test func aNameThatAStageHasIsRefused() throws {
    let folder = try TemporaryFolder()
    let run = try TextmillProcess("new", "plugin", "segment", "--language", "python", in: folder.path)
    #expect(run.status == 2 && run.error.hasPrefix("error: there is a stage 'segment' already") && folder.files().isEmpty)
    let language = try TextmillProcess("new", "plugin", "marks", "--language", "cobol", in: folder.path)
    #expect(language.status == 2 && language.error.contains("python"))
  }
}
