import Foundation

/// The name and type of a layer that a plugin adds to documents.
public struct LayerKey<Value: Codable & Sendable>: Sendable {
  /// The layer.
  public let layer: Layer

  /// Creates a key; declare it once as a static constant beside the value's type.
  public init(_ name: String) { layer = Layer(name) }
}

/// A plugin's layer in its box: a value, or its encoded form as it came with a record, decoded when it is first asked for.
package enum OpenLayer: Sendable {
  case value(any Codable & Sendable)
  case encoded(EncodedLayer)

  /// The layer as JSON: as it came, or with its keys in order.
  ///
  /// - Parameter offsets: The table for the offsets of ``LabelledSpan``s in a value.
  /// - Throws: That the value has no form in JSON, such as one with an infinite number.
  package func json(offsets: @autoclosure () -> OffsetTable) throws -> [UInt8] {
    switch self {
    case .encoded(let encoded) where encoded.others.isEmpty: return encoded.bytes
    case .encoded(let encoded): return encoded.others[offsets().unit] ?? encoded.bytes
    case .value(let value):
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      encoder.userInfo[.offsetTable] = offsets()
      return [UInt8](try encoder.encode(value))
    }
  }
}

/// A layer's encoded form, which passes through untouched where no stage asks for it.
package struct EncodedLayer: Sendable {
  /// The bytes as they stood in the record.
  package let bytes: [UInt8]
  /// The unit of the offsets that may be in it; nil where there are none. It has no meaning among offsets of another unit.
  package let unit: OffsetUnit?
  /// The same layer with its offsets in other units, where they are known.
  package let others: [OffsetUnit: [UInt8]]
  private let decode: @Sendable ([UInt8], any Decodable.Type) throws -> any Decodable

  package init(
    bytes: [UInt8], unit: OffsetUnit? = nil, others: [OffsetUnit: [UInt8]] = [:],
    decode: @escaping @Sendable ([UInt8], any Decodable.Type) throws -> any Decodable
  ) {
    self.bytes = bytes
    self.unit = unit
    self.others = others
    self.decode = decode
  }

  func value<Value: Decodable>(as type: Value.Type) -> Value? {
    (try? decode(bytes, type)) as? Value
  }
}
