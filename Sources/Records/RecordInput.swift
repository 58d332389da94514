import Pipeline

/// A record being read: the document as far as it is there, and what its offsets and references mean.
struct RecordInput {
  var document: Document
  let text: Text
  let unit: OffsetUnit
  private let defaultProvenance: String?
  private let table: OffsetTable
  /// Names of members that are not known, such as `entities[].colour`.
  private(set) var unknown: Set<String>

  /// What an entity or a relation says that made it.
  func provenance(_ json: JSONValue?, _ place: RecordPlace) throws(StageFailure) -> Provenance {
    if json == nil, let defaultProvenance { return Provenance(defaultProvenance) }
    return Provenance(try place.string(json, "by"))
  }

  /// Reads everything that the annotations rest on.
  init(_ members: RecordMembers, defaultProvenance: String?) throws(StageFailure) {
    self.defaultProvenance = defaultProvenance
    guard let id = try members.id.string(or: nil, "id"), !id.isEmpty else { throw .record("the record must have an 'id'") }
    guard let utf8 = members.text?.utf8 else { throw .record("the record must have a 'text', a string") }
    guard utf8.count <= Text.maximumCount else { throw .record("'text' is longer than \(Text.maximumCount) bytes") }
    let text = Text(trusted: Array(utf8))  // simdjson has checked it
    guard let unit = OffsetUnit(rawValue: try members.offsets.string(or: OffsetUnit.codepoint.rawValue, "offsets") ?? "") else {
      throw .record("'offsets' must be \(OffsetUnit.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))")
    }
    self.text = text
    self.unit = unit
    self.table = OffsetTable(text, unit: unit)
    self.unknown = members.unknown
    self.document = Document(id: id, text: text)
    let source = try readSource(members, id)
    if let alignment = members.alignment, !alignment.isNull {
      document = try readAlignment(alignment, id, source)
    } else {
      document.source = source
    }
  }

  private mutating func readSource(_ members: RecordMembers, _ id: String) throws(StageFailure) -> Document.Source {
    guard let json = members.source, !json.isNull else { return Document.Source(path: id, format: "record") }
    guard json.kind == .object else { throw .record("'source' must be an object") }
    var source = Document.Source(path: id, format: "record")
    for (name, value) in json.members {
      if name.equals("path") {
        source.path = try JSONValue?.some(value).string(or: id, "source.path") ?? id
      } else if name.equals("format") {
        source.format = try JSONValue?.some(value).string(or: "record", "source.format") ?? "record"
      } else if name.equals("encoding") {
        source.encoding = try JSONValue?.some(value).string(or: nil, "source.encoding")
      } else if name.equals("sha256") {
        source.sha256 = try JSONValue?.some(value).string(or: "", "source.sha256") ?? ""
      } else {
        note(name, in: "source")
      }
    }
    return source
  }

  /// Puts the source text together from the text and the edits.
  private mutating func readAlignment(_ json: JSONValue, _ id: String, _ source: Document.Source) throws(StageFailure) -> Document {
    var edits: [Alignment.Edit] = []
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + text.count / 8)
    var position: UInt32 = 0
    try each(json, "alignment") { input, place, members throws(StageFailure) in
      var fields = SpanFields()
      var replaced: UnsafeBufferPointer<UInt8>?
      for (name, value) in members where !(try fields.take(name, value, place)) {
        if name.equals("source") { replaced = value.utf8 } else { input.note(name, in: place.layer) }
      }
      let span = try input.span(fields, place, from: position)
      guard let replaced else { throw place.failure("must have a string 'source'") }
      guard !span.isEmpty || !replaced.isEmpty else { throw place.failure("changes nothing") }
      bytes.append(contentsOf: input.text[TextSpan(position, span.start)])
      let start = bytes.count
      bytes.append(contentsOf: replaced)
      edits.append(Alignment.Edit(text: span, source: TextSpan(start..<bytes.count)))
      position = span.end
    }
    bytes.append(contentsOf: text[TextSpan(position, UInt32(text.count))])
    guard
      let document = Document(
        id: id, sourceText: Text(trusted: bytes), text: text, alignment: Alignment(edits: edits), source: source)
    else { throw .record("'alignment' does not fit the text") }
    return document
  }

  /// Calls the body with the members of each object in an array.
  @inline(__always)
  mutating func each(
    _ json: JSONValue, _ layer: StaticString,
    _ body: (inout RecordInput, RecordPlace, JSONValue.Members) throws(StageFailure) -> Void
  ) throws(StageFailure) {
    guard json.kind == .array else { throw .record("'\(layer)' must be an array") }
    var place = RecordPlace(layer: layer, index: 0)
    for element in json.elements {
      guard element.kind == .object else { throw place.failure("must be an object") }
      try body(&self, place, element.members)
      place.index += 1
    }
  }

  /// The span that the fields give: inside the text, on scalar boundaries, and not before `from`.
  func span(_ fields: SpanFields, _ place: RecordPlace, from: UInt32 = 0) throws(StageFailure) -> TextSpan {
    guard let start = fields.start, let end = fields.end else { throw place.failure("must have 'start' and 'end', whole numbers") }
    guard let first = table.byte(atUnits: start) else { throw outside(start, "start", place) }
    guard let last = table.byte(atUnits: end) else { throw outside(end, "end", place) }
    guard first <= last else { throw place.failure("ends before it starts") }
    guard first >= from else { throw place.failure("starts before the end of the one before it") }
    let span = TextSpan(first, last)
    if let expected = fields.text {
      let isEqual = text.bytes.withUnsafeBufferPointer { bytes in
        expected.count == span.count && expected.elementsEqual(UnsafeBufferPointer(rebasing: bytes[span.range]))
      }
      guard isEqual else {
        throw place.failure("has a 'text' that does not stand at its offsets; they are read as '\(unit.rawValue)', which 'offsets' says")
      }
    }
    return span
  }

  private func outside(_ offset: Int, _ name: String, _ place: RecordPlace) -> StageFailure {
    let count = table.units(atByte: UInt32(text.count))
    let reason = offset < 0 || offset > count ? "outside the text, which is \(count) long" : "inside a character"
    return place.failure("has the \(name) \(offset), which is \(reason)")
  }

  /// Remembers a member that is not known.
  mutating func note(_ name: JSONValue, in layer: StaticString) {
    unknown.insert("\(layer).\(Self.printable(name.string ?? ""))")
  }

  /// A name as it may stand in a message: what could be text from an article is not shown.
  static func printable(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || [0x5F, 0x2D, 0x2E, 0x2F].contains($0)
    }
    return isPlain && !name.isEmpty && name.utf8.count <= 40 ? name : "…"
  }
}
