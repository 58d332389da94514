import Pipeline
import TestSupport
import Testing

@testable import RecordDiff

/// What is found between two versions of one document.
@Suite struct DocumentChangesTests {
  @Test func entitiesAreGainedLostAndChanged() {
    let old = Document(marked: "[Ada Roe|PERSON] left [Georgia|GPE] for the [Blue Lake|LOC] on Monday.")
    let new = Document(marked: "[Ada Roe|PERSON] left [Georgia|PERSON] for the Blue Lake on [Monday|DATE].")
    #expect(Runs.lines(old, new, .entities) == ["~ [type] GPE → PERSON Georgia", "- LOC Blue Lake", "+ DATE Monday"])
  }

  @Test func otherBoundariesOfTheSameTypeAreAChange() {
    let old = Document(marked: "President [Ada Roe|PERSON] met [Bank|ORG] of Georgia.")
    let new = Document(marked: "[President Ada Roe|PERSON] met Bank of [Georgia|GPE].")
    #expect(Runs.lines(old, new, .entities) == ["~ [span] PERSON Ada Roe → President Ada Roe", "- ORG Bank", "+ GPE Georgia"])
  }

  @Test func ofTwoEqualNamesTheRightOneIsLost() {
    let old = Document(marked: "[Oslo|GPE] and [Oslo|GPE] and [Oslo|GPE]")
    let new = Document(marked: "[Oslo|GPE] and Oslo and [Oslo|GPE]")
    let changes = DocumentChanges(old: old, new: new, in: [.entities]).layers.flatMap(\.changes)
    #expect(changes.count == 1 && changes[0].old?.places == [TextSpan(9, 13)])
  }

  @Test func aProvenanceOrConfidenceIsNoChange() {
    let old = Document(marked: "[Ada Roe|PERSON] left.")
    var new = old
    new.entities[0].by = Provenance("names/other")
    new.entities[0].confidence = 0.5
    #expect(Runs.lines(old, new, .entities).isEmpty)
  }

  @Test func aCanonicalNameIsAnAttribute() {
    let old = Document(marked: "[Burma|GPE] voted.")
    var new = old
    new.entities[0].canonical = "Myanmar"
    #expect(Runs.lines(old, new, .entities) == ["~ [canonical] GPE Burma canonical: →Myanmar"])
  }

  @Test func relationsChangeTheirTypeTheirMoodAndTheirArguments() {
    var old = Document(marked: "Ada Roe met Bo Lind on Monday and praised Cy Wood.")
    var new = old
    old.relate("meet", "Ada Roe", "met", "Bo Lind")
    new.relate("negotiate", "Ada Roe", "met", "Bo Lind")
    #expect(Runs.lines(old, new, .relations) == ["~ [type] meet → negotiate Ada Roe | met | Bo Lind"])
    new.relations[0].type = "meet"
    new.relations[0].isNegated = true
    #expect(Runs.lines(old, new, .relations) == ["~ [negated] meet Ada Roe | met | Bo Lind negated: false→true"])
    new.relations[0].isNegated = false
    new.relations[0].arguments = [.init("time", new.span("Monday"))]
    #expect(Runs.lines(old, new, .relations) == ["~ [time] meet Ada Roe | met | Bo Lind time: →Monday"])
    new.relations[0].arguments = []
    new.relate("praise", "Ada Roe", "praised", "Cy Wood")
    #expect(Runs.lines(old, new, .relations) == ["+ praise Ada Roe | praised | Cy Wood"])
    new.relations[1].object = nil
    old = new
    old.relations[1].object = Argument(old.span("Cy Wood"))
    #expect(Runs.lines(old, new, .relations) == ["~ [span] praise Ada Roe | praised | Cy Wood → Ada Roe | praised"])
  }

