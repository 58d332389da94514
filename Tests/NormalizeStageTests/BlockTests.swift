import Pipeline
import Testing

@testable import NormalizeStage

@Suite struct BlockTests {
  private let body = "The dam was closed on Friday after engineers found a crack in its northern wall, the ministry said."

  @Test(arguments: [
    "TEHRAN –", "TEHRAN-", "BAKU (Reuters) -", "WASHINGTON, March 3 (AP) —", "New Delhi:", "MULTAN:", "KABUL, Afghanistan —", "(Reuters) -",
    "BEIJING, Nov. 24 (Xinhua) --", "Colombo, Sri Lanka –", "Durban -", "DAKAR, Senegal, Jul 25 2022 (IPS) -", "afrol News, 20 June -",
    "SYDNEY and KUALA LUMPUR, Jul 26 2022 (IPS) -", "Srinagar-", "AMMAN —", "LEÓN, GUANAJUATO.-", "ISLAMABAD, July 3 (APP):",
    "ST. PETERSBURG, Fla. (AP) —",
    "LONDON/PARIS (Reuters) -", "Geneva, 4 May 2021 –", "PORT-AU-PRINCE, Haiti (AP) —", "NEW YORK —", "N'DJAMENA, Chad, May 4 (AFP) -",
    "TEL AVIV, Israel –",
    "UNITED NATIONS (AP) —", "Dubai:", "HONG KONG (AP)—", "São Paulo –", "WASHINGTON —",
  ])
  func aDatelineIsABlockThatEndsWithItsDash(dateline: String) throws {
    #expect(
      try blocks("\(dateline) \(body)\n\nA second dam is being watched.") == [
        "dateline: \(dateline)", "paragraph: \(body)", "paragraph: A second dam is being watched.",
      ])
  }

  @Test func aDatelineWithoutADashEndsWithItsAgency() throws {
    #expect(try blocks("TUNIS (AFP) \(body)\nMore followed.").first == "dateline: TUNIS (AFP)")
  }

  @Test(arguments: [
    "Despite the rain – and the mud – the march went on as planned on Saturday.",
    "China – Asia’s largest economy – said that it would cut tariffs.",
    "In 1984 – The year of the flood – the old bridge fell into the river.", "However: The court has not yet ruled on the matter at hand.",
    "On Saturday, July 23rd, the group of doctors went to the coast for a week.",
    "The minister said: “We shall not leave the talks before they end.”",
    "Breaking: The port of the island has been closed after a fire on a tanker.",
    "He was 23 - The youngest man ever to have led the national team.",
    "The Central Bank of the Republic (CBR) kept its rate at six per cent on Monday.",
    "Honduras 2 - Nicaragua 1 was the result of a poor match on Sunday.",
    "EXCLUSIVE – The head of the railway is to leave in spring, two people said.",
    "Video: The moment at which the tower of the old church came down.",
    "France—Europe’s largest grower—said that it would cut the tariffs again.",
    "Hartmann: I would not have signed the treaty, and I shall not.",
  ])
  func anOrdinaryBeginningIsNoDateline(paragraph: String) throws {
    #expect(try blocks("\(paragraph)\n\n\(body)") == ["paragraph: \(paragraph)", "paragraph: \(body)"])
  }

  @Test(arguments: [
    "KABUL, Afghanistan", "TEHRAN, March 3 (IRNA)", "3 March 2020", "TEHRAN –", "Kingston, Jamaica, 3 March 2020", "LONDON",
  ])
  func aDatelineMayStandOnItsOwnLine(dateline: String) throws {
    #expect(
      try blocks("Crack found in dam\n\(dateline)\n\(body)") == [
        "title: Crack found in dam", "dateline: \(dateline)", "paragraph: \(body)",
      ])
  }

  @Test(arguments: [
    "Crack found in northern dam", "CRACK FOUND IN DAM", "Is the dam safe?", "Dam closed, says ministry", "Crack in dam alarms U.S.",
    "‘Crack’ found in dam",
    "Energy crisis - Ministry announces action plan", "iPhone sales rise", "Storm 0-2 Rovers",
    "Iran: Ministers of three countries agree to go on with the talks about the old dam",
    "Ministry Closes Northern Dam After Crack Found.",
  ])
  func aShortFirstLineWithoutAStopIsTheTitle(title: String) throws {
    for gap in ["\n", "\n\n"] {
      let document = try normalized("\(title)\(gap)\(body)\(gap)\(body)")
      #expect(document.title == title)
      #expect(document.blocks.map(\.kind) == [.title, .paragraph, .paragraph])
    }
  }

  @Test(arguments: [
    "The dam was closed on Friday.", "“We wait,” a baker said.", "She left the room. Nobody spoke after that for a while",
    "“Will it hold?”",
    "Those who came were few:", "and so it went on until the morning came",
  ])
  func anOrdinaryFirstLineIsAParagraph(line: String) throws {
    #expect(try blocks("\(line)\n\(body)").first == "paragraph: \(line)")
  }

  @Test func aTextOfOneLineHasNoTitle() throws {
    #expect(try blocks("Crack found in dam") == ["paragraph: Crack found in dam"])
  }

  @Test func theTitleOfTheInputIsKeptAndFoundInTheText() throws {
    let document = try normalized("The dam has cracked.\n\n\(body)", title: "The dam has cracked.")
    #expect(document.blocks.map(\.kind) == [.title, .paragraph])
    #expect(try normalized("Crack found in dam\n\n\(body)", title: "Another title").title == "Another title")
  }

  @Test(arguments: [
    "By Jane Doe", "BY JANE DOE", "By Jane Doe and John Roe, Staff Writers", "By Jane van der Doe in Nairobi", "By Our Correspondent",
    "Staff Reporter", "Written by J. R. Doe",
    "By Jane Doe | March 3, 2020", "By Jane Doe, Head of Research at the Bank of Northern Ports.",
  ])
  func aBylineIsFoundWithAndWithoutATitle(byline: String) throws {
    #expect(try blocks("Crack found in dam\n\n\(byline)\n\n\(body)").dropFirst().first == "byline: \(byline)")
    #expect(try blocks("\(byline)\n\n\(body)").first == "byline: \(byline)")
  }

  @Test func aNameAloneAtTheStartIsAByline() throws {
    #expect(try blocks("NOMVULA DLADLANE\n\n\(body)").first == "byline: NOMVULA DLADLANE")
  }

  @Test(arguments: [
    "By Monday the water had reached the second floor of the town hall.", "By far the largest crack is in the north, the ministry said.",
  ])
  func aSentenceWithByIsNoByline(line: String) throws {
    #expect(try blocks("\(line)\n\(body)").first == "paragraph: \(line)")
  }

  @Test func creditsAtTheEndAreBylines() throws {
    let credit = "(Reporting by Jane Doe in Harbour City; Editing by John Roe)"
    #expect(try blocks("\(body)\n\n\(credit)").last == "byline: \(credit)")
    let sentence = "Reporting by foreign journalists has been restricted since the spring."
    #expect(try blocks("\(body)\n\n\(sentence)").last == "paragraph: \(sentence)")
  }

  @Test func aShortLineBetweenParagraphsIsAHeading() throws {
    #expect(
      try blocks("\(body)\n\nWhat happens next\n\n\(body)\n\nNo stop at the end") == [
        "paragraph: \(body)", "heading: What happens next", "paragraph: \(body)", "paragraph: No stop at the end",
      ])
  }

  @Test(arguments: [
    "Was the minister satisfied with what the council of engineers had told him about it?", "“We wait,”", "Q: Will it hold?", "“It goes on",
  ])
  func aShortLineOfSpeechIsNoHeading(line: String) throws {
    #expect(try blocks("\(body)\n\n\(line)\n\n\(body)")[1] == "paragraph: \(line)")
  }

  @Test func itemsOfListsAreBlocks() throws {
    #expect(
      try blocks("\(body)\n• one thing\n• another\n\n\(body)\n1. first of all\n2. then this\n\n\(body)\na) left\nb) right").map {
        $0.prefix(9)
      } == [
        "paragraph", "list_item", "list_item", "paragraph", "list_item", "list_item", "paragraph", "list_item", "list_item",
      ])
    #expect(try blocks("\(body)\n– We shall see, she said at the gate.\n\(body)").dropFirst().first?.hasPrefix("paragraph") == true)
    #expect(try blocks("\(body)\n12. That is the number of the house.\n\(body)").dropFirst().first?.hasPrefix("paragraph") == true)
  }
}
