import Patterns
import Pipeline
import TestSupport
import Testing

@testable import KeywordStage

@Suite struct YakeTests {
  /// No verb of it is in our lists, so that all words are content words for both implementations.
  private let sentences = [
    "Alpha rivers feed the Geneva basin .", "The treaty shields Alpha rivers near Geneva .", "Farmers near the basin fish from rivers .",
    "Geneva farmers inked the treaty .",
  ]

  private func units() throws -> KeywordUnits {
    KeywordUnits(of: Document(sentences: sentences), lexicon: try WordLexicon.load(), maxWords: 2)
  }

  private func word(_ word: String, _ units: KeywordUnits) throws -> UInt32 {
    let bytes = Array(word.utf8)
    let id = units.words.id(of: bytes.span, TextSpan(0..<bytes.count))
    return try #require(id)
  }

  /// The expected figures are those of the authors' implementation for the same text.
  @Test(arguments: [("geneva", 0.107143), ("alpha", 0.114696), ("rivers", 0.15393), ("basin", 0.252094), ("treaty", 0.265733)])
  func wordsScoreAsInTheReferenceImplementation(_ name: String, _ expected: Double) throws {
    let units = try units()
    let word = try word(name, units)
    let first = try #require(units.units.firstIndex { $0.word == word && !$0.flags.contains(.gap) })
    let count = units.units.count { $0.word == word && !$0.flags.contains(.gap) }
    let phrase = PhraseTable.Phrase(start: UInt32(first), length: 1, count: UInt32(count), isInBody: true)
    #expect(abs(YakeScores(of: units).score(of: phrase) - expected) < 0.000001)
  }

  @Test func aPhraseScoresTheProductOfItsWordsByFrequencyAndSum() throws {
    let units = try units()
    let phrase = PhraseTable.Phrase(start: 0, length: 2, count: 2, isInBody: true)
    #expect(abs(YakeScores(of: units).score(of: phrase) - 0.059241) < 0.000001)
  }

  @Test func aJoiningWordCountsByHowFirmlyItIsTied() throws {
    let units = KeywordUnits(
      of: Document(sentences: ["The Court of Appeal met .", "The Court of Appeal and the Court sat ."]), lexicon: try WordLexicon.load(),
      maxWords: 3)
    let yake = YakeScores(of: units)
    let phrase = try #require(PhraseTable(of: units, maxWords: 3).phrases.first { $0.length == 3 })
    let (court, appeal) = (yake.words[Int(try word("court", units))], yake.words[Int(try word("appeal", units))])
    // Two of three `Court` go on with `of`, and each `Appeal` stands behind it.
    let tie = 2.0 / 3 * 1
    #expect(abs(yake.score(of: phrase) - court * appeal * (2 - tie) / (2 * (1 + court + appeal - (1 - tie)))) < 1e-12)
  }

  @Test func theKeywordScoreIsLargerForBetterPhrases() throws {
    var document = Document(sentences: sentences)
    try KeywordFixture.stage(["max_words": 1]).process(&document)
    let scores = document.keywords.map(\.score)
    #expect(scores == scores.sorted(by: >) && scores.allSatisfy { $0 > 0 && $0 <= 1 })
    #expect(document.keywords.first?.text == "Geneva")
    #expect(abs((scores.first ?? 0) - 1 / 1.107143) < 0.000002)
  }
}
