import Pipeline
import Testing

@testable import SegmentStage

@Suite struct LexiconTests {
  @Test func readsClassesAndCapitals() throws {
    let lexicon = try Lexicon(
      lists: [("a.txt", Array("# note\ntitle: Mr\nclosing: inc Inc\nclock: friday\n".utf8))], contractions: Array("can|not\n".utf8))
    func words(_ word: String) -> WordClass? { lexicon.words.value(Array(word.utf8).span, 0..<word.utf8.count) }
    #expect(words("mr") == [.title, .capitalised])
    #expect(words("INC") == .closing)
    #expect(words("Friday") == .clock)
    #expect(words("fridays") == nil && words("frida") == nil)
    #expect(lexicon.contractions.value(Array("CanNot".utf8).span, 0..<6) == [3, 3])
  }

  @Test func namesEveryLineThatIsNoList() {
    let error = #expect(throws: Diagnostics.self) {
      try Lexicon(lists: [("a.txt", Array("title: Mr\nnothing\nunknown: a\n".utf8))], contractions: [])
    }
    #expect(
      error?.all.map(\.line) == [
        "a.txt:2:1: error: a line is the name of a class, a colon and words",
        "a.txt:3:1: error: a line is the name of a class, a colon and words",
      ])
  }

  @Test func aTableFindsWhatWasPutIntoIt() {
    let words = (0..<5000).map { "w\($0 &* 7919)" }
    let table = WordTable(words.enumerated().map { (Array($1.utf8), $0) })
    for (index, word) in words.enumerated() {
      let bytes = Array(word.uppercased().utf8)
      #expect(table.value(bytes.span, 0..<bytes.count) == index)
    }
    let other = Array("w1x".utf8)
    #expect(table.value(other.span, 0..<3) == nil)
  }

  @Test func aCurlyApostropheIsAStraightOne() {
    let table = WordTable([(Array("y'all".utf8), 1)])
    let bytes = Array("“Y’all”".utf8)
    #expect(table.value(bytes.span, 3..<bytes.count - 3) == 1)
  }
}
