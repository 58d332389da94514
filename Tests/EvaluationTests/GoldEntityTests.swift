import Pipeline
import TestSupport
import Testing

@testable import Evaluation

/// Gold files of entities: what is read, and what is said of wrong ones.
@Suite struct GoldEntityTests {
  private func read(
    _ text: String, as name: String = "gold.tsv", tokens: TokenJoining.Style = .print, segments: SegmentBreak = .paragraph
  ) throws -> GoldEntities {
    let folder = try TemporaryFolder()
    return try GoldEntities([try folder.write(text, to: name)], tokens: tokens, segments: segments)
  }

  private func marked(_ document: GoldEntityDocument) -> String {
    var marked = ""
    var offset: UInt32 = 0
    for entity in document.entities {
      marked += document.text.string(TextSpan(offset, entity.span.start)) + "[\(document.text.string(entity.span))|\(entity.label)]"
      offset = entity.span.end
    }
    return marked + document.text.string(TextSpan(offset, UInt32(document.text.count)))
  }

  private func expect(_ found: [String], _ expected: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    for (found, expected) in zip(found, expected) { #expect(found == expected, sourceLocation: sourceLocation) }
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
  }

  /// The problems with a file, without its folder.
  private func problems(_ text: String, as name: String = "gold.tsv") throws -> [String] {
    do {
      return try read(text, as: name).warnings.all.map { String($0.line.drop { $0 != ":" }) }
    } catch let error as Diagnostics {
      return error.all.map { $0.location == nil ? $0.message : String($0.line.drop { $0 != ":" }) }
    }
  }

  private let two = """
    # doc = first
    Ana\tB-PER
    Moss\tI-PER
    's\tO
    Acme\tB-ORG
    (\tO
    Oslo\tB-LOC
    )\tO
    won\tO
    .\tO

    Reports\tO

    # doc = second
    Ana\tB-PER
    Rio\tB-LOC

    """

  @Test func documentsSegmentsAndTagsAreRead() throws {
    let gold = try read(two)
    #expect(gold.documents.map(\.id) == ["first", "second"])
    #expect(gold.documents.map(marked) == ["[Ana Moss|PER]'s [Acme|ORG] ([Oslo|LOC]) won.\n\nReports", "[Ana|PER] [Rio|LOC]"])
    #expect(gold.labels == ["PER": 2, "ORG": 1, "LOC": 2] && gold.warnings.all.isEmpty)
  }

  @Test func segmentsCanBeOfOneParagraphAndTokensApart() throws {
    let gold = try read(two, tokens: .spaces, segments: .space)
    #expect(marked(gold.documents[0]) == "[Ana Moss|PER] 's [Acme|ORG] ( [Oslo|LOC] ) won . Reports")
  }

  @Test func columnsBetweenAreSkippedAndDocumentsBeginAsInTheShardTaskOf2003() throws {
    let gold = try read("-DOCSTART- -X- -X- O\n\nAna NNP B-NP B-PER\nran VBD B-VP O\n\n-DOCSTART- -X- -X- O\n\nRio NNP B-NP B-LOC\n")
    #expect(gold.documents.map(marked) == ["[Ana|PER] ran", "[Rio|LOC]"])
  }

  @Test func aFileWithoutDocumentsIsOne() throws {
    #expect(try read("Ana\tB-PER\r\n\r\nran\tO").documents.map(marked) == ["[Ana|PER]\n\nran"])
  }

  @Test func anInsideTagThatGoesOnWithNothingBeginsAnEntityAndIsWarnedOf() throws {
    let text = "Ana\tI-PER\nMoss\tI-PER\nRio\tI-LOC\n\nAcme\tI-ORG\n"
    #expect(try read(text).documents.map(marked) == ["[Ana Moss|PER] [Rio|LOC]\n\n[Acme|ORG]"])
    #expect(try problems(text) == [":1:5: warning: 3 tags, of which this is the first, begin an entity with I-, read as B-"])
  }

  @Test func everyWrongLineIsNamedWithItsColumn() throws {
    expect(
      try problems("Ana\tB-PER\nÉva\tPER\nRio\n\tO\nOslo\tB-\n"),
      [
        ":2:5: error: the tag 'PER' is none of O, B-LABEL and I-LABEL",
        ":3:4: error: a line is a token, a tab and its tag; here is one column",
        ":4:1: error: the token is empty",
        ":5:6: error: the tag 'B-' is none of O, B-LABEL and I-LABEL",
      ])
  }

  @Test func manyProblemsAreCutShort() throws {
    let found = try problems(String(repeating: "Rio\n", count: 50))
    #expect(found.count == 21 && found.last?.hasSuffix("has 30 more such places") == true)
  }

  @Test func emptyPackedMissingAndForeignFilesAreRefused() throws {
    let folder = try TemporaryFolder()
    #expect(try problems("# doc = a\n\n")[0].hasSuffix("holds no document"))
    #expect(throws: Diagnostics.self) { try GoldEntities(["\(folder.path)/none.tsv"]) }
    let packed = try folder.write([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x01], to: "gold.tsv.xz")
    let error = #expect(throws: Diagnostics.self) { try GoldEntities([packed, folder.path]) }
    #expect(error?.all.count == 2 && error?.all[0].message.hasSuffix("is packed: unpack it first, with 'xz -dk \(packed)'") == true)
    #expect(error?.all[1].message.hasSuffix("cannot be read: it is a folder") == true)
    let foreign = try folder.write(Array("Ana\tO\nR".utf8) + [0xE9, 0x09, 0x4F], to: "gold.tsv")
    let wrong = #expect(throws: Diagnostics.self) { try GoldEntities([foreign]) }
    #expect(wrong?.all[0].location.map { [$0.line, $0.column] } == [2, 2])
  }

  // MARK: JSON Lines

  @Test func offsetsOfJSONLinesCountCodePointsOrTokens() throws {
    let gold = try read(
      """
      {"id":"a","text":"Élodie 😀 met Zoë.","entities":[{"start":0,"end":6,"type":"PER"},{"start":13,"end":16,"type":"PER"}],"more":1}

      {"tokens":["Ana","'s","Acme","won","."],"entities":[{"start":2,"end":3,"type":"ORG"},{"start":0,"end":1,"type":"PER"}]}
      """, as: "gold.jsonl")
    #expect(gold.documents.map(marked) == ["[Élodie|PER] 😀 met [Zoë|PER].", "[Ana|PER]'s [Acme|ORG] won."])
    #expect(gold.documents.map(\.id) == ["a", "line 3"])
  }

  @Test func ofOverlappingEntitiesTheLongestIsKept() throws {
    let text = #"""
      {"text":"the Bank of Rio in Oslo","entities":[{"start":12,"end":15,"type":"LOC"},{"start":4,"end":15,"type":"ORG"},{"start":0,"end":8,"type":"X"},{"start":19,"end":23,"type":"LOC"}]}
      """#
    #expect(try read(text, as: "gold.jsonl").documents.map(marked) == ["the [Bank of Rio|ORG] in [Oslo|LOC]"])
    #expect(try problems(text, as: "gold.jsonl") == [":1:1: warning: the file has 2 entities that overlap a longer one; they are left out"])
  }

  @Test func wrongLinesOfJSONAreNamed() throws {
    let text = #"""
      {"text":"a","entities":[]
      {"entities":[]}
      {"text":"ab","entities":[{"start":0,"end":3,"type":"X"}]}
      {"text":"ab", "entities": [{"start":0,"end":1}]}
      {"tokens":["a"," "],"entities":[]}
      7
      {"tokens":["a"],"entities":[{"start":1,"end":2,"type":"X"}]}
      {"text":"a"}
      """#
    expect(
      try problems(text, as: "gold.jsonl"),
      [
        ":1:1: error: the line is not one complete JSON value", ":2:1: error: the line has neither 'text' nor 'tokens'",
        ":3:25: error: entity 0 has the span 0 to 3, which is empty or outside",
        ":4:27: error: entity 0 needs 'start', 'end' and 'type'", ":5:11: error: 'tokens' must be a list of words",
        ":6:1: error: a line is an object with 'text' and 'entities'",
        ":7:28: error: entity 0 has the span 1 to 2, which is empty or outside", ":8:1: error: the line has no list 'entities'",
      ])
  }
}

/// Tokens written together as in print.
@Suite struct TokenJoiningTests {
  @Test(arguments: [
    "He met Ana , who won 5 % of it ( and more ) .=He met Ana, who won 5% of it (and more).",
    "\" We won , \" she said . \" Go ! \"=\"We won,\" she said. \"Go!\"",
    "Ana 's and the boys ' bags , do n't they ’ve it ?=Ana's and the boys' bags, don't they’ve it?",
    "the country ’ s first ’ s=the country’s first’s", "US - led and 3 / 4 , not this - that - one .=US-led and 3/4, not this-that-one.",
    "It cost $ 5 , US $ 6 or GH ₵ 7 .=It cost $5, US$6 or GH₵7.", "so -- he said - : no=so -- he said -: no",
    "“ Yes ” and ‘ no ’ : -LRB- all -RRB-=“Yes” and ‘no’: (all)", "It must be ' so ' and 'tis=It must be 'so' and 'tis",
    "the ' 90s=the' 90s", "`` Why ''=``Why''", ".=.", "\"=\"",
  ])
  func asInPrint(_ pair: String) throws {
    let parts = pair.split(separator: "=").map(String.init)
    let tokens = parts[0].split(separator: " ").map(String.init)
    var text: [UInt8] = []
    let spans = try TokenJoining(.print).append(tokens, to: &text)
    let joined = Text(String(decoding: text, as: UTF8.self))
    #expect(joined.string == parts[1])
    #expect(zip(spans, tokens).allSatisfy { joined.string($0) == $1 || $1.hasPrefix("-") })
  }

  @Test func randomTokensKeepTheirBytesAndOrder() throws {
    let joining = try TokenJoining(.print)
    Fuzzing.run(rounds: 200, seed: 11) { _, random in
      let pieces = ["a", "B", "7", "'", "’", "\"", "(", ")", "-", "/", "$", "s", ".", "US", "é", "``", "''"]
      let tokens = (0..<12).map { _ in pieces.randomElement(using: &random)! }
      var text: [UInt8] = []
      let spans = joining.append(tokens, to: &text)
      #expect(text.filter { $0 != 0x20 } == tokens.flatMap(\.utf8))
      #expect(zip(spans, tokens).allSatisfy { Array(text[$0.range]) == Array($1.utf8) })
      #expect(text.first != 0x20 && !String(decoding: text, as: UTF8.self).contains("  "))
    }
  }
}
