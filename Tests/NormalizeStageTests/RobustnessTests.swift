import Foundation
import Pipeline
import TestSupport
import Testing

@testable import NormalizeStage

@Suite struct RobustnessTests {
  private static let pieces = [
    "&amp;", "&", "amp;", "&#8217;", "#", ";", "quot;", "&nbsp;", "Ã", "©", "â€™", "â", "€", "œ", "\u{9D}", "\u{85}", "\r\n", "\r",
    "\u{2028}", "  ", "\u{A0}", "\u{AD}", "-\n",
    "minis-\nter ", "TEHRAN – ", "(Reuters) - ", "By Jane Doe\n", "1. ", "• ", ".\n", "e\u{301}\u{323}", "\u{1100}\u{1161}", "\u{200D}",
    "\u{1}", "word word word word ", ", and ",
    "A long line of words that a program may have wrapped at its usual width\nbut ", "क\u{93C}", "\u{F73}", "\u{202E}",
  ]

  private func hostile(_ seed: Int) -> String {
    var random = SeededGenerator(seed: UInt64(seed))
    var text = ""
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      text += Bool.random(using: &random) ? Self.pieces.randomElement(using: &random)! : RandomText.make(&random, scalars: 4)
    }
    return text
  }

  @Test func hostileTextsKeepTheirAlignmentAndAreStable() throws {
    let variants: [[String: OptionValue]] = [
      [:], ["quotes": "ascii", "dashes": "ascii"], ["white_space": false], ["controls": false, "unicode": "none"],
      ["join_lines": false, "soft_hyphens": false],
      ["entities": false, "mojibake": false, "hyphenation": false],
    ]
    for seed in 0..<1500 {
      let source = hostile(seed)
      let options = variants[seed % variants.count]
      let once = try normalized(source, options)
      #expect(flaws(of: once) == [], "seed \(seed)")
      let twice = try normalized(once.text.string, options)
      #expect(twice.alignment.isIdentity && twice.blocks == once.blocks, "seed \(seed)")
      if options["unicode"] == nil {
        let string = once.text.string
        #expect(string.unicodeScalars.elementsEqual(string.precomposedStringWithCanonicalMapping.unicodeScalars), "seed \(seed)")
      }
    }
  }

  @Test func compositionOfHostileTextsEqualsFoundations() throws {
    let off: [String: OptionValue] = [
      "controls": false, "white_space": false, "entities": false, "mojibake": false, "soft_hyphens": false, "hyphenation": false,
      "join_lines": false,
    ]
    for seed in 0..<500 {
      let source = hostile(seed)
      #expect(
        try text(source, off).unicodeScalars.elementsEqual(source.precomposedStringWithCanonicalMapping.unicodeScalars), "seed \(seed)")
    }
  }

  @Test(arguments: [
    "", " ", "\n", "\u{FEFF}", "-", "&", "-\n", "â€", "Ã", "😀😀😀", "😀\n😀", "\u{301}", "(", "(Reuters)", "By", "By ", "1.", "•", "—",
    "الوزير يزور العاصمة\nقال الوزير إنه سيزور العاصمة.",
    "部长访问首都\n\n部长周一抵达首都，将会见多位官员。", "A\nB", "TEHRAN –", "TEHRAN –\n", "\u{0}", "\n\n\n", "a:", ":", ", ", "3", "By Jane Doe",
  ])
  func oddTextsAreCoveredByBlocks(source: String) throws {
    #expect(flaws(of: try normalized(source)) == [])
  }

  /// A unit and how often it stands in a text, on which a careless step would take quadratic time.
  private static let longTexts: [(start: String, unit: String, count: Int)] = [
    ("", "word ", 400_000), ("", "\n", 1_000_000), ("", "&amp;", 100_000), ("", "&", 300_000), ("", "a\n", 200_000), ("", "a-\n", 100_000),
    ("", "\u{AD}", 200_000), ("", " \u{200D}", 100_000), ("", "Ã", 200_000), ("", "â€", 100_000), ("&", "amp;", 200_000),
    ("", "(", 500_000),
    ("e", "\u{301}", 100_000), ("", "😀", 200_000), ("", "1. a\n", 100_000), ("", "क्षत्रि", 50_000),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: longTexts.indices) func longTextsTakeLinearTime(index: Int) throws {
    let long = Self.longTexts[index]
    #expect(flaws(of: try normalized(long.start + String(repeating: long.unit, count: long.count))) == [])
  }
}
