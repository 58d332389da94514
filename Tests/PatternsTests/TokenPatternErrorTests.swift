import Pipeline
import Testing

@testable import Patterns

struct TokenPatternErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let errors: [String]

    init(_ pattern: String, _ errors: String...) { (self.pattern, self.errors) = (pattern, errors) }

    var testDescription: String { pattern }
  }

  static let cases = [
    Case("", "1:9: error: rule 'r': the pattern is empty"),
    Case("( a", "1:9: error: rule 'r': '(' is not closed"),
    Case("a )", "1:11: error: rule 'r': ')' without '('"),
    Case("[PERSON", "1:9: error: rule 'r': '[' is not closed"),
    Case("<meet", "1:9: error: rule 'r': '<' is not closed"),
    Case("<>", "1:10: error: rule 'r': a lemma is missing"),
    Case("\"abc", "1:9: error: rule 'r': '\"' is not closed"),
    Case("\"\"", "1:9: error: rule 'r': the quotation marks hold nothing"),
    Case("* a", "1:9: error: rule 'r': the quantifier '*' must follow what it repeats, without a space"),
    Case("a ?", "1:11: error: rule 'r': the quantifier '?' must follow what it repeats, without a space"),
    Case("a**", "1:11: error: rule 'r': a second quantifier: put the repeated part in parentheses"),
    Case("a{3,2}", "1:10: error: rule 'r': the quantifier's bounds allow nothing"),
    Case("a{x}", "1:10: error: rule 'r': a quantifier is {m}, {m,n}, {m,} or {,n}"),
    Case("a{500}", "1:10: error: rule 'r': more than 100 repetitions"),
    Case("a & b", "1:11: error: rule 'r': unexpected '&': a character of the language stands in quotation marks"),
    Case("who: [PERSON]", "1:12: error: rule 'r': a capture's name must touch its pattern; a colon itself is written \":\""),
    Case("who:", "1:12: error: rule 'r': the pattern ends after ':'"),
    Case("[PERSN]", "1:10: error: rule 'r': unknown entity type 'PERSN'; did you mean 'PERSON'?"),
    Case("[capitalised]", "1:10: error: rule 'r': unknown constraint 'capitalised'; did you mean 'capitalized'?"),
    Case("[lema=go]", "1:10: error: rule 'r': unknown key 'lema'; did you mean 'lemma'?"),
    Case("[lemma]", "1:10: error: rule 'r': 'lemma' needs a value: lemma=…"),
    Case("[lemma=]", "1:16: error: rule 'r': 'lemma=' needs a value"),
    Case("[pos=VRB]", "1:14: error: rule 'r': unknown part of speech 'VRB'; did you mean 'VERB'?"),
    Case(
      "[list=colors]",
      "1:15: error: rule 'r': the list 'colors' holds phrases, and one token is asked for: write @colors outside the brackets"),
    Case("@color", "1:9: error: rule 'r': unknown list 'color'; did you mean 'colors'?"),
    Case("<@verb>", "1:10: error: rule 'r': unknown list 'verb'; did you mean 'verbs'?"),
    Case("@ x", "1:9: error: rule 'r': '@' must be followed by the name of a list"),
    Case("<meet:pst>", "1:15: error: rule 'r': unknown form 'pst'; did you mean 'past'?"),
    Case("$actr", "1:9: error: rule 'r': unknown definition 'actr'; did you mean 'actor'?"),
    Case("$did", "1:9: error: rule 'r': the definition 'did' takes 1 arguments, not 0"),
    Case("$loop", "error: definition 'loop': the definition 'loop' refers to itself"),
    Case("<$V>", "1:10: error: rule 'r': unknown parameter 'V'"),
    Case("(?! a)*", "1:9: error: rule 'r': what looks ahead or behind cannot be repeated"),
    Case(
      "[a & ]", "1:10: error: rule 'r': unknown constraint 'a'",
      "1:14: error: rule 'r': a constraint is a type, a kind of spelling or key=value"),
    Case(
      "[PERSN] @color x\n@verb", "1:10: error: rule 'r': unknown entity type 'PERSN'; did you mean 'PERSON'?",
      "1:17: error: rule 'r': unknown list 'color'; did you mean 'colors'?",
      "2:5: error: rule 'r': unknown list 'verb'; did you mean 'verbs'?"),
    Case("((((a{100}){100}){100}){100}){100}", "1:9: error: rule 'r': the pattern has more than 20000 steps: use smaller bounds"),
    Case("“é” @color", "1:13: error: rule 'r': unknown list 'color'; did you mean 'colors'?"),
  ]

  @Test("what is wrong with a pattern is said with its place", arguments: cases)
  func errors(example: Case) {
    let source = PatternSource(example.pattern, owner: "rule 'r'", file: "f", line: 1, column: 9, continuationColumn: 5)
    #expect(throws: Diagnostics.self) { try PatternSet([source], library: TokenPatternFixture.library) }
    do {
      _ = try PatternSet([source], library: TokenPatternFixture.library)
    } catch {
      #expect(error.all.map { $0.line.hasPrefix("f:") ? String($0.line.dropFirst(2)) : $0.line } == example.errors)
    }
  }

  @Test("a capture that the roles do not know is an error")
  func unknownCapture() {
    let library = PatternLibrary(captures: ["subject", "object"])
    let source = PatternSource("subjct:[PERSON]", owner: "rule 'r'", file: "f")
    do {
      _ = try PatternSet([source], library: library)
      Issue.record("no error")
    } catch {
      #expect(error.all.map(\.line) == ["f:1:1: error: rule 'r': unknown capture 'subjct'; did you mean 'subject'?"])
    }
  }

  @Test("definitions that double at every level are refused, not expanded")
  func doubling() {
    var library = PatternLibrary()
    for level in 0..<40 {
      library.definitions["d\(level)"] = .init(source: PatternSource(level == 0 ? "a" : "$d\(level - 1) $d\(level - 1)", owner: ""))
    }
    do {
      _ = try PatternSet([PatternSource("$d39", owner: "rule 'r'", file: "f")], library: library)
      Issue.record("no error")
    } catch {
      #expect(error.all.map(\.code) == ["pattern-limit"])
    }
  }
}
