import LanguageModel
import Pipeline
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

  @Test func aScriptThatMakesNoWordGivesWayToOneThatDoes() throws {
    let known = try BaseForms(Array("com\tN\ncome\tV\nexpel\tV\nred\tAN\n".utf8), named: "forms")
    let scripts: [LemmaScript] = [
      .edit(lower: true, strip: 2, append: ""), .edit(lower: true, strip: 3, append: ""), .edit(lower: true, strip: 3, append: "e"),
      .edit(lower: true, strip: 0, append: ""), .edit(lower: false, strip: 1, append: ""),
    ]
    func lemma(_ word: String, _ scores: [Float], _ pos: UniversalPartOfSpeech?) -> String? {
      let form = Array(word.utf8)[...]
      return scores.withUnsafeBufferPointer { scores in
        LemmaScript.choose(scores, of: scripts, word: form, known: known, pos: pos).flatMap { scripts[$0].lemma(of: form) }
      }
    }
    #expect(lemma("expelled", [5, 4, 0, 3, 0], .VERB) == "expel")
    #expect(lemma("coming", [0, 5, 4, 0, 0], .VERB) == "come")
    #expect(lemma("coming", [0, 5, 4, 0, 0], .NOUN) == "com", "it is a word there")
    #expect(lemma("coming", [0, 5, 4, 0, 0], nil) == "com")
    #expect(lemma("expelled", [0, 4, 0, 5, 0], .ADJ) == "expelled", "what stays as it is is left so")
    #expect(lemma("expelled", [9, 0, 0, 0, 0], .VERB) == "expell", "what the model holds impossible is not taken")
    #expect(lemma("Reds", [0, 0, 0, 0, 9], .PROPN) == "Red", "names ask for no base form")
    #expect(lemma("zorking", [0, 5, 4, 0, 0], .VERB) == "zork", "where no script makes a known word, the best is taken")
    #expect(lemma("Été", [5, 0, 0, 0, 0], .NOUN) == "é")
  }

  @Test func baseFormsAreFoundWhereverTheyStand() throws {
    let words = ["a", "ab", "abandon", "abash", "b", "zoo"]
    let known = try BaseForms(Array(words.map { "\($0)\tN\n" }.joined().utf8), named: "forms")
    for word in words { #expect(known.contains(word, .NOUN) && !known.contains(word, .VERB) && known.contains(word, .DET)) }
    for word in ["", "aa", "aband", "abandons", "zoos", "A"] { #expect(!known.contains(word)) }
    #expect(try !BaseForms([], named: "forms").contains("a"))
  }

  @Test func wrongBaseFormsAreToldWithTheirLine() {
    for (text, line) in [("b\tN\na\tN\n", 2), ("a\tN\na\tV\n", 2), ("a\tN\nb\n", 2), ("a", 1)] {
      let error = #expect(throws: Diagnostics.self) { try BaseForms(Array(text.utf8), named: "forms") }
      #expect(error?.all.first?.location == Pipeline.SourceLocation(file: "forms", line: line, column: 1))
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
