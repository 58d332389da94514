import Foundation
import TestSupport
import Testing

/// The other commands, by the real binary.
@Suite struct CommandTests {
  @Test func sevenMistakesAreSevenLines() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      pipeline: seven
      descripton: a mistyped key
      stages:
        - normalize: { quotes: fancy }
        - segmnet
        - entities: { builtin: [countrys] }
        - keywords: { count: many }
        - summarize: { sentences: 0 }
        - export: { jsonl: ../outside.jsonl }

      """, to: "seven.yaml")
    let run = try TextmillProcess("check", "seven.yaml", in: folder.path)
    #expect(run.status == 2)
    let places = run.output.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 3).prefix(3).joined(separator: ":") }
    #expect(
      places == [
        "seven.yaml:2:1", "seven.yaml:4:26", "seven.yaml:5:5", "seven.yaml:6:27", "seven.yaml:7:24", "seven.yaml:8:29",
        "seven.yaml:9:22",
      ])
  }

  @Test func tryShowsEntitiesOfAText() throws {
    let run = try TextmillProcess("try", "Pipelines/news.yaml", "Officials from Georgia met in Vienna on Monday.")
    #expect(run.status == 0)
    #expect(run.output.contains("[Vienna|GPE]"))
    #expect(run.output.contains("[Monday|DATE]"))
  }

  @Test func tryReadsAFileAndStandardInput() throws {
    let article = try #require(
      try FileManager.default.contentsOfDirectory(atPath: "\(TextmillProcess.root)/Pipelines/articles").sorted().first {
        $0.hasSuffix(".txt")
      })
    let file = try TextmillProcess("try", "Pipelines/news.yaml", "Pipelines/articles/\(article)")
    #expect(file.status == 0 && file.output.contains("summary"))
    let piped = try TextmillProcess("try", "Pipelines/quick.yaml", input: "One. Two.")
    #expect(piped.status == 0 && piped.output.contains("  1  Two."))
  }

  @Test func tryNamesAMissingFile() throws {
    let run = try TextmillProcess("try", "Pipelines/news.yaml", "no-such-article.txt")
    #expect(run.status == 2 && run.error == "error: there is no file or folder 'no-such-article.txt'\n")
    let near = try TextmillProcess("try", "Pipelines/news.yaml", "./READMEE.md")
    #expect(near.status == 2 && near.error == "error: there is no file or folder './READMEE.md'; did you mean './README.md'?\n")
  }

  @Test func everyShippedPipelineIsFine() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(TextmillProcess.root)/Pipelines")
      .filter { $0.hasSuffix(".yaml") }
    #expect(files.count >= 2)
    for file in files {
      let run = try TextmillProcess("check", "Pipelines/\(file)")
      #expect(run.status == 0 && run.output.isEmpty, "\(file): \(run.output)")
      #expect(run.error.hasPrefix("Pipelines/\(file): fine, "))
    }
  }

  @Test func explainShowsOptionsAndTheirOrigin() throws {
    let run = try TextmillProcess("explain", "Pipelines/news.yaml", "--set", "summarize.sentences=7")
    #expect(run.status == 0)
    #expect(run.output.contains("sentences: 7") && run.output.contains("--set"))
  }

  @Test func theSchemaIsJSON() throws {
    let run = try TextmillProcess("schema")
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
  }

  @Test func stagesListsAndDescribes() throws {
    let list = try TextmillProcess("stages")
    #expect(list.output.split(separator: "\n").count >= 7)
    let one = try TextmillProcess("stages", "summarize")
    #expect(one.output.hasPrefix("## summarize\n"))
    let wrong = try TextmillProcess("stages", "sumarize")
    #expect(wrong.status == 2 && wrong.error.contains("did you mean 'summarize'?"))
  }

  @Test func doctorFindsAllDataFiles() throws {
    let run = try TextmillProcess("doctor", "--no-plugins")
    #expect(run.status == 0 && !run.output.contains("missing"))
    #expect(run.output.contains("stage segment"))
  }

  @Test func helpHasExamplesAndUsageErrorsAreStatusTwo() throws {
    for command in ["run", "try", "check", "explain", "stages", "schema", "test", "doctor"] {
      let help = try TextmillProcess(command, "--help")
      #expect(help.status == 0 && help.output.contains("EXAMPLES:"), "\(command)")
    }
    #expect(try TextmillProcess("run", "--nonsense").status == 2)
    #expect(try TextmillProcess("--version").output.hasPrefix("0."))
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreGenerated(shell: String) throws {
    let run = try TextmillProcess("--generate-completion-script", shell)
    #expect(run.status == 0 && run.output.contains("textmill"))
  }

  @Test func aClosedPipeIsNoError() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "set -o pipefail; \"$0\" stages --all | head -c 1 >/dev/null", TextmillProcess.binary]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func logLinesCanBeJSON() throws {
    let folder = try TemporaryFolder()
    try folder.write("pipeline: wrong\nstages: [sgment]\n", to: "wrong.yaml")
    let run = try TextmillProcess("explain", "wrong.yaml", "--log-format", "json", in: folder.path)
    let line = try #require(try JSONSerialization.jsonObject(with: Data(run.error.utf8)) as? [String: Any])
    #expect(line["line"] as? Int == 2 && line["level"] as? String == "error")
  }
}
