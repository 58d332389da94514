import Pipeline
import TestSupport
import Testing

@testable import Patterns

@Suite struct WordTableTests {
  private func ids(_ words: [String], into table: inout WordTable) -> [UInt32] {
    words.map { word in
      let bytes = Array(word.utf8)
      return table.intern(bytes.span, TextSpan(0..<bytes.count))
    }
  }

  @Test func wordsGetTheNextIdInTheOrderOfFirstSight() {
    var table = WordTable()
    #expect(ids(["the", "dam", "the", "broke", "dam"], into: &table) == [0, 1, 0, 2, 1])
    #expect(table.count == 3)
    #expect(Array(table.bytes(of: 1)) == Array("dam".utf8))
  }

  @Test func capitalsAndTypographicApostrophesAreFolded() {
    var table = WordTable()
    #expect(ids(["Élan", "élan", "ÉLAN", "DON’T", "don't", "×", "÷"], into: &table) == [0, 0, 0, 1, 1, 2, 3])
  }

  @Test func aWordKeptAsItIsIsNotTheFoldedOne() {
    var table = WordTable()
    let bytes = Array("US us".utf8)
    let folded = table.intern(bytes.span, TextSpan(0, 2))
    #expect(table.intern(bytes.span, TextSpan(3, 5)) == folded)
    #expect(table.intern(bytes.span, TextSpan(0, 2), folding: false) != folded)
    #expect(table.id(of: bytes.span, TextSpan(0, 2)) == folded)
  }

  @Test func aTableThatGrowsAgreesWithADictionary() {
    var random = SeededGenerator(seed: 5)
    var table = WordTable(capacity: 1)
    var known: [String: UInt32] = [:]
    for _ in 0..<20_000 {
      let word = "w" + String(Int.random(in: 0..<5_000, using: &random), radix: 36)
      let id = ids([word], into: &table)[0]
      #expect(id == known[word, default: UInt32(known.count)])
      known[word] = id
    }
    #expect(table.count == known.count)
  }
}

@Suite struct WordListTests {
  @Test func aSetHoldsTheWordsOfAListWithoutItsComments() {
    let set = WordSet(parsing: Array("# a list\nriver # noun\n\n  dam  \n".utf8))
    #expect(set.count == 2)
    #expect(set.contains("River") && set.contains("dam"))
    #expect(!set.contains("noun") && !set.contains("") && !set.contains("rive"))
  }

  @Test func theShippedListsLoadAndSayWhatTheyShould() throws {
    let lexicon = try WordLexicon.load()
    func traits(_ word: String) -> WordTraits {
      let bytes = Array(word.utf8)
      return lexicon.traits(of: bytes.span, TextSpan(0..<bytes.count))
    }
    #expect(traits("The") == [.stop, .determiner])
    #expect(traits("warned") == .reporting)
    #expect(traits("Thursday") == .calendar)
    #expect(traits("minister").contains(.title))
    #expect(traits("quickly") == .adverb && traits("family") == .nounLike)
    #expect(traits("flooded") == .participle && traits("FLOODED") == .participle && traits("meeting").contains(.nounLike))
    #expect(traits("volcano") == [])
  }

  @Test func anEndingCountsOnlyWhereNoListKnowsTheWordAndSomethingStandsBeforeIt() {
    let lexicon = WordLexicon([(Array("family\n".utf8), .nounLike)], endings: Array("ly adverb\nxx nonsense\n".utf8))
    func traits(_ word: String) -> WordTraits {
      let bytes = Array(word.utf8)
      return lexicon.traits(of: bytes.span, TextSpan(0..<bytes.count))
    }
    #expect(traits("family") == .nounLike && traits("badly") == .adverb && traits("fly") == [] && traits("abxx") == [])
  }
}

@Suite struct WordShapeTests {
  private func shape(_ word: String) -> WordShape {
    let bytes = Array(word.utf8)
    return WordShape(bytes.span, TextSpan(0..<bytes.count))
  }

  @Test func lettersCapitalsAndDigitsAreTold() {
    #expect(shape("NATO").isAcronym && !shape("Nato").isAcronym && shape("U.S.").isAcronym && !shape("A").isAcronym)
    #expect(shape("Épinal").startsUpper && shape("Šibenik").startsUpper && shape("Łódź").startsUpper && !shape("élan").startsUpper)
    #expect(shape("4th").startsWithDigit && shape("4th").digits == 1 && shape("4th").letters == 2)
  }

  @Test func punctuationHasNoLetters() {
    #expect(["”", "—", "€", "…", "%", "12,5"].allSatisfy { shape($0).letters == 0 })
  }
}

@Suite struct LayoutCursorTests {
  @Test func placesFollowTheBlocksThatASentenceTouches() {
    var document = Document(id: "d", text: "Title\nBy A. Writer\nPARIS - It rained.\nPARIS\nIt stopped.")
    document.blocks = [
      Block(.title, TextSpan(0, 5)), Block(.byline, TextSpan(6, 18)), Block(.dateline, TextSpan(19, 26)),
      Block(.paragraph, TextSpan(27, 37)),
      Block(.dateline, TextSpan(38, 43)), Block(.paragraph, TextSpan(44, 55)),
    ]
    document.layers = [.blocks]
    var cursor = LayoutCursor(document)
    #expect(cursor.place(of: TextSpan(0, 5)).isHeading)
    #expect(cursor.place(of: TextSpan(6, 18)).isCredit)
    #expect(cursor.place(of: TextSpan(19, 37)) == SentencePlace(start: 27))
    #expect(cursor.place(of: TextSpan(38, 43)).isCredit)
    #expect(cursor.place(of: TextSpan(44, 55)) == SentencePlace(start: 44))
  }

  @Test func withoutBlocksEverySentenceIsOrdinary() {
    var cursor = LayoutCursor(Document(id: "d", text: "Title"))
    #expect(cursor.place(of: TextSpan(0, 5)) == SentencePlace(start: 0))
  }
}
