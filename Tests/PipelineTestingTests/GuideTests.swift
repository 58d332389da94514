import Foundation
import Pipeline
import Testing

@testable import PipelineTesting

/// The tables of `Docs/testing-pipelines.md`.
@Suite struct GuideTests {
  @Test func theTableOfFieldsIsFresh() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let guide = try String(contentsOf: root.appending(path: "Docs/testing-pipelines.md"), encoding: .utf8)
    let rows = Layer.builtIn.compactMap { layer in LayerFields.of(layer).map { (layer.name, $0) } } + [("problems", LayerFields.problems)]
    #expect(rows.count == Layer.builtIn.count + 1)
    for (name, fields) in rows {
      let list = fields.fields.map { "`\($0.name)`" }.joined(separator: ", ")
      let row = "| `\(name)` | \(list) | \(fields.usesNotation ? "the notation" : "`\(fields.main)`") |"
      #expect(guide.contains("\n\(row)\n"), "the guide has no row \(row)")
    }
  }
}
