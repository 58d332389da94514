import Pipeline
import TestSupport
import Testing

@testable import Patterns

@Suite("Files of names")
struct GazetteerFileTests {
  @Test("Without a header the columns are name, type and canonical name")
  func plain() throws {
    let gazetteer = try GazetteerFixture.read("Ada Lovelace\tPERSON\tA. Lovelace\nNorland\tGPE\n\n# a remark\nAcme\tORG\t", as: "a.tsv")
    #expect(GazetteerFixture.entries(of: gazetteer) == ["Ada Lovelace|PERSON|A. Lovelace", "Norland|GPE|", "Acme|ORG|"])
  }

  @Test("A header names the columns, in any order; others are passed over")
  func header() throws {
    let gazetteer = try GazetteerFixture.read("id,Type,Name,canonical\n1,GPE,Norland,\n2,ORG,Acme,Acme Inc.\n", as: "a.csv")
    #expect(GazetteerFixture.entries(of: gazetteer) == ["Norland|GPE|", "Acme|ORG|Acme Inc."])
  }

  @Test("Columns can be chosen by name and by number, and a type given for the file")
  func columns() throws {
    let named = try GazetteerFixture.read("city,country\nNorburg,Norland\n", as: "a.csv") {
      $0.nameColumn = .named("City")
      $0.canonicalColumn = .named("country")
      $0.defaultType = "GPE"
    }
    #expect(GazetteerFixture.entries(of: named) == ["Norburg|GPE|Norland"])
    let numbered = try GazetteerFixture.read("x,Norburg\n", as: "a.csv") {
      $0.nameColumn = .number(2)
      $0.typeColumn = .number(9)
      $0.defaultType = "GPE"
    }
    #expect(GazetteerFixture.entries(of: numbered) == ["Norburg|GPE|"])
  }

  @Test("A header can be declared, or denied")
  func declaredHeader() throws {
    let denied = try GazetteerFixture.read("Name,ORG\n", as: "a.csv") { $0.hasHeader = false }
    #expect(GazetteerFixture.entries(of: denied) == ["Name|ORG|"])
  }

