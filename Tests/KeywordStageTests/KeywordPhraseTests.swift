import Pipeline
import TestSupport
import Testing

@testable import KeywordStage

@Suite struct KeywordPhraseTests {
  @Test func phrasesNeitherBeginNorEndWithFunctionWordsNumbersOrReportingVerbs() throws {
    let keywords = try KeywordFixture.keywords(
      ["The 12 border guards said on Monday that the smugglers told them three stories of the mountain road ."], ["count": 50])
    #expect(Set(keywords) == ["border guards", "smugglers", "stories", "mountain road"])
  }

  @Test func commonVerbsAdverbsAndPastFormsAreNoKeywords() throws {
    let keywords = try KeywordFixture.keywords(
      ["The smuggler quickly visited Lisbon and brought armed guards , whom Madrid expelled ."], ["count": 50])
    #expect(Set(keywords) == ["smuggler", "Lisbon", "armed guards", "Madrid"])
  }

  @Test func datelinesAndBylinesGiveNoKeywords() throws {
    let sentences = ["Volcano wakes", "By Zelda Quill", "REYKJAVIK -", "The volcano threw ash over the harbour ."]
    let keywords = try KeywordFixture.keywords(sentences, ["count": 50]) { document in
      document.mark(0, .title)
      document.mark(1, .byline)
      document.mark(2, .dateline)
    }
    #expect(Set(keywords) == ["volcano", "ash", "harbour"])
  }

  @Test func aDatelineInsideASentenceIsLeftOut() throws {
    let keywords = try KeywordFixture.keywords(["REYKJAVIK ( AP ) - The volcano threw ash ."], ["count": 50]) { document in
      document.layers.insert(.blocks)
      document.blocks = [Block(.dateline, TextSpan(0, 18)), Block(.paragraph, TextSpan(19, document.sentences[0].span.end))]
    }
    #expect(Set(keywords) == ["volcano", "ash"])
  }

  @Test func aPhraseOfATitleAloneIsNotKept() throws {
    let keywords = try KeywordFixture.keywords(["Harbour Eyes Giant Crane", "The crane stands near ships ."], ["count": 50]) {
      $0.mark(0, .title)
    }
    #expect(keywords.contains("crane") && !keywords.contains { $0.lowercased().contains("eyes") })
  }

  @Test func theCapitalsOfATitleDoNotMakeItsVerbsNouns() throws {
    let keywords = try KeywordFixture.keywords(["FERRY SINKS , TWELVE MISSING", "The ferry left twelve sailors missing ."], ["count": 50]) {
      $0.mark(0, .title)
    }
    #expect(keywords.contains("ferry") && !keywords.contains("missing"))
  }

  @Test func aNameIsNotCut() throws {
    let keywords = try KeywordFixture.keywords(["The smuggler met Maria Lena Torvald in Oslo ."], ["count": 50, "max_words": 2])
    #expect(Set(keywords) == ["smuggler", "Maria Lena Torvald", "Oslo"])
  }

  @Test func anOfficeIsCutFromTheNameBehindIt() throws {
    let keywords = try KeywordFixture.keywords(["They met Foreign Minister Maria Torvald .", "Maria Torvald left ."], ["count": 50])
    #expect(Set(keywords) == ["Foreign Minister", "Maria Torvald"])
  }

  @Test func aPersonsNameIsCutFromWhatIsGluedToIt() throws {
    let keywords = try KeywordFixture.keywords(["They met Tory MP Maria Torvald Ambassador of Denmark ."], ["count": 50]) {
      $0.mark("Maria Torvald", "PERSON")
    }
    #expect(keywords.contains("Maria Torvald") && keywords.contains("Tory MP"))
    #expect(!keywords.contains { $0.contains("Torvald") && $0 != "Maria Torvald" })
  }

  @Test func noPhraseJoinsTwoNames() throws {
    let keywords = try KeywordFixture.keywords(["The smugglers met Oslo Harbour Norberg Bank in spring ."], ["count": 50]) {
      $0.mark("Oslo Harbour", "FAC")
      $0.mark("Norberg Bank", "ORG")
    }
    #expect(Set(keywords) == ["smugglers", "Oslo Harbour", "Norberg Bank"])
  }

  @Test func noPhraseCrossesFromATitleIntoTheBody() throws {
    let keywords = try KeywordFixture.keywords(["Flood at Norberg Harbour", "Torvald Bridge fell into the harbour ."], ["count": 50]) {
      $0.mark(0, .title)
    }
    #expect(keywords.contains("Torvald Bridge") && !keywords.contains { $0.contains("Harbour Torvald") })
  }

  @Test func anEntityIsNotCutAndAValueIsNoKeyword() throws {
    let keywords = try KeywordFixture.keywords(["The bank of the north lent five guilders to farmers ."], ["count": 50, "max_words": 1]) {
      document in
      document.mark("five guilders", "MONEY")
    }
    #expect(Set(keywords) == ["bank", "north", "farmers"])
    let whole = try KeywordFixture.keywords(["They saw the harbour light yesterday ."], ["count": 50]) { $0.mark("harbour light", "FAC") }
    #expect(whole == ["harbour light"])
  }

  @Test func anAcronymIsNotTheFunctionWordThatLooksLikeIt() throws {
    let keywords = try KeywordFixture.keywords(["They told us that the US and the WHO sent tents ."], ["count": 50])
    #expect(Set(keywords) == ["US", "WHO", "tents"])
  }

  @Test func hyphensJoinWordsHoweverTheTokensWereCut() throws {
    var document = Document(id: "d", text: "The cease-fire held.")
    document.tokens = [(0, 3), (4, 9), (9, 10), (10, 14), (15, 19), (19, 20)].map { TextSpan($0, $1) }
    document.sentences = [Sentence(TextSpan(0, 20), tokens: IndexRange(0..<6))]
    document.layers = [.tokens, .sentences]
    try KeywordFixture.stage().process(&document)
    #expect(document.keywords.map(\.text) == ["cease-fire"])
  }

  @Test func tagsDecideWhereTheyAreThere() throws {
    let keywords = try KeywordFixture.keywords(["vital dredgers dredge harbour"], ["count": 50]) { document in
      document.tags = [
        TokenTag(.ADJ, lemma: "vital"), TokenTag(.NOUN, lemma: "dredger"), TokenTag(.VERB, lemma: "dredge"),
        TokenTag(.NOUN, lemma: "harbour"),
      ]
      document.layers.insert(.tags)
    }
    #expect(Set(keywords) == ["vital dredgers", "harbour"])
  }
}
