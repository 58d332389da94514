import Pipeline
import Testing

@testable import Scaffolds

@Suite struct ScaffoldNameTests {
  @Test(arguments: ["a", "brief", "word-marks", "word_marks", "h5n1", "a-b_c-1"]) func wordsOfLettersAndDigitsAreNames(name: String) throws
  {
    #expect(try ScaffoldName(name, of: "a plugin").text == name)
  }

  @Test func aNameHasTheSpellingsOfStageAndType() throws {
    let name = try ScaffoldName("word-marks_2", of: "a plugin")
    #expect(name.stage == "word_marks_2" && name.type == "WordMarks2")
  }

  @Test(arguments: [
    ("My Stage", "my-stage"), ("LanguageId", "language-id"), ("news.yaml", "news-yaml"), ("2fast", "fast"), ("-x", "x"), ("a--b", "a-b"),
    ("a-", "a"), ("../../etc", "etc"), ("{{name}}", "name"), ("Zürich", "z-rich"), ("", nil), ("数", nil), ("--", nil),
    ("TRUE", nil), (String(repeating: "x", count: 61), String(repeating: "x", count: 60)),
  ])
  func anythingElseIsRefusedWithANameThatWouldDo(given: String, suggested: String?) throws {
    let error = try #require(throws: Diagnostics.self) { try ScaffoldName(given, of: "a plugin") }
    #expect(error.all.map(\.code) == ["bad-name"])
    let message = try #require(error.all.first?.message)
    if let suggested {
      #expect(message.hasSuffix("; '\(suggested)' would be one"))
    } else {
      #expect(!message.contains("would be one"))
    }
  }

  @Test(arguments: ["true", "false", "null", "read", "lock"]) func wordsWithAMeaningAreRefused(name: String) {
    #expect(throws: Diagnostics.self) { try ScaffoldName(name, of: "a pipeline") }
  }

  @Test func aMessageHoldsNoControlCharacters() throws {
    let error = try #require(throws: Diagnostics.self) { try ScaffoldName("a\u{1B}[31mb", of: "a pipeline") }
    #expect(error.all.first?.message.unicodeScalars.contains("\u{1B}") == false)
  }
}
