import Pipeline
import TestSupport
import Testing

@testable import Evaluation

/// Counting entities: by hand.
@Suite struct EntityScoreTests {
  /// A gold document, and what a pipeline found, both as marked text.
  private func pair(_ gold: String, _ found: String, confidences: [Float?] = []) -> (GoldEntityDocument, Document) {
    let (wanted, there) = (MarkedText(gold), MarkedText(found))
    precondition(wanted.text == there.text)
    var document = Document(id: "d", text: Text(there.text))
    document.entities = there.spans.enumerated().map { index, mark in
      Entity(
        mark.span, EntityType(mark.label), confidence: index < confidences.count ? confidences[index] : nil, by: Provenance("test/stub"))
    }
    return (
      GoldEntityDocument(id: "d", text: Text(wanted.text), entities: wanted.spans.map { .init(span: $0.span, label: $0.label) }), document
    )
  }

  private func score(
    _ pairs: [(GoldEntityDocument, Document)], map changes: [String] = [], types: [String] = []
  ) throws -> (scores: EntityScores, map: TypeMap) {
    var gold = try GoldEntities([])
    gold.documents = pairs.map(\.0)
    let map = try TypeMap(labels: Set(gold.labels.keys), changes: changes)
    return (try EntityScorer(gold, map: map, types: types).score(pairs.map(\.0), pairs.map(\.1)), map)
  }

  @Test func exactAndLenientSpansAreCounted() throws {
    let (scores, map) = try score([
      pair(
        "[the United Nations|ORG] and [Ana Moss|PER] of [Rio|LOC] met [Bo|PER].",
        "the [United Nations|ORG] and [Ana Moss|PERSON] of [Rio|ORG] met Bo."),
      pair("[Oslo|LOC]'s mayor left.", "[Oslo's|GPE] [mayor|PERSON] left."),
    ])
    #expect(map.name == "conll")
    #expect(scores.types["PER"]?.exact == Counts(gold: 2, found: 2, correct: 1))
    #expect(scores.types["ORG"]?.exact == Counts(gold: 1, found: 2, correct: 0))
    #expect(scores.types["LOC"]?.exact == Counts(gold: 2, found: 1, correct: 0))
    #expect(scores.micro.exact == Counts(gold: 5, found: 5, correct: 1) && scores.micro.lenient == Counts(gold: 5, found: 5, correct: 3))
    #expect(scores.macro == 50.0 / 3)
    #expect(abs(scores.macroLenient - (50 + 200.0 / 3 + 200.0 / 3) / 3) < 1e-9)
  }

  @Test func mistakesAreOfFiveKinds() throws {
    let (scores, _) = try score(
      [
        pair(
          "[Ana Moss|PER] in [Rio Sul|LOC] at [Acme|ORG] with [Bo|PER] and Cy.",
          "Ana [Moss|PERSON] in [Rio Sul|ORG] at [Acme with|GPE] Bo and [Cy|PERSON]."),
        pair("[Bo|PER] ran.", "Bo ran."),
      ].map { $0 })
    #expect(EntityMistakes.Kind.allCases.map(scores.mistakes.count) == [1, 1, 1, 2, 1])
    let missed = scores.mistakes.most(.missed, limit: 5)
    #expect(missed.map(\.count) == [2] && missed[0].group.gold == EntityMistakes.Side(type: "PER", text: "Bo"))
    #expect(missed[0].context == "Ana Moss in Rio Sul at Acme with [Bo] and Cy.")
    #expect(scores.confusion[.init(gold: "LOC", found: "ORG")] == 1 && scores.confusion[.init(gold: "PER", found: "PER")] == 1)
    #expect(scores.confusion[.init(gold: "PER", found: nil)] == 2 && scores.confusion[.init(gold: nil, found: "PER")] == 1)
    #expect(scores.confusion.values.reduce(0, +) == 6)
  }

