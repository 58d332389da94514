import Foundation
import TestSupport
import Testing

/// What is generated in `Docs/` is what the program prints.
@Suite struct DocsTests {
  private func docs(_ name: String) throws -> String {
    try String(contentsOfFile: "\(TextmillProcess.root)/Docs/\(name)", encoding: .utf8)
  }

  @Test func theStageReferenceIsFresh() throws {
    let reference = try TextmillProcess("stages", "--all", "--no-plugins")
    #expect(reference.status == 0)
    #expect(try docs("stages.md") == "# The built-in stages\n\n<!-- Written by make docs. -->\n\n" + reference.output, "run make docs")
  }

  @Test func thePipelineSchemaIsFresh() throws {
    #expect(try docs("pipeline.schema.json") == TextmillProcess("schema", "--no-plugins").output, "run make docs")
  }

  @Test(.enabled(if: Guide.has("docc", "python3"))) func thePagesOfTheAPIHaveNoDeadLinkAndGroupAllThatIsPublic() throws {
    let folder = try TemporaryFolder()
    let modules = (TextmillProcess.binary as NSString).deletingLastPathComponent + "/Modules"
    let archive = try Guide.shell("'\(TextmillProcess.root)/Scripts/make-archive.sh' '\(modules)' api", in: folder)
    #expect(archive.count == 1 && archive.first?.hasPrefix("The API of stages: ") == true, "\(archive.joined(separator: "\n"))")
    #expect(try folder.read("api/documentation/pipeline/document/index.html").contains("<html"))
    #expect(try folder.read("api/data/documentation/pipeline/document.json").contains("One article"))
  }
}
