import Foundation
import Testing
import YAML

@testable import PipelineFile

@Suite struct SchemaTests {
  private func schema() throws -> [String: Any] {
    let data = Data(PipelineSchema.json(TestStages.registry).utf8)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func value(_ object: Any?, _ path: String) -> Any? {
    path.split(separator: "/").reduce(object) { node, key in
      if let list = node as? [Any] { return Int(key).flatMap { $0 < list.count ? list[$0] : nil } }
      return (node as? [String: Any])?[String(key)]
    }
  }

  @Test func itIsAWholeSchemaOfDraft2020() throws {
    let schema = try schema()
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(
      Set((schema["properties"] as? [String: Any])?.keys.map { $0 } ?? []) == [
        "pipeline", "description", "extends", "expects", "stages", "options", "plugins",
      ])
  }

  @Test func everyReferenceLeadsSomewhere() throws {
    let schema = try schema()
    var references: Set<String> = []
    func collect(_ node: Any) {
      if let object = node as? [String: Any] {
        if let reference = object["$ref"] as? String { references.insert(reference) }
        object.values.forEach(collect)
      } else if let list = node as? [Any] {
        list.forEach(collect)
      }
    }
    collect(schema)
    #expect(references.count == TestStages.registry.names.count + 2)
    for reference in references { #expect(value(schema, String(reference.dropFirst(2))) != nil, "\(reference)") }
  }

  @Test func optionsHaveTypesRangesChoicesAndDescriptions() throws {
    let names = value(try schema(), "$defs/stages/names/properties")
    #expect(value(names, "priority/description") as? String == "Priority, from 0 to 100")
    #expect(value(names, "priority/default") as? Int == 50)
    #expect(value(names, "priority/anyOf/0/minimum") as? Int == 0)
    #expect(value(names, "priority/anyOf/0/maximum") as? Int == 100)
    #expect(value(names, "window/anyOf/0/minimum") as? Int == 1)
    #expect(value(names, "window/anyOf/0/maximum") == nil)
    #expect(value(names, "threshold/anyOf/0/type") as? String == "number")
    #expect(value(names, "types/anyOf/1/items/anyOf/0/enum") as? [String] == ["PERSON", "ORG", "GPE"])
    #expect(value(names, "gazetteers/anyOf/0/required") as? [String] == ["path", "type"])
    #expect(value(names, "labels/additionalProperties/type") as? [String] == ["string", "number"])
    #expect(value(names, "as/description") != nil)
    #expect(value(names, "isolation/anyOf/0/enum") as? [String] == ["process", "none"])
  }

  @Test func aStageThatNeedsAnOptionCannotStandAlone() throws {
    let entries = try #require(value(try schema(), "$defs/stage/anyOf") as? [[String: Any]])
    let alone = entries.compactMap { $0["const"] as? String }
    #expect(alone == ["clean", "split", "names", "digest", "output", "strict"])
    #expect(value(entries.last, "properties/facts/required") as? [String] == ["rules"])
  }

  private func accepts(_ path: String, _ schema: [String: Any]) throws -> Bool {
    let document = try YAMLDocument(parsing: Array(try #require(Fixtures.text(path)).utf8), file: path)
    return SchemaValidator(schema).accepts(document.root)
  }

  @Test(arguments: ["full.yaml", "child.yaml", "grandchild.yaml"])
  func filesThatLoadAreAccepted(file: String) throws {
    #expect(try accepts("good/\(file)", try schema()))
  }

  @Test(arguments: [
    "no-name", "no-stages", "unknown-key", "stages-as-mapping", "stages-empty", "unknown-stage-far", "stage-not-in-list",
    "options-are-text",
    "missing-option", "unknown-option", "integer-range", "number-text", "text", "choice", "choice-in-list", "map", "record", "any-of",
    "any-of-record",
  ])
  func filesWithMistakesThatASchemaCanSeeAreRefused(name: String) throws {
    let file = try #require(BadFileTests.files.first { $0.dropFirst(4) == "\(name).yaml" })
    #expect(try !accepts("bad/\(file)", try schema()))
  }

  @Test func textIsEscaped() {
    #expect(JSON.string("a\"b\\c\n\u{1}é").text == #""a\"b\\c\n\u0001é""#)
    #expect(JSON.object([]).text == "{}")
    #expect(JSON.array([.number(0.5), .number(2), .bool(true)]).text == "[0.5, 2, true]")
  }
}
