import Testing

@testable import EntityStage

@Suite("Values")
struct ValueTests {
  @Test(
    "Dates",
    arguments: [
      "It happened on [Thursday|DATE].", "on [24 November 2026|DATE] in the city", "on [November 24, 2026|DATE], they met",
      "by [Nov. 24|DATE] at the latest", "the deal of [24th of November 2026|DATE]", "since [July 2019|DATE] it grew",
      "between [July 14 to 24|DATE] he travelled", "from [14 to 24 July|DATE] he travelled", "on [Thursday, 24 November|DATE] they met",
      "on [Monday, June 3|DATE], they met", "[last month|DATE] it rained", "he said [earlier this year|DATE] that",
      "in [the 1990s|DATE] and [the early 2000s|DATE]", "in [2024|DATE] it rained", "it began [three years ago|DATE].",
      "it began [a week ago|DATE].", "for [three years|DATE] it rained", "[the past three years|DATE] were dry",
      "it ends [next Thursday|DATE].",
      "seen [today|DATE] and [yesterday|DATE]", "[the first quarter of 2021|DATE] was good", "in [the 21st century|DATE] we learn",
      "in [early March|DATE] it snowed", "in [mid-July|DATE] it snowed", "dated [2026-11-24|DATE].", "dated [24/11/2026|DATE].",
      "the [2019-20|DATE] season", "In [May|DATE] he left", "on [May 5|DATE] he left", "in [summer 2021|DATE] he left",
      "on [Christmas|DATE] they met", "after [Eid al-Fitr|DATE] they met", "It lasted [several days|DATE].",
      "since [1848|DATE] it stood", "He came [two weeks later|DATE].", "over [the next two weeks|DATE]",
      "the [11 September|DATE] Trade Hall attack",
      "ahead of an expected [May|DATE] election", "[Two weeks' ago|DATE] it rained",
    ])
  func dates(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "Words and numbers that are no dates",
    arguments: [
      "it may rain and they march on", "May he rest", "a 45-year-old man", "he is 45 years old", "room 2000 people saw",
      "some 2000 soldiers",
      "the second half of the game", "a year and a day", "he sat in the sun", "it fell in autumn", "many years passed",
      "He scored 10 in the match", "the last word", "the 1500m race", "this much", "part 5 of the book", "a decade of war",
    ])
  func noDates(text: String) throws {
    try EntityFixture.expect(text)
  }

  @Test(
    "Times",
    arguments: [
      "at [10 a.m.|TIME] sharp", "at [14:30 GMT|TIME] it began", "at [7.30pm|TIME] it began", "at [10am|TIME] it began",
      "at [1430 GMT|TIME] it began", "at [noon|TIME] it began", "for [two hours|TIME] it rained", "some [45 minutes|TIME] passed",
      "[this morning|TIME] it rained", "[last night|TIME] it rained", "on [Monday morning|TIME] it rained", "at [7 o'clock|TIME] it began",
      "half past two", "at [9:05 p.m. local time|TIME] it began", "a second chance",
    ])
  func times(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "Money",
    arguments: [
      "worth [$5 million|MONEY] in all", "worth [US$ 1.2bn|MONEY] in all",
      "about [5 million euros|MONEY] were paid",
      "fined [Rs 500 crore|MONEY] by the court", "paid [£420m|MONEY] for it", "cost [€3.5 billion|MONEY] in all",
      "gave [50 cents|MONEY] each",
      "[millions of dollars|MONEY] were lost", "[tens of billions of dollars|MONEY] were lost", "gave [53 billion US dollars|MONEY] each",
      "pay [145 billion Korean won|MONEY] each", "paid [USD 2.5 million|MONEY] in cash", "raised [R92 million|MONEY] for it",
      "a [$500-580 million|MONEY] plan", "a [$5|MONEY] note", "[a million dollars|MONEY] each", "[₹21 crore|MONEY] each",
      "[150,000 yuan|MONEY] each", "costs [HK$20 million|MONEY] each", "the team won 3 games", "he won two marks",
    ])
  func money(text: String) throws { try EntityFixture.expect(text) }

  @Test(
    "Percentages and quantities",
    arguments: [
      "rose [5%|PERCENT] in all", "rose [3.5 per cent|PERCENT] in all", "rose by [10 percent|PERCENT] in all", "a [10-15%|PERCENT] rise",
      "[5 to 10 percent|PERCENT] more", "fell [two percentage points|PERCENT] in all", "some [300 km|QUANTITY] away",
      "ran [5km|QUANTITY] more",
      "[two tonnes|QUANTITY] of rice", "over [1,200 square kilometres|QUANTITY] of land", "winds of [90 km per hour|QUANTITY] blew",
      "[30 degrees Celsius|QUANTITY] in the shade", "[1984 metres|QUANTITY] up", "a [300-metre|QUANTITY] tower",
      "[2.5 million barrels|QUANTITY] of oil", "five people",
    ])
  func amounts(text: String) throws { try EntityFixture.expect(text) }
}
