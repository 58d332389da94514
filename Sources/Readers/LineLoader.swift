import Pipeline
import Records

/// Reads one line of JSON Lines into a document: a record, or a row with an article's text.
struct LineLoader: Sendable {
  let line: [UInt8]
  /// The id that the line gives, made unique, or its place.
  let id: String
  /// The line's place, `file:line`: the id where the line cannot be read.
  let place: String
  /// The path below the input.
  let name: String
  let fields: RowFields
  let isStandardInput: Bool

  /// The document; a failed one where the line cannot be read. A line that is no UTF-8 is decoded as a file would be.
  func load() -> Document {
    var source = Document.Source(path: name, format: "jsonl", sha256: SHA256.hexadecimal(of: line))
    do throws(StageFailure) {
      var outcome = try read(line, source)
      if case .failure(.encoding) = outcome {
        let decoded = try TextDecoder.decode(line)
        source.encoding = decoded.encoding
        outcome = try read(Array(decoded.text[decoded.text.span]), source)
        if case .success(var document) = outcome, let problem = decoded.problem {
          document.problems.insert(problem, at: 0)
          return document
        }
      }
      switch outcome {
      case .success(let document): return document
      case .failure(let failure): throw StageFailure(code: "bad-json", message(failure))
      }
    } catch {
      return .unread(id: place, source: source, error)
    }
  }

  /// What is wrong with the line; where it looks like plain text, how to read that.
  private func message(_ failure: JSONFailure) -> String {
    guard let first = line.first(where: { $0 > 0x20 }), first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else {
      return "the line \(failure.message)"
    }
    return isStandardInput
      ? "standard input is read as JSON Lines, and the line does not begin with '{': to read it as one plain text, name it /dev/stdin instead of -"
      : "the file is read as JSON Lines, and the line does not begin with '{': give a file of plain text the extension .txt"
  }

  private func read(_ line: [UInt8], _ source: Document.Source) throws(StageFailure) -> Result<Document, JSONFailure> {
    try JSONParser.parse(line) { (json) throws(StageFailure) in
      if RecordReader.isRecord(json) {
        var document = try RecordReader().document(from: json, line: line)
        document.id = id
        return document
      }
      return try RowReader(fields: fields).document(from: json, id: id, source: source)
    }
  }
}
