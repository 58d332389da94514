import Pipeline
import Records
import TestSupport

@testable import RecordDiff

/// Two files of records made by hand, and their comparison.
struct Runs {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes documents as records.
  @discardableResult
  func write(_ documents: [Document], to name: String, _ unit: OffsetUnit = .codepoint) throws -> String {
    try folder.write(try documents.map { try Self.line($0, unit) }.joined(), to: name)
  }

  /// A record with its line end.
  static func line(_ document: Document, _ unit: OffsetUnit = .codepoint) throws -> String {
    var bytes: [UInt8] = []
    try RecordWriter(offsets: unit).append(document, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Compares what two files hold.
  static func comparison(_ old: String, _ new: String, _ layers: Set<DiffLayer> = Set(DiffLayer.allCases)) throws -> RecordComparison {
    RecordComparison(old: try RecordFile(path: old), new: try RecordFile(path: new), layers: layers)
  }

  /// Compares documents by way of records.
  static func comparison(
    _ old: [Document], _ new: [Document], _ layers: Set<DiffLayer> = Set(DiffLayer.allCases)
  ) throws -> RecordComparison {
    let runs = try Runs()
    return try comparison(try runs.write(old, to: "old.jsonl"), try runs.write(new, to: "new.jsonl"), layers)
  }

  /// The changes of two versions of a document as lines: `+ PERSON Ada Roe`, `~ [type] GPE → LOC Lake`.
  static func lines(_ old: Document, _ new: Document, _ layer: DiffLayer) -> [String] {
    let document = DocumentChanges(old: old, new: new, in: [layer])
    return document.layers.flatMap(\.changes).map { change in
      let wording = ChangeWording(change, in: layer, of: document)
      let sign = change.kind == .gained ? "+" : change.kind == .lost ? "-" : "~"
      let what = change.what.isEmpty ? "" : "[\(change.what.joined(separator: ","))] "
      let notes = wording.notes.map { " \($0.name): \($0.old)→\($0.new)" }.joined()
      return "\(sign) \(what)\(wording.type)\(wording.type.isEmpty ? "" : " ")\(wording.content.joined(separator: " → "))\(notes)"
    }
  }
}

extension Document {
  /// A document with marked entities, and a sentence for each line.
  init(_ id: String = "a.txt", marked: String) {
    let marked = MarkedText(marked)
    self.init(id: id, text: Text(marked.text))
    entities = marked.spans.map { Entity($0.span, EntityType($0.label), by: Provenance("entities/test")) }
    var start = 0
    for end in 0...text.count where end == text.count || text[end] == UInt8(ascii: "\n") {
      if start < end { sentences.append(Sentence(TextSpan(start..<end), tokens: IndexRange(0..<0))) }
      start = end + 1
    }
    layers = [.entities, .sentences]
  }

  /// The span of the first place where words stand.
  func span(_ words: String) -> TextSpan {
    let (bytes, sought) = (Array(text[text.span]), Array(words.utf8))
    let start = (0...bytes.count - sought.count).first { bytes[$0..<$0 + sought.count].elementsEqual(sought) }!
    return TextSpan(start..<start + sought.count)
  }

  /// Adds a relation between words of the first sentence.
  mutating func relate(
    _ type: String, _ subject: String, _ predicate: String, _ object: String?, negated: Bool = false, time: String? = nil
  ) {
    layers.insert(.relations)
    relations.append(
      Relation(
        type: type, subject: Argument(span(subject)), predicate: .init(span(predicate), lemma: predicate),
        object: object.map { Argument(span($0)) }, arguments: time.map { [.init("time", span($0))] } ?? [], isNegated: negated, sentence: 0,
        by: Provenance("relations/test")))
  }
}