  @Test func anEntityIsPairedWithTheOneOfItsSpanBeforeAnyThatOverlaps() throws {
    let (scores, _) = try score([pair("[Ana|PER] [Moss of Rio|PER]", "[Ana|PERSON] [Moss|PERSON] of [Rio|PERSON]")])
    #expect(scores.mistakes.count(.span) == 1 && scores.mistakes.count(.invented) == 1 && scores.mistakes.count(.missed) == 0)
  }

  @Test func ofTypesOnlyThoseOfTheGoldFilesCount() throws {
    let (scores, map) = try score([
      pair("[Ana|Person] on [Monday|Date] at [X1|Product].", "[Ana|PERSON] on [Monday|DATE] [at|EVENT] [X1|QUANTITY].")
    ])
    #expect(map.name == "worldwide")
    #expect(scores.micro.exact == Counts(gold: 3, found: 2, correct: 2))
    #expect(scores.leftOutPipeline == ["EVENT": 1, "QUANTITY": 1] && scores.leftOutGold.isEmpty)
  }

  @Test func labelsThatNoPipelineCanTellApartAreOne() throws {
    let (scores, map) = try score([
      pair("[Ana|politician] of the [Reds|politicalparty] in [Chad|country]", "[Ana|PERSON] of the [Reds|ORG] in [Chad|GPE]")
    ])
    #expect(map.name == "crossner-politics" && scores.micro.exact == Counts(gold: 3, found: 3, correct: 3))
    #expect(scores.types.keys.sorted() == ["location", "organisation", "person"])
  }

  @Test func aMapAndTypesOfOnesOwn() throws {
    let pairs = [pair("[Ana|Human] of [Rio|Town] on [Monday|Day]", "[Ana|PERSON] of [Rio|GPE] on [Monday|DATE]")]
    let (plain, unknown) = try score(pairs)
    #expect(unknown.name == nil && plain.micro.exact == Counts(gold: 3, found: 0, correct: 0) && plain.leftOutPipeline.count == 3)
    let (scores, _) = try score(pairs, map: ["PERSON=Human,GPE=Town", "Day="])
    #expect(scores.micro.exact == Counts(gold: 2, found: 2, correct: 2) && scores.leftOutGold == ["Day": 1])
    let (one, _) = try score(pairs, map: ["PERSON=Human", "GPE=Town"], types: ["Town"])
    #expect(one.micro.exact == Counts(gold: 1, found: 1, correct: 1) && one.leftOutGold == ["Human": 1, "Day": 1])
  }

  @Test func mapsAndTypesThatCannotBeAreRefusedOrWarnedOf() throws {
    #expect(throws: Diagnostics.self) { try TypeMap(labels: ["PER"], changes: ["PERSON"]) }
    #expect(throws: Diagnostics.self) { try TypeMap(labels: ["PER"], changes: ["=PER"]) }
    #expect(try TypeMap(labels: ["PER"], changes: ["PRESON=PER"]).warnings.all.first?.message.hasSuffix("did you mean 'PERSON'?") == true)
    #expect(try TypeMap(labels: ["PER"], changes: ["SHIP=PER"]).warnings.all.isEmpty, "a gazetteer may have it")
    let pairs = [pair("[Ana|PER]", "[Ana|PERSON]")]
    let error = #expect(throws: Diagnostics.self) { try score(pairs, types: ["PEER"]) }
    #expect(error?.all[0].message == "--types: the gold files have no 'PEER'; did you mean 'PER'?")
    #expect(throws: Diagnostics.self) { try score([pair("Ana", "[Ana|PERSON]")]) }
  }

