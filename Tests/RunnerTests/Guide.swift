import Foundation
import TestSupport
import Testing

/// A page whose blocks are files to write, commands to run, and parts of records.
///
/// A block is a file where its first line is a comment with a name, or where a name stands behind the language of its fence. In a `console` block each line that begins
/// with `$ ` is a command for the shell, and what follows is what it must print; a line `…` stands for any lines. A `json` block without a name, or with that of a file of
/// records, must be part of a record. A `text` block without a name is looked at by people alone.
struct Guide {
  /// A fenced block.
  struct Block {
    var language: String
    var name: String?
    var lines: [String]
    var line: Int

    var text: String { lines.joined(separator: "\n") + "\n" }
  }

  let name: String
  let blocks: [Block]

  /// Reads a page, named by its path in the repository or below `Docs`.
  init(_ name: String) throws {
    self.name = name
    let path = name.contains("/") ? name : "Docs/\(name)"
    let text = try String(contentsOfFile: "\(TextmillProcess.root)/\(path)", encoding: .utf8)
    var blocks: [Block] = []
    var open: Block?
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```") {
        if let done = open { blocks.append(done) }
        let words = line.dropFirst(3).split(separator: " ", maxSplits: 1).map(String.init)
        open = open == nil ? Block(language: words.first ?? "", name: words.dropFirst().first, lines: [], line: number + 1) : nil
      } else {
        open?.lines.append(String(line))
      }
    }
    self.blocks = blocks
  }

  /// Does in a new folder what the guide does, block by block, and records what is not as it says.
  ///
  /// - Parameter links: What of the repository stands in the folder, as links to it.
  /// - Returns: How many commands were run.
  func follow(with links: String...) throws -> Int {
    let folder = try TemporaryFolder()
    for link in links {
      try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/\(link)", withDestinationPath: "\(TextmillProcess.root)/\(link)")
    }
    var commands = 0
    for block in blocks {
      let place = "\(name):\(block.line)"
      switch block.language {
      case "console": commands += try run(block, in: folder)
      case "json" where block.name == nil || block.name?.hasSuffix(".jsonl") == true: try checkRecord(block, in: folder)
      case "text" where block.name == nil: continue
      case "": Issue.record("\(place) has no language")
      default: try folder.write(block.text, to: try #require(Self.named(block), "\(place) has no name"))
      }
    }
    return commands
  }

  private static func named(_ block: Block) -> String? {
    if let name = block.name { return name }
    let words = block.lines.first?.split(separator: " ") ?? []
    return words.count == 2 && (words[0] == "#" || words[0] == "//") ? String(words[1]) : nil
  }

  private func run(_ block: Block, in folder: TemporaryFolder) throws -> Int {
    var commands: [(command: String, expected: [String])] = []
    for line in block.lines {
      if line.hasPrefix("$ ") {
        commands.append((String(line.dropFirst(2)), []))
      } else {
        try #require(!commands.isEmpty, "\(name):\(block.line) begins with no command")
        commands[commands.count - 1].expected.append(line)
      }
    }
    for (command, expected) in commands {
      let found = try Self.shell(command, in: folder)
      #expect(
        Self.fits(found[...], expected[...]),
        "\(name):\(block.line): $ \(command)\n\(found.joined(separator: "\n"))\n--- is not\n\(expected.joined(separator: "\n"))")
    }
    return commands.count
  }

  /// What a command prints to both streams, line by line.
  static func shell(_ command: String, in folder: TemporaryFolder) throws -> [String] {
    let output = try TemporaryFolder()
    try output.write("", to: "log")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["timeout", "120", "bash", "-c", command]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let programs = (TextmillProcess.binary as NSString).deletingLastPathComponent
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PATH": "\(programs):\(path)", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"]) { $1 }
    let log = FileHandle(forWritingAtPath: "\(output.path)/log")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = log
    process.standardError = log
    try process.run()
    process.waitUntilExit()
    var lines = try output.read("log").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private static func fits(_ found: ArraySlice<String>, _ expected: ArraySlice<String>) -> Bool {
    guard let first = expected.first else { return found.isEmpty }
    if first == "…" { return (found.startIndex...found.endIndex).contains { fits(found[$0...], expected.dropFirst()) } }
    return found.first == first && fits(found.dropFirst(), expected.dropFirst())
  }

  // MARK: Records

  private func checkRecord(_ block: Block, in folder: TemporaryFolder) throws {
    let part = try JSONSerialization.jsonObject(with: Data(block.text.utf8))
    let records = try folder.read(block.name ?? "out/documents.jsonl").split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8))
    }
    #expect(records.contains { Self.holds($0, part) }, "\(name):\(block.line) is part of no record")
  }

  /// Whether a value holds another: an object its members, a list its elements in their order, anything else when it is the same.
  private static func holds(_ value: Any, _ part: Any) -> Bool {
    if let part = part as? [String: Any] {
      guard let value = value as? [String: Any] else { return false }
      return part.allSatisfy { key, part in value[key].map { holds($0, part) } ?? false }
    }
    if let part = part as? [Any] {
      guard let value = value as? [Any] else { return false }
      var rest = value[...]
      return part.allSatisfy { element in
        guard let index = rest.firstIndex(where: { holds($0, element) }) else { return false }
        rest = rest[(index + 1)...]
        return true
      }
    }
    return (value as? NSObject)?.isEqual(part) ?? false
  }

  /// Whether these programs are there.
  static func has(_ programs: String...) -> Bool {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    return programs.allSatisfy { program in folders.contains { access("\($0)/\(program)", X_OK) == 0 } }
  }
}

/// Each guide does what it says.
@Suite struct GuideBlockTests {
  @Test func writingAPipeline() throws {
    #expect(try Guide("writing-a-pipeline.md").follow() >= 15)
  }

  @Test(.enabled(if: Guide.has("python3", "perl"))) func writingAStageInAnyLanguage() throws {
    #expect(try Guide("writing-a-stage-in-any-language.md").follow() >= 12)
  }

  @Test func evaluating() throws {
    #expect(try Guide("evaluating.md").follow() >= 9)
  }

  @Test func writingAStageInSwift() throws {
    #expect(try Guide("writing-a-stage-in-swift.md").follow() >= 7)
  }

  @Test(.enabled(if: Guide.has("python3"))) func theDocumentAndTheRecord() throws {
    #expect(try Guide("documents-and-records.md").follow() >= 3)
  }

  @Test func testingPipelines() throws {
    #expect(try Guide("testing-pipelines.md").follow() >= 5)
  }

  @Test(.enabled(if: Guide.has("python3"))) func comparingTwoRuns() throws {
    #expect(try Guide("diff.md").follow() >= 7)
  }

  @Test func pipelineFiles() throws {
    #expect(try Guide("pipeline-files.md").follow() == 4)
  }

  @Test func rulesAndPatterns() throws {
    #expect(try Guide("rules.md").follow() == 2)
  }

  @Test(.enabled(if: Guide.has("python3"))) func plugins() throws {
    #expect(try Guide("Plugins/README.md").follow(with: "Plugins") >= 8)
  }

  /// To build it would be to build all of Textmill once more: its program is the one in `Examples`, and its manifest is read by the package manager.
  @Test func aProgramOfOnesOwn() throws {
    let blocks = try Guide("custom-runner.md").blocks
    let program = try #require(blocks.first { $0.lines.first == "// Sources/mill/Mill.swift" })
    let example = try String(contentsOfFile: "\(TextmillProcess.root)/Examples/CustomRunner/CustomRunner.swift", encoding: .utf8)
    #expect(program.text == "// Sources/mill/Mill.swift\n" + example)
    let folder = try TemporaryFolder()
    try folder.write(try #require(blocks.first { $0.name == "Package.swift" }).text, to: "Package.swift")
    let manifest = try Guide.shell("swift package dump-package", in: folder).joined()
    let targets = try #require(try JSONSerialization.jsonObject(with: Data(manifest.utf8)) as? [String: Any])["targets"] as? [[String: Any]]
    let used = (targets?.first?["dependencies"] as? [[String: [Any]]])?.compactMap { $0["product"]?.first as? String }
    #expect(used == ["Pipeline", "Runner", "StandardStages"])
    let ours = try String(contentsOfFile: "\(TextmillProcess.root)/Package.swift", encoding: .utf8)
    for name in used ?? [] { #expect(ours.contains(".library(name: \"\(name)\""), "there is no product \(name)") }
  }

  @Test func theFirstPageOfTheAPI() throws {
    let folder = try TemporaryFolder()
    for block in try Guide("Sources/Pipeline/Pipeline.docc/Pipeline.md").blocks {
      try folder.write(block.text, to: "Stage.swift")
      let modules = (TextmillProcess.binary as NSString).deletingLastPathComponent + "/Modules"
      #expect(try Guide.shell("swiftc -typecheck -swift-version 6 -I '\(modules)' Stage.swift", in: folder) == [])
    }
  }
}
