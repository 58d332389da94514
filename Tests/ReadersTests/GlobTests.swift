import Pipeline
import Testing

@testable import Readers

@Suite struct GlobTests {
  private func takes(_ pattern: String, _ path: String, hidden: Bool = false) throws -> Bool {
    try Glob(pattern).matches(path.utf8, hidden: hidden)
  }

  @Test func aPatternWithoutSlashIsForTheNameAtAnyDepth() throws {
    #expect(try takes("*.txt", "a.txt"))
    #expect(try takes("*.txt", "x/y/a.txt"))
    #expect(try !takes("*.txt", "x/y.txt/a.md"))
    #expect(try takes("a?c.txt", "aéc.txt"))
    #expect(try !takes("a?c.txt", "a/c.txt"))
  }

  @Test func aPatternWithSlashIsForTheWholePath() throws {
    #expect(try takes("x/*.txt", "x/a.txt"))
    #expect(try !takes("x/*.txt", "y/x/a.txt"))
    #expect(try !takes("x/*.txt", "x/y/a.txt"))
    #expect(try takes("/a.txt", "a.txt"))
    #expect(try !takes("/a.txt", "x/a.txt"))
  }

  @Test func twoStarsAreAnyFolders() throws {
    for path in ["x/a.txt", "x/y/a.txt", "x/y/z/a.txt"] { #expect(try takes("x/**/a.txt", path)) }
    #expect(try takes("**/a.txt", "a.txt"))
    #expect(try takes("x/**", "x/y/a"))
    #expect(try !takes("x/**", "x"))
    #expect(try takes("x/", "x/y/a"))
    #expect(try takes("x/", "w/x/a"))
    #expect(try takes("**/x/**/z", "x/x/y/z"))
  }

  @Test func classesAndBracesAndEscapes() throws {
    #expect(try takes("[a-c]1", "b1"))
    #expect(try !takes("[!a-c]1", "b1"))
    #expect(try takes("[]]1", "]1"))
    #expect(try takes("[é]", "é"))
    #expect(try takes("*.{txt,md}", "a.md"))
    #expect(try takes("{a,b{c,d}}.txt", "bd.txt"))
    #expect(try takes("\\*.txt", "*.txt"))
    #expect(try !takes("\\*.txt", "a.txt"))
  }

  @Test func wildcardsTakeNoHiddenNamesUnlessAsked() throws {
    #expect(try !takes("*.txt", ".a.txt"))
    #expect(try !takes("**/a.txt", ".git/a.txt"))
    #expect(try takes(".*.txt", ".a.txt"))
    #expect(try takes("*.txt", ".a.txt", hidden: true))
  }

  @Test func manyStarsTakeNoExponentialTime() throws {
    #expect(try !takes(String(repeating: "*a", count: 30) + "b", String(repeating: "a", count: 200)))
    #expect(try !takes(String(repeating: "**/x/", count: 20) + "b", String(repeating: "x/", count: 60) + "c"))
  }

  @Test func badPatternsAreErrors() {
    for pattern in ["[a", "{a,b", "", "/", String(repeating: "{a,b}", count: 12)] {
      #expect(throws: Diagnostics.self, "\(pattern)") { try Glob(pattern) }
    }
  }
}
