import Pipeline
import TestSupport
import Testing

@testable import YAML

@Suite struct YAMLProblemTests {
  @Test(arguments: [
    ("a: 1\na: 2\n", "2:1 the key 'a' is given twice; it first stands in line 1, column 1"),
    ("a: 1\n---\nb: 2\n", "2:1 a second document starts here: a file holds one"),
    ("a: !thing x\n", "1:4 the tag '!thing' is not known here: !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are"),
    ("a: !!int x\n", "1:4 the text 'x' does not fit its tag !!int"),
    ("a: !!map [x]\n", "1:4 the tag '!!map' is not known here: !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are"),
    ("a: &base 1\nb: *bsae\n", "2:4 there is no anchor '&bsae' before this alias; did you mean 'base'?"),
    ("a: &a [*a]\n", "1:8 the alias '*a' stands inside what it stands for"),
    ("? [a]\n: b\n", "1:3 a key must be text, not a list"),
    (": b\n", "1:1 a key is missing before this ':'"),
    ("{: b}\n", "1:2 a value is missing here"),
    ("\"\": b\n", "1:1 a key is missing here"),
    ("<<: 3\n", "1:5 '<<' takes a mapping or a list of mappings, not the number 3"),
    ("a: [1, 2\nb: 3\n", "2:2 expected ',' or ']' in the list from line 1, column 4"),
    ("a: {b: 1, c\n", "1:4 this '{' is not closed"),
    ("a: \"open\nb: 1\n", "1:4 this quoted text is not closed"),
    ("a: {n: ${N:-3}}\n", "1:9 expected ',' or '}' in the mapping from column 4; inside brackets, put ${…} in double quotes"),
    ("a:\n\tb: 1\n", "2:1 a tab cannot indent: use spaces"),
    ("a: @b\n", "1:4 no value can start with '@': put it in quotes"),
    ("a: b: c\n", "1:5 a ':' cannot stand here: check the indentation, or put the text in quotes"),
    ("a: - b\n", "1:4 a '- ' cannot stand here: put the list on a line of its own"),
    ("a:\n  b: 1\n c: 2\n", "3:2 expected a key at the indentation of the mapping that starts in line 1: check the indentation"),
    ("- a\nb: 1\n", "2:1 expected '- ' at the indentation of the list that starts in line 1: check the indentation"),
    ("key: 1\nkey2\nother: 3\n", "2:1 expected ':' and a space after this key"),
    ("a: \"\\q\"\n", "1:5 there is no such escape in double quotes: use single quotes, or write '\\\\' for a backslash"),
    ("a: \u{0}\n", "1:4 the character U+0000 is not allowed in YAML: is this a text file?"),
    ("a: \u{1B}\n", "1:4 the character U+001B is not allowed in YAML: remove it, or write it as an escape in double quotes"),
    ("a: b\u{FEFF}\n", "1:5 the character U+FEFF is not allowed in YAML: remove it, or write it as an escape in double quotes"),
  ])
  func aMistakeIsReportedWhereItIs(text: String, expected: String) {
    #expect(problems(text) == [expected])
  }

  @Test func problemsOfSingleNodesAreReportedTogether() {
    #expect(problems("a: 1\na: !x 2\nb: *c\n").count == 3)
  }

  @Test(
    arguments: [
      ([0x61, 0x3A, 0x20, 0xC3, 0xA9, 0xFF], "1:5 the byte 0xFF is not UTF-8 here: save the file as UTF-8"),
      ([0x0A, 0xC0, 0x80], "2:1 the byte 0xC0 is not UTF-8 here: save the file as UTF-8"),
      ([0xED, 0xA0, 0x80], "1:1 the byte 0xED is not UTF-8 here: save the file as UTF-8"),
      ([0x61, 0xE4, 0xB8], "1:2 the byte 0xE4 is not UTF-8 here: save the file as UTF-8"),
      ([0xFF, 0xFE, 0x61, 0x00], "1:1 the file is encoded as UTF-16: save it as UTF-8"),
      ([0x00, 0x61, 0x00, 0x3A], "1:1 the file is encoded as UTF-16: save it as UTF-8"),
    ] as [([UInt8], String)])
  func otherEncodingsAreRefused(bytes: [UInt8], expected: String) {
    #expect(problems(bytes) == [expected])
  }

  @Test func hostileFilesAreRefusedQuickly() {
    let clock = ContinuousClock()
    let laughs =
      "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
      + (1...9).map { level in "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",") + "]\n" }
      .joined()
    let time = clock.measure {
      #expect(problems(String(repeating: "[", count: 20_000)) == ["1:101 lists and mappings are nested more than 100 deep"])
      #expect(problems(String(repeating: "- ", count: 20_000)) == ["1:201 lists and mappings are nested more than 100 deep"])
      #expect(problems(laughs) == ["6:10 aliases stand for more than 100000 values"])
      #expect(
        problems("a: \"\(String(repeating: "x", count: 50 << 20))\"").map { $0.prefix(38) } == ["1:1 the file is larger than 16 MiB, th"])
      #expect(
        problems("[" + String(repeating: "x,", count: 1_100_000) + "]").map { $0.suffix(49) } == [
          "the file holds more than 1000000 values: split it"
        ])
      #expect(problems(String(repeating: "? ", count: 20_000)).count == 1)
      #expect(problems("a: " + String(repeating: "&a ", count: 2)).count == 1)
    }
    #expect(time < .seconds(30))
  }

  @Test func aliasesCannotNestDeeperThanTheLimit() {
    let chain = "a0: &a0 [x]\n" + (1...200).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
    #expect(problems(chain) == ["100:12 lists and mappings are nested more than 100 deep"])
  }

  @Test func mutatedFilesGiveATreeOrADiagnostic() {
    let files = [
      "a: &x {b: [1, 'two', \"three\\n\"], c: ~}\nd:\n  - *x\n  - |\n    text\n  - <<: *x\n    e: !!str 5\n",
      "- é\n- \"中\"\n- ? k\n  : v\n# end\n---\n...\n", "%YAML 1.2\n---\n? [a, b]\n: >-\n  folded\r\n  text\r\n",
    ].map { Array($0.utf8) }
    let pieces = [
      "\t", "\n", ":", ": ", "- ", "[", "]", "{", "}", "&x ", "*x", "!!int ", "!<", "'", "\"", "\\x", "|", ">", "%", "---\n", "\r\n",
      "\u{0}", "é", "?",
      "\u{FEFF}", "\u{2028}", "\u{85}", "# ", "<<: ",
    ]
    Fuzzing.run(rounds: 2_000, seed: 7) { round, random in
      let bytes = Fuzzing.mutate(files[round % files.count], changes: 1...4, pieces: pieces, &random)
      do throws(Diagnostics) {
        _ = try YAMLDocument(parsing: bytes, file: "f")
      } catch {
        if !error.hasErrors || !error.all.allSatisfy(Self.isWhole) { Issue.record("\(bytes): \(error)") }
      }
    }
  }

  /// Whether a problem has a place in the file, and the line.
  private static func isWhole(_ problem: Diagnostic) -> Bool {
    guard let location = problem.location, location.line >= 1, location.column >= 1, location.length >= 1 else { return false }
    return problem.excerpt != nil || problem.message.contains("is encoded as")
  }
}
