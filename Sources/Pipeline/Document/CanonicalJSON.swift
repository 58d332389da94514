import Foundation

/// A JSON value that is written in one form: keys in order, no spaces, numbers with the fewest digits.
enum CanonicalJSON: Decodable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case list([CanonicalJSON])
  case object([String: CanonicalJSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([CanonicalJSON].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: CanonicalJSON].self))
    }
  }

  /// The value as text.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): String(value)
    case .integer(let value): String(value)
    case .number(let value): value.description
    case .string(let value): Self.quoted(value)
    case .list(let items): "[\(items.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\($0.value.text)" }.joined(separator: ","))}"
    }
  }

  private static func quoted(_ string: String) -> String {
    var quoted = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      default:
        if scalar.value < 0x20 {
          quoted += (scalar.value < 0x10 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}

extension Document {
  /// The lines of a plugin's layer, with offsets of spans in code points; a value that is nested too deep comes as it stands.
  func openLines(of layer: Layer) -> [String] {
    guard let bytes = try? openLayers[layer]?.json(offsets: OffsetTable(text, unit: .codepoint)) else { return [] }
    guard let value = try? JSONDecoder().decode(CanonicalJSON.self, from: Data(bytes)) else {
      return [String(decoding: bytes, as: UTF8.self)]
    }
    if case .list(let items) = value { return items.map(\.text) }
    return [value.text]
  }
}
