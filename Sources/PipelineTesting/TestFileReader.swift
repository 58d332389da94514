import Pipeline
import Records
import YAML

/// Reads a test file, reporting all that is wrong with it.
struct TestFileReader {
  let report: YAMLReport

  private static let inputs = ["text", "marked", "record", "file"]

  /// Reads the file.
  func read(_ root: YAMLNode) -> TestFile {
    var file = TestFile()
    if root.isNull {
      report.error("empty-file", "the file is empty: a test file has the key 'cases'", at: root.location)
      return file
    }
    guard var reader = YAMLMappingReader(root, "a test file", report) else { return file }
    _ = reader.string("description")
    file.pipeline = name("pipeline", &reader)
    let known = ["description", "pipeline", "options", "from", "to", "replace", "cases"]
    file.meansSibling =
      root.mapping?.entries.contains { entry in
        entry.key == "pipeline" || !known.contains(entry.key) && Suggestion.nearest(to: entry.key, in: known) == "pipeline"
      } == false
    file.settings = settings(&reader)
    let cases = reader.value("cases", required: true)
    reader.finish()
    guard let cases, !cases.isUnreadable else { return file }
    guard let items = cases.sequence else {
      let advice = cases.mapping == nil ? "" : ": put '- ' before each case"
      report.error(
        "wrong-type", "'cases' must be a list, not \(cases.described)\(advice)",
        at: cases.isNull ? reader.location(of: "cases") : cases.location)
      return file
    }
    if items.isEmpty { report.error("no-cases", "'cases' is empty: give at least one case", at: cases.location) }
    file.cases = items.compactMap(testCase)
    checkNames(file.cases)
    return file
  }

  private func checkNames(_ cases: [TestFile.Case]) {
    var lines: [String: Int] = [:]
    for found in cases where !found.name.text.isEmpty {
      if let line = lines[found.name.text] {
        report.error(
          "duplicate-name", "two cases are called \(Wording.quoted(found.name.text)), the first in line \(line)", at: found.name.location)
      }
      lines[found.name.text] = lines[found.name.text] ?? found.name.location.line
    }
  }

  private func name(_ key: String, _ reader: inout YAMLMappingReader) -> TestFile.Name? {
    let node = reader.node.mapping?[key]
    return reader.string(key).flatMap { text in node.map { TestFile.Name(text: text, location: $0.location) } }
  }

  private func settings(_ reader: inout YAMLMappingReader) -> TestFile.Settings {
    var settings = TestFile.Settings()
    if let node = reader.value("options"), !node.isNull {
      settings.options = node.mapping
      if node.mapping == nil { report.wrongType("'options'", expected: "a mapping of stages to their options", node) }
    }
    settings.from = name("from", &reader)
    settings.to = name("to", &reader)
    if let node = reader.value("replace"), !node.isNull {
      if node.mapping == nil { report.wrongType("'replace'", expected: "a mapping of stages to the layers that they would give", node) }
      let reader = CannedAnswerReader(report: report)
      settings.replacements = node.mapping?.entries.compactMap(reader.read) ?? []
    }
    return settings
  }

  private func testCase(_ node: YAMLNode) -> TestFile.Case? {
    guard var reader = YAMLMappingReader(node, "a case", report) else { return nil }
    let title = reader.node.mapping?["name"]
    let text = reader.string("name", required: true)
    let name = TestFile.Name(text: text ?? "", location: text == nil ? node.location : title?.location ?? node.location)
    let settings = settings(&reader)
    guard let list = reader.value("documents") else {
      let document = document(&reader, "a case", or: ["documents"])
      return TestFile.Case(name: name, settings: settings, documents: [document])
    }
    for key in Self.inputs + ["expect"] where reader.value(key) != nil {
      report.error(
        "two-inputs", "a case with 'documents' has no '\(key)' of its own: each of the documents has", at: reader.location(of: key))
    }
    reader.finish()
    guard let items = list.sequence, !items.isEmpty else {
      report.wrongType("'documents'", expected: "a list of documents, each with its input and 'expect'", list)
      return nil
    }
    let documents = items.compactMap { item -> TestFile.Document? in
      guard var reader = YAMLMappingReader(item, "a document", report) else { return nil }
      return document(&reader, "a document")
    }
    return TestFile.Case(name: name, settings: settings, documents: documents)
  }

