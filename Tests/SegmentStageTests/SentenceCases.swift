/// Texts with a bar where a sentence ends and the next begins; the bar and the space before it are not part of the text.
enum SentenceCases {
  static let abbreviations = [
    "Mr. Adler met Dr. Brook.", "Gen. Costa and Sen. Diaz spoke.", "Lt. Col. Eckert resigned. | He was 50.",
    "Gov. Fry asked Rep. Gale to wait.", "Prof. Hahn teaches at St. Luke's. | Students like her.",
    "The Rev. Ivo Jans prayed.", "Smith Jr. took over. | His father left.",
    "Acme Inc. bought Bolt Ltd. on Monday.", "She runs Acme Inc. | The firm makes bolts.",
    "Acme Corp. Chairman Lee Moss said no.", "He sold Bolt & Co. | It was old.",
    "They met on Jan. 5 in Oslo.", "It began in Feb. 2011. | It ended in Dec. | That was that.",
    "Born in Springfield, Ill. in 1950.", "He fell ill. Doctors came.".replacing("ill. D", with: "ill. | D"),
    "She lives in Albany, N.Y. | Her sister does not.", "See No. 5 on the list.", "No. | That will not do.", "Turn to p. 12 and Fig. 3.",
    "The U.S. Senate voted.", "He left the U.S. | The court had asked him to.", "The U.N. and the E.U. agreed.",
    "They live in Washington, D.C. | They like it.", "Use tools, e.g. hammers, i.e. the heavy kind.", "It is Hill vs. Moss again.",
    "They brought tents, food, etc. | Nobody slept.", "Moss et al. wrote it.", "She has a Ph.D. in law.",
    "He earned an M.A. | Then he rested.",
    "“Why?” Mr. Moss said. | He left.", "“Why?” | Mr. Moss said he left.", "He heard Jay-Z. | Soul singers came.", "I can't... | I won't.",
    "I think ... I see.", "Acme Inc. | Mr. Hill left.", "Law No. (14) of 2018 holds.", "It rained at 5 a.m. and at 6 p.m. again.",
    "The bus left at 7 p.m. | Nobody was on it.", "The game starts at 8 p.m. Friday.",
    "At 9 a.m. Mr. Hill left.", "Doors open at 10 a.m. GMT.", "They paid Rs. 500 for it.",
  ]

  static let initials = [
    "J. K. Hill wrote it.", "George W. Brook ran again.", "It was John A. Moss. | She knew him.", "C. S. Hall and J.R. Gale came.",
    "You and I. | Nobody else.", "We chose plan B. | It failed.", "J.Hill and K.Moss won.",
  ]

  static let numbers = [
    "It grew by 3.5 percent. | It fell by 2.", "They paid $1.2 million. | It was cheap.", "It cost 1,000.50 euros.",
    "The score was 3-2. | Fans left.",
    "It happened in 1999. | Nobody saw it.", "Version 2.0 is out.", "They won 5. | Five is enough.", "On 12.03.2024 it began.",
  ]

  static let quotes = [
    "“We won.” | She smiled.", "\"We won.\" | She smiled.", "“We won,” she said. | She smiled.", "\"Did we win?\" she asked.",
    "\"Did we win?\" Jane Moss asked.", "\"Stop!\" he cried. | Nobody did.", "He said: “We won. | We did.” | It was late.",
    "He called it “a start.” | It was none.", "(He was late.) | She was not.", "He (a man of 80.) left.", "She asked “why?” and left.",
    "‘It is over.’ | He left.", "'It is over.' | He left.", "They said “no” . | We left.", "“Is it ‘over’?” | It was.",
    "“It is over.” “It is not.”".replacing(" “It is n", with: " | “It is n"), "He said, “Go!” | “Where?” she said.",
    "«C'est fini.» | He left.", "He left (for good). | She stayed.", "It was so. [3] | It is not now.", "It was so.[3][4] | It is not now.",
  ]

  static let stops = [
    "What? | No! | Yes.", "Really?! | Yes!!", "Well... | So it goes.", "I think ... it may rain.", "It was … odd. | We left.",
    "He said so…. | Then he left.", "We said . . . nothing at all.", "Wait... what?", "Is it true? | 5 people say so.",
    "It ended.The next began.".replacing(".The", with: ".|The"), "He bought 1,000.That is a lot.".replacing(".That", with: ".|That"),
    "See www.example.com. | It is good.", "Write to j.hill@example.org. | She answers.", "He uses example.com daily.",
    "Go to https://example.org/a.b?c=d. | It works.", "The file is notes.pdf. | Read it.", "She has a phone. | iPhone sales rose.",
    "the food is good. | it is cheap.", "We work at Yahoo! in the office.", "Run! - he did not.", "He ran. | — Who knows why.",
    "It works :) | Use it.".replacing(" :) |", with: ". :) |"), "これは本です。|それも本です。", "यह सच है। | वह नहीं।", "She left. | Élodie stayed.",
  ]

  static let lists = [
    "1. Wash it. | 2. Dry it.", "1. Wash it | 2. Dry it | 3. Eat it", "1) wash it | 2) dry it", "a. wash it | b. dry it",
    "(a) Wash it | (b) dry it",
    "• Wash it | • Dry it", "A. Moss met B. Hill.", "He came 1. in 2010 and 3. in 2012.",
  ]

  static let all = abbreviations + initials + numbers + quotes + stops + lists
}
