import Foundation
import Pipeline
import Testing
import YAML

@testable import RelationStage

struct RuleFileTests {
  /// What is wrong with a file of rules, as lines.
  static func problems(_ text: String) -> [String] {
    do {
      let base = PatternLibraryBase.library
      let file = try RuleFile.read(try YAMLDocument(parsing: Array(text.utf8), file: "r.yaml"), base: base)
      _ = try RuleSet([file])
      return []
    } catch {
      return error.all.map(\.line)
    }
  }

  static let cases: [(String, [String])] = [
    ("rules: 3", ["r.yaml:1:8: error: a rule must be a mapping of keys to values, not the number 3"]),
    ("- a", ["r.yaml:1:1: error: a file of rules must be a mapping of keys to values, not a list"]),
    ("ruls: []", ["r.yaml:1:1: error: a file of rules has no key 'ruls'; did you mean 'rules'?"]),
    (
      "rules:\n  - name: a\n    patern: x",
      [
        "r.yaml:2:5: error: a rule needs the key 'type'", "r.yaml:3:5: error: a rule has no key 'patern'; did you mean 'pattern'?",
      ]
    ),
    (
      "rules:\n  - { name: My Rule, type: Visit, pattern: \"subject:a predicate:b\" }",
      [
        "r.yaml:2:5: error: the name 'My Rule' must be written in kebab-case: small letters, digits, '-'",
        "r.yaml:2:5: error: the type 'Visit' must be written in snake_case",
      ]
    ),
    (
      "rules:\n  - { name: a, type: t, pattern: \"subject:a predicate:b\" }\n  - { name: a, type: t, pattern: \"subject:a predicate:b\" }",
      ["r.yaml:3:5: error: the rule 'a' is already on line 2"]
    ),
    (
      "rules:\n  - name: a\n    type: t\n    pattern: |\n      subject:[PERSON]\n      visited object:[GPE]",
      ["r.yaml:5:7: error: rule 'a': the pattern has no capture 'predicate:'"]
    ),
    (
      "rules:\n  - name: a\n    type: t\n    pattern: |\n      subject:[PERSN]\n      predicat:@verbs object:[GPE]",
      [
        "r.yaml:5:16: error: rule 'a': unknown entity type 'PERSN'; did you mean 'PERSON'?",
        "r.yaml:6:7: error: rule 'a': unknown capture 'predicat'; did you mean 'predicate'?",
        "r.yaml:6:16: error: rule 'a': unknown list 'verbs'",
      ]
    ),
    (
      "rules:\n  - { name: a, type: t, pattern: \"subject:a predicate:b\", negated: maybe }",
      ["r.yaml:2:68: error: 'negated' must be true or false, not the text 'maybe'"]
    ),
    (
      "rules:\n  - name: a\n    type: t\n    pattern: \"subject:a predicate:b\"\n    examples: [x]",
      ["r.yaml:5:15: error: the examples of rule 'a' must be a mapping from text to relations, not a list"]
    ),
    (
      "rules:\n  - name: a\n    type: t\n    pattern: \"subject:a predicate:b\"\n    examples: { x: [[y]] }",
      ["r.yaml:5:20: error: what an example gives must be a relation, a list of relations, or none, not a list"]
    ),
    ("roles: [Big-Gun]\nrules: []", ["r.yaml:1:1: error: the role 'Big-Gun' must be written in snake_case"]),
  ]

  @Test("what is wrong with a file of rules is said with its place", arguments: cases)
  func errors(text: String, problems: [String]) {
    #expect(Self.problems(text) == problems)
  }

  @Test("roles of the file can be captured, and lemma, negated and hypothetical hold for all matches")
  func keys() throws {
    let text = """
      roles: [weapon]
      rules:
        - name: arm
          type: arm
          lemma: give arms
          negated: true
          hypothetical: true
          pattern: subject:[PERSON] predicate:(gave weapon:guns to) object:[PERSON]
      """
    let file = try RuleFile.read(try YAMLDocument(parsing: Array(text.utf8), file: "r.yaml"), base: PatternLibraryBase.library)
    var document = ExampleDocument.make("[A|PERSON] gave guns to [B|PERSON].")
    document.relations = try RuleSet([file]).relations(in: document, instance: "relations").relations
    #expect(document.lines(of: .relations) == ["not maybe arm(A; gave guns to; B; weapon: guns)"])
    #expect(document.relations.map(\.predicate.lemma) == ["give arms"])
  }

  @Test("an example that fails is placed at the example, and says what came out")
  func failingExample() throws {
    let text = """
      rules:
        - name: meet
          type: meet
          pattern: subject:[PERSON] predicate:<meet> object:[PERSON]
          examples:
            "[A|PERSON] met [B|PERSON].": none
            "[A|PERSON] saw [B|PERSON].": meet(A; saw; B)
      """
    let file = try RuleFile.read(try YAMLDocument(parsing: Array(text.utf8), file: "r.yaml"), base: PatternLibraryBase.library)
    #expect(
      RuleExamples.failures(try RuleSet([file])).all.map(\.line) == [
        "r.yaml:6:7: error: rule 'meet': the example gives meet(A; met; B), not none",
        "r.yaml:7:7: error: rule 'meet': the example gives none, not meet(A; saw; B)",
      ])
  }

  @Test("the example of the page about rules works")
  func page() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    let page = try String(contentsOf: root.appending(path: "Docs/rules.md"), encoding: .utf8)
    let code = try #require(page.components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "```").first)
    let file = try RuleFile.read(try YAMLDocument(parsing: Array(code.utf8), file: "rules.md"), base: PatternLibraryBase.library)
    #expect(file.rules.count == 1)
    #expect(RuleExamples.failures(try RuleSet([file])).all.map(\.line) == [])
  }

  @Test("a missing file and a wrong one are reported together")
  func files() {
    do {
      _ = try RuleSet(files: ["/nowhere/a.yaml", "/nowhere/b.yaml"])
      Issue.record("no error")
    } catch {
      #expect(error.all.map(\.code) == ["missing-file", "missing-file"])
    }
  }
}
