import Pipeline
import TestSupport
import Testing

@testable import Patterns

@Suite("Gazetteers find names")
struct GazetteerTests {
  private static let places: [(name: String, type: EntityType)] = [
    ("York", "GPE"), ("New York", "GPE"), ("New York Times", "ORG"), ("Guinea-Bissau", "GPE"), ("Guinea", "GPE"), ("U.S.", "GPE"),
    ("Republic of Norland", "GPE"), ("McDonald's", "ORG"), ("AT&T", "ORG"), ("Côte d'Ivoire", "GPE"), ("São Tomé", "GPE"), ("Łódź", "GPE"),
  ]

  @Test(
    "The longest name at a token wins, whatever the segmenter makes of hyphens and dots",
    arguments: [
      ("He left New York today", ["GPE: New York", "GPE: York"]),
      ("The New York Times said", ["ORG: New York Times", "GPE: York"]),
      ("In Guinea-Bissau it rains", ["GPE: Guinea-Bissau"]),
      ("In Guinea - Bissau it rains", ["GPE: Guinea - Bissau"]),
      ("In Guinea it rains", ["GPE: Guinea"]),
      ("The U.S. and the U. S . agree", ["GPE: U.S.", "GPE: U. S ."]),
      ("New Yorkers like Yorks", []),
      ("Eat at McDonald's and McDonald's", ["ORG: McDonald's", "ORG: McDonald's"]),
      ("AT&T and AT & T", ["ORG: AT&T", "ORG: AT & T"]),
    ])
  func longest(text: String, expected: [String]) {
    #expect(GazetteerFixture.found(GazetteerFixture.make(Self.places), in: text) == expected)
  }

  @Test(
    "A possessive is no part of a name, as a token of its own or inside the last",
    arguments: ["York's walls", "York 's walls", "York’s walls", "York' walls"])
  func possessive(text: String) {
    #expect(GazetteerFixture.found(GazetteerFixture.make(Self.places), in: text) == ["GPE: York"])
  }

  @Test("A name ends where a token does")
  func tokenEnds() {
    #expect(GazetteerFixture.found(GazetteerFixture.make(Self.places), in: "York-based pro-York Yorkshire").isEmpty)
  }

  @Test("A name does not reach into the next sentence")
  func sentences() {
    #expect(GazetteerFixture.found(GazetteerFixture.make(Self.places), in: "It was New", "York woke") == ["GPE: York"])
  }

  @Test(
    "Smart case takes headlines, and nothing else",
    arguments: [
      ("NEW YORK", ["GPE: NEW YORK = New York", "GPE: YORK = York"]),
      ("REPUBLIC OF NORLAND", ["GPE: REPUBLIC OF NORLAND = Republic of Norland"]),
      ("Republic Of Norland", ["GPE: Republic Of Norland"]),
      ("republic of norland", []), ("new york", []), ("nEW York", ["GPE: York"]), ("u.s.", []),
    ])
  func smart(text: String, expected: [String]) {
    #expect(GazetteerFixture.found(GazetteerFixture.make(Self.places), in: text) == expected)
  }

  @Test("Exact case takes the name as it stands")
  func exact() {
    let gazetteer = GazetteerFixture.make(Self.places, case: .exact)
    #expect(GazetteerFixture.found(gazetteer, in: "NEW YORK new york New York") == ["GPE: New York", "GPE: York"])
  }

  @Test("Insensitive case takes any, beyond ASCII too")
  func insensitive() {
    let gazetteer = GazetteerFixture.make(Self.places, case: .insensitive)
    #expect(GazetteerFixture.found(gazetteer, in: "new york yORK łÓDŹ") == ["GPE: new york", "GPE: york", "GPE: yORK", "GPE: łÓDŹ"])
    #expect(GazetteerFixture.found(gazetteer, in: "lodz").isEmpty)
  }

  @Test(
    "Diacritics count unless they are to be ignored",
    arguments: [("Sao Tome", false), ("São Tomé", true), ("Cote d’Ivoire", false), ("Sa\u{303}o Tome\u{301}", false)])
  func diacritics(name: String, foundWithThem: Bool) {
    let text = "in \(name) now"
    #expect(GazetteerFixture.found(GazetteerFixture.make(Self.places), in: text).count == (foundWithThem ? 1 : 0))
    #expect(GazetteerFixture.found(GazetteerFixture.make(Self.places, ignoresDiacritics: true), in: text) == ["GPE: \(name)"])
  }

  @Test("Typographic apostrophes and dashes are as good as plain ones; soft hyphens are not there")
  func typography() {
    let gazetteer = GazetteerFixture.make(Self.places)
    #expect(GazetteerFixture.found(gazetteer, in: "Côte d’Ivoire , Guinea–Bissau , Yo\u{AD}rk").count == 3)
  }

