import Testing

@testable import EntityStage

@Suite("Names")
struct NameTests {
  @Test(
    "Countries, peoples and places",
    arguments: [
      "[LIMA|GPE], [Nov. 24|DATE] (Wire) - It rained.", "He left [Iran|GPE] for the [Republic of Azerbaijan|GPE].",
      "The [Azeri|NORP] side and the [Iranians|NORP] met.",
      "[IRAN|GPE] AND THE REST OF US AGREE", "in the [Middle East|LOC] and the [Gaza Strip|LOC]", "the [U.S.|GPE] and the [UK|GPE] agreed",
      "a [Zionist|NORP] writer", "[South Korea|GPE]'s north", "the people of [Côte d'Ivoire|GPE] and [Cote d'Ivoire|GPE]",
      "[Muslims|NORP] and [Christians|NORP] met in [Tehran|GPE]", "[Guinea-Bissau|GPE] is not [Guinea|GPE]",
    ])
  func places(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "Names that are also words or persons are judged by capitals and neighbours",
    arguments: [
      "They ate turkey and china broke.", "[Turkey|GPE] and [Chad|GPE] agreed.", "Nice weather again",
      "They live in [Nice|GPE].",
      "Reading is fun.", "the polish on the shoes", "the [Polish|NORP] army", "[Jordan|GPE] and [Mali|GPE] agreed.",
      "Mr. [Jordan|PERSON] spoke first.", "[Jordan Henderson|PERSON] spoke first.", "[Michael Jordan|PERSON] spoke first.",
      "The minister of [Jordan|GPE] spoke first.", "[Georgia Harwood|PERSON] spoke first.", "who can tell us",
    ])
  func ambiguous(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "Persons with titles, offices, given names, verbs and appositions",
    arguments: [
      "Foreign Minister [Hossein Norberg|PERSON] of [Iran|GPE] spoke.", "President [Herzfeld|PERSON] spoke. [Herzfeld|PERSON] left.",
      "[Nasser Kanberg|PERSON], the spokesman for the army, spoke.", "[Ilmar Velotti|PERSON], the President of [Azerbaijan|GPE], spoke.",
      "Mrs. [Velotti|PERSON] spoke.", "Mr [Brown|PERSON] and Mr [Balls|PERSON] spoke.",
      "Chancellor [Gordon Brown|PERSON] spoke. [Gordon Brown|PERSON] left.", "Chief Executive [Velda Okonbo|PERSON] spoke.",
      "spokesperson [Kang In-sun|PERSON] spoke", "[Andy Roddberg|PERSON] will play.", "It was T-Norberg again.",
      "the [Andy Roddberg|PERSON]-led team won",
      "the [Austrian|NORP] [Andy Roddberg|PERSON] won",
      "[Velda Okonbo|PERSON], who leads the team, spoke.", "[Tendai Moroka|PERSON] said so.",
      "\"No,\" said [Tendai Moroka|PERSON].", "spokesman [Zoran Moroka|PERSON] spoke", "[J. K. Moroka|PERSON] wrote it.",
      "[Moroka Tendaba|PERSON], 42, spoke.", "Sheikh [Khaled bin Zubar|PERSON] spoke.", "Prime Minister [Anna van der Berk|PERSON] spoke.",
      "the [Israeli|NORP] Foreign Minister [Eli Kohn|PERSON] spoke", "[Kim Jong-il|PERSON] spoke. Then [Kim|PERSON] left.",
    ])
  func persons(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "Pronouns, single letters and small words are not learnt as names",
    arguments: [
      "\"I am sure,\" said King [James I|PERSON] on [Monday|DATE]. Then I left.",
      "It was Dr [No|PERSON]. No one saw it, and No is no answer.",
      "A barrister, Lord [Alder|PERSON] QC, spoke. A QC left.",
    ])
  func closedWords(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "A surname that places have too makes a person behind a given name, but not behind a word of place",
    arguments: [
      "a play starring [Nathan Lane|PERSON] and others", "[Mike Lake|PERSON], a spokesman, spoke.",
      "a role for [Thomas Haden Church|PERSON]", "They met in [Stanley Park|FAC]. Park was shut.", "on the [Henry Bridge|FAC]",
      "at [Norberg Park|FAC] it rained",
    ])
  func placeSurnames(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "HE and HRH are titles in capitals alone",
    arguments: ["talks with HE [Hamad Norberg|PERSON] on trade", "talks after he spoke on trade"])
  func titlesInCapitals(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "A possessive in a line of capitals is no part of the name",
    arguments: ["[KENYA|GPE]'S PRESIDENT VISITS [UGANDA|GPE]'S CAPITAL", "[KENYA|GPE]’S ARMY LEAVES"])
  func possessives(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "Words with capitals that are no persons",
    arguments: [
      "The Prime Minister spoke.", "Foreign Minister talks failed.", "The Great Plan said so.", "Meanwhile Talks Began.",
      "President of the club",
      "Later, Old Friends met.", "The member for North Hykehurst admitted it.", "The Director General spoke.",
    ])
  func noPersons(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "Organisations, facilities and places by the words in their names",
    arguments: [
      "the [Ministry of Road Safety|ORG] said", "the [Iranian Foreign Ministry|ORG] said", "a [Norberg University|ORG] study",
      "the [University of Norberg|ORG] study", "the [Norberg Workers Party|ORG] won",
      "the [National Road Board|ORG] ([NRB|ORG]) met. The [NRB|ORG] left.",
      "shares of [Norberg Inc|ORG] rose", "the [United Nations|ORG] and [NATO|ORG] met", "the [Bank of England|ORG] met",
      "at [Norberg Airport|FAC] it rained", "on [Lake Norberg|LOC] it rained", "the [Norberg River|LOC] rose",
      "in [Norberg Province|GPE] it rained",
      "the [Ministry of Trade and Industry|ORG] said",
      "the [Board of Deputies of Norberg Sailors|ORG] met", "[Air Norberg|ORG] flies", "the [Norberg Road Workers' Federation|ORG] met",
      "the [Commission for Europe and the Caribbean|ORG] met", "the Labour Minister spoke",
    ])
  func organizations(text: String) throws { try EntityFixture.expect(text) }
}
