import Pipeline

/// The members of JSON Lines that hold what a document has; all others are its metadata.
package struct RowFields: Sendable, Hashable {
  /// The names of the members.
  package var id = "id"
  package var title = "title"
  package var text = "text"
  package var language = "language"

  /// Creates the usual names.
  package init() {}
}

/// Reads documents from the objects of JSON Lines that are no records.
package struct RowReader: Sendable {
  private let fields: RowFields

  /// Creates a reader.
  package init(fields: RowFields = RowFields()) {
    self.fields = fields
  }

  /// The document of an object. Its id is the given one: whoever reads the lines makes it unique.
  ///
  /// The text must be a string. Title and language count where they are strings; an id where it is a string or a whole number. Members of other types, and
  /// second ones of the same name, are metadata.
  package func document(from json: JSONValue, id: String, source: Document.Source) throws(StageFailure) -> Document {
    guard json.kind == .object else { throw StageFailure(code: "bad-row", "the line holds no object") }
    var text: JSONValue?
    var title, language: String?
    var hasID = false
    var metadata: [MetadataValue.Member] = []
    for (name, value) in json.members {
      let name = name.string ?? ""
      if name == fields.text, text == nil {
        text = value
      } else if name == fields.title, title == nil, let string = value.string {
        title = string
      } else if name == fields.language, language == nil, let string = value.string {
        language = string
      } else if name == fields.id, !hasID, value.kind == .string || value.kind == .integer {
        hasID = true
      } else {
        metadata.append(MetadataValue.Member(name, MetadataValue(value)))
      }
    }
    guard let utf8 = text?.utf8 else { throw missingText(metadata, isThere: text != nil) }
    guard utf8.count <= Text.maximumCount else { throw StageFailure(code: "too-large", "'\(fields.text)' is too long") }
    var document = Document(id: id, text: Text(trusted: Array(utf8)), source: source)  // simdjson has checked it
    document.title = title
    document.language = language
    document.metadata = metadata
    return document
  }

  private func missingText(_ metadata: [MetadataValue.Member], isThere: Bool) -> StageFailure {
    if isThere { return StageFailure(code: "no-text", "'\(fields.text)' must be a string") }
    let names = metadata.filter { $0.value.string != nil }.map { RecordInput.printable($0.key) }.filter { $0 != "…" }.prefix(5)
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    let others = names.isEmpty ? "" : "; its members with strings are \(list): --field text=NAME says which one holds the text"
    return StageFailure(code: "no-text", "the line has no member '\(fields.text)'\(others)")
  }
}
