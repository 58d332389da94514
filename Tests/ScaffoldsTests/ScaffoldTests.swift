import Foundation
import Pipeline
import StandardStages
import TestSupport
import Testing

@testable import Scaffolds

@Suite struct ScaffoldTests {
  private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path

  @Test func everyPlaceOfATemplateIsFilled() throws {
    let name = try ScaffoldName("word-marks", of: "a plugin")
    var scaffolds = [try PipelineScaffold.starting(name)]
    scaffolds += try PipelineScaffold.shipped.map { try PipelineScaffold.copy(name, ofShipped: $0) }
    scaffolds += try PluginScaffold.Language.allCases.map {
      try PluginScaffold.starting(name, in: $0, beside: StageRegistry(), sources: "../..")
    }
    for file in scaffolds.flatMap(\.files) where file.path != "textmill_stage.py" {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.contains("{{") && !file.path.contains("@") && !text.isEmpty, "\(file.path)")
      #expect(text.hasSuffix("\n"), "\(file.path) has no line end at its end")
    }
  }

  @Test func whatStandsInAValueIsNoPlace() throws {
    let files = try Template("copy").filled(["name": "brief", "original": "{{name}}{{other}}"])
    #expect(String(decoding: files[0].bytes, as: UTF8.self).contains("copied from `{{name}}{{other}}`"))
  }

  @Test func aPlaceWithoutAValueIsAnError() {
    #expect(throws: Diagnostics.self) { try Template("copy").filled(["name": "brief"]) }
  }

  @Test func theCopiesOfTheShippedPipelinesAreFresh() throws {
    let manager = FileManager.default
    let pipelines = try manager.contentsOfDirectory(atPath: "\(root)/Pipelines").filter {
      $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml")
    }
    #expect(pipelines.map { String($0.dropLast(5)) }.sorted() == PipelineScaffold.shipped)
    for name in PipelineScaffold.shipped {
      let files = try Template("pipelines/\(name)").raw
      #expect(files.count >= 4)
      for file in files {
        let original = manager.contents(atPath: "\(root)/Pipelines/\(file.path)").map { [UInt8]($0) }
        #expect(original == file.bytes, "\(file.path) is not as in Pipelines: run Scripts/copy-pipelines.sh")
      }
    }
  }

  @Test func nothingIsOverwritten() throws {
    let folder = try TemporaryFolder()
    let scaffold = Scaffold(files: [.init(path: "a/b.txt", bytes: [0x62]), .init(path: "a.txt", bytes: [0x61])])
    try scaffold.write(to: "\(folder.path)/x/made", named: "made")
    #expect(folder.files() == ["x", "x/made", "x/made/a", "x/made/a.txt", "x/made/a/b.txt"])
    #expect(try folder.read("x/made/a/b.txt") == "b")
    for path in ["file", "empty/.keep"] { try folder.write("kept", to: path) }
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "nowhere")
    for name in ["x/made", "file", "empty", "link"] {
      let error = try #require(throws: Diagnostics.self) { try scaffold.write(to: "\(folder.path)/\(name)", named: name) }
      #expect(error.all.map(\.code) == ["folder-exists"], "\(name)")
    }
    #expect(try folder.read("file") == "kept" && !folder.files().contains { $0.hasSuffix(".tmp") })
    let below = try #require(throws: Diagnostics.self) { try scaffold.write(to: "\(folder.path)/file/made", named: "file/made") }
    #expect(below.all.map(\.code) == ["unwritable-folder"])
  }

  @Test func aStageOrLayerThatThereIsGivesNoPlugin() throws {
    for (name, registry) in [
      ("segment", StageRegistry.standard), ("entities", StageRegistry()), ("text", StageRegistry()),
    ] {
      let error = try #require(throws: Diagnostics.self) {
        try PluginScaffold.starting(ScaffoldName(name, of: "a plugin"), in: .python, beside: registry, sources: "../..")
      }
      #expect(error.all.map(\.code) == ["taken-name"])
    }
  }
}
