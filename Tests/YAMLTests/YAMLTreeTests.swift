import Pipeline
import Testing

@testable import YAML

/// A tree as one line: for comparison.
func flat(_ node: YAMLNode) -> String {
  switch node.content {
  case .scalar(let scalar): "\(scalar.value == .string ? "\"\(scalar.text)\"" : scalar.value == .null ? "null" : scalar.text)"
  case .sequence(let items): "[" + items.map(flat).joined(separator: ",") + "]"
  case .mapping(let mapping): "{" + mapping.entries.map { "\($0.key):\(flat($0.value))" }.joined(separator: ",") + "}"
  }
}

func parse(_ text: String) throws -> YAMLDocument { try YAMLDocument(parsing: Array(text.utf8), file: "f") }

/// `line:column message` of every problem.
func problems(_ bytes: [UInt8], limits: YAMLLimits = .standard) -> [String] {
  do {
    _ = try YAMLDocument(parsing: bytes, file: "f", limits: limits)
    return []
  } catch {
    return error.all.map { "\($0.location.map { "\($0.line):\($0.column)" } ?? "-") \($0.message)" }
  }
}

func problems(_ text: String) -> [String] { problems(Array(text.utf8)) }

@Suite struct YAMLTreeTests {
  @Test(arguments: [
    ("", "null"), ("# nothing\n", "null"), ("a", "\"a\""), ("[1, 2.5, x]", "[1,2.5,\"x\"]"),
    ("a: 1\nb:\n  - x\n  - y: ~\n", "{a:1,b:[\"x\",{y:null}]}"),
    ("a: |\n  one\n  two\nb: >-\n  one\n  two\n", "{a:\"one\ntwo\n\",b:\"one two\"}"),
    ("'it''s'", "\"it's\""), ("\"tab\\there\"", "\"tab\there\""),
    ("a: &x [1]\nb: *x\n", "{a:[1],b:[1]}"),
    ("base: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3\n", "{base:{x:1,y:2},c:{y:3,x:1}}"),
    ("<<: [{a: 1}, {a: 2, b: 3}]\n", "{a:1,b:3}"), ("'<<': {a: 1}\n", "{<<:{a:1}}"),
    ("a: !!str 1\nb: !!float 1\nc: ! true\n", "{a:\"1\",b:1,c:\"true\"}"),
    ("---\na: 1\n...\n", "{a:1}"), ("%YAML 1.2\n---\na\n", "\"a\""), ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", "{a:1,b:\"x\ny\n\"}"),
  ])
  func filesAreReadAsTrees(text: String, tree: String) throws {
    #expect(flat(try parse(text).root) == tree)
  }

  @Test(arguments: [
    ("yes", "string"), ("no", "string"), ("on", "string"), ("off", "string"), ("y", "string"), ("True", "bool(true)"),
    ("FALSE", "bool(false)"),
    ("tRUE", "string"), ("~", "null"), ("null", "null"), ("", "null"), ("12", "integer(12)"), ("-7", "integer(-7)"), ("+5", "integer(5)"),
    ("012", "integer(12)"), ("0o14", "integer(12)"), ("0xFF", "integer(255)"), ("0x", "string"), ("0x-5", "string"), ("1_000", "string"),
    ("1.5", "number(1.5)"), (".5", "number(0.5)"),
    ("1.", "number(1.0)"), ("1e3", "number(1000.0)"), ("1.5E-1", "number(0.15)"), ("1e", "string"), ("e1", "string"), (".", "string"),
    ("-", "string"),
    ("+", "string"), ("1.2.3", "string"), ("2024-01-01", "string"), (".inf", "number(inf)"), ("-.inf", "number(-inf)"), ("inf", "string"),
    ("99999999999999999999", "number(1e+20)"), ("12:30", "string"), ("nan", "string"),
  ])
  func plainScalarsHaveTheTypesOfTheCoreSchema(text: String, value: String) {
    #expect("\(YAMLScalar(text).value)" == value)
    #expect(YAMLScalar(text, style: .quoted).value == .string)
  }

  @Test func everyNodeAndKeyHasItsPlace() throws {
    let root = try parse("# note\nname: x\nlist:\n  - one\n  - {a: 'b c'}\nempty:\n").root
    let mapping = try #require(root.mapping)
    let list = try #require(mapping["list"]?.sequence)
    #expect(
      mapping.entries.map { "\($0.keyLocation.line):\($0.keyLocation.column)+\($0.keyLocation.length)" } == ["2:1+4", "3:1+4", "6:1+5"])
    #expect(list.map { "\($0.location.line):\($0.location.column)+\($0.location.length)" } == ["4:5+3", "5:5+10"])
    #expect(list[1].mapping?["a"]?.location == SourceLocation(file: "f", line: 5, column: 9, length: 5))
    #expect(mapping["empty"]?.location == SourceLocation(file: "f", line: 6, column: 7))
    #expect(root.location == SourceLocation(file: "f", line: 2, column: 1, length: 7))
  }

  @Test(arguments: [
    "é中😀: x\nk: [v]\n", "\u{FEFF}é中😀: x\nk: [v]\n", "a: \"x\r\n  y\r\n  z\"\r\nk: [v]\r\n", "a: |\r\n  x\r\n  y\r\nk: [v]\r\n",
    "a: 1\rk: [v]\r",
  ])
  func placesAreRightAfterWideCharactersMarksAndOtherLineEnds(text: String) throws {
    let document = try parse(text)
    let node = try #require(document.root.mapping?["k"]?.sequence?.first)
    #expect(node.location.column == 5)
    #expect(document.source.excerpt(line: node.location.line) == "k: [v]")
  }

  @Test func anAliasHasItsOwnPlaceAndWhatItHoldsHasTheAnchors() throws {
    let root = try parse("a: &x {k: 1}\nb: *x\n").root
    let alias = try #require(root.mapping?["b"])
    #expect(alias.location == SourceLocation(file: "f", line: 2, column: 4, length: 2))
    #expect(alias.mapping?["k"]?.location.line == 1)
  }
}
