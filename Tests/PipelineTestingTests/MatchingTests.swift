import Pipeline
import Testing

@testable import PipelineTesting

/// What counts as expected.
@Suite struct MatchingTests {
  private typealias Value = MetadataValue

  @Test func valuesAreEqualWhateverKindOfNumberTheyAre() {
    #expect(ExpectedValue.fits(.integer(1), .number(1), isPartial: false))
    #expect(!ExpectedValue.fits(.integer(1), .string("1"), isPartial: false))
    #expect(!ExpectedValue.fits(.null, .bool(false), isPartial: true))
  }

  @Test func aPartOfAnObjectFitsOnlyWhereOneAsksForAPart() {
    let found = Value.object([.init("a", .integer(1)), .init("b", .list([.integer(1), .integer(2), .integer(3)]))])
    let part = Value.object([.init("b", .list([.integer(3), .integer(1)]))])
    #expect(ExpectedValue.fits(part, found, isPartial: true))
    #expect(!ExpectedValue.fits(part, found, isPartial: false))
    #expect(ExpectedValue.fits(found, found, isPartial: false))
  }

  @Test func fieldsThatAreNotNamedAreNotCompared() throws {
    #expect(
      try TestFixture.difference(
        "Spain expelled two Russian diplomats on Tuesday.",
        expect: """
          entities: { equals: [Spain, { type: NORP }, { text: Tuesday, type: DATE, canonical: null, start: 40, end: 47 }], count: 3 }
          relations: { contains: { type: expel, subject: { contains: pain }, negated: false, hypothetical: false, sentence: 0 } }
          blocks: { equals: [{ kind: paragraph }] }
          tokens: { contains: [diplomats, { text: Russian, source: Russian }], absent: envoys }
          keywords: { count: { min: 1, max: 9 } }
          summary: { equals: [Spain expelled two Russian diplomats on Tuesday.] }
          problems: { count: 0, absent: true }
          title: null
          text: { contains: [Spain, Tuesday], equals: Spain expelled two Russian diplomats on Tuesday. }
          coreference: { absent: true }
          tags: { absent: true }
          layers: { mood: { contains: { name: calm }, count: 3, absent: false } }
          """) == "")
  }

  @Test func aPartOfAPipelineRunsAlone() throws {
    let results = try TestFixture.run(
      """
      cases:
        - name: the first stages
          to: segment
          text: Spain expelled two envoys.
          expect: { sentences: { count: 1 }, entities: { absent: true } }
        - name: later stages, from a record
          from: summarize
          to: summarize
          record: { text: "One came. Two came.", title: Numbers, sentences: [{ start: 0, end: 9 }, { start: 10, end: 19 }], tokens: [] }
          expect: { title: Numbers, keywords: { absent: true } }
      """)
    #expect(results.map(\.isPassed) == [true, true], "\(results.map(\.failures))")
  }

  @Test func markedEntitiesStandInForThoseOfTheStage() throws {
    let shown = try TestFixture.differences(
      """
      to: relations
      cases:
        - name: a stage is replaced
          marked: "[Lund|PERSON] visited  [Oslo|GPE] \\\\[twice]."
          expect:
            text: Lund visited Oslo [twice].
            entities: { equals: [{ text: Lund, type: PERSON, by: entities/test }, { text: Oslo, type: GPE }] }
            relations: { contains: visit(Lund; visited; Oslo) }
        - name: no stage is there
          to: normalize
          marked: "[Oslo|PERSON]  fell."
          expect: { entities: { equals: [{ text: Oslo, type: PERSON, by: input/test }] } }
      """)
    #expect(shown == ["", ""])
  }

  @Test func stagesAreReplacedByAnswers() throws {
    let shown = try TestFixture.differences(
      """
      replace:
        mood: { layers: { mood: { name: glad } } }
        entities: { entities: [{ text: Spain, type: ORG, canonical: Kingdom of Spain }] }
      cases:
        - name: layers are given
          text: Spain expelled two envoys.
          replace: { keywords: { keywords: [envoy, { text: Spain, score: 0.5 }] } }
          expect:
            entities: { equals: [{ text: Spain, type: ORG, canonical: Kingdom of Spain }] }
            keywords: { equals: [envoy, { text: Spain, score: 0.5 }] }
            layers: { mood: { equals: { name: glad } } }
        - name: a failure is given
          text: Spain expelled two envoys.
          replace: { mood: { fails: { code: no-answer, message: the plugin is gone } } }
          expect: { problems: { equals: [{ stage: mood, code: no-answer, message: the plugin is gone }] } }
        - name: an answer that does not fit is a failure
          text: Portugal expelled two envoys.
          expect: { problems: { contains: { stage: entities, code: canned-entity } } }
      """)
    #expect(shown == ["", "", ""])
  }

  @Test func optionsOfAFileAndACaseAreOverridden() throws {
    let shown = try TestFixture.differences(
      """
      options: { summarize: { sentences: 2, method: lead } }
      cases:
        - name: by the file
          text: The river rose on Friday. The old bridge was closed. Nobody in the village was hurt.
          expect: { summary: { count: 2 } }
        - name: by the case
          options: { summarize: { sentences: 3 } }
          text: The river rose on Friday. The old bridge was closed. Nobody in the village was hurt.
          expect: { summary: { count: 3 } }
      """)
    #expect(shown == ["", ""])
  }

  @Test func aCaseCanHaveSeveralDocuments() throws {
    let shown = try TestFixture.differences(
      """
      cases:
        - name: inline
          documents:
            - { text: One came., expect: { sentences: { count: 1 } } }
            - { text: One came. Two came., expect: { sentences: { count: 1 } } }
        - name: from a file
          file: in/rows.jsonl
          expect:
            - { sentences: { count: 2 } }
            -
            - { title: Third }
        - name: an unreadable line
          file: in/broken.jsonl
          expect: { failed: true, problems: { contains: { stage: read, code: bad-json } } }
      """,
      files: [
        "in/rows.jsonl": "{\"text\":\"One came. Two came.\"}\n{\"text\":\"gloom\"}\n{\"text\":\"Three.\",\"title\":\"Third\"}\n",
        "in/broken.jsonl": "{\"text\":\n",
      ])
    #expect(
      shown == [
        "5:68: sentences: expected 1, found 2:\n  One came.\n  Two came.",
        "8:5: the document failed in the stage 'mood': the text is too sad (too-sad)", "",
      ])
  }

  @Test func casesThatRunAtOnceComeBackInOrder() throws {
    let cases = (0..<200).map { "  - { name: case \($0), to: segment, text: One came., expect: { sentences: { count: \($0 % 2) } } }" }
    let results = try TestFixture.run("cases:\n" + cases.joined(separator: "\n"))
    #expect(results.map(\.name) == (0..<200).map { "case \($0)" })
    #expect(results.map(\.isPassed) == (0..<200).map { $0 % 2 == 1 })
  }
}
