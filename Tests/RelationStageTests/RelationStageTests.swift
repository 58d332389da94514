import Pipeline
import TestSupport
import Testing

@testable import RelationStage

struct RelationStageTests {
  /// Runs the stage on a document of marked sentences.
  static func run(
    _ sentences: [String], options: [String: OptionValue] = [:], change: (inout Document) -> Void = { _ in }
  ) throws -> Document {
    var document = Document(sentences: sentences.map { MarkedText($0).text })
    for (sentence, marked) in zip(document.sentences, sentences) {
      for (span, label) in MarkedText(marked).spans {
        let start = Int(sentence.span.start)
        let moved = TextSpan(start + Int(span.start)..<start + Int(span.end))
        document.entities.append(Entity(moved, EntityType(label), by: Provenance("test/marked")))
      }
    }
    document.layers.insert(.entities)
    change(&document)
    let registry = StageRegistry([StageDefinition(RelationStage.self)])
    try Examples.plan("relations", options, registry).run(on: &document)
    return document
  }

  @Test("relations say type, parts, sentence and rule")
  func parts() throws {
    let document = try Self.run(["No one .", "[Lund|PERSON] , the president of [Norway|GPE] , met [Holm|PERSON] on [Monday|DATE] ."])
    #expect(document.lines(of: .relations) == ["holds_office(Lund; president; Norway)", "meet(Lund; met; Holm)"])
    let meeting = try #require(document.relations.last)
    #expect(meeting.sentence == 1)
    #expect(meeting.predicate.lemma == "meet")
    #expect(meeting.by == Provenance("relations/meet"))
    #expect(meeting.confidence == nil)
    #expect(document.layers.contains(.relations))
  }

  @Test("what changes an office's meaning is in its predicate, and the country between is not in the lemma")
  func qualifiers() throws {
    let document = try Self.run([
      "The former [Danish|NORP] premier [Lund|PERSON] met shadow chancellor [Holm|PERSON] .",
      "[Berg|PERSON] is deputy mayor of [Oslo|GPE] .",
    ])
    let offices = document.relations.filter { $0.type == "holds_office" }
    #expect(offices.map { document.text.string($0.predicate.span) } == ["former Danish premier", "shadow chancellor", "deputy mayor"])
    #expect(offices.map(\.predicate.lemma) == ["former premier", "shadow chancellor", "deputy mayor"])
  }

  @Test("a document without matches has the layer, and it is empty")
  func empty() throws {
    let document = try Self.run(["It rained in [Oslo|GPE] ."])
    #expect(document.layers.contains(.relations))
    #expect(document.relations.isEmpty)
  }

  static let moods: [(String, Bool, Bool)] = [
    ("[Lund|PERSON] met [Holm|PERSON] .", false, false), ("[Lund|PERSON] did not meet [Holm|PERSON] .", true, false),
    ("[Lund|PERSON] has never met [Holm|PERSON] .", true, false), ("[Lund|PERSON] denied meeting [Holm|PERSON] .", true, false),
    ("[Lund|PERSON] refused to meet [Holm|PERSON] .", true, false), ("[Lund|PERSON] will meet [Holm|PERSON] .", false, true),
    ("[Lund|PERSON] may not meet [Holm|PERSON] .", true, true), ("[Lund|PERSON] plans to meet [Holm|PERSON] .", false, true),
    ("[Lund|PERSON] is expected to meet [Holm|PERSON] .", false, true), ("They asked [Lund|PERSON] to meet [Holm|PERSON] .", false, true),
    ("If [Lund|PERSON] meets [Holm|PERSON] , fine .", false, true), ("[Lund|PERSON] was meeting [Holm|PERSON] .", false, false),
    ("[Lund|PERSON] had met [Holm|PERSON] .", false, false), ("[Lund|PERSON] has often been meeting [Holm|PERSON] .", false, false),
  ]

  @Test("denials are negated, and plans, wishes and conditions hypothetical", arguments: moods)
  func mood(text: String, isNegated: Bool, isHypothetical: Bool) throws {
    let relations = try Self.run([text]).relations
    #expect(relations.map(\.type) == ["meet"])
    #expect(relations.map(\.isNegated) == [isNegated])
    #expect(relations.map(\.isHypothetical) == [isHypothetical])
  }

