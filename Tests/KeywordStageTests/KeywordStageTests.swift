import Pipeline
import TestSupport
import Testing

@testable import KeywordStage

@Suite struct KeywordStageTests {
  private let sentences = [
    "The harbour crane fell on the ferry .", "A ferry crew saw the crane fall .", "The harbour was closed .",
    "The crew of the ferry was safe .",
  ]

  @Test func theCountIsALimit() throws {
    #expect(try KeywordFixture.keywords(sentences, ["count": 2]).count == 2)
    #expect(try KeywordFixture.keywords(["Rain fell ."], ["count": 100]) == ["Rain"])
  }

  @Test func onePhraseOfTwoThatHoldTheSameWordsIsKept() throws {
    let keywords = try KeywordFixture.keywords(sentences, ["count": 50])
    #expect(keywords.filter { $0.contains("crane") }.count == 1)
    #expect(try KeywordFixture.keywords(sentences, ["count": 50, "deduplication": 1]).filter { $0.contains("crane") }.count == 2)
  }

  @Test func singularAndPluralAreAlike() throws {
    #expect(try KeywordFixture.keywords(["The ferry hit two ferrys and a crane ."], ["count": 50]).count == 2)
  }

  @Test func aKeywordIsWrittenAsItStandsInTheTextMostOften() throws {
    let keywords = try KeywordFixture.keywords(["Ferry horns sounded .", "Ferry horns woke us .", "We heard ferry horns ."])
    #expect(keywords.first == "ferry horns")
  }

  @Test func whiteSpaceInsideAKeywordBecomesOneSpace() throws {
    var document = Document(id: "d", text: "the ferry\n  horns")
    document.tokens = [TextSpan(0, 3), TextSpan(4, 9), TextSpan(12, 17)]
    document.sentences = [Sentence(document.text.span, tokens: IndexRange(0..<3))]
    document.layers = [.tokens, .sentences]
    try KeywordFixture.stage().process(&document)
    #expect(document.keywords.map(\.text) == ["ferry horns"])
  }

  @Test(arguments: ["yake", "textrank"]) func textsWithNothingInThemGiveNoKeywords(_ method: String) throws {
    let options = ["method": OptionValue(.string(method))]
    #expect(try KeywordFixture.keywords([], options) == [])
    #expect(try KeywordFixture.keywords([". , !"], options) == [])
    #expect(try KeywordFixture.keywords(["the of and 12 said Monday"], options) == [])
    #expect(try KeywordFixture.keywords(["\u{300}\u{200D} 😀 中文"], options).count <= 1)
  }

  @Test(arguments: ["yake", "textrank"]) func equalScoresStandInTheOrderOfTheText(_ method: String) throws {
    let keywords = try KeywordFixture.keywords(["zinc , amber , pearl"], ["method": OptionValue(.string(method))])
    #expect(keywords == ["zinc", "amber", "pearl"])
  }

  @Test(arguments: ["yake", "textrank"]) func manyThreadsGiveTheSameKeywords(_ method: String) async throws {
    let stage = try KeywordFixture.stage(["method": OptionValue(.string(method))])
    let sentences = (0..<60).map {
      "The \(["ferry", "crane", "pilot"][$0 % 3]) of port \(["Aldo", "Brin"][$0 % 2]) met crew number \($0) ."
    }
    let results = try await withThrowingTaskGroup(of: [Keyword].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var document = Document(sentences: sentences)
          try stage.process(&document)
          return document.keywords
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(results).count == 1 && !results[0].isEmpty)
  }

  @Test(arguments: ["yake", "textrank"]) func oneEndlessSentenceAndEndlesslyManyWordsAreFine(_ method: String) throws {
    let options: [String: OptionValue] = ["method": OptionValue(.string(method)), "count": 5]
    let same = String(repeating: "ferry ", count: 20_000) + "."
    #expect(try KeywordFixture.keywords([same], options).first?.hasPrefix("ferry") == true)
    let different = (0..<20_000).map {
      "w\(String($0, radix: 26, uppercase: false).map { String(UnicodeScalar(97 + UInt8($0.hexDigitValue ?? 9) % 26)) }.joined())x"
    }
    #expect(try KeywordFixture.keywords([different.joined(separator: " ")], options).count <= 5)
    #expect(try KeywordFixture.keywords([String(repeating: "x", count: 100_000)], options) == [])
  }
}
