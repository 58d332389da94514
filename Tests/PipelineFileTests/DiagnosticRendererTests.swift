import Pipeline
import Testing

@testable import PipelineFile

@Suite struct DiagnosticRendererTests {
  private func render(_ excerpt: String?, column: Int, length: Int = 1, _ style: DiagnosticRenderer.Style = .caret(color: false)) -> String
  {
    let diagnostic = Diagnostic(
      code: "c", "wrong", at: SourceLocation(file: "f", line: 9, column: column, length: length), excerpt: excerpt)
    return DiagnosticRenderer(style: style).render(Diagnostics(diagnostic))
  }

  @Test func plainIsALineEach() {
    let diagnostics = Diagnostics([
      Diagnostic(code: "a", "one", at: SourceLocation(file: "f", line: 1, column: 2)), Diagnostic(.warning, code: "b", "two"),
    ])
    #expect(DiagnosticRenderer(style: .plain).render(diagnostics) == "f:1:2: error: one\nwarning: two\n")
    #expect(DiagnosticRenderer(style: .caret(color: false)).render(diagnostics) == "f:1:2: error: one\nwarning: two\n")
  }

  @Test(arguments: [
    ("abcdef", 3, 2, "    |   ^~"), ("\tab", 2, 2, "    | \t^~"), ("é x", 3, 1, "    |   ^"), ("e\u{301} x", 4, 1, "    |   ^"),
    ("中文 x", 4, 1, "    |      ^"), ("中文 x", 1, 2, "    | ^~~~"), ("😀x", 2, 1, "    |   ^"), ("ab", 3, 1, "    |   ^"),
    ("", 1, 1, "    | ^"),
    ("ab", 2, 90, "    |  ^"),
  ])
  func theCaretStandsUnderTheColumn(line: String, column: Int, length: Int, caret: String) {
    #expect(render(line, column: column, length: length) == "f:9:\(column): error: wrong\n 9 | \(line)\n\(caret.dropFirst())\n")
  }

  @Test func longLinesAreCutAroundTheCaret() {
    let text = render(String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500), column: 501)
    let lines = text.split(separator: "\n").map { Array($0) }
    #expect(lines[1].count < 180)
    #expect(lines[1][lines[2].count - 1] == "X")
    #expect(lines[1].last == "…")
  }

  @Test func colourIsOnlyThereWhenAskedForAndNoControlCharacterPasses() {
    #expect(render("a", column: 1, .caret(color: true)).contains("\u{1B}[1;31m^\u{1B}[0m"))
    #expect(!render("a\u{1B}[2Jb", column: 1).contains("\u{1B}"))
    let hostile = Diagnostic(code: "c", "key \u{1B}[2J", at: SourceLocation(file: "f\u{7}", line: 1, column: 1))
    #expect(DiagnosticRenderer(style: .plain).render(Diagnostics(hostile)) == "f\u{FFFD}:1:1: error: key \u{FFFD}[2J\n")
  }
}
