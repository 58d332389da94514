import Pipeline
import Testing

@testable import Readability

@Suite struct SyllableTests {
  @Test(arguments: [
    (1, "the be make makes walked called rules year lived quick friend piece through strengths asked queen"),
    (
      2,
      "table tables settled houses needed statement likely careful going couldn't playing science actor people Bush's poem quiet agreed lion million"
    ),
    (3, "radio radio's India minister media terrorist actual president develop idea area agreement serious engineer element"),
    (4, "population society continuous terrorism security military material Azerbaijan"),
    (5, "university international opportunity organisation"),
  ])
  func syllablesAreCounted(expected: Int, words: String) {
    for word in words.split(separator: " ") {
      #expect(Syllables.count(ArraySlice(word.lowercased().utf8)) == expected, "\(word)")
    }
  }

  @Test func abbreviationsAreSpelledOut() {
    #expect(Syllables.count(ArraySlice("un".utf8), isAllCapitals: true) == 2)
    #expect(Syllables.count(ArraySlice("bbc".utf8), isAllCapitals: true) == 3)
    #expect(Syllables.count(ArraySlice("nato".utf8), isAllCapitals: true) == 2)
  }
}

@Suite struct FormulaTests {
  /// Worked by hand from the formulas as published.
  @Test func formulasGiveWhatTheirAuthorsSay() {
    #expect(abs(Readability.fleschReadingEase(20, 1.5) - 59.635) < 0.001)
    #expect(abs(Readability.fleschKincaidGrade(20, 1.5) - 9.91) < 0.001)
    #expect(abs(Readability.gunningFog(20, hardShare: 0.1) - 12) < 0.001)
    #expect(abs(Readability.smog(polysyllablesPerSentence: 1) - 8.8418) < 0.001)
    #expect(abs(Readability.automatedReadabilityIndex(20, 5) - 12.12) < 0.001)
    #expect(abs(Readability.colemanLiau(lettersPerWord: 5, sentencesPerWord: 0.05) - 12.12) < 0.001)
  }

  @Test func wordsAreWhatWhiteSpaceAndDashesSeparate() {
    var counter = WordCounter()
    let text: Text = "Port Ellis’s well-known café—the oldest -- sold 1,200 cups & more."
    counter.count(text.bytes, 0..<text.count)
    #expect(counter.counts.words == 10 && counter.counts.sentences == 1)
  }

  @Test func hardWordsAreNoNamesAndNoSuffixes() {
    var counter = WordCounter()
    let text: Text = "Yesterday Azerbaijan exploring created industries."
    counter.count(text.bytes, 0..<text.count)
    #expect(counter.counts.polysyllables == 5)
    #expect(counter.counts.hardWords == 2)
  }
}
