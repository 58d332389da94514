import Foundation
import TestSupport
import Testing

@testable import Pipeline

@Suite struct StagedSinkTests {
  private func part(_ output: Int, _ text: String, path: String? = nil) -> Rendering {
    Rendering(parts: [Rendering.Part(output: output, path: path, bytes: Array(text.utf8))])
  }

  @Test func nothingStandsInItsPlaceBeforePublish() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "a.txt")
    var sink = try StagedSink(
      stage: "x", outputs: [.file(path: "a.txt"), .folder(path: "pages/"), .file(path: "pages/index.txt")],
      in: OutputFolder(path: folder.path))
    try sink.append(part(0, "one "), position: 0)
    try sink.checkpoint()
    try sink.append(part(0, "two"), position: 1)
    try sink.append(part(1, "page", path: "sub/p.txt"), position: 1)
    try sink.append(part(2, "index"), position: 1)
    #expect(try folder.read("a.txt") == "old")
    #expect(!folder.files().contains("pages"))
    try sink.publish()
    #expect(try folder.read("a.txt") == "one two")
    #expect(try folder.read("pages/sub/p.txt") == "page")
    #expect(try folder.read("pages/index.txt") == "index")
  }

  @Test func aFolderThatNoRunMadeIsNeverReplaced() throws {
    let folder = try TemporaryFolder()
    try folder.write("precious", to: "pages/mine.txt")
    #expect(throws: OutputFailure.self) {
      _ = try StagedSink(stage: "x", outputs: [.folder(path: "pages")], in: OutputFolder(path: folder.path))
    }
    #expect(try folder.read("pages/mine.txt") == "precious")
  }

  @Test func aFolderOfAnEarlierRunIsReplacedWhole() throws {
    let folder = try TemporaryFolder()
    for name in ["first.txt", "second.txt"] {
      var sink = try StagedSink(stage: "x", outputs: [.folder(path: "pages")], in: OutputFolder(path: folder.path))
      try sink.append(part(0, "x", path: name), position: 0)
      try sink.publish()
    }
    #expect(folder.files().filter { $0.hasSuffix(".txt") } == ["pages/second.txt"])
  }

  @Test func aFolderInTheWayOfAFileIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "a.txt/inside")
    let failure = #expect(throws: OutputFailure.self) {
      _ = try StagedSink(stage: "x", outputs: [.file(path: "a.txt")], in: OutputFolder(path: folder.path))
    }
    #expect(failure?.path == "\(folder.path)/a.txt")
    #expect(failure?.message == "a folder is in the place of this output file: move it away, or name another output")
  }

  @Test func aFileWithoutDocumentsIsThereAndEmpty() throws {
    let folder = try TemporaryFolder()
    var sink = try StagedSink(stage: "x", outputs: [.file(path: "deep/a.txt")], in: OutputFolder(path: folder.path))
    try sink.publish()
    #expect(try folder.read("deep/a.txt") == "")
  }
}
