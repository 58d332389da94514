import Foundation
import YAML

/// Checks YAML against the part of JSON Schema that `PipelineSchema` uses; an unknown keyword is a failure, so that none is passed over.
struct SchemaValidator {
  private let root: [String: Any]

  init(_ root: [String: Any]) { self.root = root }

  func accepts(_ node: YAMLNode) -> Bool { accepts(node, root) }

  private func accepts(_ node: YAMLNode, _ schema: [String: Any]) -> Bool {
    schema.allSatisfy { keyword, value in
      switch keyword {
      case "$schema", "$defs", "title", "description", "default": true
      case "$ref": (value as? String).flatMap(resolve).map { accepts(node, $0) } ?? false
      case "type": types(value).contains { isType(node, $0) }
      case "const": node.string == value as? String
      case "enum": (value as? [String] ?? []).contains(node.string ?? "")
      case "anyOf": (value as? [[String: Any]] ?? []).contains { accepts(node, $0) }
      case "required": node.mapping.map { mapping in (value as? [String] ?? []).allSatisfy { mapping[$0] != nil } } ?? true
      case "minimum": node.number.map { $0 >= (value as? Double ?? .infinity) } ?? true
      case "maximum": node.number.map { $0 <= (value as? Double ?? -.infinity) } ?? true
      case "minItems": node.sequence.map { $0.count >= value as? Int ?? .max } ?? true
      case "minProperties": node.mapping.map { $0.entries.count >= value as? Int ?? .max } ?? true
      case "maxProperties": node.mapping.map { $0.entries.count <= value as? Int ?? 0 } ?? true
      case "items": node.sequence.map { $0.allSatisfy { accepts($0, value as? [String: Any] ?? [:]) } } ?? true
      case "pattern": node.string.map { $0.range(of: value as? String ?? "^$", options: .regularExpression) != nil } ?? true
      case "properties":
        members(node).allSatisfy { key, member in (value as? [String: [String: Any]])?[key].map { accepts(member, $0) } ?? true }
      case "additionalProperties": additional(node, schema, value)
      default: false
      }
    }
  }

  private func members(_ node: YAMLNode) -> [(String, YAMLNode)] { node.mapping?.entries.map { ($0.key, $0.value) } ?? [] }

  private func additional(_ node: YAMLNode, _ schema: [String: Any], _ value: Any) -> Bool {
    let known = schema["properties"] as? [String: Any] ?? [:]
    let others = members(node).filter { known[$0.0] == nil }
    if let schema = value as? [String: Any] { return others.allSatisfy { accepts($0.1, schema) } }
    return others.isEmpty
  }

  private func types(_ value: Any) -> [String] { value as? [String] ?? (value as? String).map { [$0] } ?? [] }

  private func isType(_ node: YAMLNode, _ type: String) -> Bool {
    switch (type, node.content) {
    case ("object", .mapping), ("array", .sequence): true
    case ("string", .scalar(let scalar)): scalar.value == .string
    case ("number", .scalar(let scalar)): scalar.number != nil
    case ("integer", .scalar(let scalar)): scalar.integer != nil
    case ("boolean", .scalar(let scalar)): scalar.bool != nil
    case ("null", .scalar(let scalar)): scalar.value == .null
    default: false
    }
  }

  private func resolve(_ reference: String) -> [String: Any]? {
    reference.dropFirst(2).split(separator: "/").reduce(root as Any?) { ($0 as? [String: Any])?[String($1)] } as? [String: Any]
  }
}
