import Pipeline
import TestSupport
import Testing

@testable import SummaryStage

@Suite struct CandidateTests {
  private let body = "The dam broke after heavy rain. The valley was flooded at night. Nobody in the valley was hurt."

  @Test func titlesHeadingsAndBylinesAreNeverChosen() throws {
    var document = PlainSegmenter.document("Dam breaks above the valley.\nBy Zelda Quill of the Courier.\nWhat we know about it.\n\(body)")
    document.blocks[0].kind = .title
    document.blocks[1].kind = .byline
    document.blocks[2].kind = .heading
    for method in ["lead", "lexrank", "textrank"] {
      #expect(try SummaryFixture.summary(of: document, ["sentences": 10, "method": OptionValue(.string(method))]).sentences == [3, 4, 5])
    }
  }

  @Test func aDatelineIsNoSentenceAndIsCutFromOne() throws {
    var document = PlainSegmenter.document("OSLO, March 3.\nOSLO (AP) - \(body)")
    document.blocks = [
      Block(.dateline, TextSpan(0, 14)), Block(.dateline, TextSpan(15, 26)), Block(.paragraph, TextSpan(27, document.text.span.end)),
    ]
    let summary = try SummaryFixture.summary(of: document, ["sentences": 1, "method": "lead"])
    #expect(summary == Summary(text: "The dam broke after heavy rain.", sentences: [1]))
  }

  @Test func withoutBlocksALineWithoutAFinalStopIsPassedOver() throws {
    var document = PlainSegmenter.document("Dam breaks above the valley\nBy Zelda Quill of the Courier\n\(body)")
    document.blocks = []
    document.layers.remove(.blocks)
    #expect(try SummaryFixture.summary(of: document, ["sentences": 10]).sentences == [2, 3, 4])
  }

  @Test func whereNoSentenceEndsTheyAreLetIn() throws {
    let document = PlainSegmenter.document("rain fell on the dam for days\nthe dam broke in the night", title: "Dam breaks")
    #expect(try SummaryFixture.summary(of: document).sentences == [1, 2])
  }

  @Test func aNoticeIsPassedOver() throws {
    #expect(try SummaryFixture.chosen("\(body)\n(Reporting by Zelda Quill in Oslo and Ole Brumm.)", ["sentences": 10]) == [0, 1, 2])
    #expect(try SummaryFixture.chosen("\(body)\nCopyright © 2020 The Courier of Oslo.", ["sentences": 10]) == [0, 1, 2])
  }

  @Test func aListOfNamesIsPassedOver() throws {
    let team = "Oslo Rovers: Berg; Dahl, Moen, Lunde; Haug, Strand, Vik, Solberg; Lie, Bakke, Foss."
    #expect(try SummaryFixture.chosen("\(body)\n\(team)", ["sentences": 10]) == [0, 1, 2])
  }

  @Test func veryShortAndVeryLongSentencesArePassedOver() throws {
    let long = "The list names " + String(repeating: "one more village and ", count: 60) + "the valley."
    #expect(try SummaryFixture.chosen("It rained. \(long) \(body)", ["sentences": 10]) == [2, 3, 4])
  }

  @Test(arguments: [
    ("The rain stopped.", true), ("Did the rain stop?", true), ("“The rain stopped.”", true), ("The rain stopped (at last.)", true),
    ("The rain stopped…", true),
    ("He said:", false), ("Rain in Oslo", false), ("«The rain stopped.»", true), ("", false),
  ]) func anEndIsAStopPerhapsInsideQuotationMarksOrBrackets(_ text: String, _ isEnded: Bool) {
    let text = Text(text)
    #expect(CandidateSentences.isEnded(text.span, text) == isEnded)
  }

  @Test func aSentenceInsideAQuotationIsKnown() {
    let text = Text("He said: \"It rained. It poured.\" Then it stopped.\n\"It rained again.\nThen it was dry.\n“So it goes. On.” End.")
    var cursor = QuotationCursor(text)
    let whole = [(0, 20), (21, 32), (33, 49), (50, 67), (68, 84), (85, 99), (100, 106), (107, 111)].map {
      cursor.isOutside(TextSpan($0.0, $0.1))
    }
    #expect(whole == [false, false, true, false, true, false, false, true])
  }

  @Test func newlinesInsideASentenceBecomeSpaces() throws {
    var document = Document(id: "d", text: "The dam broke\r\n  after rain. It was late again.")
    document.tokens = [(0, 3), (4, 7), (8, 13), (17, 22), (23, 27), (27, 28), (29, 31), (32, 35), (36, 40), (41, 46), (46, 47)].map {
      TextSpan($0, $1)
    }
    document.sentences = [Sentence(TextSpan(0, 28), tokens: IndexRange(0..<6)), Sentence(TextSpan(29, 47), tokens: IndexRange(6..<11))]
    document.layers = [.tokens, .sentences]
    #expect(try SummaryFixture.summary(of: document).text == "The dam broke after rain. It was late again.")
  }
}