  @Test("Quotation marks hold separators, line ends and doubled marks; CRLF ends rows; a byte order mark is no part")
  func quotes() throws {
    let text =
      "\u{FEFF}name,type,canonical\r\n\"Acme, Inc.\",ORG,\"The \"\"Acme\"\" company\"\r\n\"Two\nlines\",ORG,\r\nplain , ORG , Plain\r\n"
    let gazetteer = try GazetteerFixture.read(text, as: "a.csv")
    #expect(
      GazetteerFixture.entries(of: gazetteer)
        == ["Acme, Inc.|ORG|The \"Acme\" company", "Two\nlines|ORG|", "plain|ORG|Plain"])
    #expect(GazetteerFixture.found(gazetteer, in: "At Acme , Inc. today") == ["ORG: Acme , Inc. = The \"Acme\" company"])
  }

  @Test("A text file holds a name a line")
  func lines() throws {
    let gazetteer = try GazetteerFixture.read("# cities\n Norburg \nPort Nor\r\n", as: "a.txt") { $0.defaultType = "GPE" }
    #expect(GazetteerFixture.entries(of: gazetteer) == ["Norburg|GPE|", "Port Nor|GPE|"])
  }

  @Test("JSON holds strings and objects with aliases")
  func json() throws {
    let text = """
      [ "Norburg", {"name": "Acme", "type": "ORG", "aliases": ["ACM", "Acme \\u0022Inc\\u0022"], "founded": {"year": [1, -2.5e3, null]}},
        {"canonical": "N\\u00e9o", "name": "Neo"} ]
      """
    let gazetteer = try GazetteerFixture.read(text, as: "a.json") { $0.defaultType = "GPE" }
    #expect(
      GazetteerFixture.entries(of: gazetteer)
        == ["Norburg|GPE|", "Acme|ORG|Acme", "ACM|ORG|Acme", "Acme \"Inc\"|ORG|Acme", "Neo|GPE|Néo"])
  }

  @Test("Every bad row is told, with its place")
  func badRows() {
    let text = "name,type\nNorburg,GPE\n,GPE\nAcme,org\nÉz,Geo\n--,ORG\nA,ORG,more\n\"a\"b,ORG\nNone,\nGood,ORG\n"
    #expect(
      problems(text, as: "x/bad.csv") == [
        "x/bad.csv:3:1: error: the row has no name",
        "x/bad.csv:4:6: error: the type 'org' is not written in capitals, digits and '_'; did you mean 'ORG'?",
        "x/bad.csv:5:4: error: the type 'Geo' is not written in capitals, digits and '_'",
        "x/bad.csv:6:1: error: the name holds neither a letter nor a digit",
        "x/bad.csv:7:7: error: the row has 3 fields, and the header names 2 columns",
        "x/bad.csv:8:4: error: text follows the field's closing quotation mark: double the marks inside a field",
        "x/bad.csv:9:1: error: the row has no type: give one, or say 'type' for the whole file",
      ])
  }

  @Test("A quotation mark that nothing closes is told, and the rest is read")
  func unclosed() {
    #expect(
      problems("Acme,ORG\n\"open,ORG\n,ORG\n", as: "a.csv") == [
        "a.csv:2:1: error: a quotation mark opens this field and none closes it", "a.csv:3:1: error: the row has no name",
      ])
  }

  @Test("A hundred bad rows are told, and the rest is counted")
  func manyBadRows() {
    let found = problems(String(repeating: ",ORG\n", count: 250), as: "a.csv")
    #expect(found.count == 101)
    #expect(found.last == "note: 150 more bad rows in 'a.csv'")
  }

  @Test(
    "A file whose columns are separated otherwise is told once",
    arguments: [
      ("Name,Type\nNorburg,GPE\n", "a.tsv", "the columns are to be separated by tabs, and this row has commas: say 'format: csv'"),
      ("name\ttype\nA\tGPE\nB\tGPE\n", "a.csv", "the columns are to be separated by commas, and this row has tabs: say 'format: tsv'"),
      ("name;type\nA;GPE\n", "a.csv", "the columns are to be separated by commas, and this row has semicolons: write commas instead"),
      ("Norburg;GPE\nA;GPE\n", "a.tsv", "the columns are to be separated by tabs, and this row has semicolons: write tabs instead"),
    ])
  func separators(text: String, path: String, message: String) {
    #expect(problems(text, as: path) == ["\(path):1:1: error: \(message)"])
  }

  @Test("A comma in a name of a file of names alone is no separator")
  func commaInAName() throws {
    let gazetteer = try GazetteerFixture.read("Acme, Inc.\nNorburg\n", as: "a.tsv") { $0.defaultType = "ORG" }
    #expect(GazetteerFixture.entries(of: gazetteer) == ["Acme, Inc.|ORG|", "Norburg|ORG|"])
  }

  @Test("A misspelt column of the header is told, and a column of types that is not there once")
  func misspeltColumn() {
    #expect(
      problems("name,Typ\nA,GPE\nB,GPE\n", as: "a.csv") == [
        "a.csv:1:6: error: the column 'Typ' is not known; did you mean 'type'? Rename it, or say 'columns: { type: Typ }'"
      ])
    #expect(
      problems("name,type,cannonical\nA,GPE,B\n", as: "a.csv") == [
        "a.csv:1:11: error: the column 'cannonical' is not known; did you mean 'canonical'? Rename it, or say 'columns: { canonical: cannonical }'"
      ])
    #expect(
      problems("name,population\nA,5\nB,6\n", as: "a.csv") == [
        "a.csv:1:1: error: the header has no column 'type': say which one holds the types with 'columns', or give one 'type' for the whole file"
      ])
    #expect(
      problems("name,typ\nA,GPE\n", as: "a.csv") {
        $0.typeColumn = .named("typ")
      } == [])
  }

  @Test("What is not UTF-8, and what is too large, are told apart")
  func encoding() {
    func problems(_ bytes: [UInt8], maximum: Int = 1_000) -> [String] {
      var builder = GazetteerBuilder()
      builder.begin(Gazetteer.Source(name: "test"))
      var reader = GazetteerFileReader(GazetteerFile("a.csv"), format: .csv, bytes: bytes, maximum: maximum)
      do {
        try reader.read(into: &builder)
        return []
      } catch {
        return error.all.map(\.line)
      }
    }
    #expect(
      problems(Array("A,GPE\nB".utf8) + [0xE9] + Array(",GPE\n".utf8)) == [
        "a.csv:2:2: error: what stands here is not UTF-8: save the gazetteer in that encoding"
      ])
    #expect(problems([0xFF, 0xFE, 0x41, 0x00]) == ["a.csv:1:1: error: the gazetteer is in UTF-16: save it in UTF-8"])
    #expect(
      problems(Array("A,GPE\n".utf8), maximum: 5) == [
        "error: the gazetteer 'a.csv' has 6 bytes, more than the 5 that one may have: split it into several files"
      ])
  }

  @Test("A column that is not there is told, with the nearest that is")
  func unknownColumn() {
    #expect(
      problems("label,kind\nAcme,ORG\n", as: "a.csv") { $0.nameColumn = .named("lable") } == [
        "a.csv:1:1: error: the header has no column 'lable'; did you mean 'label'?"
      ])
    #expect(
      problems("label,kind\nAcme,ORG\n", as: "a.csv") { $0.hasHeader = true } == [
        "a.csv:1:1: error: the header has no column 'name': say which one holds the names with 'columns'"
      ])
  }

  @Test(
    "What is not JSON, or not a list of names, is told with its place",
    arguments: [
      ("{}", "a.json:1:1: error: the file must hold an array of names"),
      ("[\"a\"", "a.json:1:5: error: expected ',' or ']'"),
      ("[\n  1]", "a.json:2:3: error: an entry is a string or an object"),
      ("[{\"type\": \"GPE\"}]", "a.json:1:2: error: the entry has no name"),
      (
        "[{\"name\": \"N\", \"type\": \"gpe\"}]",
        "a.json:1:24: error: the type 'gpe' is not written in capitals, digits and '_'; did you mean 'GPE'?"
      ),
      ("[\"a\"] x", "a.json:1:7: error: nothing may follow the array"),
      ("[\"a\\q\"]", "a.json:1:4: error: unknown escape in a string"),
      ("[\"\\ud800\"]", "a.json:1:3: error: a lone surrogate is no character"),
      ("[\"open]", "a.json:1:2: error: the string is not closed"),
      ("[{\"name\" \"N\"}]", "a.json:1:10: error: expected ':'"),
    ])
  func badJSON(text: String, expected: String) {
    #expect(problems(text, as: "a.json") { $0.defaultType = "GPE" } == [expected])
  }

  @Test("Bytes that are not UTF-8 are told with their place")
  func badUTF8() {
    var builder = GazetteerBuilder()
    builder.begin(.init(name: "a"))
    #expect(
      throws: Diagnostics(
        Diagnostic(
          code: "not-utf-8", "what stands here is not UTF-8: save the gazetteer in that encoding",
          at: SourceLocation(file: "a.tsv", line: 2, column: 3)))
    ) {
      try builder.add(GazetteerFile("a.tsv"), holding: Array("Norburg\tGPE\nAb".utf8) + [0xFF, 0x0A])
    }
  }

  @Test("An ending that says no format needs 'format', and names alone need 'type'")
  func noFormat() throws {
    #expect(problems("a", as: "names.lst") == ["error: the ending of 'names.lst' is none of tsv, csv, txt, json: say which with 'format'"])
    #expect(problems("a", as: "names.txt") == ["names.txt:1:1: error: a file of names alone needs 'type'"])
    let gazetteer = try GazetteerFixture.read("Norburg\tGPE", as: "names.lst") { $0.format = .tsv }
    #expect(gazetteer.count == 1)
  }

  @Test("A file that is not there is told")
  func missing() {
    var builder = GazetteerBuilder()
    builder.begin(.init(name: "a"))
    #expect(throws: Diagnostics.self) { try builder.add(GazetteerFile("/nowhere/names.tsv")) }
  }

  @Test("No bytes make the reader trap")
  func randomBytes() {
    var random = SeededGenerator(seed: 3)
    let alphabet = Array("[]{}\",:\\u12aé \n\r\t#nametype".utf8)
    for path in ["a.csv", "a.tsv", "a.json", "a.txt"] {
      for _ in 0..<2000 {
        let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
        var file = GazetteerFile(path)
        file.defaultType = "ORG"
        var builder = GazetteerBuilder()
        builder.begin(.init(name: "a"))
        do throws(Diagnostics) {
          try builder.add(file, holding: bytes)
        } catch {
          #expect(error.hasErrors)
        }
      }
    }
  }

  private func problems(_ text: String, as path: String, _ change: (inout GazetteerFile) -> Void = { _ in }) -> [String] {
    do throws(Diagnostics) {
      _ = try GazetteerFixture.read(text, as: path, change)
      return []
    } catch {
      return error.all.map(\.line)
    }
  }
}
