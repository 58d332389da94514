import Foundation
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
}
