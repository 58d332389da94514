import Foundation
import Pipeline
import TestSupport
import Testing

@testable import Readers
@testable import Records

@Suite struct LineSourceTests {
  private func documents(_ lines: [UInt8], _ options: ReadingOptions = ReadingOptions()) throws -> [Document] {
    let folder = try TemporaryFolder()
    let path = try folder.write("in.jsonl", lines)
    var source = try InputSource([path], options: options)
    var documents: [Document] = []
    while let item = source.next() { documents.append(item.load()) }
    return documents
  }

  private func documents(_ lines: String, _ options: ReadingOptions = ReadingOptions()) throws -> [Document] {
    try documents(Array(lines.utf8), options)
  }

  @Test func rowsGiveDocumentsWithTheirMetadata() throws {
    let document = try #require(
      try documents(#"{"date":"2024-01-02","id":"a","title":"T","tags":["x",1],"text":"Body.","language":"en","n":null}"#).first)
    #expect(document.id == "a" && document.title == "T" && document.text.string == "Body." && document.language == "en")
    #expect(
      document.metadata == [
        .init("date", .string("2024-01-02")), .init("tags", .list([.string("x"), .integer(1)])), .init("n", .null),
      ])
    #expect(document.source.path == "in.jsonl" && document.source.format == "jsonl" && document.source.sha256.count == 64)
  }

  @Test func otherNamesOfMembersCanBeGiven() throws {
    var options = ReadingOptions()
    options.fields.id = "url"
    options.fields.text = "body"
    options.fields.title = "headline"
    let document = try #require(try documents(#"{"body":"B","headline":"H","url":"u/1","text":"other"}"#, options).first)
    #expect(document.id == "u/1" && document.title == "H" && document.text.string == "B")
    #expect(document.metadata == [.init("text", .string("other"))])
  }

  @Test func lineEndsBlankLinesAndALastLineWithoutEnd() throws {
    let documents = try documents("\u{FEFF}{\"text\":\"1\"}\r\n\r\n   \n{\"text\":\"2\"}\n\n{\"text\":\"3\"}")
    #expect(documents.map(\.id) == ["in.jsonl:1", "in.jsonl:4", "in.jsonl:6"])
    #expect(documents.map(\.text.string) == ["1", "2", "3"])
  }

  @Test func aBadLineBecomesAFailedDocumentNamedByItsPlace() throws {
    let documents = try documents(
      """
      {"id":"a","text":"1"}
      {"id":"b","text":
      [1]
      {"id":"c","body":"x","headline":"y"}
      {"id":"d","text":7}
      {"id":"e","text":"ok"}
      """)
    #expect(documents.map(\.id) == ["a", "in.jsonl:2", "in.jsonl:3", "in.jsonl:4", "in.jsonl:5", "e"])
    #expect(documents.map(\.isFailed) == [false, true, true, true, true, false])
    #expect(
      documents.compactMap(\.problems.last?.message) == [
        "the line is not one complete JSON value", "the line holds no object",
        "the line has no member 'text'; its members with strings are 'body', 'headline': --field text=NAME says which one holds the text",
        "'text' must be a string",
      ])
  }

  @Test func idsThatStandTwiceAreMadeUnique() throws {
    let lines = [#""x""#, #""x""#, "7", "7", #""x#2""#, #""""#, "[1]"].map { #"{"id":\#($0),"text":""}"# }.joined(separator: "\n")
    let documents = try documents(lines)
    #expect(documents.map(\.id) == ["x", "x#2", "7", "7#2", "x#2#2", "in.jsonl:6", "in.jsonl:7"])
    #expect(documents[6].metadata == [.init("id", .list([.integer(1)]))])
  }

  @Test func linesBeyondTheLimitArePassedOver() throws {
    var options = ReadingOptions()
    options.maximumLine = 1000
    let long = #"{"text":"\#(String(repeating: "x", count: 989))"}"#
    let documents = try documents("\(long)\n{\"text\":\"\(String(repeating: "y", count: 700_000))\"}\n{\"text\":\"z\"}", options)
    #expect(documents.map(\.isFailed) == [false, true, false])
    #expect(documents[1].problems.last?.code == "line-too-long")
    #expect(documents[1].id == "in.jsonl:2" && documents[2].text.string == "z")
  }

  @Test func linesOverManyBuffersAreWhole() throws {
    let texts = (0..<40).map { String(repeating: "\($0) ", count: $0 * 7919) }
    let documents = try documents(texts.map { #"{"text":"\#($0)"}"# }.joined(separator: "\n"))
    #expect(documents.map(\.text.string) == texts)
  }

  @Test func linesThatAreNoUTF8AreDecodedAsFilesAre() throws {
    func line(_ bytes: [UInt8]) -> [UInt8] { Array(#"{"id":"a","text":"“"#.utf8) + bytes + Array("\"}\n".utf8) }
    let latin = Array(#"{"id":"b","text":"caf"#.utf8) + [0xE9] + Array("\"}\n".utf8)
    let documents = try documents(line([0xE9]) + latin)
    #expect(documents.map(\.text.string) == ["“\u{FFFD}", "café"])
    #expect(documents.map(\.source.encoding) == ["utf-8", "iso-8859-1"])
    #expect(documents.map { $0.problems.map(\.code) } == [["broken-bytes"], []])
    #expect(documents.allSatisfy { !$0.isFailed })
  }

  @Test func linesInUTF16AreOneClearFailure() throws {
    let documents = try documents([0xFF, 0xFE] + "{\"text\":\"x\"}\n{}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    #expect(documents.map(\.problems.last?.code) == ["bad-encoding"])
  }

  @Test func recordsAreReadAsRecords() throws {
    var document = Document(sentences: ["One two .", "Three ."])
    document.id = "x/1.txt"
    document.source = Document.Source(path: "x/1.txt", format: "text", encoding: "utf-8", sha256: "00")
    var record: [UInt8] = []
    try RecordWriter(includeTokens: true).append(document, to: &record)
    var options = ReadingOptions()
    options.fields.id = "other"
    let documents = try documents(record + record + Array(#"{"schema":"textmill/9","id":"z","text":""}"#.utf8), options)
    #expect(documents.map(\.id) == ["x/1.txt", "x/1.txt#2", "in.jsonl:3"])
    #expect(documents[0].layers == [.sentences, .tokens] && documents[0].tokens == document.tokens)
    #expect(documents[0].source == document.source)
    #expect(documents[2].problems.last?.message == "the record's schema is 'textmill/9'; this program reads 'textmill/1'")
  }

  @Test func aPipeIsReadAsItComes() throws {
    let pipe = Pipe()
    var registry = IdentifierRegistry()
    var source = LineSource(
      descriptor: pipe.fileHandleForReading.fileDescriptor, closes: false, id: "stdin", name: "stdin", options: ReadingOptions())
    pipe.fileHandleForWriting.write(Data("{\"text\":\"1\"}\n{\"te".utf8))
    #expect(source.next(&registry)?.load().text.string == "1")
    pipe.fileHandleForWriting.write(Data("xt\":\"2\"}\n".utf8))
    #expect(source.next(&registry)?.load().id == "stdin:2")
    try pipe.fileHandleForWriting.close()
    #expect(source.next(&registry) == nil)
  }
}
