import Foundation
import Pipeline
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import PipelineTesting

/// The report for build servers.
@Suite struct JUnitReportTests {
  /// What an XML parser finds: the elements in order, each with its attributes and its text.
  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String], text: String)] = []
    private var open: [Int] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
      open.append(elements.count)
      elements.append((name, attributes, ""))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { open.removeLast() }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      if let last = open.last { elements[last].text += text }
    }
  }

  private func read(_ xml: String) throws -> [(name: String, attributes: [String: String], text: String)] {
    let reader = Reader()
    let parser = XMLParser(data: Data(xml.utf8))
    parser.delegate = reader
    try #require(parser.parse(), "\(String(describing: parser.parserError)) in \(xml)")
    return reader.elements
  }

  private let place = SourceLocation(file: "a<b>.test.yaml", line: 7, column: 3)

  @Test func whatIsWrittenIsReadBack() throws {
    let awkward = "a <b> & \"c\" 'd' ]]> é 😀\ttab"
    var report = JUnitReport()
    let failures = [TestFailure(location: place, lines: [awkward, "  second\u{1}"]), TestFailure(location: place, lines: ["another"])]
    report.add(
      "a<b>.test.yaml",
      [
        TestResult(name: "passes", location: place, failures: [], seconds: 1.2345, documents: []),
        TestResult(name: awkward, location: place, failures: failures, seconds: 0.0004, documents: []),
      ])
    let elements = try read(report.xml)
    #expect(elements.map(\.name) == ["testsuites", "testsuite", "testcase", "testcase", "failure"])
    #expect(elements[0].attributes["tests"] == "2" && elements[0].attributes["failures"] == "1" && elements[0].attributes["errors"] == "0")
    #expect(elements[1].attributes["name"] == "a<b>.test.yaml" && elements[1].attributes["time"] == "1.235")
    #expect(
      elements[2].attributes == [
        "name": "passes", "classname": "a<b>.test.yaml", "file": "a<b>.test.yaml", "line": "7", "time": "1.235",
      ])
    #expect(elements[3].attributes["name"] == awkward && elements[3].attributes["time"] == "0.000")
    #expect(elements[4].attributes["message"] == awkward + " (and 1 more)")
    #expect(elements[4].text == "a<b>.test.yaml:7:3: \(awkward)\n  second\u{FFFD}\na<b>.test.yaml:7:3: another")
  }

  @Test func aWrongFileIsAnError() throws {
    var report = JUnitReport()
    report.add("a.test.yaml", errors: Diagnostics(Diagnostic(code: "c", "it is wrong", at: place)))
    let elements = try read(report.xml)
    #expect(elements.map(\.name) == ["testsuites", "testsuite", "testcase", "error"])
    #expect(elements[0].attributes["errors"] == "1" && elements[0].attributes["tests"] == "1")
    #expect(elements[3].attributes["message"] == "a<b>.test.yaml:7:3: error: it is wrong")
  }

  @Test func everyScalarMakesWellFormedXML() throws {
    let scalars =
      (0..<0x3000).compactMap(Unicode.Scalar.init)
      + [Unicode.Scalar(0xFFFD), "\u{FFFE}", "\u{FFFF}", "\u{1F600}", "\u{10FFFF}"].compactMap { $0 }
    let text = String(String.UnicodeScalarView(scalars))
    var report = JUnitReport()
    report.add("f", [TestResult(name: text, location: place, failures: [], seconds: 0, documents: [])])
    #expect(try read(report.xml)[2].attributes["name"]?.unicodeScalars.count == scalars.count)
  }
}

/// Whether a text is well-formed XML.
enum XMLCheck {
  static func isWellFormed(_ xml: String) -> Bool { XMLParser(data: Data(xml.utf8)).parse() }
}
