import Testing

@testable import SegmentStage

@Suite struct TokenTests {
  /// Texts with a bar at each cut inside a stretch without white space.
  static let cases = [
    "do|n't", "Do|n’t", "ca|n't|,", "wo|n't", "can|not", "Can|not|.", "gon|na", "I|'m", "we|’ve", "she|'ll", "they|'d", "it|'s", "IT|'S",
    "should|n't|'ve", "y'|all", "'t|is", "d'|you", "James|'", "the boys|' toys", "O'Neill", "o'clock", "ma'am", "d'Alembert|'s", "L'Enfant",
    "'em", "’em", "'90s", "’70s", "1980's", "1990s", "rock|-|solid", "long|-|standing", "daughter|-|in|-|law", "e-mail", "co-founder",
    "re-elected",
    "non-white", "mid-1980s", "14|-|year|-|old", "COVID|-|19", "twenty|-|five", "1998|-|2004", "3|-|2", "555-0160", "303-555-0160",
    "2024-01-15",
    "$|5", "$|1.2|bn", "US$|5", "€|5|,", "£|20|m", "5|%|,", "3.5|%", "1,000.50", "1,00,000", "13|,|14", "12/03/2024", "1/2", "10:30",
    "10:30|pm", "5|a.m.",
    "21st|-|century", "4th", "10|km", "5|kg|.", "3G", "B2B", "U.S.", "U.S.|-|led", "Ph.D.", "a.m.|,", "Mr.", "J.R.|Hill", "No.|5", "e.g.|,",
    "and|/|or", "w/o", "b/c", "R&D", "AT&T", "...", "so|...", "what|?!", "(|a|)", "[|b|]", "“|c|”", "‘|d|’", "\"|e|\"", "'|f|'", "x|—|y",
    "x|--|y",
    "x|–|y", "https://example.org/a_(b)?c=d|.", "www.example.com|,", "j.hill@example.org|.", "Example.Com", "notes.pdf", "#hashtag", "#|5",
    "@handle|:",
    "well :-)", "👍🏽|!", "👩‍👩‍👧", "🇳🇴|🇸🇪", "naïve", "São", "Łódź|,", "Αθήνα|,", "f(x|)".replacing("f(x|)", with: "f|(|x|)"), "friend(s)",
    "ended|.|The",
    "1,000|.|That", "snake_case", "C++".replacing("C++", with: "C|++"), "+4712345678", "24|°|C", ".5", "2003|'s", "Ms.|Moss|'s",
    "Sh5,000|,", "NASA|‘|s".replacing("‘|", with: "‘"), "2.4|Mbps", "aide|-|de|-|camp",
    "Eid|-|ul|-|Fitr",
  ]

  @Test(arguments: cases)
  func cutsWhereTheBarsAre(_ marked: String) throws {
    let expected = marked.split { $0 == "|" || $0 == " " }.map(String.init)
    #expect(try Segmented("The " + marked.replacing("|", with: "")).tokenTexts == ["The"] + expected)
  }

  @Test func aNumberOfAListKeepsItsStop() throws {
    #expect(try Segmented("1. Introduction").tokenTexts == ["1.", "Introduction"])
    #expect(try Segmented("It was 1. Nobody won.").tokenTexts == ["It", "was", "1", ".", "Nobody", "won", "."])
  }

  @Test func aFinalCapitalIsNoInitial() throws {
    #expect(try Segmented("They chose plan B.").tokenTexts == ["They", "chose", "plan", "B", "."])
    #expect(try Segmented("They chose B. Moss.").tokenTexts == ["They", "chose", "B.", "Moss", "."])
  }
}
