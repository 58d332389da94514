import Pipeline
import Testing

@testable import PipelineTesting

/// What people read when a test fails.
@Suite struct DifferenceTests {
  private let visit = "Isaac Herzog, the President of Israel, visited Azerbaijan on Monday. He left."

  @Test func aMissingEntityNamesTheNearestAndWhatDiffers() throws {
    let shown = try TestFixture.difference(
      visit, expect: "entities: { contains: [{ text: Isaac Herzog, type: ORG }, { text: Azerbaijani }] }")
    #expect(
      shown == """
        5:30: entities: nothing fits {text: Isaac Herzog, type: ORG}; there are 4, the nearest first:
          {text: Isaac Herzog, type: PERSON}  (type differs)
          {text: Israel, type: GPE}  (text and type differ)
          {text: Azerbaijan, type: GPE}  (text and type differ)
        5:65: entities: nothing fits {text: Azerbaijani}; there are 4, the nearest first:
          {text: Azerbaijan, type: GPE}  (text differs)
          {text: Isaac Herzog, type: PERSON}  (text differs)
          {text: Israel, type: GPE}  (text differs)
        """)
  }

  @Test func anUnwantedEntityIsShown() throws {
    let shown = try TestFixture.difference(visit, expect: "entities: { absent: [{ type: DATE }, Baku] }")
    #expect(
      shown == """
        5:28: entities: nothing should fit {type: DATE}, but this does:
          {text: Monday, type: DATE}
        """)
  }

  @Test func aWrongCountListsWhatIsThere() throws {
    let shown = try TestFixture.difference(visit, expect: "sentences: { count: { min: 3 } }\nquotes: { count: 0 }")
    #expect(
      shown == """
        5:27: sentences: expected at least 3, found 2:
          "Isaac Herzog, the President of Israel, visited Azerbaijan on Monday."
          He left.
        6:24: quotes: the document has no such layer: no stage that ran wrote it
        """)
  }

  @Test func listsAreComparedLineByLine() throws {
    let shown = try TestFixture.difference(
      "One came. Two came. Three came.", expect: "sentences: { equals: [One came., 2 came., Three came., Four.] }")
    #expect(
      shown == """
        5:20: sentences: the list is not as expected (- expected, + found):
            One came.
          - "2 came."
          + Two came.
            Three came.
          - Four.
        """)
  }

  @Test func listsShowTheFieldsThatTheTestNames() throws {
    let shown = try TestFixture.difference("Spain won.", expect: "entities: { equals: [{ text: Spain, start: 3 }] }")
    #expect(
      shown == """
        5:19: entities: the list is not as expected (- expected, + found):
          - {text: Spain, start: 3}
          + {text: Spain, type: GPE, start: 0}
        """)
  }

  @Test func textsStandUnderEachOther() throws {
    let shown = try TestFixture.difference("A bridge.", expect: "title: Bridges\ntext: A boat.\nlanguage: { absent: true }")
    #expect(
      shown == """
        5:14: title: expected Bridges, but there is none
        6:13: text: is not as expected
          expected: A boat.
          found:    A bridge.
        """)
  }

  @Test func aRelationCanBeGivenInItsNotation() throws {
    let shown = try TestFixture.difference(visit, expect: "relations: { contains: visit(Isaac Herzog; visited; Armenia) }")
    #expect(
      shown == """
        5:30: relations: nothing fits visit(Isaac Herzog; visited; Armenia); there are 2, the nearest first:
          visit(Isaac Herzog; visited; Azerbaijan)
          holds_office(Isaac Herzog; President; Israel)
        """)
  }

  @Test func aPluginsLayerNamesThePlacesThatDiffer() throws {
    let shown = try TestFixture.difference(
      "A bridge.",
      expect: """
        layers:
          mood: { equals: { name: sad, words: [bridge], weight: 1, more: 2 }, contains: { words: [tower], weight: 1.0 }, count: 1 }
          tone: { equals: 1 }
        """)
    #expect(
      shown == """
        6:17: layers.mood: is not as expected
          name: expected sad, found calm
          words: expected [bridge], found [bridge, boat]
          more: expected 2, found nothing
        6:77: layers.mood: is not as expected
          words: no element fits tower
        6:127: layers.mood: expected 1, found 3: {name: calm, weight: 1, words: [bridge, boat]}
        7:17: layers.tone: the document has no such layer: no stage that ran wrote it
        """)
  }

  @Test func aFailureThatNobodyExpectedIsOne() throws {
    let shown = try TestFixture.difference("A bridge in the gloom.", expect: "sentences: { count: 1 }")
    #expect(shown == "4:5: the document failed in the stage 'mood': the text is too sad (too-sad)")
  }

  @Test func failuresCanBeExpected() throws {
    #expect(
      try TestFixture.difference(
        "A bridge in the gloom.",
        expect: "failed: true\nproblems: { equals: [{ stage: mood, code: too-sad }] }\nlayers: { mood: { absent: true } }")
        == "")
    #expect(
      try TestFixture.difference("A bridge.", expect: "failed: true\nproblems: { contains: too-sad }") == """
        5:7: failed: expected true, but the document did not fail
        6:29: problems: nothing fits too-sad: there are none
        """)
  }

  @Test func theNearestIsTheOneWithMostInCommon() {
    let pattern = ItemPattern(
      fields: [("text", .value(.string("European Union"))), ("type", .value(.string("ORG")))], isBare: false,
      location: SourceLocation(file: "t", line: 1, column: 1))
    let near = LayerItem(["text": .string("European union"), "type": .string("ORG")])
    let far = LayerItem(["text": .string("Monday"), "type": .string("DATE")])
    #expect(Difference.similarity(pattern, near) > 0.9)
    #expect(Difference.similarity(pattern, far) < 0.1)
  }
}
