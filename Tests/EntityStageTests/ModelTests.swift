import Foundation
import Patterns
import Pipeline
import TestSupport
import Testing

@testable import EntityStage

@Suite struct ModelTests {
  private static let models = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/models").standardized
    .path

  /// The weights of the model are random: it takes `met` for an organisation, and the stop.
  private func stage(_ options: [String: OptionValue] = [:], model: String = "tiny-words") throws -> EntityStage {
    try EntityFixture.make(["model": OptionValue(.string("\(Self.models)/\(model)"))].merging(options) { $1 })
  }

  private let none = ["builtin": OptionValue(.list([OptionValue(.string("none"))]))]

  private func annotate(_ document: Document, _ stage: any Stage) -> Document {
    ResolvedPlan(name: "test", stages: [PlannedStage(name: "entities", stage: stage)]).annotate(document)
  }

  @Test func whatTheModelFindsHasItsNameAndItsConfidence() throws {
    let document = annotate(Document(sentences: ["NATO met ."]), try stage(none))
    #expect(document.problems.isEmpty)
    let entities = document.entities
    #expect(entities.map { document.text.string($0.span) } == ["met"], "a stop is no name")
    #expect(entities.first?.type == "ORG" && entities.first?.by == Provenance(stage: "entities", source: "tiny-words"))
    #expect(abs((entities.first?.confidence ?? 0) - 0.82) < 0.01)
    #expect(document.findings.isEmpty, "what the model found is freed")
  }

  @Test func nothingIsLostWhereASectionOfALongDocumentEnds() throws {
    // Names agree within 32,768 words; three words a sentence do not divide them.
    let sentences = 11_500
    let document = annotate(Document(sentences: [String](repeating: "NATO met .", count: sentences)), try stage(none))
    #expect(document.problems.isEmpty)
    #expect(document.entities.map(\.span.start) == document.sentences.map { document.tokens[$0.tokens.range.lowerBound + 1].start })
    #expect(Set(document.entities.map(\.confidence)).count == 1)
  }

  @Test func anUnsureOrganisationWithTheNameOfAStateIsTheState() throws {
    // The model takes every word behind `met` for an organisation, with a confidence below 0.9.
    for (name, entity) in [("Russia", "GPE: Russia"), ("Iranian", "NORP: Iranian"), ("Smith", "ORG: Smith")] {
      let document = annotate(Document(sentences: ["NATO met \(name) ."]), try stage(none))
      #expect(document.entities.contains { "\($0.type): \(document.text.string($0.span))" == entity }, "\(name)")
    }
  }

  @Test(arguments: [
    ("PERSON", 0.89, "GPE", "GPE"), ("PERSON", 0.9, "GPE", "PERSON"), ("PERSON", 0.5, "NORP", "NORP"), ("PERSON", 0.5, "ORG", "ORG"),
    ("PERSON", 0.5, "EVENT", "PERSON"), ("PERSON", 0.95, "ORG", "PERSON"), ("ORG", 0.5, "GPE", "GPE"), ("ORG", 0.95, "NORP", "ORG"),
    ("ORG", 0.5, "EVENT", "ORG"), ("LOC", 0.5, "ORG", "ORG"), ("LOC", 0.95, "ORG", "LOC"),
    ("LOC", 0.5, "NORP", "NORP"),
    ("MISC", 0.99, "EVENT", "EVENT"), ("MISC", 0.5, "GPE", "MISC"), ("DATE", 0.5, "GPE", "DATE"),
  ])
  func theListsDecideWhatTheModelIsUnsureOf(marked: String, confidence: Float, listed: String, type: String) {
    let known = PlaceTypes.Entry(type: EntityType(listed), canonical: "Canonical")
    let reading = ModelRecognizer.reading(of: EntityType(marked), confidence: confidence, known: known)
    #expect(reading.type == EntityType(type))
    #expect(reading.canonical == (type == listed ? "Canonical" : nil), "a name of another type is another's")
  }

  @Test func aNameThatNoPersonHasIsNoPersons() throws {
    for (text, type) in [
      ("|Baku| expelled them.", "GPE"), ("|New Delhi| expelled them.", "GPE"), ("|Jordan| came.", "PERSON"), ("|Victoria| came.", "PERSON"),
      ("|Daesh| denied it.", "ORG"), ("|Ford| denied it.", "PERSON"),
    ] {
      let (words, tokens, _) = try marked(text)
      let (gazetteer, _) = try BuiltInRecognizers.gazetteer(Set(BuiltInRecognizers.List.allCases.map(\.rawValue)))
      let entry = PlaceTypes(gazetteer).entry(of: words, tokens)
      let known = try #require(entry, "\(text)")
      #expect(ModelRecognizer.reading(of: "PERSON", confidence: 0.99, known: known).type == EntityType(type), "\(text)")
    }
  }

