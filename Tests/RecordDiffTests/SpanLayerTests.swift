import Pipeline
import Records
import TestSupport
import Testing

@testable import RecordDiff

/// Layers of plugins: labelled spans one by one, all else as a whole.
@Suite struct SpanLayerTests {
  private let text = Text("Élan in May. Hot in June.")

  /// A document as a record brings it.
  private func document(_ layers: String, unit: String = "codepoint") throws -> Document {
    let line = #"{"schema":"textmill/1","id":"a","text":"\#(text.string)","offsets":"\#(unit)","layers":{\#(layers)}}"#
    return try RecordReader().document(from: Array(line.utf8))
  }

  private func shown(_ old: String, _ new: String, _ layers: Set<DiffLayer> = [.layers]) throws -> [String] {
    let changes = DocumentChanges(old: try document(old), new: try document(new), in: layers)
    return changes.layers.flatMap { layer in
      layer.changes.map { change in
        let wording = ChangeWording(change, in: layer.layer, of: changes)
        return "\(layer.layer.name) \(change.kind) \(wording.type) \(wording.content.joined(separator: "|"))"
      }
    }
  }

  @Test func spansAreGainedLostAndChanged() throws {
    #expect(
      try shown(
        #""marks":[{"start":0,"end":4,"label":"A"},{"start":8,"end":11,"label":"B"}]"#,
        #""marks":[{"label":"C","start":8,"end":11},{"start":20,"end":24,"label":"B"}]"#)
        == ["marks lost A Élan", "marks changed B → C May", "marks gained B June"])
    #expect(try shown("", #""marks":[{"start":0,"end":4,"label":"A"}]"#) == ["marks gained A Élan"])
    #expect(try shown(#""marks":[{"start":0,"end":4,"label":"A"}]"#, #""marks":[]"#) == ["marks lost A Élan"])
  }

  @Test(arguments: [
    #""marks":[{"start":0,"end":4,"label":"A","score":1}]"#, #""marks":[{"start":0,"end":4}]"#,
    #""marks":[{"start":4,"end":0,"label":"A"}]"#,
    #""marks":[{"start":0,"end":400,"label":"A"}]"#, #""marks":{"start":0,"end":4,"label":"A"}"#, #""marks":3"#,
  ])
  func anyOtherShapeIsComparedAsAWhole(layer: String) throws {
    #expect(try shown(layer, #""marks":[{"start":0,"end":4,"label":"A"}]"#).map { $0.prefix(14) } == ["layers changed"])
    #expect(try shown(layer, layer).isEmpty)
  }

  @Test func oneLayerCanBeAskedFor() throws {
    let (old, new) = (#""a":1,"b":[{"start":0,"end":4,"label":"A"}]"#, #""a":2,"b":[]"#)
    #expect(try shown(old, new, [.plugin("b")]) == ["b lost A Élan"])
    #expect(try shown(old, new, [.plugin("a")]) == ["layers changed a a"])
    #expect(try shown(old, new, [.entities]).isEmpty)
  }

  @Test func offsetsInAnotherUnitAreNoDifference() throws {
    let old = try document(#""marks":[{"start":8,"end":11,"label":"A"}]"#)
    let new = try document(#""marks":[{"start":9,"end":12,"label":"A"}]"#, unit: "utf8")
    #expect(DocumentChanges(old: old, new: new, in: [.layers]).layers.isEmpty)
  }

  @Test func aLayerNamedAsSomethingElseKeepsApart() {
    #expect(DiffLayer.plugin("title").name == "layers/title" && DiffLayer.plugin("titles").name == "titles")
    #expect(
      [DiffLayer.problems, .layers, .plugin("b"), .plugin("a"), .summary].sorted().map(\.name) == [
        "summary", "a", "b", "layers", "problems",
      ])
  }
}
