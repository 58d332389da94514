import Pipeline
import TestSupport
import Testing

@testable import Evaluation

/// The pairing of words and the scores of the CoNLL 2018 shared task.
@Suite struct SyntaxScoreTests {
  // MARK: Pairing

  /// Words apart by spaces; `can't=ca+n't` is a multiword token.
  private func words(_ text: String) -> [WordAlignment.Word] {
    var words: [WordAlignment.Word] = []
    var offset: UInt32 = 0
    for part in text.split(separator: " ") {
      let sides = part.split(separator: "=")
      let span = TextSpan(offset, offset + UInt32(sides[0].utf8.count))
      offset = span.end
      if sides.count == 1 {
        words.append(.init(span: span, isMultiword: false, form: String(part)))
      } else {
        for form in sides[1].split(separator: "+") { words.append(.init(span: span, isMultiword: true, form: String(form))) }
      }
    }
    return words
  }

  private static let alignmentCases: [(String, String, [[Int]])] = [
    ("a b c", "a b c", [[0, 0], [1, 1], [2, 2]]),
    ("ab c d", "a b c d", [[1, 2], [2, 3]]),
    ("a bc d", "ab c d", [[2, 2]]),
    ("I can't=ca+n't go", "I ca n't go", [[0, 0], [1, 1], [2, 2], [3, 3]]),
    ("I can't=ca+n't go", "I can't go", [[0, 0], [3, 2]]),
    ("I can't=can+not go", "I can 't go", [[0, 0], [1, 1], [3, 3]]),
    ("x du=de+le y", "xd u y", [[3, 2]]),
    ("x du=de+le y", "x d uy", [[0, 0]]),
    ("DU=DE+LE y", "du=de+le y", [[0, 0], [1, 1], [2, 2]]),
    ("ab=a+b cd=c+d", "abcd=a+b+c+d", [[0, 0], [1, 1], [2, 2], [3, 3]]),
    ("a", "", []),
  ]

  @Test(arguments: alignmentCases) func wordsArePairedByPlaceOrForm(_ gold: String, _ found: String, _ pairs: [[Int]]) {
    #expect(WordAlignment(gold: words(gold), found: words(found)).pairs.map { [$0.gold, $0.found] } == pairs)
  }

  // MARK: Scores

  /// What a pipeline made of the sample's first document: right but for what the edits change.
  private func annotated(
    _ gold: TreebankDocument, tokens: [TextSpan], _ words: [(pos: String, lemma: String, head: Int32, relation: String)]
  ) -> Document {
    var document = Document(id: "d", text: gold.text)
    document.tokens = tokens
    document.sentences = gold.sentences.map { Sentence($0, tokens: IndexRange(0..<0)) }
    document.tags = words.compactMap { word in UniversalPartOfSpeech(rawValue: word.pos).map { TokenTag($0, lemma: word.lemma) } }
    document.syntax = words.map { Dependency(head: $0.head, relation: $0.relation) }
    return document
  }

  private func stub(_ gold: TreebankDocument) -> [(pos: String, lemma: String, head: Int32, relation: String)] {
    gold.words.map { ($0.pos, $0.lemma, Int32($0.head), $0.relation) }
  }

  @Test func aCopyOfTheTreebankIsRightInAll() throws {
    let gold = try TreebankTests.read(TreebankTests.sample, text: .words)[0]
    let document = annotated(gold, tokens: gold.words.map(\.span), stub(gold))
    let scores = try SyntaxScorer().score(gold, document, layers: [.tags, .syntax], givesWords: true)
    #expect(scores.scores.count == 5 && scores.scores.values.allSatisfy { $0.counts.f1 == 100 && $0.accuracy == 100 })
  }

