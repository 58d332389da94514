import Pipeline
import Records

/// A plugin's layer as tables and pages show it. Its JSON may be anything: what has no shape that they know is shown as JSON or not at all.
struct ShownLayer {
  /// A value that is no list and no object.
  enum Plain {
    case text(String)
    /// A number, `true` or `false`, as JSON writes it.
    case literal(String)

    /// What people read.
    var shown: String {
      switch self {
      case .text(let text), .literal(let text): text
      }
    }
  }

  /// What the layer holds.
  enum Content {
    /// One plain value; nil for null.
    case plain(Plain?)
    /// An object; members that are no plain values stand as JSON.
    case members([(key: String, value: Plain?)])
    /// A list of objects with start and end: those that lie in the text, in the order of the list.
    case spans([LabelledSpan])
    /// Any other list.
    case list(count: Int)
  }

  /// The layer.
  let layer: Layer
  /// What it holds.
  let content: Content
  /// The JSON where a table shows it as it stands.
  private let json: [UInt8]

  /// The plugins' layers of a document, by name. One that cannot be written as JSON is left out.
  static func all(of document: Document) -> [ShownLayer] {
    if document.openLayers.isEmpty { return [] }
    return document.openLayers.sorted { $0.key < $1.key }.compactMap { layer, value in
      guard let json = try? value.json(offsets: OffsetTable(document.text, unit: .codepoint)) else { return nil }
      var unit = OffsetUnit.codepoint
      if case .encoded(let encoded) = value, let given = encoded.unit { unit = given }
      let parsed = JSONParser.parse(json) { content(of: $0, document.text, unit) }
      guard case .success(let content) = parsed else { return nil }
      return ShownLayer(layer: layer, content: content, json: json)
    }
  }

  /// The spans, if it is a layer of such.
  var spans: [LabelledSpan] {
    if case .spans(let spans) = content { spans } else { [] }
  }

  /// The cell of a table that has one column for the layer: a plain value, how many spans there are, or JSON.
  var cell: Plain? {
    switch content {
    case .plain(let value): value
    case .spans(let spans): .literal(String(spans.count))
    case .members, .list: .text(String(decoding: json, as: UTF8.self))
    }
  }

  /// The cell of a column for a member.
  func member(_ key: String) -> Plain? {
    guard case .members(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }

  private static func content(of json: JSONValue, _ text: Text, _ unit: OffsetUnit) -> Content {
    switch json.kind {
    case .object: return .members(json.members.map { ($0.key.string ?? "", plain($0.value)) })
    case .array: return spans(in: json, text, unit).map { .spans($0) } ?? .list(count: json.elements.reduce(0) { count, _ in count + 1 })
    default: return .plain(plain(json))
    }
  }

  private static func plain(_ json: JSONValue) -> Plain? {
    switch json.kind {
    case .null: return nil
    case .string: return .text(json.string ?? "")
    case .true: return .literal("true")
    case .false: return .literal("false")
    case .object, .array:
      var writer = JSONWriter()
      writer.value(MetadataValue(json))
      return .text(String(decoding: writer.bytes, as: UTF8.self))
    case .integer, .unsigned, .number:
      var writer = JSONWriter()
      if let integer = json.integer { writer.integer(integer) } else { writer.number(json.number ?? 0) }
      return .literal(String(decoding: writer.bytes, as: UTF8.self))
    }
  }

  /// The spans of a list of objects that all have a start and an end; nil where it is no such list. Spans outside the text are left out.
  private static func spans(in list: JSONValue, _ text: Text, _ unit: OffsetUnit) -> [LabelledSpan]? {
    let table = OffsetTable(text, unit: unit)
    var spans: [LabelledSpan] = []
    for element in list.elements {
      guard element.kind == .object, let start = element.member("start")?.integer, let end = element.member("end")?.integer else {
        return nil
      }
      guard let from = table.byte(atUnits: start), let to = table.byte(atUnits: end), from <= to else { continue }
      spans.append(LabelledSpan(TextSpan(from, to), element.member("label")?.string ?? ""))
    }
    return spans
  }
}
