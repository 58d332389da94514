import Testing

@testable import Pipeline

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("sumarize", "summarize"), ("entites", "entities"), ("segmnet", "segment"), ("max-sentences", "max_sentences"),
    ("NORMALIZE", "normalize"),
  ])
  func nearNamesAreSuggested(mistyped: String, meant: String) {
    let names = ["normalize", "segment", "entities", "relations", "summarize", "max_sentences"]
    #expect(Suggestion.nearest(to: mistyped, in: names) == meant)
  }

  @Test func farNamesAreNotSuggested() {
    #expect(Suggestion.nearest(to: "xyzzy", in: ["normalize", "segment"]) == nil)
    #expect(Suggestion.suffix(for: "xyzzy", in: ["normalize"]) == "")
    #expect(Suggestion.nearest(to: String(repeating: "x", count: 201), in: [String(repeating: "x", count: 200)]) == nil)
  }

  @Test(arguments: [
    ("news.yaml", "test.yaml"), ("a.txt", "b.txt"), ("tag", "stages"), ("od", "id"), ("quotes", "nodes"), ("label", "table"),
  ])
  func moreThanAThirdOfTheShorterNameIsTooFar(name: String, other: String) {
    #expect(Suggestion.nearest(to: name, in: [other]) == nil)
  }

  @Test(arguments: [("al", "all"), ("Typ", "type"), ("artcle.txt", "article.txt"), (".gitignor", ".gitignore")])
  func shortNamesAreSuggestedForOneEdit(name: String, meant: String) {
    #expect(Suggestion.nearest(to: name, in: [meant]) == meant)
  }

  @Test func aSwapOfNeighboursIsOneEdit() {
    #expect(Suggestion.editDistance(Array("abcd".utf8), Array("abdc".utf8)) == 1)
    #expect(Suggestion.editDistance(Array("".utf8), Array("abc".utf8)) == 3)
    #expect(Suggestion.editDistance(Array("kitten".utf8), Array("sitting".utf8)) == 3)
  }
}