  @Test func spansAreComparedInTheTextOfTheGoldFile() throws {
    // The pipeline's text lost two spaces; its spans map to the source.
    let gold = GoldEntityDocument(id: "d", text: "So   Ana ran", entities: [.init(span: TextSpan(5, 8), label: "PER")])
    var document = Document(id: "d", text: gold.text)
    document.replaceText(with: "So Ana ran", alignment: Alignment(edits: [.init(text: TextSpan(3, 3), source: TextSpan(3, 5))]))
    document.entities = [Entity(TextSpan(3, 6), "PERSON", by: Provenance("test/stub"))]
    #expect(try score([(gold, document)]).scores.micro.exact == Counts(gold: 1, found: 1, correct: 1))
  }

  @Test func confidencesAreBinned() throws {
    let (scores, _) = try score([
      pair("[a|PER] [b|PER] [c|PER] d e", "[a|PERSON] [b|PERSON] [c|PERSON] [d|PERSON] [e|PERSON]", confidences: [1, 0.9, nil, 0.95, 0.05])
    ])
    // Bin 9: three with the mean 0.95, two right. Bin 0: one with 0.05, wrong.
    #expect(scores.calibration.count == 4 && scores.calibration.total == 5)
    #expect(scores.calibration.bins.map(\.count) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 3])
    let error = try #require(scores.calibration.expectedError)
    #expect(abs(error - 100 * (abs(2 - 2.85) + 0.05) / 4) < 1e-4)
    #expect(Calibration().expectedError == nil)
  }

  @Test(arguments: [
    "the Bank=Bank", "The Bank's=Bank", "a=a", "the=the", "'s='s", "another=another", "a Bank’s=Bank", "the ’s=’s", "James'=James",
  ])
  func articlesAndPossessivesAreForgiven(_ pair: String) throws {
    let parts = pair.split(separator: "=").map(String.init)
    let text = Text(parts[0])
    #expect(text.string(try SpanLeniency().reduced(text.span, in: text)) == parts[1])
  }

  @Test func theReportHoldsTheSame() throws {
    let (scores, map) = try score([pair("[Ana|PER] in [Rio|LOC]", "[Ana|PERSON] in [Rio|PERSON]", confidences: [0.9, 0.4])])
    let report = EntityReport(scores, map: map, mistakes: 1)
    #expect(report.text.contains("micro     2      2  50.00   50.00  50.00"))
    #expect(report.text.contains("\n  1×  gold LOC: Rio  |  found PER: Rio\n      d: Ana in [Rio]\n"))
    #expect(report.jsonText.contains(#""micro":{"exact":{"gold":2,"found":2,"correct":1,"precision":50.0,"recall":50.0,"f1":50.0}"#))
    #expect(report.scores.map(\.name) == EntityReport.scoreNames(types: ["LOC", "PER"]))
    #expect(!EntityReport(scores, map: map).jsonText.contains("mistakes\":["))
  }
}

/// The gate.
@Suite struct MinimumScoreTests {
  private struct Report: EvaluationReport {
    var scores: [(name: String, value: Double)] { [("micro", 74.996), ("PER", 80)] }
    var text: String { "" }
    var json: [MetadataValue.Member] { [] }
  }

  @Test func whatIsBelowIsNamed() throws {
    let minimums = try ["micro=75", "PER=80"].map { try MinimumScore($0) }
    #expect(MinimumScore.missed(minimums, in: Report()) == ["micro is 75.00, below the minimum of 75.00"])
  }

  @Test(arguments: ["micro", "micro=", "=5", "micro=101", "micro=x"]) func isWrittenAsNameAndPercent(_ text: String) {
    #expect(throws: Diagnostics.self) { try MinimumScore(text) }
  }

  @Test func unknownScoresAreRefused() throws {
    let error = #expect(throws: Diagnostics.self) {
      try MinimumScore.check([MinimumScore("mirco=5"), MinimumScore("zzz=5")], names: ["micro", "PER"])
    }
    #expect(
      error?.all.map(\.message) == [
        "--minimum: there is no score 'mirco'; did you mean 'micro'?", "--minimum: there is no score 'zzz'; there are micro, PER",
      ])
  }
}
