/// A stretch of the text with a label: an item of a plugin's layer of spans, which is an array of these.
///
/// As JSON it is `{"start":…,"end":…,"label":…}`. Outputs write the offsets in the unit that they are asked for, and what is read from a record is in
/// bytes again, so that a stage need not think of units. Wherever else it is encoded, offsets are bytes.
public struct LabelledSpan: Sendable, Hashable, Codable {
  /// Where it is.
  public var span: TextSpan
  /// What it is, such as `YEAR`.
  public var label: String

  /// Creates a span.
  public init(_ span: TextSpan, _ label: String) {
    self.span = span
    self.label = label
  }

  private enum CodingKeys: String, CodingKey { case start, end, label }

  /// Reads a span.
  ///
  /// - Throws: That an offset lies outside the text or inside a character.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func byte(_ key: CodingKeys) throws -> UInt32 {
      guard let table = decoder.userInfo[.offsetTable] as? OffsetTable else { return try container.decode(UInt32.self, forKey: key) }
      guard let byte = table.byte(atUnits: try container.decode(Int.self, forKey: key)) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "the offset lies outside the text or inside a character")
      }
      return byte
    }
    span = TextSpan(try byte(.start), try byte(.end))
    label = try container.decode(String.self, forKey: .label)
  }

  /// Writes the span.
  ///
  /// - Throws: That it lies outside the text or cuts a character.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if let table = encoder.userInfo[.offsetTable] as? OffsetTable {
      guard let range = table.units(of: span) else {
        throw EncodingError.invalidValue(
          span, .init(codingPath: encoder.codingPath, debugDescription: "the span lies outside the text or cuts a character"))
      }
      try container.encode(range.lowerBound, forKey: .start)
      try container.encode(range.upperBound, forKey: .end)
    } else {
      try container.encode(span.start, forKey: .start)
      try container.encode(span.end, forKey: .end)
    }
    try container.encode(label, forKey: .label)
  }
}

extension CodingUserInfoKey {
  /// The ``OffsetTable`` of the text, in the unit of the offsets outside.
  package static let offsetTable = CodingUserInfoKey(rawValue: "textmill.offsetTable")!
}
