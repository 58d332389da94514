import Pipeline
import YAML

/// How a value that a test file gives is compared with one that was found.
enum ExpectedValue {
  /// Whether a value is what was expected.
  ///
  /// - Parameter isPartial: Whether members of objects that the expected value does not name, and elements of lists that it does not ask for, may be
  ///   there as well.
  static func fits(_ expected: MetadataValue, _ found: MetadataValue, isPartial: Bool) -> Bool {
    switch (expected, found) {
    case (.integer(let a), .number(let b)), (.number(let b), .integer(let a)): return Double(a) == b
    case (.list(let a), .list(let b)):
      if isPartial { return a.allSatisfy { item in b.contains { fits(item, $0, isPartial: true) } } }
      return a.count == b.count && zip(a, b).allSatisfy { fits($0, $1, isPartial: false) }
    case (.object(let a), .object(let b)):
      if !isPartial, a.count != b.count { return false }
      return a.allSatisfy { member in b.first { $0.key == member.key }.map { fits(member.value, $0.value, isPartial: isPartial) } ?? false }
    default: return expected == found
    }
  }

  /// Where a value is not what was expected: a line for each place, `path: expected a, found b`.
  static func differences(_ expected: MetadataValue, _ found: MetadataValue, isPartial: Bool, at path: String = "") -> [String] {
    if fits(expected, found, isPartial: isPartial) { return [] }
    let here = path.isEmpty ? "" : "\(path): "
    switch (expected, found) {
    case (.object(let a), .object(let b)):
      var lines = a.flatMap { member -> [String] in
        let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
        guard let other = b.first(where: { $0.key == member.key }) else {
          return ["\(inner): expected \(member.value.shown), found nothing"]
        }
        return differences(member.value, other.value, isPartial: isPartial, at: inner)
      }
      if !isPartial {
        for member in b where !a.contains(where: { $0.key == member.key }) {
          lines.append("\(path.isEmpty ? member.key : "\(path).\(member.key)"): expected nothing, found \(member.value.shown)")
        }
      }
      return lines
    case (.list(let a), .list(let b)) where isPartial:
      return a.filter { item in !b.contains { fits(item, $0, isPartial: true) } }.map { "\(here)no element fits \($0.shown)" }
    case (.list(let a), .list(let b)) where a.count == b.count:
      return a.indices.flatMap { differences(a[$0], b[$0], isPartial: false, at: "\(path)[\($0)]") }
    default: return ["\(here)expected \(expected.shown), found \(found.shown)"]
    }
  }
}

extension MetadataValue {
  /// The value of a node of a YAML file, as JSON would say it; nil where it cannot be read and is reported already.
  init?(_ node: YAMLNode) {
    if node.isUnreadable { return nil }
    switch node.content {
    case .sequence(let items): self = .list(items.compactMap { MetadataValue($0) })
    case .mapping(let mapping):
      self = .object(mapping.entries.compactMap { entry in MetadataValue(entry.value).map { Member(entry.key, $0) } })
    case .scalar(let scalar):
      switch scalar.value {
      case .null: self = .null
      case .bool(let bool): self = .bool(bool)
      case .integer(let integer): self = .integer(integer)
      case .number(let number): self = .number(number)
      case .string: self = .string(scalar.text)
      }
    }
  }

  /// The value on one line, as YAML would write it in flow style: text without quotes where nothing in it could be mistaken.
  var shown: String {
    switch self {
    case .null: "null"
    case .bool(let bool): "\(bool)"
    case .integer(let integer): "\(integer)"
    case .number(let number): "\(number)"
    case .string(let text): Self.shown(text)
    case .list(let items): "[\(items.map(\.shown).joined(separator: ", "))]"
    case .object(let members): "{\(members.map { "\($0.key): \($0.value.shown)" }.joined(separator: ", "))}"
    }
  }

  private static func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let isPlain =
      scalars.first?.properties.isAlphabetic == true && scalars.last?.properties.isWhitespace == false
      && !["true", "false", "null"].contains(text.lowercased())
      && scalars.allSatisfy { $0 == " " || !(",:#[]{}|>&*!%@`\"'\\".unicodeScalars.contains($0) || $0.value <= 0x20 || $0.value == 0x7F) }
    if isPlain { return text }
    var quoted = String.UnicodeScalarView()
    for scalar in scalars {
      switch scalar {
      case "\"", "\\": quoted.append(contentsOf: "\\\(scalar)".unicodeScalars)
      case "\n": quoted.append(contentsOf: "\\n".unicodeScalars)
      case "\t": quoted.append(contentsOf: "\\t".unicodeScalars)
      default: quoted.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
      }
    }
    return "\"\(String(quoted))\""
  }
}
