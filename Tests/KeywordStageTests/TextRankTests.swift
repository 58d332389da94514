import Patterns
import Pipeline
import TestSupport
import Testing

@testable import KeywordStage

@Suite struct TextRankTests {
  private func ranks(_ sentences: [String]) throws -> (KeywordUnits, [Double]) {
    let units = KeywordUnits(of: Document(sentences: sentences), lexicon: try WordLexicon.load(), maxWords: 3)
    return (units, TextRankScores(of: units).words)
  }

  /// With d = 0.85 the centre c and the leaves l of a star with three leaves solve c = 0.15 + 3 · 0.85 · l and l = 0.15 + 0.85 · c / 3.
  @Test func aStarHasTheRanksOfItsEquations() throws {
    let (_, ranks) = try ranks(["harbour crane .", "harbour barge .", "harbour pilot ."])
    let centre = (0.15 + 3 * 0.85 * 0.15) / (1 - 0.85 * 0.85)
    let leaf = 0.15 + 0.85 * centre / 3
    let words = ranks.filter { $0 > 0 }
    #expect(words.count == 4)
    #expect(abs(words[0] - centre) < 0.001)
    #expect(words.dropFirst().allSatisfy { abs($0 - leaf) < 0.001 })
  }

  @Test func wordsThatStandApartHaveNoEdge() throws {
    let (_, ranks) = try ranks(["harbour , crane and pilot ."])
    #expect(ranks.filter { $0 > 0 }.allSatisfy { abs($0 - 0.15) < 1e-9 })
  }

  @Test func aPhraseScoresTheSumOfItsWords() throws {
    var document = Document(sentences: ["harbour crane .", "harbour barge .", "harbour pilot ."])
    try KeywordFixture.stage(["method": "textrank", "deduplication": 1]).process(&document)
    let centre = (0.15 + 3 * 0.85 * 0.15) / (1 - 0.85 * 0.85)
    let leaf = 0.15 + 0.85 * centre / 3
    #expect(document.keywords.first?.text == "harbour crane")
    #expect(document.keywords.first.map { abs($0.score - centre - leaf) < 0.002 } == true)
  }
}