  @Test func injectedErrorsAreCounted() throws {
    let gold = try TreebankTests.read(TreebankTests.sample, text: .words)[0]
    var words = stub(gold)
    words[0].pos = "NOUN"
    words[1].lemma = "ca"
    words[4].head = 3  // a functional word on a wrong head
    words[5].relation = "nmod"  // a content word with a wrong relation
    words[2].relation = "advmod:other"  // subtypes are left out
    let scores = try SyntaxScorer().score(
      gold, annotated(gold, tokens: gold.words.map(\.span), words), layers: [.tags, .syntax], givesWords: true)
    func correct(_ metric: SyntaxScores.Metric) -> Int? { scores.scores[metric]?.counts.correct }
    #expect(correct(.upos) == 9 && correct(.lemmas) == 9 && correct(.uas) == 9 && correct(.las) == 8)
    // Content relations: nsubj, advmod, root, obl, root, root.
    #expect(scores.scores[.clas]?.counts == Counts(gold: 6, found: 6, correct: 5))
    #expect(scores.mistakes.most(.upos, limit: 9).map { [$0.group.gold, $0.group.found] } == [["PRON", "NOUN"]])
    #expect(scores.mistakes.most(.lemma, limit: 9).map { [$0.group.form, $0.group.gold, $0.group.found] } == [["ca", "can", "ca"]])
    #expect(scores.mistakes.most(.relation, limit: 9).map { [$0.group.gold, $0.group.found] } == [["obl", "nmod"]])
  }

  @Test func fromRawTextWordsArePairedAndUnpairedHeadsAreWrong() throws {
    // Gold: I / ca n't / go / to / Rio / . ; found: I / ca / n't / goto is not cut, Rio. is one token.
    let gold = try TreebankTests.read(
      TreebankTests.conllu([
        "# text = I can't go to Rio.", "1 I I PRON 4 nsubj", "2-3 can't", "2 ca can AUX 4 aux", "3 n't not PART 4 advmod",
        "4 go go VERB 0 root",
        "5 to to ADP 6 case", "6 Rio Rio PROPN 4 obl SpaceAfter=No", "7 . . PUNCT 4 punct",
      ]))[0]
    let spans = [TextSpan(0, 1), TextSpan(2, 4), TextSpan(4, 7), TextSpan(8, 10), TextSpan(11, 13), TextSpan(14, 18)]
    let document = annotated(
      gold, tokens: spans,
      [
        ("PRON", "I", 3, "nsubj"), ("AUX", "can", 3, "aux"), ("PART", "not", 3, "advmod"), ("VERB", "go", -1, "root"),
        ("ADP", "to", 5, "case"),
        ("PROPN", "Rio.", 3, "obl"),
      ])
    let scores = try SyntaxScorer().score(gold, document, layers: [.tags, .syntax], givesWords: false)
    func counts(_ metric: SyntaxScores.Metric) -> Counts? { scores.scores[metric]?.counts }
    #expect(counts(.sentences) == Counts(gold: 1, found: 1, correct: 1))
    #expect(counts(.tokens) == Counts(gold: 7, found: 6, correct: 5) && counts(.words) == Counts(gold: 7, found: 6, correct: 5))
    #expect(counts(.upos) == Counts(gold: 7, found: 6, correct: 5) && scores.scores[.upos]?.accuracy == 100)
    // `to` hangs on `Rio.`, which has no partner.
    #expect(counts(.uas) == Counts(gold: 7, found: 6, correct: 4) && scores.scores[.uas]?.accuracy == 80)
    #expect(counts(.las) == counts(.uas) && counts(.clas) == Counts(gold: 4, found: 4, correct: 3))
    let report = SyntaxReport([("g", scores)], givesWords: false)
    #expect(report.scores.map(\.name) == SyntaxReport.scoreNames(layers: [.tags, .syntax], givesWords: false))
    #expect(report.text.contains("LAS           7      6   66.67   57.14   61.54          80.00\n"))
    #expect(report.jsonText.hasPrefix(#"{"evaluation":"syntax","gold_tokens":false,"tokens":{"gold":7,"found":6,"correct":5,"#))
  }

  @Test func aDocumentThatFailedHasNothingRight() throws {
    let gold = try TreebankTests.read(TreebankTests.sample)[0]
    let empty = Document(id: "d", text: gold.text)
    for givesWords in [true, false] {
      let scores = try SyntaxScorer().score(gold, empty, layers: [.tags, .syntax], givesWords: givesWords)
      #expect(scores.scores[.las]?.counts == Counts(gold: 10, found: 0, correct: 0) && scores.scores[.upos]?.counts.f1 == 0)
    }
  }

  @Test func whatThePipelineDoesNotWriteIsNotScored() throws {
    let gold = try TreebankTests.read(TreebankTests.sample)[0]
    let document = annotated(gold, tokens: gold.tokens, [])
    let scores = try SyntaxScorer().score(gold, document, layers: [], givesWords: false)
    #expect(Set(scores.scores.keys) == [.tokens, .sentences, .words])
  }
}
