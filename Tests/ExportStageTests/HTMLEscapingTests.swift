import Pipeline
import TestSupport
import Testing

@testable import ExportStage

@Suite struct HTMLEscapingTests {
  private func field(_ text: String) -> String {
    var writer = ByteWriter()
    writer.html(text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func body(_ text: String) -> String {
    var writer = ByteWriter()
    writer.htmlBody(Text(text), TextSpan(0..<text.utf8.count))
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(
    arguments: [
      ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"), ("a & b", "a &amp; b"), ("\"'", "&quot;&#39;"),
      ("]]>", "]]&gt;"), ("</style>", "&lt;/style&gt;"), ("&lt;", "&amp;lt;"), ("{{x}}", "{{x}}"), ("é😀“”", "é😀“”"), ("", ""),
      ("\u{0}\u{1B}\u{7F}", "\u{2400}\u{241B}\u{2421}"), ("\u{85}x\u{9F}", "\u{FFFD}x\u{FFFD}"), ("\u{A0}©", "\u{A0}©"),
    ])
  func whatHTMLCannotTakeIsReplaced(text: String, written: String) {
    #expect(field(text) == written)
    #expect(body(text) == written)
  }

  /// A template engine that compares characters lets this leave the attribute: the mark joins the quotation mark to another character.
  @Test(arguments: ["\"", "<", ">", "&", "'"])
  func aCombiningMarkHidesNothing(special: String) {
    for mark in ["\u{301}", "\u{20DD}", "\u{200D}", "\u{FE0F}"] {
      #expect(!Array(field("x\(special)\(mark) onload=y").utf8).dropFirst().contains(special.utf8.first!) || special == "&")
      #expect(field("\"\(mark)").utf8.starts(with: "&quot;".utf8))
    }
    #expect(field("&\u{301}").utf8.starts(with: "&amp;".utf8))
  }

  @Test func directionsAreOverriddenInTheArticleOnly() {
    #expect(field("a\u{202E}b\u{2066}c\u{200F}") == "a\u{FFFD}b\u{FFFD}c\u{200F}")
    #expect(body("a\u{202E}b\u{2066}c") == "a\u{202E}b\u{2066}c")
  }

  @Test func lineEndsStayInTheArticleAndAreSpacesElsewhere() {
    #expect(field("a\nb\tc\rd") == "a b c d")
    #expect(body("a\nb\tc\rd") == "a\nb\tc d")
  }

  @Test func randomTextsComeBackWhenReadAsHTML() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      let text = RandomText.make(&random, scalars: 40).replacing("\t", with: "<\"&'>")
      let read = PageReader(body(text))
      #expect(read.tags == [])
      let isSame = read.text == Array(text.utf8)
      #expect(isSame, "\(text)")
    }
  }
}
