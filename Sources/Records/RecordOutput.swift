import Pipeline

/// A record on its way: the document, the tables that convert its offsets, and the bytes.
struct RecordOutput {
  let document: Document
  let text: Text
  var json: JSONWriter
  private let table: OffsetTable
  /// Nil where text and source are equal.
  private let sourceTable: OffsetTable?

  init(document: Document, unit: OffsetUnit, json: consuming JSONWriter) {
    self.document = document
    self.text = document.text
    self.json = json
    self.table = OffsetTable(document.text, unit: unit)
    self.sourceTable = document.alignment.isIdentity ? nil : OffsetTable(document.sourceText, unit: unit)
  }

  /// Everything before the annotations.
  mutating func head() {
    json.raw("{\"schema\":\"textmill/1\",\"id\":")
    json.string(document.id)
    json.raw(",\"source\":{\"path\":")
    json.string(document.source.path)
    json.raw(",\"format\":")
    json.string(document.source.format)
    json.raw(",\"encoding\":")
    json.string(document.source.encoding)
    json.raw(",\"sha256\":")
    json.string(document.source.sha256)
    json.raw("},\"title\":")
    json.string(document.title)
    json.raw(",\"language\":")
    json.string(document.language)
    json.raw(",\"metadata\":")
    json.object(document.metadata)
    json.raw(",\"text\":")
    json.string(text, text.span)
    json.raw(",\"offsets\":")
    json.string(table.unit.rawValue)
    if let sourceTable { alignment(sourceTable) }
  }

  /// The edits, each with the source that it replaced: text and edits together give the source back.
  private mutating func alignment(_ sourceTable: OffsetTable) {
    json.raw(",\"alignment\":")
    json.list(document.alignment.edits) { json, edit in
      json.raw("{\"start\":")
      json.integer(table.units(atByte: edit.text.start))
      json.raw(",\"end\":")
      json.integer(table.units(atByte: edit.text.end))
      json.raw(",\"source_start\":")
      json.integer(sourceTable.units(atByte: edit.source.start))
      json.raw(",\"source_end\":")
      json.integer(sourceTable.units(atByte: edit.source.end))
      json.raw(",\"source\":")
      json.string(document.sourceText, edit.source)
      json.raw("}")
    }
  }

  /// Everything after the annotations.
  mutating func tail(_ layers: [(layer: Layer, json: [UInt8])], _ problems: [Problem]) {
    if !layers.isEmpty {
      json.raw(",\"layers\":{")
      for (index, layer) in layers.enumerated() {
        if index > 0 { json.raw(",") }
        json.string(layer.layer.name)
        json.raw(":")
        json.raw(layer.json)
      }
      json.raw("}")
    }
    json.raw(",\"problems\":")
    // What made a document fail stays the last one.
    json.list(document.isFailed ? problems + document.problems : document.problems + problems) { $0.problem($1) }
    if document.isFailed { json.raw(",\"failed\":true") }
    json.raw("}\n")
  }

  /// `"start":…,"end":…,"source_start":…,"source_end":…`
  mutating func offsets(of span: TextSpan) {
    let start = table.units(atByte: span.start)
    let end = table.units(atByte: span.end)
    json.raw("\"start\":")
    json.integer(start)
    json.raw(",\"end\":")
    json.integer(end)
    json.raw(",\"source_start\":")
    if let sourceTable {
      let source = document.sourceSpan(of: span)
      json.integer(sourceTable.units(atByte: source.start))
      json.raw(",\"source_end\":")
      json.integer(sourceTable.units(atByte: source.end))
    } else {
      json.integer(start)
      json.raw(",\"source_end\":")
      json.integer(end)
    }
  }

  /// The offsets and `,"text":…`
  mutating func offsetsAndText(of span: TextSpan) {
    offsets(of: span)
    json.raw(",\"text\":")
    json.string(text, span)
  }

  /// `"c1"` for the first cluster, or null.
  mutating func cluster(_ index: UInt32?) {
    identifier("\"c", index.map { Int($0) + 1 })
  }

  /// `"e0"` for the first entity, or null.
  mutating func entity(_ index: UInt32?) {
    identifier("\"e", index.map { Int($0) })
  }

  private mutating func identifier(_ prefix: StaticString, _ number: Int?) {
    guard let number else { return json.raw("null") }
    json.raw(prefix)
    json.integer(number)
    json.raw("\"")
  }

  /// An array, with the commas.
  @inline(__always)
  mutating func list<Elements: Collection>(_ elements: Elements, _ write: (inout RecordOutput, Int, Elements.Element) -> Void) {
    json.raw("[")
    var index = 0
    for element in elements {
      if index > 0 { json.raw(",") }
      write(&self, index, element)
      index += 1
    }
    json.raw("]")
  }
}