  @Test("Lists do not see each other; within a list the longest match at a token wins, and of equal names the first")
  func lists() {
    var builder = GazetteerBuilder()
    builder.begin(.init(name: "a", case: .exact))
    builder.add("Norland", type: "GPE", canonical: "Kingdom of Norland")
    builder.add("Norland", type: "ORG")
    builder.begin(.init(name: "b", case: .insensitive))
    builder.add("norland", type: "PRODUCT")
    builder.add("Norland Air", type: "ORG")
    let gazetteer = builder.build()
    #expect(GazetteerFixture.found(gazetteer, in: "Norland Air flies") == ["GPE: Norland = Kingdom of Norland", "ORG: Norland Air"])
    #expect(GazetteerFixture.found(gazetteer, in: "NORLAND flies") == ["PRODUCT: NORLAND"])
    #expect(gazetteer.count == 3)
  }

  @Test("Names that differ only in case or diacritics are entries of their own")
  func variants() {
    let gazetteer = GazetteerFixture.make([("Turkey", "GPE"), ("turkey", "PRODUCT"), ("Türkey", "MISC")], case: .exact)
    #expect(GazetteerFixture.found(gazetteer, in: "turkey Turkey Türkey") == ["PRODUCT: turkey", "GPE: Turkey", "MISC: Türkey"])
  }

  @Test("A name without a letter or digit is refused")
  func emptyName() {
    var builder = GazetteerBuilder()
    builder.begin(.init(name: "a"))
    let accepted = [" -- ", String(repeating: "a", count: 70_000)].filter { builder.add($0, type: "ORG") }
    #expect(accepted.isEmpty)
    #expect(builder.build().count == 0)
  }

  @Test("What a table of folded atoms finds is what a search of every name at every token finds")
  func againstSearch() {
    var random = SeededGenerator(seed: 7)
    let words = ["Al", "al", "AL", "ba", "Ba", "é", "e", "-", ".", "Co", "d'Or", "'s", "x1"]
    for _ in 0..<300 {
      let names = (0..<12).map { _ in (1...Int.random(in: 1...3, using: &random)).map { _ in words.randomElement(using: &random)! } }
      let rule = CaseRule.allCases.randomElement(using: &random)!
      let gazetteer = GazetteerFixture.make(
        names.map { ($0.joined(separator: " "), "MISC") }, case: rule, ignoresDiacritics: Bool.random(using: &random))
      let tokens = (0..<20).map { _ in words.randomElement(using: &random)! }
      let text = tokens.joined(separator: " ")
      let found = GazetteerFixture.found(gazetteer, in: text)
      if rule == .exact, !gazetteer.sources[0].ignoresDiacritics {
        var expected: [String] = []
        for start in tokens.indices {
          let lengths = names.compactMap { name -> Int? in
            let hasWord = name.contains { $0 != "-" && $0 != "." }
            return hasWord && tokens[start...].starts(with: name) ? name.count : nil
          }
          if let longest = lengths.max() { expected.append("MISC: " + tokens[start..<start + longest].joined(separator: " ")) }
        }
        #expect(found == expected, "names \(names), text \(text)")
      } else {
        #expect(
          found.count
            >= GazetteerFixture.found(
              GazetteerFixture.make(
                names.map { ($0.joined(separator: " "), "MISC") }, case: .exact), in: text
            ).count)
      }
    }
  }

  @Test("Many entries load fast and are all found", .timeLimit(.minutes(1)))
  func aMillionEntries() throws {
    #if DEBUG
      let count = 20_000
    #else
      let count = 1_000_000
    #endif
    var rows = "name\ttype\tcanonical\n"
    for index in 0..<count { rows += "Person\(index % 1000) van Name\(index)\tPERSON\tName \(index)\n" }
    let bytes = Array(rows.utf8)
    var builder = GazetteerBuilder()
    builder.begin(.init(name: "many"))
    let clock = ContinuousClock()
    let start = clock.now
    try builder.add(GazetteerFile("many.tsv"), holding: bytes)
    let gazetteer = builder.build()
    let elapsed = clock.now - start
    #expect(gazetteer.count == count)
    #if !DEBUG
      #expect(elapsed < .seconds(1))
    #endif
    for index in stride(from: 0, to: count, by: count / 50) {
      let name = "Person\(index % 1000) van Name\(index)"
      #expect(GazetteerFixture.found(gazetteer, in: "Here \(name) spoke") == ["PERSON: \(name) = Name \(index)"])
    }
    #expect(GazetteerFixture.found(gazetteer, in: "Person1 van Name2").isEmpty)
  }
}