  @Test func aNameThatNoListHasStaysWhatItIs() {
    let reading = ModelRecognizer.reading(of: "PERSON", confidence: 0.2, known: nil)
    #expect(reading.type == "PERSON" && reading.canonical == nil)
    let state = ModelRecognizer.reading(of: "LOC", confidence: 0.2, known: PlaceTypes.Entry(type: "GPE", canonical: "Iran"))
    #expect(state.type == "LOC" && state.canonical == "Iran", "a model that knows states itself")
  }

  @Test func listsFindWhatTheModelPassesOver() throws {
    let document = annotate(Document(sentences: ["NATO met ."]), try stage())
    #expect(document.entities.map { "\($0.type): \(document.text.string($0.span))" } == ["ORG: NATO", "ORG: met"])
    #expect(
      document.entities.map(\.by) == [
        Provenance(stage: "entities", source: "organizations"), Provenance(stage: "entities", source: "tiny-words"),
      ])
  }

  @Test func recognizersThatAreAskedForByNameStayBesideTheModel() throws {
    let sentences = ["Prime Minister Maria Borg came ."]
    let chosen = annotate(Document(sentences: sentences), try stage(["builtin": OptionValue(.list([OptionValue(.string("names"))]))]))
    let rules = Provenance(stage: "entities", source: "names")
    #expect(chosen.entities.filter { $0.by == rules }.map { chosen.text.string($0.span) } == ["Maria Borg"])
    let all = annotate(Document(sentences: sentences), try stage())
    #expect(!all.entities.contains { $0.by == rules }, "the model's persons are left to the model")
  }

  @Test func theNamesOfAUserWinOverTheModel() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "textmill-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "names.tsv").path
    try Data("name\ttype\nmet\tEVENT\n".utf8).write(to: URL(fileURLWithPath: file))
    let document = annotate(
      Document(sentences: ["NATO met ."]), try stage(["gazetteers": OptionValue(.list([OptionValue(.string(file))]))]))
    #expect(document.entities.map { "\($0.type): \(document.text.string($0.span))" } == ["ORG: NATO", "EVENT: met"])
  }

  @Test func withoutAModelNoneIsRead() throws {
    #expect(try EntityFixture.make().modelUse == nil)
    #expect(try EntityFixture.make(["model": OptionValue(.string("none"))]).modelUse == nil)
    #expect(try stage().modelUse?.heads == ["entities"])
  }

  @Test func aModelThatIsNotThereIsAnErrorBesideTheOthers() {
    let problems = EntityFixture.problems([
      "model": OptionValue(.string("/nonexistent/model")), "gazetteers": OptionValue(.list([OptionValue(.string("/nonexistent.tsv"))])),
    ])
    #expect(problems.count == 2 && problems.contains { $0.contains("there is no model in '/nonexistent/model'") })
  }

  @Test func theModelOfSomebodyElseWorksToo() throws {
    let document = annotate(Document(sentences: ["NATO met ."]), try stage(none, model: "tiny-pieces"))
    #expect(document.problems.isEmpty)
    #expect(document.entities.allSatisfy { $0.by == Provenance(stage: "entities", source: "tiny-pieces") && $0.confidence != nil })
  }

  // MARK: - Edges and places

  /// The words of a text between brackets, and its tokens.
  private func marked(_ text: String) throws -> (words: Range<Int>, tokens: TokenTable, document: Document) {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    try #require(parts.count == 3)
    let document = try EntityFixture.document(parts.joined())
    let start = parts[0].utf8.count
    let end = start + parts[1].utf8.count
    let first = try #require(document.tokens.firstIndex { $0.start >= start })
    let last = try #require(document.tokens.lastIndex { $0.end <= end })
    return (first..<last + 1, TokenTable(document, try WordLexicon()), document)
  }

  @Test(arguments: [
    ("He left |the United Nations| today.", "United Nations"), ("|Iran's| plan.", "Iran"), ("|Iran’s| plan.", "Iran"),
    ("He read |“Dawn”| there.", "Dawn"), ("In |Oslo,| they met.", "Oslo"), ("|U.S.| plans.", "U.S."), ("|The| end.", "The"),
    ("So |Mrs. Ada Hill| said.", "Ada Hill"), ("The |Governorate of| Muscat.", "Governorate"), ("So |Ministry of the| said.", "Ministry"),
    ("So |Ministry, of| Oslo said.", "Ministry"), ("On |Monday (|a holiday).", "Monday"), ("He (A|) Oslo| said.", "Oslo"),
    ("The |Bank (UK)| paid.", "Bank (UK)"),
  ])
  func whatBelongsToNoNameIsCutOff(text: String, name: String) throws {
    let (words, tokens, document) = try marked(text)
    let trimmed = try #require(NameEdges.trimmed(words, isPerson: true, tokens))
    #expect(document.text.string(tokens.span(trimmed.lowerBound, trimmed.upperBound - 1)) == name)
  }

  @Test(arguments: [
    ("It lasted from |1532|-3 on.", "1532-3"), ("From |2021|–2022 on.", "2021–2022"), ("From |2021| - 2022 on.", "2021"),
    ("The |May 7|-3 win.", "May 7"), ("Since |2021|-based sums.", "2021"), ("In |1999|", "1999"),
  ])
  func aRangeOfYearsIsOneDate(text: String, date: String) throws {
    let (words, tokens, document) = try marked(text)
    let whole = NameEdges.withRange(words, tokens)
    #expect(document.text.string(tokens.span(whole.lowerBound, whole.upperBound - 1)) == date)
  }

  @Test(arguments: [
    ("On Monday, |July 25|, they met.", "Monday, July 25"), ("On Monday, |July| began.", "July"), ("Ada, |July 25|, Oslo", "July 25"),
    ("|July 25|, 2022", "July 25"),
  ])
  func aDateHasTheDayOfTheWeekBeforeIt(text: String, date: String) throws {
    let (words, tokens, document) = try marked(text.hasPrefix("|") ? " \(text)" : text)
    let whole = NameEdges.withWeekday(words, tokens)
    #expect(document.text.string(tokens.span(whole.lowerBound, whole.upperBound - 1)) == date)
  }

  @Test(arguments: [
    ("Oslo said the |department| of Ada was shut.", true), ("the |department of education| of Oslo was shut.", true),
    ("Oslo said |Ada| came.", false), ("so |john smith| came to paris.", false), ("So |john smith| came to paris.", false),
    ("I met |john smith| in paris.", false), ("He said |2nd| Oslo was shut.", false),
  ])
  func aNameInSmallLettersIsNoneWhereOthersHaveCapitals(text: String, isNone: Bool) throws {
    let (words, tokens, _) = try marked(text)
    #expect(NameEdges.isInLowerCase(words, tokens) == isNone)
  }

  @Test(arguments: [
    ("FLOODS REACH THE |VALLEY| IN ITALY", true), ("|NORTHERN| TOWNS CUT OFF IN ITALY", true), ("FLOODS REACH |ZORK| IN ITALY", false),
    ("Floods reach the |Valley| in Italy.", false),
  ])
  func everydayWordsAreNoNamesInALineOfCapitals(text: String, isNone: Bool) throws {
    let (words, tokens, _) = try marked(text)
    #expect(NameEdges.isHeadlineWord(words, tokens) == isNone)
  }

  @Test func theSentenceOfATokenIsFound() throws {
    let document = Document(sentences: ["NATO met .", "So .", "Iran left ."])
    let tokens = TokenTable(document, try WordLexicon())
    #expect(document.tokens.indices.map(tokens.sentence) == [0, 0, 0, 1, 1, 2, 2, 2])
  }

  @Test func punctuationAloneIsNoName() throws {
    let (words, tokens, _) = try marked("He left|,| he said.")
    #expect(NameEdges.trimmed(words, isPerson: true, tokens) == nil)
  }

  @Test(arguments: [
    ("They fled to |France| today.", "GPE"), ("In |Zork| they met.", "GPE"), ("In |Zork Province| they met.", "GPE"),
    ("Near |Zork Valley| they met.", "LOC"), ("Near |Lake Zork| they met.", "LOC"), ("In the |Gulf of Zork| they met.", "LOC"),
    ("In the |Province of Zork| they met.", "GPE"), ("In |northern Iraq| they met.", "LOC"), ("In |Zork, Ohio| they met.", "GPE"),
    ("Across the |Zork|, they met.", "LOC"), ("At the |Zork| talks they met.", "GPE"), ("In |Europe| they met.", "LOC"),
    ("In |North Zork| they met.", "GPE"), ("On |Zork Road| they met.", "FAC"), ("At |Zork International Airport| they met.", "FAC"),
    ("At the |Port of Zork| they met.", "FAC"),
  ])
  func placesAreStatesOrNot(text: String, type: String) throws {
    let (words, tokens, _) = try marked(text)
    let (gazetteer, _) = try BuiltInRecognizers.gazetteer(Set(BuiltInRecognizers.List.allCases.map(\.rawValue)))
    let places = PlaceTypes(gazetteer)
    #expect(places.type(of: words, places.entry(of: words, tokens), tokens).0 == EntityType(type))
  }
}