  @Test("titles, datelines and bylines are left out, titles unless they are asked for")
  func blocks() throws {
    let sentences = ["[Lund|PERSON] meets [Holm|PERSON]", "[Lund|PERSON] met [Holm|PERSON] ."]
    func relations(_ kind: Block.Kind, _ options: [String: OptionValue] = [:]) throws -> [UInt32] {
      try Self.run(sentences, options: options) { document in
        document.blocks = [Block(kind, document.sentences[0].span), Block(.paragraph, document.sentences[1].span)]
        document.layers.insert(.blocks)
      }.relations.map(\.sentence)
    }
    #expect(try relations(.title) == [1])
    #expect(try relations(.heading) == [1])
    #expect(try relations(.dateline, ["titles": true]) == [1])
    #expect(try relations(.title, ["titles": true]) == [0, 1])
    #expect(try relations(.listItem) == [0, 1])
  }

  @Test("arguments carry their clusters, and pronouns of known clusters count as names")
  func coreference() throws {
    let document = try Self.run(["[Lund|PERSON] left .", "He visited [Oslo|GPE] ."]) { document in
      let he = document.tokens[3]
      document.coreference = [
        CoreferenceCluster(name: "Oslo", type: "GPE", mentions: [Mention(document.entities[1].span, .name, entity: 1)]),
        CoreferenceCluster(
          name: "Lund", type: "PERSON", mentions: [Mention(document.entities[0].span, .name, entity: 0), Mention(he, .pronoun)]),
      ]
      document.layers.insert(.coreference)
    }
    #expect(document.lines(of: .relations) == ["visit(He; visited; Oslo)"])
    #expect(document.relations.first?.subject.cluster == 1)
    #expect(document.relations.first?.object?.cluster == 0)
  }

  @Test("tags tell a verb from a noun of the same spelling")
  func tags() throws {
    func relations(_ pos: UniversalPartOfSpeech) throws -> Int {
      try Self.run(["[Lund|PERSON] visits [Oslo|GPE] ."]) { document in
        document.tags = [
          TokenTag(.PROPN, lemma: "Lund"), TokenTag(pos, lemma: "visit"), TokenTag(.PROPN, lemma: "Oslo"), TokenTag(.PUNCT, lemma: "."),
        ]
        document.layers.insert(.tags)
      }.relations.count
    }
    #expect(try relations(.VERB) == 1)
    #expect(try relations(.NOUN) == 0)
  }

  @Test("a predicate is in lower case, whatever case the lemma has")
  func predicateCase() throws {
    let document = try Self.run(["[LUND|PERSON] VISITS [OSLO|GPE] ."]) { document in
      document.tags = [
        TokenTag(.PROPN, lemma: "LUND"), TokenTag(.VERB, lemma: "VISIT"), TokenTag(.PROPN, lemma: "OSLO"), TokenTag(.PUNCT, lemma: "."),
      ]
      document.layers.insert(.tags)
    }
    #expect(document.relations.map(\.predicate.lemma) == ["visit"])
  }

  @Test("of several relations that say the same, the fullest is kept")
  func fullest() throws {
    let lines = try Self.run(["[Norwegian|NORP] Prime Minister [Anna Berg|PERSON] left ."]).lines(of: .relations)
    #expect(lines == ["holds_office(Anna Berg; Prime Minister; Norwegian)"])
  }

  @Test("without the shipped rules, only those of the files are used")
  func builtin() throws {
    #expect(try Self.run(["[Lund|PERSON] met [Holm|PERSON] ."], options: ["builtin": false]).relations.isEmpty)
    let rules = OptionValue(.list(RuleExamplesTests.pipelineRules.map { OptionValue(.string($0)) }))
    let sentences = ["[Baku|GPE] summoned the [Iranian|NORP] ambassador .", "[Lund|PERSON] met [Holm|PERSON] ."]
    let lines = try Self.run(sentences, options: ["builtin": false, "rules": rules]).lines(of: .relations)
    #expect(lines == ["summon(Baku; summoned; Iranian ambassador)"])
  }
}
