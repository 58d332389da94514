import Pipeline
import Testing
import YAML

@testable import Patterns

struct TokenPatternYAMLTests {
  /// Reads a file of patterns: the keys of a library, and `patterns`.
  static func read(_ text: String) throws -> PatternSet {
    let document = try YAMLDocument(parsing: Array(text.utf8), file: "p.yaml")
    let report = YAMLReport(document.source)
    guard var reader = YAMLMappingReader(document.root, "the file", report) else { throw report.diagnostics }
    let library = PatternLibrary(&reader, report)
    let sources = (reader.list("patterns") ?? []).map { PatternSource($0, owner: "pattern", in: document.source) }
    reader.finish()
    do {
      let set = try PatternSet(sources, library: library)
      if !report.diagnostics.hasErrors { return set }
    } catch {
      report.add(error)
    }
    throw report.sorted
  }

  static func problems(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch {
      return (error as? Diagnostics)?.all.map(\.line) ?? ["\(error)"]
    }
  }

  @Test("lists, definitions and patterns are read from a file")
  func file() throws {
    let set = try Self.read(
      """
      types: [WEAPON]
      lists:
        ranks: [vice-president, king]
        verbs: |
          meet
          call on
      define:
        chief: who:[PERSON]
        did(V): <$V:past>
      patterns:
        - '@ranks $chief'
        - |
          $chief   # someone
          $did(@verbs)
        - $chief $did(visit)
      """)
    let document = TokenPatternFixture.document([
      "vice - president [Eli|PERSON] met", "vice-president [Eli|PERSON] called on", "King [Eli|PERSON] visited",
    ])
    #expect(set.matches(in: document).matches.map { [$0.pattern, $0.sentence] } == [[0, 0], [1, 0], [0, 1], [1, 1], [0, 2], [2, 2]])
  }

  @Test("problems are placed inside plain, quoted and block scalars")
  func places() {
    let text = """
      define:
        a: b @lst
      patterns:
        - x @lst
        - '@lst "a"'
        - "a @lst"
        - "\\ta @lst"
        - |
          a b
            @lst
        - >-

          a
          b @lst
      """
    #expect(
      Self.problems(text) == [
        "p.yaml:2:8: error: definition 'a': unknown list 'lst'", "p.yaml:4:7: error: pattern: unknown list 'lst'",
        "p.yaml:5:6: error: pattern: unknown list 'lst'", "p.yaml:6:8: error: pattern: unknown list 'lst'",
        "p.yaml:7:5: error: pattern: unknown list 'lst'", "p.yaml:10:7: error: pattern: unknown list 'lst'",
        "p.yaml:14:7: error: pattern: unknown list 'lst'",
      ])
  }

  @Test("what is wrong with lists and definitions is said, used or not")
  func library() {
    let text = """
      lists:
        a: [x, [y]]
        b: {x: y}
        c: []
      define:
        1a: x
        b(: x
        c: [x]
        d(X): $X $Y
      patterns: [x]
      """
    #expect(
      Self.problems(text) == [
        "p.yaml:2:10: error: an entry of the list 'a' must be text, not a list",
        "p.yaml:3:6: error: the list 'b' must be a list of words and phrases, not a mapping",
        "p.yaml:4:6: error: the list 'c' is empty",
        "p.yaml:6:3: error: '1a' is no name for a definition: write name or name(X, Y)",
        "p.yaml:7:3: error: 'b(' is no name for a definition: write name or name(X, Y)",
        "p.yaml:8:6: error: the definition 'c' must be a pattern, not a list",
        "p.yaml:9:12: error: definition 'd': unknown definition 'Y'",
      ])
  }

  @Test("a problem carries the line it stands on")
  func excerpt() {
    do {
      _ = try Self.read("patterns:\n  - |\n    a\n    @lst b\n")
      Issue.record("no error")
    } catch {
      #expect((error as? Diagnostics)?.all.map(\.excerpt) == ["    @lst b"])
      #expect((error as? Diagnostics)?.all.map { $0.location?.length } == [4])
    }
  }
}
