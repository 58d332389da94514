import Pipeline
import TestSupport
import Testing

@testable import EntityStage

@Suite struct NamePhraseTests {
  /// A word in its tree, as `word/POS/relation/head`, the head by its number in the sentence from 1, 0 for none; `[` and `]` around names, of the type PERSON.
  private func grown(_ sentence: String) -> [String] {
    var words: [String] = []
    var tags: [TokenTag] = []
    var syntax: [Dependency] = []
    var names: [Range<Int>] = []
    var start = 0
    for (index, part) in sentence.split(separator: " ").enumerated() {
      if part.hasPrefix("[") { start = index }
      if part.hasSuffix("]") { names.append(start..<index + 1) }
      let fields = part.trimmingPrefix("[").split { "/]".contains($0) }.map(String.init)
      words.append(fields[0])
      tags.append(TokenTag(UniversalPartOfSpeech(rawValue: fields[1]) ?? .X, lemma: ""))
      syntax.append(Dependency(head: Int32(Int(fields[3]) ?? 0) - 1, relation: fields[2]))
    }
    var document = Document(sentences: [words.joined(separator: " ")])
    (document.tags, document.syntax) = (tags, syntax)
    let entities = names.map { name in
      let type: EntityType = document.text.string(document.tokens[name.lowerBound]) == "Monday" ? "DATE" : "PERSON"
      return Entity(
        TextSpan(document.tokens[name.lowerBound].start, document.tokens[name.upperBound - 1].end), type, by: Provenance("test"))
    }
    return NamePhrases(document).grown(entities, in: document.text).map { entity in
      document.text.string(entity.span) + (entity.canonical.map { " = \($0)" } ?? "")
    }
  }

  @Test func aNameGrowsByItsArticleItsOfficeAndTheNamesWithin() {
    #expect(
      grown("met/VERB/root/0 the/DET/det/4 [Iraqi/ADJ/amod/4] Minister/NOUN/compound/5 [Ibrahim/PROPN/obj/1 Jaafari/PROPN/flat/5]")
        == ["the Iraqi Minister Ibrahim Jaafari = Ibrahim Jaafari"])
  }

  @Test func anOfficeMayHaveAPrepositionOfItsOwn() {
    #expect(
      grown("Minister/NOUN/compound/5 for/ADP/case/4 the/DET/det/4 East/PROPN/nmod/1 [Ellwood/PROPN/nsubj/6] spoke/VERB/root/0")
        == ["Minister for the East Ellwood = Ellwood"])
  }

  @Test func aNounThatTheNameNamesIsPartOfIt() {
    #expect(
      grown("The/DET/det/3 Iranian/ADJ/amod/3 Minister/NOUN/nsubj/6 [Ada/PROPN/flat/3 Norberg/PROPN/flat/4] spoke/VERB/root/0")
        == ["The Iranian Minister Ada Norberg = Ada Norberg"])
    #expect(
      grown("Spokesmen/NOUN/nsubj/4 ,/PUNCT/punct/3 [Norberg/PROPN/appos/1] spoke/VERB/root/0") == ["Norberg"], "a comma stands between")
    #expect(grown("met/VERB/root/0 Ministers/NOUN/obj/1 [Norberg/PROPN/nmod/2]") == ["Norberg"])
  }

  @Test func prepositionsAndSubjectsAreNoPart() {
    #expect(grown("cities/NOUN/root/0 such/ADJ/fixed/3 as/ADP/case/4 [Aleppo/PROPN/nmod/1]") == ["Aleppo"])
    #expect(grown("He/PRON/nsubj/3 is/AUX/cop/3 [Assad/PROPN/root/0]") == ["Assad"])
    #expect(grown("two/NUM/nummod/2 [Marines/PROPN/root/0]") == ["Marines"])
  }

  @Test func theArticleOfANounBehindIsNoPart() {
    #expect(grown("the/DET/det/3 [UN/PROPN/compound/3] envoy/NOUN/root/0") == ["UN"])
  }

  @Test func aPhraseBeginsWithNoPreposition() {
    // `of` hangs on a word of the phrase, with nothing of it before.
    #expect(grown("of/ADP/case/2 President/NOUN/compound/3 [Assad/PROPN/root/0]") == ["President Assad = Assad"])
  }

  @Test func whatLiesPartlyInAPhraseKeepsItsWords() {
    #expect(
      grown("[Iran/PROPN/root/0 the/DET/det/4] [Syrian/ADJ/amod/4] [Assad/PROPN/obj/1]") == ["Iran the", "Syrian", "Assad"])
  }

  @Test func valuesStayAsTheyAre() {
    #expect(grown("the/DET/det/2 [Monday/PROPN/obl/3] came/VERB/root/0") == ["Monday"])
  }

  @Test func aTreeThatGoesInCirclesEnds() {
    #expect(grown("a/DET/det/2 b/NOUN/det/1 [Assad/PROPN/root/0]") == ["Assad"])
  }

  @Test func phrasesNeedTrees() throws {
    let stage = try EntityFixture.make(["extent": OptionValue(.string("phrase"))])
    #expect(stage.layers.requires == [.sentences, .tokens, .tags, .syntax])
    #expect(try EntityFixture.make().layers.requires == [.sentences, .tokens])
  }
}