  /// Reads the input and the expectations of one document, and finishes its mapping.
  private func document(_ reader: inout YAMLMappingReader, _ what: String, or alternatives: [String] = []) -> TestFile.Document {
    var given: [(key: String, node: YAMLNode)] = []
    for key in Self.inputs {
      if let node = reader.value(key) { given.append((key, node)) }
    }
    let expect = reader.value("expect", required: true)
    reader.finish()
    var document = TestFile.Document(expectLocation: expect == nil ? reader.node.location : reader.location(of: "expect"))
    let known = Self.inputs + ["name", "options", "from", "to", "replace", "documents", "expect"]
    let isMistyped =
      reader.node.mapping?.entries.contains { entry in
        !known.contains(entry.key)
          && Suggestion.nearest(to: entry.key, in: known).map { Self.inputs.contains($0) || $0 == "documents" } == true
      } ?? false
    if given.isEmpty, !isMistyped {
      report.error(
        "no-input", "\(what) needs an input: \(Wording.list(Self.inputs + alternatives, "or"))", at: reader.node.location)
    }
    for other in given.dropFirst() {
      report.error(
        "two-inputs", "\(what) has one input: '\(given[0].key)' and '\(other.key)' exclude each other", at: reader.location(of: other.key))
    }
    if let first = given.first { document.input = input(first.key, first.node, reader.location(of: first.key)) }
    if let expect { readExpectations(expect, at: document.expectLocation, into: &document) }
    return document
  }

  private func readExpectations(_ node: YAMLNode, at location: SourceLocation, into document: inout TestFile.Document) {
    if node.isUnreadable { return }
    let reader = ExpectationReader(report: report)
    if let items = node.sequence {
      document.isList = true
      document.expectations = items.map { $0.isNull ? [] : reader.read($0) }
      if items.isEmpty { report.error("no-expectation", "'expect' is empty: say what the documents must be", at: node.location) }
    } else if node.isNull || node.mapping?.entries.isEmpty == true {
      report.error("no-expectation", "'expect' is empty: say what the document must be", at: location)
    } else {
      document.expectations = [reader.read(node)]
    }
  }

  private func input(
    _ key: String, _ node: YAMLNode, _ location: SourceLocation
  ) -> (content: TestFile.Input, location: SourceLocation)? {
    if key == "record" { return record(node).map { (.record($0), node.location) } }
    guard let text = node.string ?? (node.isNull && !node.isUnreadable ? "" : nil), key != "file" || !text.isEmpty else {
      let advice = node.sequence != nil && key == "marked" ? ": put quotes around it" : ""
      if !node.isUnreadable {
        report.error(
          "wrong-type", "'\(key)' must be \(key == "file" ? "the path of a file" : "text"), not \(node.described)\(advice)",
          at: node.scalar?.text.isEmpty == true ? location : node.location)
      }
      return nil
    }
    switch key {
    case "text": return (.text(text), node.location)
    case "file": return (.file(text), node.location)
    default:
      do throws(MarkedInputProblem) {
        return (.marked(try MarkedInput(text)), node.location)
      } catch {
        report.error("bad-mark", "'marked' \(error.message)", at: node.location)
        return nil
      }
    }
  }

  /// A record as JSON. `schema` and `id` need not be given.
  private func record(_ node: YAMLNode) -> [UInt8]? {
    guard node.mapping != nil else {
      report.wrongType("'record'", expected: "a mapping with the members of a record", node)
      return nil
    }
    guard case .object(var members) = MetadataValue(node) else { return nil }
    if !members.contains(where: { $0.key == "id" }) { members.insert(.init("id", .string("record")), at: 0) }
    if !members.contains(where: { $0.key == "schema" }) { members.insert(.init("schema", .string(RecordWriter.schema)), at: 0) }
    var writer = JSONWriter()
    writer.object(members)
    do throws(StageFailure) {
      _ = try RecordReader().document(from: writer.bytes)
      return writer.bytes
    } catch {
      report.error("bad-record", "the record cannot be read: \(error.message)", at: node.location)
      return nil
    }
  }
}
