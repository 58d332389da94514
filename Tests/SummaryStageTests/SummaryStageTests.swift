import Pipeline
import TestSupport
import Testing

@testable import SummaryStage

@Suite struct SummaryStageTests {
  private let text = """
    The strike at the port ended on Friday. Dockers at the port went back to work after a vote on the offer. Ships had waited off the port for days. \
    Dockers at the port went back to work after a vote on the offer. The mayor praised the vote of the dockers.
    """

  @Test func leadTakesTheFirstSentences() throws {
    #expect(try SummaryFixture.chosen(text, ["method": "lead", "sentences": 2]) == [0, 1])
  }

  @Test(arguments: ["lead", "lexrank", "textrank"]) func chosenSentencesKeepTheOrderOfTheText(_ method: String) throws {
    let chosen = try SummaryFixture.chosen(text, ["method": OptionValue(.string(method)), "sentences": 4])
    #expect(chosen == chosen.sorted() && chosen.count == 4)
  }

  @Test(arguments: ["lead", "lexrank", "textrank"]) func theSameSentenceIsNeverChosenTwice(_ method: String) throws {
    #expect(try SummaryFixture.chosen(text, ["method": OptionValue(.string(method)), "sentences": 10]) == [0, 1, 2, 4])
  }

  @Test func wordsAreALimitAndSentencesThatDoNotFitArePassedOver() throws {
    let summary = try SummaryFixture.summary(of: PlainSegmenter.document(text), ["max_words": 18, "method": "lead"])
    #expect(summary.sentences == [0, 2])
    #expect(try SummaryFixture.chosen(text, ["max_words": 5]) == [])
  }

  @Test func positionPullsTowardsTheBeginning() throws {
    #expect(try SummaryFixture.chosen(text, ["sentences": 1, "position": 10]) == [0])
    #expect(try SummaryFixture.chosen(text, ["sentences": 1, "position": 0]) == [1])
  }

  @Test func likenessToTheTitleCounts() throws {
    let text = "Rain fell over the northern hills. Sheep graze there all year. A comet was seen by the shepherds."
    let options: [String: OptionValue] = ["sentences": 1, "position": 0]
    #expect(try SummaryFixture.chosen(text, title: "Comet seen", options.merging(["title": 10]) { $1 }) == [3])
  }

  @Test func redundancyKeepsNearDuplicatesApart() throws {
    let text = "The dam broke and flooded the valley. The dam broke and flooded the northern valley. A choir of miners sang all night."
    #expect(try SummaryFixture.chosen(text, ["sentences": 2, "position": 0, "redundancy": 0]) == [0, 1])
    #expect(try SummaryFixture.chosen(text, ["sentences": 2, "position": 0, "redundancy": 5]).contains(2))
  }

  @Test func aSentenceCutOutOfAQuotationIsTakenLast() throws {
    let text = "“The dam broke and flooded the valley. The valley below the dam is under water,” he said. The miners of the valley sang."
    #expect(try SummaryFixture.chosen(text, ["sentences": 1, "position": 0, "quotation": 10]) == [2])
    #expect(try SummaryFixture.chosen(text, ["sentences": 1, "position": 0, "quotation": 0]) != [2])
  }

  @Test(arguments: ["But the valley below the dam flooded.", "He saw the dam in the valley.", "\"The dam is in the valley,\" he said."])
  func aSentenceThatLeansOnTheOneBeforeIsTakenLast(_ leaning: String) throws {
    let text = "The miners of the town sang. A dam stood in the hills above. \(leaning) The valley with the dam is green."
    #expect(try SummaryFixture.chosen(text, ["sentences": 1, "position": 0, "dangling": 10]) != [2])
    #expect(try SummaryFixture.chosen(text, ["sentences": 4, "position": 0, "dangling": 10]) == [0, 1, 2, 3])
    let two = try SummaryFixture.chosen(text, ["sentences": 2, "position": 0, "dangling": 10])
    #expect(!two.contains(2) || two.contains(1))
  }

  @Test func aSentenceAboutThisWeekLeansOnNothing() throws {
    let text = "The miners sang. This week the dam in the valley broke. The valley with the dam is green."
    let options: [String: OptionValue] = ["sentences": 1, "position": 0]
    #expect(
      try SummaryFixture.chosen(text, options.merging(["dangling": 10]) { $1 })
        == SummaryFixture.chosen(text, options.merging(["dangling": 0]) { $1 }))
  }

  @Test(arguments: ["lead", "lexrank", "textrank"]) func textsWithoutSentencesHaveAnEmptySummary(_ method: String) throws {
    let options = ["method": OptionValue(.string(method))]
    for text in ["", "\n\n", "...", "one", "1 2 3 4 5"] {
      let summary = try SummaryFixture.summary(of: PlainSegmenter.document(text), options)
      #expect(summary.sentences.count <= 1)
      #expect(summary.text.isEmpty == summary.sentences.isEmpty)
    }
    #expect(try SummaryFixture.summary(of: Document(id: "d", text: ""), options) == Summary(text: "", sentences: []))
  }

  @Test(arguments: ["lead", "lexrank", "textrank"]) func oneSentenceIsItsOwnSummary(_ method: String) throws {
    let summary = try SummaryFixture.summary(
      of: PlainSegmenter.document("The strike ended on Friday."), ["method": OptionValue(.string(method))])
    #expect(summary == Summary(text: "The strike ended on Friday.", sentences: [0]))
  }

  @Test func sentencesOfFunctionWordsAloneAreFine() throws {
    #expect(try SummaryFixture.chosen("It is what it is. It was what it was. So it is as it was.") == [0, 1, 2])
  }

  @Test(arguments: ["lexrank", "textrank"]) func onlyTheFirstSentencesOfAVeryLongTextAreConsidered(_ method: String) throws {
    let long = (0..<3_000).map { "Report \($0) says that the dam above the valley held." }.joined(separator: " ")
    let chosen = try SummaryFixture.chosen(long, ["method": OptionValue(.string(method)), "redundancy": 0, "sentences": 100])
    #expect(chosen.count == 100 && chosen.allSatisfy { $0 < 400 })
  }

  @Test func manyThreadsGiveTheSameSummary() async throws {
    let stage = try SummaryFixture.stage()
    let document = PlainSegmenter.document(
      (0..<80).map { "The \(["dam", "lake", "port"][$0 % 3]) near town \($0) was closed by crew \($0 % 7)." }.joined(separator: " "))
    let results = try await withThrowingTaskGroup(of: Summary?.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var document = document
          try stage.process(&document)
          return document.summary
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(results).count == 1 && results[0] != nil)
  }

  @Test func theExamplesHold() {
    let registry = StageRegistry([StageDefinition(PlainSegmentStage.self), StageDefinition(SummaryStage.self)])
    #expect(Examples.failures(of: SummaryStage.descriptor, in: registry) == [])
  }
}
