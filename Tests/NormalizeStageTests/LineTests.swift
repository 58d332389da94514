import Testing

@testable import NormalizeStage

@Suite struct LineTests {
  private let wrapped = """
    The council of the port city voted late on Monday to rebuild the old
    harbour wall, which had been damaged in two storms since the winter.
    Work is to begin in June and will last for at least three years, the
    mayor said.

    Fishermen had asked for a larger basin. Their union called the plan a
    beginning, and said that it would wait for the figures before judging
    it.
    """

  @Test func wrappedParagraphsAreJoined() throws {
    #expect(
      try text(wrapped)
        == "The council of the port city voted late on Monday to rebuild the old harbour wall, which had been damaged in two storms since the "
        + "winter. Work is to begin in June and will last for at least three years, the mayor said.\n\nFishermen had asked for a larger basin. "
        + "Their union called the plan a beginning, and said that it would wait for the figures before judging it.")
  }

  @Test func wrappedParagraphsAreOneBlockWhereTheyAreNotJoined() throws {
    let document = try normalized(wrapped, ["join_lines": false])
    #expect(document.text.string == wrapped)
    #expect(document.blocks.map(\.kind) == [.paragraph, .paragraph])
  }

  @Test func wrappedParagraphsWithoutEmptyLinesEndAtShortLines() throws {
    let source = wrapped.replacing("\n\n", with: "\n")
    #expect(try text(source) == text(wrapped))
  }

  @Test func shortParagraphsAreJoinedByTheWidthOfTheOthers() throws {
    let source = wrapped + "\n\nThe last word belongs to the assembly of the coastal province, said\nAnna Brandt of the ministry."
    #expect(
      try text(source).hasSuffix("\n\nThe last word belongs to the assembly of the coastal province, said Anna Brandt of the ministry."))
  }

  @Test func aDashInsideAWrappedSentenceIsNoListItem() throws {
    let source = wrapped.replacing("rebuild the old\nharbour wall,", with: "rebuild the old wall\n- the longest one -")
    #expect(try text(source).contains("rebuild the old wall - the longest one - which had been"))
  }

  @Test func aTitleAboveWrappedLinesStaysALine() throws {
    let document = try normalized("Old harbour wall to be rebuilt\n" + wrapped)
    #expect(document.title == "Old harbour wall to be rebuilt")
    #expect(document.blocks.map(\.kind) == [.title, .paragraph, .paragraph])
  }

  @Test(arguments: [
    // One paragraph on each line.
    "The first bridge was opened in spring after a long delay, officials of the district said.\nDrivers had waited for two years.\n"
      + "The second one will be ready in autumn.\nA third is being planned, but no money has been set aside for it so far.",
    // Verse.
    "The rain came down upon the hill,\nthe river rose to greet it,\nand every stone that once lay still\nwent down the slope to meet it.",
    // A table.
    "Team Points Goals\nNorth City 31 44\nSouth Harbour 29 40\nWest End 27 39\nEast Park Rovers 20 31",
    // A list.
    "- bread and butter for all of the guests\n- four kinds of cheese from the mountains\n- apples, pears and plums from the garden",
  ])
  func otherTextsKeepTheirLines(source: String) throws {
    #expect(try text(source) == source)
  }

  @Test(arguments: [
    ("The minis-\nter left.", "The minister left."), ("A well-\nknown singer.", "A well-known singer."),
    ("They met in Zor-\nvania. The zorvania plan failed.", "They met in Zorvania. The zorvania plan failed."),
    ("A blue-\ngrim coat, as blue-grim as slate.", "A blue-grim coat, as blue-grim as slate."),
    ("state-of-the-\nart plant", "state-of-the-art plant"),
  ])
  func hyphensAtLineEndsAreDecidedByTheWord(source: String, expected: String) throws {
    #expect(try text(source) == expected)
  }

  @Test func hyphensStayWhereTheStepIsOff() throws {
    #expect(try text("The minis-\nter left.", ["hyphenation": false]) == "The minis-\nter left.")
  }

  @Test func aNameWithAHyphenIsPutTogetherInWrappedText() throws {
    let source = """
      The delegation was led by the former head of the bank, Anna Smith-
      Jones, who had been in office when the first of the loans had been
      granted to the railway company, and by two of her former deputies.
      """
    #expect(try text(source).contains("Anna Smith-Jones, who had been in office when"))
  }
}
