import Foundation
import Pipeline
import TestSupport
import Testing

@testable import NormalizeStage

@Suite struct CharacterTests {
  @Test func theExamplesOfTheDescriptorHold() {
    #expect(Examples.failures(of: NormalizeStage.descriptor, in: StageRegistry([StageDefinition(NormalizeStage.self)])) == [])
  }

  @Test func cleanTextIsNotTouched() throws {
    let source = "Rivers rise after a week of rain\n\nThe lower town was cut off on Tuesday.\n\n\"We wait,\" a baker said.\n"
    let document = try normalized(source)
    #expect(document.alignment.isIdentity)
    #expect(document.text.string == source)
  }

  @Test(arguments: [
    ("a  b", "a b"), ("a\u{A0}\u{2009}b", "a b"), ("a\u{200B}b\u{FEFF}c", "abc"), ("  a \n b  ", "a\nb"),
    ("a\r\nb\rc\u{2028}d\u{2029}e", "a\nb\nc\nd\ne"),
    ("a\n\n\n\nb", "a\n\nb"), ("a\n \n\t\nb", "a\n\nb"), ("a \tb", "a\tb"), ("a\t\tb", "a\t\tb"), ("a\u{3000}b", "a b"), ("\n\na", "a"),
    (" \n ", ""),
    ("\u{FEFF}a", "a"), ("a\u{200D}b", "ab"), ("👩\u{200D}🚀", "👩\u{200D}🚀"), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
  ])
  func whiteSpaceIsPutInOrder(source: String, expected: String) throws {
    #expect(try text(source) == expected)
  }

  @Test func whiteSpaceStaysWhereTheStepIsOff() throws {
    #expect(
      try text("a \u{A0} b\u{200B}\r\n\r\n\r\nc ", ["white_space": false, "join_lines": false]) == "a \u{A0} b\u{200B}\r\n\r\n\r\nc ")
  }

  @Test(arguments: [("a\u{1}b\u{7F}c", "abc"), ("a\u{0}\tb\nc", "a\tb\nc"), ("a\u{202A}b\u{202C}", "ab"), ("a \u{1} b", "a b")])
  func controlCharactersAreDropped(source: String, expected: String) throws {
    #expect(try text(source) == expected)
  }

  @Test func controlCharactersStayWhereTheStepIsOff() throws {
    #expect(try text("a\u{1}b", ["controls": false]) == "a\u{1}b")
  }

  @Test(arguments: [
    ("R&amp;D", "R&D"), ("It&#8217;s", "It’s"), ("&#x201C;Go&#x201D;", "“Go”"), ("a&nbsp;b", "a b"), ("&amp;quot;Go&amp;quot;", "\"Go\""),
    ("&amp;amp;lt;", "<"), ("&eacute;&Eacute;", "éÉ"), ("&#146;", "’"), ("&hellip;&mdash;", "…—"), ("AT&T; R&D", "AT&T; R&D"),
    ("&copy 2020", "&copy 2020"),
    ("&#0;&#xD800;&#x110000;&#;&;", "&#0;&#xD800;&#x110000;&#;&;"), ("a & b; c", "a & b; c"), ("&NoSuchName;", "&NoSuchName;"),
  ])
  func referencesAreResolved(source: String, expected: String) throws {
    #expect(try text(source) == expected)
  }

  @Test func referencesStayWhereTheStepIsOff() throws {
    #expect(try text("R&amp;D", ["entities": false]) == "R&amp;D")
  }

  @Test func softHyphensAreDropped() throws {
    #expect(try text("parlia\u{AD}ment") == "parliament")
    #expect(try text("parlia\u{AD}\nment sat") == "parliament sat")
    #expect(try text("parlia\u{AD}ment", ["soft_hyphens": false]) == "parlia\u{AD}ment")
  }

  @Test func quotationMarksAndDashesBecomeASCIIOnRequestAlone() throws {
    let source = "‘Yes’ – “no”—«maybe» 5‑year −3"
    #expect(try text(source) == source)
    #expect(try text(source, ["quotes": "ascii"]) == "'Yes' – \"no\"—\"maybe\" 5‑year −3")
    #expect(try text(source, ["dashes": "ascii"]) == "‘Yes’ - “no”--«maybe» 5-year -3")
  }

  @Test(arguments: [
    "e\u{301}", "\u{212B}\u{2126}\u{212A}", "o\u{323}\u{302}", "\u{1100}\u{1161}\u{11A8}", "\u{AC00}\u{11A8}", "\u{0958}", "\u{2ADC}",
    "q\u{307}\u{323}",
    "\u{FB1D}", "\u{0344}", "\u{1F71}", "\u{2001}x", "\u{037E}", "\u{09C7}\u{09BE}", "plain", "\u{0F73}", "\u{304B}\u{3099}", "\u{2329}",
  ])
  func compositionEqualsFoundations(source: String) throws {
    #expect(
      Array(try text(source, ["white_space": false]).unicodeScalars) == Array(source.precomposedStringWithCanonicalMapping.unicodeScalars))
  }

  @Test func everyScalarThatTheQuickCheckLetsPassIsInert() {
    for value in UInt32(0x80)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value), CanonicalComposition.isInert(value) else { continue }
      // Alone it must be in NFC, and after a letter or a syllable it must not join or move.
      for before in ["", "a", "가", "\u{1100}", "e\u{301}"] {
        let string = before.precomposedStringWithCanonicalMapping + String(scalar)
        if !string.unicodeScalars.elementsEqual(string.precomposedStringWithCanonicalMapping.unicodeScalars) {
          Issue.record("U+\(String(value, radix: 16)) is not inert")
        }
      }
      if scalar.properties.canonicalCombiningClass != .notReordered { Issue.record("U+\(String(value, radix: 16)) has a combining class") }
    }
  }

  @Test func decomposedTextStaysWhereTheStepIsOff() throws {
    #expect(Array(try text("e\u{301}", ["unicode": "none"]).unicodeScalars).count == 2)
  }

  @Test func annotationsMapBackThroughAllSteps() throws {
    let document = try normalized("CafÃ© &amp;  re\u{AD}sume\u{301}, \u{A0} end")
    #expect(document.text.string == "Café & resumé, end")
    let word = TextSpan(8..<15)
    #expect(document.text.string(word) == "resumé")
    #expect(document.sourceText.string(document.sourceSpan(of: word)) == "re\u{AD}sume\u{301}")
  }
}
