import Foundation
import TestSupport
import Testing

/// Runs of the real binary over small folders.
@Suite struct RunCommandTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("pipeline: small\nstages:\n  - normalize\n  - segment\n  - export: { jsonl: documents.jsonl }\n", to: "small.yaml")
    try folder.write("The minister left. He did not speak.\n", to: "articles/b.txt")
    try folder.write("Talks began.\n", to: "articles/a/z.txt")
    return folder
  }

  @Test func aFolderBecomesRecordsInOrder() throws {
    let folder = try folder()
    let run = try TextmillProcess("run", "small.yaml", "articles", "-o", "out", in: folder.path)
    #expect(run.status == 0 && run.output.isEmpty)
    let records = try folder.read("out/documents.jsonl").split(separator: "\n").map(String.init)
    #expect(records.count == 2)
    let objects = try records.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    #expect(objects.map { $0["id"] as? String } == ["a/z.txt", "b.txt"])
    #expect((objects[1]["sentences"] as? [Any])?.count == 2)
    #expect(try folder.read("out/run-report.json").contains("\"ending\" : \"complete\""))
  }

  @Test func outputIsByteIdenticalForAnyNumberOfWorkers() throws {
    let folder = try TemporaryFolder()
    var outputs: Set<String> = []
    for workers in ["1", "2", "5"] {
      let out = "\(folder.path)/\(workers)"
      let run = try TextmillProcess("run", "Pipelines/news.yaml", "Pipelines/articles", "-o", out, "--workers", workers)
      #expect(run.status == 0)
      let files = FileManager.default.enumerator(atPath: out)?.compactMap { $0 as? String }.sorted() ?? []
      let contents = files.filter { $0 != "run-report.json" }.map {
        "\($0)\n\((try? String(contentsOfFile: "\(out)/\($0)", encoding: .utf8)) ?? "")"
      }
      #expect(files.contains("documents.jsonl") && files.contains("report/index.html"))
      outputs.insert(contents.joined())
    }
    #expect(outputs.count == 1)
  }

  @Test func aBadLineIsRecordedInItsPlaceAndTheStatusSaysSo() throws {
    let folder = try folder()
    let lines = "{\"id\":\"one\",\"text\":\"A text.\"}\n{\"id\": broken\n{\"id\":\"three\",\"text\":\"Another.\"}\n"
    let run = try TextmillProcess("run", "small.yaml", "-", "-o", "out", input: lines, in: folder.path)
    #expect(run.status == 1)
    let records = try folder.read("out/documents.jsonl").split(separator: "\n")
    #expect(records.count == 3)
    #expect(records[1].contains("\"problems\":[{\"stage\":\"read\""))
    #expect(!run.error.contains("broken"))
  }

  @Test func maxFailuresEndsTheRun() throws {
    let folder = try folder()
    let lines = String(repeating: "no json\n", count: 500)
    let run = try TextmillProcess("run", "small.yaml", "-", "-o", "out", "--max-failures", "3", input: lines, in: folder.path)
    #expect(run.status == 1)
    #expect(run.error.contains("more than 3 documents failed: the run was stopped"))
    #expect(try folder.read("out/run-report.json").contains("too_many_failures"))
  }

  @Test func aWrongPipelineNeverStarts() throws {
    let folder = try folder()
    try folder.write("stages:\n  - sgment\n", to: "wrong.yaml")
    let run = try TextmillProcess("run", "wrong.yaml", "articles", "-o", "out", in: folder.path)
    #expect(run.status == 2)
    #expect(run.error.contains("wrong.yaml:2:5: error: "))
    #expect(run.error.contains("did you mean 'segment'?"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out"))
  }

  @Test func anEmptyNameOfTheOutputFolderIsRefused() throws {
    let folder = try folder()
    let run = try TextmillProcess("run", "small.yaml", "articles", "-o", "", in: folder.path)
    #expect(run.status == 2 && run.error.contains("-o names no folder"))
    #expect(!folder.files().contains("documents.jsonl"))
  }

  @Test func aFolderIsNotReadAndWrittenAtOnce() throws {
    let folder = try folder()
    let run = try TextmillProcess("run", "small.yaml", "articles", "-o", "articles", in: folder.path)
    #expect(run.status == 2 && run.error.contains("is the folder that the run writes to"))
  }

  @Test func aMissingInputIsNamedBeforeAnythingIsRead() throws {
    let folder = try folder()
    let run = try TextmillProcess("run", "small.yaml", "articles", "articels", "-o", "out", in: folder.path)
    #expect(run.status == 2)
    #expect(run.error.contains("articels"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out"))
  }

  /// The process waits on a silent stream with something already read: the interrupt must reach it, and what was read be published.
  @Test func anInterruptedRunLeavesWholeOutputs() throws {
    let folder = try folder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: TextmillProcess.binary)
    process.arguments = ["run", "small.yaml", "-", "-o", "out"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let input = Pipe()
    process.standardInput = input
    process.standardError = FileHandle.nullDevice
    try process.run()
    input.fileHandleForWriting.write(Data(String(repeating: "{\"text\":\"One sentence here. And another.\"}\n", count: 500).utf8))
    // Signals are listened to before the staging folder is made, so that its being there is the sign to wait for.
    for _ in 0..<600 where !FileManager.default.fileExists(atPath: "\(folder.path)/out/.textmill/export") { usleep(50_000) }
    usleep(300_000)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    let text = try folder.read("out/documents.jsonl")
    #expect(text.hasSuffix("}\n") && text.split(separator: "\n").count == 500)
    #expect(try folder.read("out/run-report.json").contains("interrupted"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out/.textmill"))
  }
}
