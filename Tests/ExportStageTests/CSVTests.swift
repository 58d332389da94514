import Pipeline
import TestSupport
import Testing

@testable import ExportStage

@Suite struct CSVTests {
  @Test func tablesHoldExactlyTheseBytes() throws {
    let folder = try Rendered(["csv": "t/"]).files([SampleArticle.small])
    #expect(
      try folder.read("t/documents.csv") == """
        id,path,title,language,words,sentences,entities,relations,summary,problems\r
        a.txt,a.txt,"Zoë, ""the"" voice",en,9,2,2,1,She left.,read: 2 bytes were replaced\r

        """)
    #expect(
      try folder.read("t/entities.csv") == """
        document,id,start,end,text,type,canonical,confidence,by\r
        a.txt,e0,14,21,Zoë Ito,PERSON,"Ito, Zoë",0.5,entities/sample\r
        a.txt,e1,28,32,Rome,GPE,,,entities/sample\r

        """)
    #expect(
      try folder.read("t/relations.csv") == """
        document,id,type,subject,predicate,predicate_lemma,object,arguments,negated,hypothetical,sentence,by\r
        a.txt,r0,lives_in,Zoë Ito,of,of,Rome,topic: Ça va,false,true,"“Ça va,” said Zoë Ito 😀, of Rome.",relations/of\r

        """)
  }

  @Test(arguments: [("codepoint", "28,32"), ("utf8", "37,41"), ("utf16", "29,33")])
  func offsetsAreInTheUnitAskedFor(unit: String, rome: String) throws {
    let folder = try Rendered(["csv": "t/", "offsets": OptionValue(.string(unit))]).files([SampleArticle.small])
    #expect(try folder.read("t/entities.csv").contains("a.txt,e1,\(rome),Rome,"))
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
  func cellsThatAreFormulasGetAnApostrophe(cell: String) {
    var safe = CSVRow(isSafe: true)
    safe.cell(cell)
    #expect(String(decoding: safe.writer.bytes, as: UTF8.self) == "\"'\(cell)\"")
    var exact = CSVRow(isSafe: false)
    exact.cell(cell)
    #expect(String(decoding: exact.writer.bytes, as: UTF8.self) == (cell == "\rx" ? "\"\rx\"" : cell))
  }

  @Test func aDocumentThatStartsLikeAFormulaIsMadeSafeEverywhere() throws {
    var sample = SampleArticle(id: "=cmd.txt", "=HYPERLINK(1) met Rome.")
    sample.document.title = "@SUM(1)"
    sample.entity("GPE", "=HYPERLINK(1)")
    let safe = try Rendered(["csv": "t/"]).files([sample.document])
    #expect(try safe.read("t/documents.csv").contains("\n\"'=cmd.txt\",\"'=cmd.txt\",\"'@SUM(1)\",,3,1,1,,,\r\n"))
    #expect(try safe.read("t/entities.csv").contains("\n\"'=cmd.txt\",e0,0,13,\"'=HYPERLINK(1)\",GPE"))
    let exact = try Rendered(["csv": "t/", "csv_safe": false]).files([sample.document])
    #expect(try exact.read("t/documents.csv").contains("\n=cmd.txt,=cmd.txt,@SUM(1),,3,1,1,,,\r\n"))
  }

  @Test(
    arguments: [
      ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a\nb", "\"a\nb\""), ("\"", "\"\"\"\""), ("x\"\"y", "\"x\"\"\"\"y\""),
      (" a", "\" a\""), ("a ", "\"a \""), ("a-b=c", "a-b=c"), ("“q”", "“q”"), ("\u{301}\"", "\"\u{301}\"\"\""),
    ])
  func cellsAreQuotedByRFC4180(cell: String, written: String) {
    var row = CSVRow(isSafe: true)
    row.cell(cell)
    #expect(row.writer.bytes == Array(written.utf8))
  }

  @Test func aFailedDocumentHasARowWithEmptyCounts() throws {
    let folder = try Rendered(["csv": "t/"]).files([SampleArticle.failed, SampleArticle.empty])
    #expect(
      try folder.read("t/documents.csv").hasSuffix(
        "wire/broken.txt,wire/broken.txt,,,,,,,,segment: the text has a line of more than 1 MB\r\nempty.txt,empty.txt,,,0,0,0,0,,\r\n"))
    #expect(try folder.read("t/entities.csv") == String(decoding: CSVTables.entitiesHeader, as: UTF8.self))
  }
}
