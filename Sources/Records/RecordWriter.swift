import Pipeline

/// Writes documents as records, one JSON object on one line: DESIGN.md, section 6, and `Docs/record.schema.json`.
package struct RecordWriter: Sendable {
  /// What a record's first key says.
  package static let schema = "textmill/1"

  /// The unit of all offsets.
  package let offsets: OffsetUnit
  /// Whether tokens are written, with tags and syntax where there are any. Without them stages that need tokens cannot go on from the record.
  package let includesTokens: Bool

  /// Creates a writer.
  package init(offsets: OffsetUnit = .codepoint, includeTokens: Bool = false) {
    self.offsets = offsets
    self.includesTokens = includeTokens
  }

  /// Appends the document's record and a line feed.
  ///
  /// Layers that are not in `document.layers` are left out. Plugins' layers are all written, by name, but for those that came with a record in another
  /// unit: the record then has the problem `layer-left-out`. The bytes depend on document and settings alone.
  ///
  /// - Throws: `unwritable-layer` where a plugin's layer cannot be encoded, such as one with an infinite number. Nothing is then appended.
  package func append(_ document: Document, to bytes: inout [UInt8]) throws(StageFailure) {
    let layers = try encodedLayers(of: document)
    let problems = document.openLayers.keys.sorted().compactMap { leftOut($0, of: document) }
    var json = JSONWriter()
    swap(&json.bytes, &bytes)
    var output = RecordOutput(document: document, unit: offsets, json: json)
    json.bytes = []
    output.head()
    output.annotations(includingTokens: includesTokens)
    output.tail(layers, problems)
    swap(&output.json.bytes, &bytes)
  }

  /// Appends the members of a document's built-in layers as its record has them, a comma before each.
  package func appendLayers(of document: Document, to bytes: inout [UInt8]) {
    var json = JSONWriter()
    swap(&json.bytes, &bytes)
    var output = RecordOutput(document: document, unit: offsets, json: json)
    json.bytes = []
    output.annotations(includingTokens: includesTokens)
    swap(&output.json.bytes, &bytes)
  }

  /// The plugins' layers as JSON, by name.
  private func encodedLayers(of document: Document) throws(StageFailure) -> [(layer: Layer, json: [UInt8])] {
    var encoded: [(layer: Layer, json: [UInt8])] = []
    for (layer, value) in document.openLayers.sorted(by: { $0.key < $1.key }) where leftOut(layer, of: document) == nil {
      do {
        encoded.append((layer, try value.json(offsets: OffsetTable(document.text, unit: offsets))))
      } catch {
        throw StageFailure(code: "unwritable-layer", "the layer '\(layer)' cannot be written as JSON")
      }
    }
    return encoded
  }

  /// Why a plugin's layer is not written: it came with a record, and its offsets are in another unit.
  private func leftOut(_ layer: Layer, of document: Document) -> Problem? {
    guard case .encoded(let encoded) = document.openLayers[layer], let unit = encoded.unit, unit != offsets, encoded.others[offsets] == nil
    else { return nil }
    return Problem(
      stage: "write", code: "layer-left-out",
      message:
        "the layer '\(layer)' came with offsets in '\(unit.rawValue)' and is left out of a record with offsets in '\(offsets.rawValue)'")
  }
}
