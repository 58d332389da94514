import LanguageModel
import Testing

@Suite struct LemmaScriptTests {
  private func lemma(_ script: LemmaScript, _ word: String) -> String? { script.lemma(of: Array(word.utf8)[...]) }

  @Test func aScriptTakesCharactersOffAndPutsOthersThere() {
    #expect(lemma(.edit(lower: true, strip: 3, append: "y"), "Countries") == "country")
    #expect(lemma(.edit(lower: false, strip: 0, append: ""), "Herzog") == "Herzog")
    #expect(lemma(.edit(lower: true, strip: 0, append: ""), "NATO") == "nato")
    #expect(lemma(.edit(lower: true, strip: 1, append: "é"), "Cafes") == "cafeé")
    #expect(lemma(.fixed("be"), "Were") == "be")
  }

  @Test func charactersAreCountedAndNotBytes() {
    #expect(lemma(.edit(lower: true, strip: 2, append: "e"), "ÉLUÉS") == "élue")
    #expect(lemma(.edit(lower: false, strip: 1, append: ""), "naïfs") == "naïf")
  }

  @Test func aWordThatIsTooShortHasNoSuchLemma() {
    #expect(lemma(.edit(lower: true, strip: 3, append: "y"), "is") == nil)
    #expect(lemma(.edit(lower: true, strip: 2, append: ""), "is") == nil)
    #expect(lemma(.edit(lower: true, strip: 2, append: ""), "é") == nil)
    #expect(lemma(.edit(lower: true, strip: 1, append: ""), "é") == nil)
  }

  @Test func whereTheBestScriptDoesNotFitTheNextBestDoes() {
    let scripts: [LemmaScript] = [
      .edit(lower: true, strip: 3, append: "y"), .edit(lower: true, strip: 2, append: ""), .edit(lower: true, strip: 0, append: ""),
      .fixed("be"),
    ]
    let scores: [Float] = [4, 3, 2, 1]
    scores.withUnsafeBufferPointer { scores in
      #expect(LemmaScript.choose(scores, of: scripts, word: Array("is".utf8)[...]) == 2)
      #expect(LemmaScript.choose(scores, of: scripts, word: Array("flies".utf8)[...]) == 0)
    }
  }

  @Test func aScriptFitsWhereItMakesALemma() {
    let scripts: [LemmaScript] =
      (0...4).flatMap { strip in
        ["", "é"].map { .edit(lower: strip % 2 == 0, strip: strip, append: $0) }
      } + [.fixed("be")]
    for word in ["", "i", "is", "été", "ÉLUÉS", "東京", "e\u{301}"] {
      for script in scripts { #expect(script.fits(Array(word.utf8)[...]) == (lemma(script, word) != nil), "\(word) \(script)") }
    }
  }
}
