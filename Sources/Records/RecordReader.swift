import Foundation
import Pipeline

/// Reads records back as documents: what `RecordWriter` writes, and what other programs write by `Docs/record.schema.json`.
///
/// Members may come in any order; of two with one name the first counts. Only `schema`, `id` and `text` must be there. Everything that stages index
/// by or rely on is checked: offsets, their order, references. What follows from the rest (`source_start`, `source_end`, the clusters of entities)
/// is not read. Members that are not known are left out, with the problem `unknown-members`.
package struct RecordReader: Sendable {
  private let defaultProvenance: String?

  /// Creates a reader.
  ///
  /// - Parameter defaultProvenance: What stands for the `by` of entities and relations that have none; nil where each must have one.
  package init(defaultProvenance: String? = nil) { self.defaultProvenance = defaultProvenance }

  /// Whether a JSON value says that it is a record, of this version or another.
  package static func isRecord(_ json: JSONValue) -> Bool {
    json.member("schema")?.utf8?.starts(with: Array("textmill/".utf8)) ?? false
  }

  /// The document that a line holds.
  ///
  /// - Throws: `bad-json` or `bad-record`, with a message that names the member at fault.
  package func document(from line: [UInt8]) throws(StageFailure) -> Document {
    let parsed = try JSONParser.parse(line) { (json) throws(StageFailure) in try document(from: json, line: line) }
    switch parsed {
    case .success(let document): return document
    case .failure(let failure): throw StageFailure(code: "bad-json", "the line \(failure.message)")
    }
  }

  /// The document that a parsed line holds.
  package func document(from json: JSONValue, line: [UInt8]) throws(StageFailure) -> Document {
    let members = try RecordMembers(json)
    var input = try RecordInput(members, defaultProvenance: defaultProvenance)
    try input.readAnnotations(members)
    var document = input.document
    document.title = try members.title.string(or: nil, "title")
    document.language = try members.language.string(or: nil, "language")
    if let metadata = members.metadata, !metadata.isNull {
      guard metadata.kind == .object else { throw .record("'metadata' must be an object") }
      document.metadata = MetadataValue.members(of: metadata)
    }
    try readLayers(members, line, unit: input.unit, into: &document)
    try readProblems(members, into: &document)
    if !input.unknown.isEmpty {
      let names = input.unknown.sorted().prefix(5).joined(separator: ", ")
      document.problems.insert(
        Problem(
          stage: Problem.readStage, code: "unknown-members",
          message: "the record has members that are not known and were left out: \(names)"),
        at: document.isFailed ? document.problems.count - 1 : document.problems.count)
    }
    return document
  }

  /// Plugins' layers are kept as they stand.
  private func readLayers(
    _ members: RecordMembers, _ line: [UInt8], unit: OffsetUnit, into document: inout Document
  ) throws(StageFailure) {
    guard let layers = members.layers, !layers.isNull else { return }
    guard layers.kind == .object else { throw .record("'layers' must be an object") }
    if layers.count == 0 { return }
    let text = document.text
    let ranges = JSONScanner.values(inMember: members.layersIndex, of: line)
    for (number, member) in layers.members.enumerated() where number < ranges.count {
      let layer = Layer(member.key.string ?? "")
      if document.layers.contains(layer) || Layer.builtIn.contains(layer) || layer == .text {
        throw .record("the layer '\(RecordInput.printable(layer.name))' under 'layers' stands twice or has the name of a built-in one")
      }
      document.layers.insert(layer)
      document.openLayers[layer] = .encoded(
        EncodedLayer(bytes: Array(line[ranges[number]]), unit: unit) { bytes, type in
          let decoder = JSONDecoder()
          decoder.userInfo[.offsetTable] = OffsetTable(text, unit: unit)
          return try decoder.decode(type, from: Data(bytes))
        })
    }
  }

  private func readProblems(_ members: RecordMembers, into document: inout Document) throws(StageFailure) {
    var problems: [Problem] = []
    if let list = members.problems, !list.isNull {
      guard list.kind == .array else { throw .record("'problems' must be an array") }
      for item in list.elements {
        guard let stage = item.member("stage")?.string, let code = item.member("code")?.string,
          let message = item.member("message")?.string
        else { throw .record("problems[\(problems.count)] must have the strings 'stage', 'code' and 'message'") }
        problems.append(Problem(stage: stage, code: code, message: message))
      }
    }
    guard members.failed?.bool == true else {
      document.problems += problems
      return
    }
    guard let last = problems.popLast() else { throw .record("the record has failed, but 'problems' does not say why") }
    document.problems += problems
    document.fail(in: last.stage, StageFailure(code: last.code, last.message))
  }
}

extension StageFailure {
  static func record(_ message: String) -> StageFailure { StageFailure(code: "bad-record", message) }
}

extension JSONValue? {
  /// The string, or the default where the member is not there or null.
  func string(or missing: String?, _ name: StaticString) throws(StageFailure) -> String? {
    guard let value = self, !value.isNull else { return missing }
    guard let string = value.string else { throw .record("'\(name)' must be a string") }
    return string
  }
}

/// The members of a record's object.
struct RecordMembers {
  private(set) var id, source, title, language, metadata, text, offsets, alignment: JSONValue?
  private(set) var blocks, sentences, tokens, entities, coreference, relations, quotes, keywords, summary: JSONValue?
  private(set) var layers, problems, failed: JSONValue?
  /// The number of the member `layers`.
  private(set) var layersIndex = 0
  /// The names of the others.
  private(set) var unknown: Set<String> = []

  init(_ json: JSONValue) throws(StageFailure) {
    guard json.kind == .object else { throw .record("a record must be an object") }
    var schema: JSONValue?
    for (number, (name, value)) in json.members.enumerated() {
      let slot: WritableKeyPath<RecordMembers, JSONValue?>? =
        switch name.string {
        case "schema":
          nil
        case "id": \.id
        case "source": \.source
        case "title": \.title
        case "language": \.language
        case "metadata": \.metadata
        case "text": \.text
        case "offsets": \.offsets
        case "alignment": \.alignment
        case "blocks": \.blocks
        case "sentences": \.sentences
        case "tokens": \.tokens
        case "entities": \.entities
        case "coreference": \.coreference
        case "relations": \.relations
        case "quotes": \.quotes
        case "keywords": \.keywords
        case "summary": \.summary
        case "layers": \.layers
        case "problems": \.problems
        case "failed": \.failed
        default: nil
        }
      if let slot {
        guard self[keyPath: slot] == nil else { continue }
        self[keyPath: slot] = value
        if slot == \.layers { layersIndex = number }
      } else if name.equals("schema") {
        schema = schema ?? value
      } else {
        unknown.insert(RecordInput.printable(name.string ?? ""))
      }
    }
    guard let found = schema?.string else { throw .record("the record must say \"schema\":\"\(RecordWriter.schema)\"") }
    guard found == RecordWriter.schema else {
      throw .record("the record's schema is '\(RecordInput.printable(found))'; this program reads '\(RecordWriter.schema)'")
    }
  }
}
