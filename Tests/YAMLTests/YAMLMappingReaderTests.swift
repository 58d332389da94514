import Pipeline
import Testing

@testable import YAML

@Suite struct YAMLMappingReaderTests {
  private enum Color: String, CaseIterable { case red, green }

  private func read(_ text: String, _ body: (inout YAMLMappingReader) -> Void) throws -> [String] {
    let document = try parse(text)
    let report = YAMLReport(document.source)
    if var reader = YAMLMappingReader(document.root, "a rule", report) {
      body(&reader)
      reader.finish()
    }
    return report.sorted.all.map { "\($0.location!.line):\($0.location!.column) \($0.message)" }
  }

  @Test func valuesThatFitAreRead() throws {
    let found = try read("name: visit\nn: 3\nx: 0.5\nflag: true\ncolor: red\nwords: [a, 1]\nword: b\nin:\n  k: v\n") { rule in
      #expect(rule.string("name", required: true) == "visit")
      #expect(rule.integer("n", in: 1...5) == 3)
      #expect(rule.number("x") == 0.5)
      #expect(rule.bool("flag") == true)
      #expect(rule.choice("color", Color.self) == .red)
      #expect(rule.strings("words") == ["a", "1"])
      #expect(rule.strings("word") == ["b"])
      #expect(rule.integer("absent") == nil)
      var inner = rule.mapping("in")
      #expect(inner?.string("k") == "v")
      inner?.finish()
    }
    #expect(found == [])
  }

  @Test func allProblemsAreReportedInOrder() throws {
    let found = try read("nmae: visit\nn: 30\nflag: yes\ncolor: gren\nwords: [a, [b]]\ntext: true\nempty:\nother: 1\n") { rule in
      _ = rule.string("name", required: true)
      _ = rule.string("type", required: true)
      #expect(rule.integer("n", in: 1...5) == nil)
      _ = rule.bool("flag")
      _ = rule.choice("color", Color.self)
      #expect(rule.strings("words") == ["a"])
      _ = rule.string("text")
      _ = rule.string("empty")
    }
    #expect(
      found == [
        "1:1 a rule has no key 'nmae'; did you mean 'name'?",
        "1:1 a rule needs the key 'type'",
        "2:4 'n' must be a whole number from 1 to 5, not the number 30",
        "3:7 'flag' must be true or false, not the text 'yes'",
        "4:8 'color' must be 'red' or 'green', not the text 'gren'; did you mean 'green'?",
        "5:12 an item of 'words' must be text, not a list",
        "6:7 'text' must be text, not true",
        "7:1 'empty' must be text, not nothing",
        "8:1 a rule has no key 'other'; its keys are 'name', 'type', 'n', 'flag', 'color', 'words', 'text' and 'empty'",
      ])
  }

  @Test func whatIsNoMappingIsReported() throws {
    #expect(try read("[1]") { _ in } == ["1:1 a rule must be a mapping of keys to values, not a list"])
  }

  @Test func missingFilesAndFoldersAreReportedWhereTheyAreNamed() {
    let place = SourceLocation(file: "a.yaml", line: 3, column: 4)
    #expect(throws: Diagnostics(Diagnostic(code: "missing-file", "there is no file 'x.yaml'", at: place))) {
      try YAMLDocument(contentsOf: "/nowhere/x.yaml", named: "x.yaml", origin: place)
    }
    #expect(throws: Diagnostics(Diagnostic(code: "unreadable-file", "'/' is a folder, not a file"))) { try YAMLDocument(contentsOf: "/") }
  }
}
