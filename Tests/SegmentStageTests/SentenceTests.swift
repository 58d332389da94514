import Pipeline
import TestSupport
import Testing

@testable import SegmentStage

@Suite struct SentenceTests {
  @Test(arguments: SentenceCases.all)
  func endsSentencesWhereTheBarsAre(_ marked: String) throws {
    let expected = marked.split(separator: "|").map { $0.trimmed }
    let text = marked.replacing(" | ", with: " ").replacing("|", with: "")
    #expect(try Segmented(text).sentenceTexts == expected)
  }

  @Test func thereAreManyCases() {
    #expect(Set(SentenceCases.all).count >= 100)
  }

  @Test func blocksKeepSentencesApart() throws {
    let parts: [(Block.Kind, String)] = [
      (.title, "Talks fail. Who is to blame?"), (.byline, "By J. Moss"), (.dateline, "OSLO (Agency) –"),
      (.paragraph, "Talks failed on\nMonday. Both sides left."), (.heading, "No way out"), (.listItem, "1. Peace. And quiet."),
      (.paragraph, "It is over"),
    ]
    let text = parts.map(\.1).joined(separator: "\n")
    var blocks: [Block] = []
    var offset = 0
    for (kind, part) in parts {
      blocks.append(Block(kind, TextSpan(offset..<offset + part.utf8.count)))
      offset += part.utf8.count + 1
    }
    let segmented = try Segmented(text, blocks: blocks)
    #expect(
      segmented.sentenceTexts == [
        "Talks fail. Who is to blame?", "By J. Moss", "Talks failed on\nMonday.", "Both sides left.", "No way out", "1. Peace.",
        "And quiet.",
        "It is over",
      ])
    // A dateline has tokens, which no sentence holds.
    let dateline = segmented.tokens.filter { blocks[2].span.contains($0) }.map(segmented.text.string)
    #expect(dateline == ["OSLO", "(", "Agency", ")", "–"])
    #expect(segmented.sentences.allSatisfy { !$0.span.overlaps(blocks[2].span) })
  }

  @Test func textBetweenBlocksIsNotLost() throws {
    let text = "Before. It all.\nTitle here\nAfter it."
    let segmented = try Segmented(text, blocks: [Block(.title, TextSpan(16..<26)), Block(.title, TextSpan(20..<26))])
    #expect(segmented.sentenceTexts == ["Before.", "It all.", "Title here", "After it."])
  }

  @Test(
    arguments: [
      (LineBreaks.auto, "One line\ngoes on.\nTwo", ["One line\ngoes on.", "Two"]),
      (.auto, "milk\neggs\nbread", ["milk", "eggs", "bread"]),
      (.auto, "It ends.\nit begins", ["It ends.", "it begins"]),
      (.paragraph, "One line\ngoes on.", ["One line", "goes on."]),
      (.space, "One Line\nGoes on.\n \nTwo", ["One Line\nGoes on.", "Two"]),
      (.space, "A\r\nb\r\n\r\nC\rd", ["A\r\nb", "C\rd"]),
    ])
  func lineBreaksAreAsAsked(_ lineBreaks: LineBreaks, _ text: String, _ expected: [String]) throws {
    #expect(try Segmented(text, lineBreaks: lineBreaks).sentenceTexts == expected)
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var part = self
    while part.first == " " { part.removeFirst() }
    while part.last == " " { part.removeLast() }
    return String(part)
  }
}
