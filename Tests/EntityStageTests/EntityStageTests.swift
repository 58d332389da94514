import Foundation
import Pipeline
import TestSupport
import Testing

@testable import EntityStage

@Suite("The stage entities")
struct EntityStageTests {
  @Test("Its examples hold")
  func examples() {
    #expect(Examples.failures(of: EntityStage.descriptor, in: EntityFixture.registry) == [])
  }

  @Test("A gazetteer's names win over what comes with the stage, with their canonical names, and say where they come from")
  func gazetteer() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("name\ttype\tcanonical\nBank of Iran\tORG\tCBI\nParis\tPERSON\t\n", to: "own.tsv")
    let stage = try EntityFixture.make(["gazetteers": .init(.list([.init(.string(path))]))])
    var document = try EntityFixture.document("The Bank of Iran met Paris in Baku.")
    try stage.process(&document)
    #expect(document.lines(of: .entities) == ["ORG: Bank of Iran = CBI", "PERSON: Paris", "GPE: Baku"])
    #expect(document.entities.map(\.by.description) == ["entities/own.tsv", "entities/own.tsv", "entities/countries"])
    #expect(document.entities.allSatisfy { $0.confidence == nil })
  }

  @Test("Records say how to read a gazetteer: type, case, diacritics, columns, priority")
  func gazetteerOptions() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("id,label\n1,Société Nor\n", to: "orgs.csv")
    let option: OptionValue = [
      "file": .init(.string(path)), "type": "ORG", "case": "insensitive", "diacritics": "ignore", "columns": ["name": "label"],
    ]
    let stage = try EntityFixture.make(["gazetteers": [option], "builtin": ["none"]])
    try EntityFixture.expect("The [societe nor|ORG] and the [SOCIÉTÉ NOR|ORG] met.", by: stage)
    let text = try folder.write("Monday\n", to: "low.txt")
    let low: OptionValue = ["file": .init(.string(text)), "type": "ORG", "priority": -5]
    try EntityFixture.expect("On [Monday|DATE] it rained.", by: EntityFixture.make(["gazetteers": [low]]))
    let high: OptionValue = ["file": .init(.string(text)), "type": "ORG"]
    try EntityFixture.expect("On [Monday|ORG] it rained.", by: EntityFixture.make(["gazetteers": [high]]))
  }

  @Test("Of overlapping gazetteers the higher priority wins, then the longer name, then the file named first")
  func overlaps() throws {
    let folder = try TemporaryFolder()
    let one = try folder.write("Nor Berg\tGPE\nBerg\tGPE\n", to: "one.tsv")
    let two = try folder.write("Berg Air Lines\tORG\nBerg\tORG\n", to: "two.tsv")
    func stage(_ first: Int, _ second: Int) throws -> EntityStage {
      try EntityFixture.make([
        "gazetteers": [
          ["file": .init(.string(one)), "priority": .init(.integer(first))],
          ["file": .init(.string(two)), "priority": .init(.integer(second))],
        ], "builtin": "none",
      ])
    }
    try EntityFixture.expect("Nor [Berg Air Lines|ORG] flies.", by: stage(1, 1))
    try EntityFixture.expect("[Nor Berg|GPE] Air Lines flies.", by: stage(2, 1))
    try EntityFixture.expect("On [Berg|GPE] it rained.", by: stage(1, 1))
    try EntityFixture.expect("On [Berg|ORG] it rained.", by: stage(1, 2))
  }

  @Test("Patterns and phrases from YAML find entities, see those of others, and may capture a part")
  func patterns() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      types: [WEAPON]
      lists:
        makers: [acme, nor arms]
      patterns:
        - { type: WEAPON, name: models, pattern: '@makers entity:[shape=X-dd]' }
        - type: ORG
          pattern: '[NORP] "Road" "Guild"'
        - { type: ORG, phrase: nor board, canonical: Nor Board, case: insensitive }
      """, to: "own.yaml")
    let stage = try EntityFixture.make(["patterns": .init(.string(path))])
    var document = Document(sentences: ["An Acme X-12 from the Iranian Road Guild and NOR BOARD ."])
    try stage.process(&document)
    #expect(document.lines(of: .entities) == ["WEAPON: X-12", "ORG: Iranian Road Guild", "ORG: NOR BOARD = Nor Board"])
    #expect(document.entities.map(\.by.description) == ["entities/models", "entities/own.yaml", "entities/own.yaml"])
  }

  @Test("Only the types that are asked for are written, and they do not make room for others")
  func types() throws {
    try EntityFixture.expect("The Bank of England met [France|GPE].", by: EntityFixture.make(["types": ["GPE"]]))
  }

  @Test("Built-in recognisers can be chosen")
  func builtIn() throws {
    try EntityFixture.expect("In Iran on [Monday|DATE].", by: EntityFixture.make(["builtin": ["dates"]]))
    try EntityFixture.expect("In Iran on Monday.", by: EntityFixture.make(["builtin": "none"]))
    #expect(EntityFixture.problems(["builtin": ["all", "dates"]]) == ["error: 'builtin' is 'all' or a list of recognisers, not both"])
  }

  @Test("Everything wrong with options and files is told at once")
  func problems() throws {
    let folder = try TemporaryFolder()
    let rows = try folder.write("Acme,org\n,ORG\n", to: "bad.csv")
    let patterns = try folder.write("patterns:\n  - { type: WEAPON, pattern: '[capitalised]' }\n  - { type: ORG }\n", to: "bad.yaml")
    let found = EntityFixture.problems([
      "gazetteers": .init(.string(rows)), "patterns": .init(.string(patterns)), "types": ["PERSN"],
    ])
    #expect(
      found == [
        "\(patterns):2:13: error: unknown entity type 'WEAPON': name new ones under 'types'",
        "\(patterns):3:5: error: an entry has either 'pattern' or 'phrase'",
        "\(rows):1:6: error: the type 'org' is not written in capitals, digits and '_'; did you mean 'ORG'?",
        "\(rows):2:1: error: the row has no name",
        "error: unknown entity type 'PERSN'; did you mean 'PERSON'?",
      ])
  }

  @Test("Its entities are in order, do not overlap and begin and end where tokens do, whatever the text")
  func invariants() throws {
    let stage = try #require(EntityFixture.standard)
    var random = SeededGenerator(seed: 11)
    let words = [
      "Foreign", "Minister", "Ada", "Berg", "of", "Iran", ",", ".", "-", "5", "million", "$", "US$", "May", "24", "2026", "last", "the",
      "month", "a.m.",
      "University", "(", "UN", ")", "al", "bin", "Mr.", "'s", "°", "°C", "%", "per", "cent", "said", "é", "Ç", "1990s", "'", "and", "North",
      "U.S.",
      "half", "a", "an", "hour", "hundreds", "Rs", "Q1", "’", "—", "to", "early", "mid", "Monday", "R92", "5km", "10am", "who", "42",
    ]
    for _ in 0..<400 {
      let sentences = (0..<3).map { _ in
        (0..<Int.random(in: 1...14, using: &random)).map { _ in words.randomElement(using: &random)! }.joined(separator: " ")
      }
      var document = Document(sentences: sentences)
      try stage.process(&document)
      let starts = Set(document.tokens.map(\.start))
      let ends = Set(document.tokens.map(\.end))
      var last: UInt32 = 0
      for entity in document.entities {
        #expect(entity.span.start >= last && !entity.span.isEmpty)
        #expect(starts.contains(entity.span.start) && ends.contains(entity.span.end))
        last = entity.span.end
      }
    }
  }

  @Test("The example's gazetteers and patterns load and find what they name")
  func exampleFiles() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    func path(_ name: String) -> OptionValue { .init(.string(root.appending(path: "Pipelines/\(name)").path)) }
    let stage = try EntityFixture.make([
      "gazetteers": [
        path("gazetteers/people-and-companies.tsv"),
        [
          "file": path("gazetteers/currencies.csv"), "type": "CURRENCY", "columns": ["name": "currency", "canonical": "code"],
          "priority": -5,
        ],
      ], "patterns": [path("patterns/finance.yaml")],
    ])
    try EntityFixture.expect(
      "[Poland|GPE]'s [central bank|ORG] raised its [main interest rate|RATE], [Malicka|PERSON] said, and the [zloty|CURRENCY] cost [2 zlotys|MONEY].",
      by: stage)
  }

  @Test("A document without tokens has no entities")
  func empty() throws {
    var document = Document(id: "test", text: "")
    try #require(EntityFixture.standard).process(&document)
    #expect(document.entities.isEmpty)
  }
}
