import Pipeline
import TestSupport
import Testing

@testable import Evaluation

/// Sentences and tokens against gold ones.
@Suite struct SegmentationScoreTests {
  private func gold(_ text: String, as name: String) throws -> GoldSegmentation {
    let folder = try TemporaryFolder()
    return try GoldSegmentation([try folder.write(text, to: name)])
  }

  private func problems(_ text: String, as name: String) throws -> [String] {
    let error = #expect(throws: Diagnostics.self) { try gold(text, as: name) }
    return error?.all.map { $0.location == nil ? $0.message : String($0.line.drop { $0 != ":" }) } ?? []
  }

  private func document(_ text: Text, sentences: [TextSpan], tokens: [TextSpan] = []) -> Document {
    var document = Document(id: "d", text: text)
    document.sentences = sentences.map { Sentence($0, tokens: IndexRange(0..<0)) }
    document.tokens = tokens
    return document
  }

  @Test func sentencesAreComparedWithoutWhiteSpace() throws {
    let file = try gold(#"{"id":"a","text":"Élan won.  He ran. So.","sentences":[[0,11],[11,18],[19,22]]}"#, as: "gold.jsonl")
    let one = try #require(file.files[0].documents.first)
    var scores = SegmentationScores()
    scores.add(one, document(one.text, sentences: [TextSpan(0, 10), TextSpan(12, 23)]))
    #expect(scores.sentences == Counts(gold: 3, found: 2, correct: 1) && scores.tokens == nil)
    #expect(scores.mistakes.map(\.context) == ["Élan won. He ran. | So."] && scores.mistakes[0].isMissed)
    #expect(SegmentationReport.scoreNames(file) == ["sentences"])
  }

  @Test func rulesAreFollowedWhereTheTextsAreTheSame() throws {
    let file = try gold(
      #"[{"name":"one","text":"A b.\nC d.","sentences":["A b.", "C d."]},{"text":"E.  F.","sentences":["E. F."]}]"#, as: "rules.json")
    let rules = file.files[0].rules
    #expect(rules.map(\.name) == ["one", "rule 2"])
    var scores = SegmentationScores()
    for rule in rules { scores.add(rule, document(rule.text, sentences: [TextSpan(0..<4), TextSpan(5..<rule.text.count)])) }
    #expect(scores.followed == 1 && scores.notFollowed == ["rule 2"])
    #expect(SegmentationReport([("rules.json", scores)], mistakes: 3).text == "rules.json: 1 of 2 rules followed\n  not followed: rule 2\n")
    #expect(SegmentationReport([("rules.json", scores)]).scores.map(\.value) == [50])
  }

  @Test func aTreebankHasTokensAsWell() throws {
    let file = try gold(
      "# text = I can't.\n1\tI\t_\t_\t_\t_\t_\t_\t_\t_\n2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n2\tca\t_\t_\t_\t_\t_\t_\t_\t_\n3\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n",
      as: "gold.conllu")
    let one = try #require(file.files[0].documents.first)
    #expect(one.words?.map(one.text.string) == ["I", "ca", "n't", "."])
    var scores = SegmentationScores()
    scores.add(one, document(one.text, sentences: [TextSpan(0, 8)], tokens: [TextSpan(0, 1), TextSpan(2, 7), TextSpan(7, 8)]))
    #expect(scores.tokens == Counts(gold: 4, found: 3, correct: 2) && scores.sentences.f1 == 100)
  }

  @Test func wrongFilesAreNamed() throws {
    #expect(
      try problems("{\"text\":\"ab\"}\n{\"text\":\"ab\",\"sentences\":[[0,3]]}\n{", as: "g.jsonl") == [
        ":1:1: error: a line is an object with 'text' and 'sentences', pairs of start and end",
        ":2:1: error: sentence 0 must be a pair of start and end, in code points of the text",
        ":3:1: error: the line is not one complete JSON value",
      ])
    #expect(try problems("{}", as: "g.json") == [":1:1: error: a file of rules is a list of objects with 'name', 'text' and 'sentences'"])
    #expect(
      try problems("[{\"text\":\"a\",\"sentences\":[1]}]", as: "g.json") == [
        ":1:1: error: rule 1 needs 'text', and 'sentences' as a list of texts"
      ])
    #expect(try problems("a", as: "g.txt")[0].hasSuffix("must end in .jsonl, .json or .conllu, which say what is in it"))
    #expect(try problems("[]", as: "g.json")[0].hasSuffix("holds no document and no rule"))
  }

  @Test func offsetsWithoutWhiteSpaceCountNoSpaceOfUnicode() {
    let compact = CompactOffsets("a\u{A0}b\u{2003}c\u{3000}é \n")
    #expect(compact.span(TextSpan(0, 1)) == TextSpan(0, 1) && compact.span(TextSpan(3, 4)) == TextSpan(1, 2))
    #expect(compact.span(TextSpan(7, 11)) == TextSpan(2, 3) && compact.span(TextSpan(11, 15)) == TextSpan(3, 5))
  }
}
