import Foundation
import TestSupport
import Testing

/// What somebody meets who uses the program for the first time, by the real binary.
@Suite struct FirstRunTests {
  private func folder(_ pipeline: String = "[segment, export: { jsonl: documents.jsonl }]") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("pipeline: small\nstages: \(pipeline)\n", to: "small.yaml")
    try folder.write("The minister left.\n", to: "articles/b.txt")
    try folder.write("Talks began.\n", to: "articles/a/z.txt")
    return folder
  }

  // MARK: - Checking

  private static let rules = """
    rules:
      - name: praises
        type: praise
        pattern: subject:[PERSON] predicate:praised object:[PERSON]
        examples:
          "[Ann Lee|PERSON] praised [Bob Ray|PERSON].": praise(Ann Lee; praised; Bob Ray)
          "[Ann Lee|PERSON] thanked [Bob Ray|PERSON].": praise(Ann Lee; thanked; Bob Ray)

    """

  @Test func checkTriesTheExamplesOfRulesAndRunDoesNot() throws {
    let folder = try folder("[segment, entities, relations: { rules: rules/own.yaml }, export: { jsonl: documents.jsonl }]")
    try folder.write(Self.rules, to: "rules/own.yaml")
    let check = try TextmillProcess("check", "small.yaml", in: folder.path)
    #expect(
      check.output
        == "rules/own.yaml:7:7: error: rule 'praises': the example gives none, not praise(Ann Lee; thanked; Bob Ray)\n")
    #expect(check.status == 2)
    let run = try TextmillProcess("run", "small.yaml", "articles", "-o", "out", in: folder.path)
    #expect(run.status == 0 && !run.error.contains("praises"))
    try folder.write(Self.rules.replacing("praise(Ann Lee; thanked; Bob Ray)", with: "none"), to: "rules/own.yaml")
    #expect(try TextmillProcess("check", "small.yaml", in: folder.path).status == 0)
  }

  @Test func aPipelineWithoutExportIsWarnedOfByCheckAndRun() throws {
    let folder = try folder("[segment]")
    for arguments in [["check", "small.yaml"], ["run", "small.yaml", "articles", "-o", "out"]] {
      let run = try TextmillProcess(arguments, in: folder.path)
      #expect(run.status == 0)
      #expect((run.output + run.error).contains("small.yaml:2:10: warning: no stage of this pipeline writes outputs"))
    }
    #expect(try !TextmillProcess("try", "small.yaml", "A text.", in: folder.path).error.contains("warning"))
    let quiet = try TextmillProcess("run", "small.yaml", "articles", "-o", "out", "--quiet", in: folder.path)
    #expect(quiet.error.isEmpty && quiet.status == 0)
  }

  // MARK: - Inputs

  @Test func inputsWithoutDocumentsAreWarnedOf() throws {
    let folder = try folder()
    try folder.write("", to: "empty/.keep")
    let excluded = try TextmillProcess("run", "small.yaml", "articles", "-o", "out", "--include", "*.html", in: folder.path)
    #expect(excluded.status == 0)
    #expect(excluded.error.contains("warning: no file in 'articles' or below it fits --include '*.html'\n"))
    let empty = try TextmillProcess("run", "small.yaml", "empty", "-o", "out", in: folder.path)
    #expect(empty.status == 0 && empty.error.contains("warning: there is no file in the folder 'empty' or below it"))
    let stream = try TextmillProcess("run", "small.yaml", "-", "-o", "out", in: folder.path)
    #expect(stream.status == 0 && stream.error.contains("warning: standard input held nothing"))
    let glob = try TextmillProcess("run", "small.yaml", "articles/*.html", "-o", "out", in: folder.path)
    #expect(glob.status == 2 && glob.error == "error: no file fits 'articles/*.html'\n")
    let full = try TextmillProcess("run", "small.yaml", "articles", "-o", "out", in: folder.path)
    #expect(!full.error.contains("warning"))
  }

  @Test func plainTextOnStandardInputIsTold() throws {
    let folder = try folder()
    let run = try TextmillProcess("run", "small.yaml", "-", "-o", "out", input: "The minister left.\n", in: folder.path)
    #expect(run.status == 1)
    #expect(
      run.error.contains(
        "stdin:1: read: standard input is read as JSON Lines, and the line does not begin with '{': to read it as one plain text, name it /dev/stdin instead of -"
      ))
    let text = try TextmillProcess("run", "small.yaml", "/dev/stdin", "-o", "out", input: "One left.\nOne stayed.\n", in: folder.path)
    #expect(text.status == 0)
    #expect(try folder.read("out/documents.jsonl").split(separator: "\n").count == 1)
  }

  @Test func tryOfAFolderSaysWhatItShows() throws {
    let folder = try folder()
    let run = try TextmillProcess("try", "small.yaml", "articles", in: folder.path)
    #expect(run.status == 0 && run.output.contains("Talks began."))
    #expect(run.error == "'articles' holds several documents, of which 'a/z.txt' is shown; 'textmill run' takes all of them\n")
    let one = try TextmillProcess("try", "small.yaml", "articles/a", in: folder.path)
    #expect(one.error == "the document 'z.txt' of 'articles/a'\n")
    #expect(try TextmillProcess("try", "small.yaml", "articles/b.txt", in: folder.path).error.isEmpty)
    try folder.write("", to: "empty/.keep")
    let empty = try TextmillProcess("try", "small.yaml", "empty", in: folder.path)
    #expect(empty.status == 2 && empty.error.hasPrefix("error: there is no file in the folder 'empty'"))
  }

  // MARK: - Failures

  @Test func expectedLayersAreAskedOfEveryDocument() throws {
    let folder = try folder("[segment, export: { jsonl: documents.jsonl }]")
    try folder.write(
      "pipeline: more\nexpects: [sentences, tokens]\nstages: [keywords, export: { jsonl: documents.jsonl }]\n", to: "more.yaml")
    #expect(try TextmillProcess("run", "small.yaml", "articles", "-o", "first", in: folder.path).status == 0)
    let more = try TextmillProcess("run", "more.yaml", "first/documents.jsonl", "-o", "second", in: folder.path)
    #expect(more.status == 1)
    #expect(more.error.contains("a/z.txt: read: the document lacks the layer 'tokens', which 'expects' in the pipeline names: "))
    #expect(more.error.contains("'tokens: true' on 'export'"))
    #expect(try folder.read("second/documents.jsonl").split(separator: "\n").count == 2)
    let tried = try TextmillProcess("try", "more.yaml", "A text of words.", in: folder.path)
    #expect(tried.status == 1 && tried.output.contains("(missing-layer)"))
    _ = try TextmillProcess("run", "small.yaml", "articles", "-o", "first", "--set", "export.tokens=true", in: folder.path)
    #expect(try TextmillProcess("run", "more.yaml", "first/documents.jsonl", "-o", "second", in: folder.path).status == 0)
  }

  @Test func failuresOfOneKindAreCountedAfterTheFirst() throws {
    let folder = try folder()
    try folder.write(String(repeating: "{\"id\": broken\n", count: 25) + "{\"title\": \"no text\"}\n", to: "lines/feed.jsonl")
    let run = try TextmillProcess("run", "small.yaml", "lines", "-o", "out", in: folder.path)
    let lines = run.error.split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("lines/feed.jsonl:") && $0.contains(": read: the line is not one complete JSON value") } == 10)
    #expect(lines.count { $0.hasPrefix("lines/feed.jsonl:26: read: ") } == 1)
    #expect(lines.contains("15 more documents failed like these: read: bad-json"))
    #expect(lines.contains("run-report.json lists them all"))
    let report = try #require(try JSONSerialization.jsonObject(with: Data(folder.read("out/run-report.json").utf8)) as? [String: Any])
    #expect((report["failures"] as? [Any])?.count == 26)
    let json = try TextmillProcess("run", "small.yaml", "lines", "-o", "out", "--log-format", "json", in: folder.path)
    #expect(json.error.split(separator: "\n").count { $0.contains("\"file\":\"lines/feed.jsonl:") } == 26)
  }

  @Test func theRunReportNamesTheInputsAndRoundsTimes() throws {
    let folder = try folder()
    #expect(try TextmillProcess("run", "small.yaml", "articles", "-o", "out", in: folder.path).status == 0)
    let text = try folder.read("out/run-report.json")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(report["inputs"] as? [String] == ["articles"])
    let stages = try #require(report["stages"] as? [[String: Any]])
    for seconds in [report["seconds"]] + stages.map({ $0["seconds"] }) {
      let value = try #require(seconds as? Double)
      #expect((value * 1_000).rounded() / 1_000 == value)
    }
  }

  // MARK: - Outputs

  @Test func whatIsInTheWayOfTheOutputFolderIsNamed() throws {
    let folder = try folder()
    try folder.write("", to: "out")
    let file = try TextmillProcess("run", "small.yaml", "articles", "-o", "out", in: folder.path)
    #expect(file.status == 2)
    #expect(file.error == "error: the output folder 'out' cannot be made: a file of that name is in the way; name another with -o\n")
    let below = try TextmillProcess("run", "small.yaml", "articles", "-o", "out/x/y", in: folder.path)
    #expect(below.error.hasPrefix("error: the output folder 'out/x/y' cannot be made: the file '") && below.status == 2)
    let device = try TextmillProcess("run", "small.yaml", "articles", "-o", "/proc/textmill", in: folder.path)
    #expect(device.status == 2 && device.error.hasPrefix("error: the output folder '/proc/textmill' cannot be made: "))
    #expect(!device.error.contains("NSCocoa") && !device.error.contains("NSPOSIX"))
  }

  @Test func aFolderInTheWayOfAnOutputIsNamedAsThePersonSeesIt() throws {
    let folder = try folder()
    try folder.write("", to: "out/documents.jsonl/x")
    let run = try TextmillProcess("run", "small.yaml", "articles", "-o", "out", in: folder.path)
    #expect(run.status == 2 && run.error.hasPrefix("error: out/documents.jsonl: a folder is in the place of this output file"))
    try folder.write("", to: "other/run-report.json/x")
    let report = try TextmillProcess("run", "small.yaml", "articles", "-o", "other", in: folder.path)
    #expect(report.status == 2 && report.error.contains("the output folder 'other' cannot take the run report: a folder is in its place"))
    #expect(!folder.files().contains("other/documents.jsonl"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"))) func aFullStandardOutputIsAnError() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: TextmillProcess.binary)
    process.arguments = ["stages"]
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    let error = Pipe()
    process.standardError = error
    try process.run()
    process.waitUntilExit()
    let said = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 2 && said == "error: standard output cannot be written: no space left on device\n")
  }

  // MARK: - The command line

  @Test func aMistypedCommandIsSuggested() throws {
    let run = try TextmillProcess("runn", "small.yaml")
    #expect(run.status == 2 && run.error.hasPrefix("error: there is no command 'runn'; did you mean 'run'?\n"))
    let far = try TextmillProcess("frobnicate")
    #expect(far.status == 2 && far.error.hasPrefix("error: there is no command 'frobnicate'; there are run, try, check, "))
    #expect(try TextmillProcess("help", "run").status == 0)
  }

  @Test(arguments: ["--max-failures", "--workers"]) func aNegativeNumberIsToldAsSuch(option: String) throws {
    let folder = try folder()
    let run = try TextmillProcess("run", "small.yaml", "articles", "-o", "out", option, "-1", in: folder.path)
    #expect(run.status == 2)
    #expect(run.error.contains("\(option) must be \(option == "--workers" ? 1 : 0) or more, not -1"))
  }

  @Test func summariesOfStagesBeginInOneWay() throws {
    let lines = try TextmillProcess("stages").output.split(separator: "\n")
    for line in lines {
      let summary = line.drop { $0 != " " }.drop { $0 == " " }
      #expect(summary.first?.isUppercase == true, "\(line)")
    }
  }

  @Test func whatIsNoFileIsNotCalledAnExtension() throws {
    let folder = try folder()
    #expect(mkfifo("\(folder.path)/articles/pipe", 0o600) == 0)
    try folder.write("x", to: "articles/a.pdf")
    let run = try TextmillProcess("run", "small.yaml", "articles", "-o", "out", in: folder.path)
    #expect(run.error.contains("left out what holds no articles by its extension: 1 pipe, socket or device, 1 .pdf; --include reads them"))
  }
}
