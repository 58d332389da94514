import Foundation
import TestSupport
import Testing

/// The blocks of `Docs/testing-pipelines.md`: files are written, commands are run by the real binary and print what the guide says.
@Suite struct TestingGuideTests {
  private struct Block {
    var language: String
    var lines: [String]
    var number: Int
  }

  private func blocks() throws -> [Block] {
    let text = try String(contentsOfFile: "\(TextmillProcess.root)/Docs/testing-pipelines.md", encoding: .utf8)
    var blocks: [Block] = []
    var open: Block?
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```") {
        if let done = open { blocks.append(done) }
        open = open == nil ? Block(language: String(line.dropFirst(3)), lines: [], number: number + 1) : nil
      } else {
        open?.lines.append(String(line))
      }
    }
    return blocks
  }

  @Test func everyBlockHolds() throws {
    let folder = try TemporaryFolder()
    var commands = 0
    for block in try blocks() {
      let text = block.lines.joined(separator: "\n") + "\n"
      switch block.language {
      case "yaml":
        let name = try #require(block.lines.first?.hasPrefix("# ") == true ? block.lines.first?.dropFirst(2) : nil)
        try folder.write(text, to: String(name))
      case "json": try folder.write(text, to: "lines.jsonl")
      case "console":
        let command = try #require(block.lines.first).split(separator: " ").map(String.init)
        try #require(command.count == 4 && command[..<3] == ["$", "textmill", "test"], "line \(block.number)")
        let run = try TextmillProcess("test", command[3], in: folder.path)
        #expect(run.output + run.error == block.lines.dropFirst().joined(separator: "\n") + "\n", "line \(block.number)")
        #expect(run.status == (text.contains("error:") ? 2 : text.contains("FAIL") ? 1 : 0), "line \(block.number)")
        commands += 1
      default: Issue.record("the block in line \(block.number) is not run")
      }
    }
    #expect(commands >= 5)
  }
}