  @Test func severalRelationsAtTheSamePlacesAreMatchedByType() {
    var old = Document(marked: "Ada Roe met Bo Lind.")
    var new = old
    old.relate("meet", "Ada Roe", "met", "Bo Lind")
    old.relate("visit", "Ada Roe", "met", "Bo Lind")
    new.relate("visit", "Ada Roe", "met", "Bo Lind", negated: true)
    #expect(
      Runs.lines(old, new, .relations) == [
        "~ [negated] visit Ada Roe | met | Bo Lind negated: false→true", "- meet Ada Roe | met | Bo Lind",
      ])
  }

  @Test func summariesAreComparedBySentences() {
    var old = Document(marked: "One fell.\nTwo rose.\nThree slept.")
    old.layers.insert(.summary)
    var new = old
    old.summary = Summary(text: "One fell. Two rose.", sentences: [0, 1])
    new.summary = Summary(text: "Two rose. Three slept.", sentences: [1, 2])
    #expect(Runs.lines(old, new, .summary) == ["- One fell.", "+ Three slept."])
    new.summary = Summary(text: "They moved.", sentences: [0, 1])
    #expect(Runs.lines(old, new, .summary) == ["+ They moved."])
    old.summary = Summary(text: "They moved a bit.", sentences: [0, 1])
    #expect(Runs.lines(old, new, .summary) == ["~ [text]  text: They moved a bit.→They moved."])
  }

  @Test func keywordsAreComparedWithoutOrderAndScore() {
    var old = Document(marked: "Text.")
    old.layers.insert(.keywords)
    var new = old
    old.keywords = [Keyword("oil price", score: 2), Keyword("Strike", score: 1), Keyword("dock", score: 0.5)]
    new.keywords = [Keyword("strike", score: 3), Keyword("oil price", score: 1), Keyword("harbour", score: 0.2)]
    #expect(Runs.lines(old, new, .keywords) == ["~ [words] Strike → strike", "- dock", "+ harbour"])
  }

  @Test func problemsAndFailureAreCompared() {
    var old = Document(marked: "Text.")
    var new = old
    old.problems = [Problem(stage: "read", code: "bad-byte", message: "1 byte"), Problem(stage: "normalize", code: "x", message: "m")]
    new.problems = [Problem(stage: "read", code: "bad-byte", message: "2 bytes")]
    #expect(Runs.lines(old, new, .problems) == ["~ [words] read/bad-byte 1 byte → 2 bytes", "- normalize/x m"])
    old.problems = []
    new.problems = []
    new.fail(in: "tag", StageFailure(code: "too-long", "too long"))
    #expect(Runs.lines(old, new, .problems) == ["+ tag/too-long too long"])
  }

  @Test func quotesAndTitlesAndClustersAreCompared() {
    var old = Document(marked: "“We won”, said Ada Roe. She smiled.")
    old.layers.formUnion([.quotes, .coreference])
    old.title = "A win"
    var new = old
    old.quotes = [Quote(old.span("We won"), .direct, cue: old.span("said"))]
    new.quotes = [Quote(old.span("We won"), .direct, cue: old.span("said"), speaker: Argument(old.span("Ada Roe")))]
    new.title = "A defeat"
    old.coreference = [CoreferenceCluster(name: "Ada Roe", type: "PERSON", mentions: [Mention(old.span("Ada Roe"), .name)])]
    new.coreference = old.coreference
    new.coreference[0].mentions.append(Mention(old.span("She"), .pronoun))
    #expect(Runs.lines(old, new, .quotes) == ["~ [speaker] direct We won speaker: →Ada Roe"])
    #expect(Runs.lines(old, new, .title) == ["~ [title]  title: A win→A defeat"])
    #expect(Runs.lines(old, new, .coreference) == ["~ [mentions] PERSON Ada Roe mentions: →She"])
  }

  @Test func aTextNormalisedOtherwiseIsComparedByItsSource() throws {
    let source = Text("A  man.  Ada  Roe  left  Georgia.")
    var rewriter = TextRewriter(source)
    for offset in 0..<source.count - 1 where source[offset] == 0x20 && source[offset + 1] == 0x20 {
      rewriter.replace(offset..<offset + 2, with: " ".utf8)
    }
    let rewritten = rewriter.finish()
    let (text, alignment) = try #require(rewritten)
    var old = Document(id: "a", text: source)
    var new = try #require(
      Document(id: "a", sourceText: source, text: text, alignment: alignment, source: Document.Source(path: "a", format: "text")))
    old.entities = [
      Entity(old.span("Ada  Roe"), "PERSON", by: Provenance("e/e")), Entity(old.span("Georgia"), "GPE", by: Provenance("e/e")),
    ]
    new.entities = [
      Entity(new.span("Ada Roe"), "PERSON", by: Provenance("e/e")), Entity(new.span("Georgia"), "ORG", by: Provenance("e/e")),
    ]
    #expect(Runs.lines(old, new, .entities) == ["~ [type] GPE → ORG Georgia"])
    let document = DocumentChanges(old: old, new: new, in: [.text])
    #expect(document.text == .renormalized && document.count == 1)
    // Nor is a keyword or title with another quotation mark another one.
    old.keywords = [Keyword("Roe’s “plan”", score: 1), Keyword("oil", score: 1)]
    new.keywords = [Keyword("Roe's \"plan\"", score: 1), Keyword("gas", score: 1)]
    #expect(Runs.lines(old, new, .keywords) == ["- oil", "+ gas"])
  }

  @Test func aChangedTextIsComparedByTheWordsThatBothShare() {
    let old = Document(marked: "[Ada Roe|PERSON] flew to [Oslo|GPE] on [Monday|DATE]. She met [Bo Lind|PERSON] there.")
    let new = Document(marked: "Late news: [Ada Roe|PERSON] flew to [Rome|GPE] on [Monday|ORG]. There she met [Bo Lind|PERSON].")
    #expect(Runs.lines(old, new, .entities) == ["- GPE Oslo", "+ GPE Rome", "~ [type] DATE → ORG Monday"])
    let document = DocumentChanges(old: old, new: new, in: [.text])
    #expect(document.text == .changed)
    #expect(document.words?.lost == 4 && document.words?.gained == 6 && document.count == 1)
  }
}
