import Foundation
import Pipeline
import Records

/// A text whose sentences are known, and perhaps its words.
package struct GoldSegmentedDocument: Sendable {
  /// The name, as the file gives it.
  package var id: String
  /// The text.
  package var text: Text
  /// The sentences.
  package var sentences: [TextSpan]
  /// The words; nil where the file does not say.
  package var words: [TextSpan]?
}

/// A rule of segmentation: a text, and the sentences that it must be cut into.
package struct SegmentationRule: Sendable, Hashable {
  /// Its name.
  package var name: String
  /// The text.
  package var text: Text
  /// The sentences; white space in them counts as one space.
  package var sentences: [String]
}

/// Gold files of segmentation.
package struct GoldSegmentation: Sendable {
  /// A file: documents, or rules.
  package struct File: Sendable {
    /// The file as the person named it.
    package var name: String
    /// Documents of JSON Lines or of a treebank.
    package var documents: [GoldSegmentedDocument] = []
    /// Rules of a list in JSON.
    package var rules: [SegmentationRule] = []
  }

  /// The files.
  package var files: [File] = []

  /// Reads files: `.jsonl` holds documents, `.json` rules, `.conllu` a treebank.
  ///
  /// - Throws: What is wrong with the files, each place with line and column.
  package init(_ files: [String]) throws(Diagnostics) {
    var problems = Diagnostics()
    for name in files {
      do throws(Diagnostics) {
        var file = try GoldFile(name)
        var read = File(name: name)
        if name.hasSuffix(".jsonl") {
          read.documents = Self.documents(&file)
        } else if name.hasSuffix(".json") {
          read.rules = try Self.rules(file)
        } else if name.hasSuffix(".conllu") {
          read.documents = Treebank.read(&file, tokens: .text).map(\.segmented)
        } else {
          throw Diagnostics(
            Diagnostic(code: "unknown-gold-format", "the gold file '\(name)' must end in .jsonl, .json or .conllu, which say what is in it")
          )
        }
        _ = try file.finish()
        if read.documents.isEmpty, read.rules.isEmpty {
          throw Diagnostics(Diagnostic(code: "empty-gold", "the gold file '\(name)' holds no document and no rule"))
        }
        self.files.append(read)
      } catch {
        problems.append(contentsOf: error)
      }
    }
    try problems.throwIfErrors()
  }

  private static func documents(_ file: inout GoldFile) -> [GoldSegmentedDocument] {
    var documents: [GoldSegmentedDocument] = []
    for line in file.lines where !line.bytes.allSatisfy({ $0 <= 0x20 }) {
      let result = JSONParser.parse(Array(line.bytes)) { document($0, line.number) }
      switch result {
      case .success(.success(let document)): documents.append(document)
      case .success(.failure(let problem)): file.report("bad-gold", problem.message, line: line, at: line.bytes.startIndex)
      case .failure(let failure): file.report("bad-json", "the line \(failure.message)", line: line, at: line.bytes.startIndex)
      }
    }
    return documents
  }

  private struct Wrong: Error { var message: String }

  private static func document(_ json: JSONValue, _ number: Int) -> Result<GoldSegmentedDocument, Wrong> {
    guard json.kind == .object, let string = json.member("text")?.string, let list = json.member("sentences"), list.kind == .array else {
      return .failure(Wrong(message: "a line is an object with 'text' and 'sentences', pairs of start and end"))
    }
    let text = Text(string)
    let offsets = OffsetTable(text, unit: .codepoint)
    var sentences: [TextSpan] = []
    for (index, element) in list.elements.enumerated() {
      let pair = element.elements.map(\.integer)
      guard pair.count == 2, let first = pair[0], let last = pair[1], let start = offsets.byte(atUnits: first),
        let end = offsets.byte(atUnits: last), start < end
      else {
        return .failure(Wrong(message: "sentence \(index) must be a pair of start and end, in code points of the text"))
      }
      sentences.append(TextSpan(start, end))
    }
    return .success(
      GoldSegmentedDocument(id: json.member("id")?.string ?? "line \(number)", text: text, sentences: sentences, words: nil))
  }

  private static func rules(_ file: GoldFile) throws(Diagnostics) -> [SegmentationRule] {
    func wrong(_ message: String) -> Diagnostics {
      Diagnostics(Diagnostic(code: "bad-gold", message, at: SourceLocation(file: file.name, line: 1, column: 1)))
    }
    let result = try JSONParser.parse(file.bytes) { (json) throws(Diagnostics) in
      if json.kind != .array { throw wrong("a file of rules is a list of objects with 'name', 'text' and 'sentences'") }
      var rules: [SegmentationRule] = []
      for (index, element) in json.elements.enumerated() {
        guard let text = element.member("text")?.string, let list = element.member("sentences"), list.kind == .array,
          list.elements.allSatisfy({ $0.kind == .string })
        else { throw wrong("rule \(index + 1) needs 'text', and 'sentences' as a list of texts") }
        rules.append(
          SegmentationRule(
            name: element.member("name")?.string ?? "rule \(index + 1)", text: Text(text), sentences: list.elements.compactMap(\.string)))
      }
      return rules
    }
    switch result {
    case .success(let rules): return rules
    case .failure(let failure): throw wrong("the file \(failure.message)")
    }
  }
}
