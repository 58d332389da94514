import Pipeline

/// Validates JSON by the keywords of JSON Schema that our own schemas use; any other keyword is an error, so that none is passed over.
struct JSONSchema {
  let root: MetadataValue
  /// The places in the schema that some value reached, such as `/properties/tokens/items`.
  private(set) var reached: Set<String> = []

  init(_ root: MetadataValue) { self.root = root }

  /// What is wrong, a line for each thing.
  mutating func problems(of value: MetadataValue) -> [String] { check(value, root, "", "") }

  private mutating func check(_ value: MetadataValue, _ schema: MetadataValue, _ place: String, _ path: String) -> [String] {
    reached.insert(path)
    var problems: [String] = []
    for keyword in schema.members {
      switch keyword.key {
      case "$schema", "title", "description", "default", "$defs", "items", "additionalProperties": continue
      case "$ref":
        let name = String((keyword.value.string ?? "").dropFirst("#/$defs/".count))
        problems += check(value, root["$defs"]?[name] ?? .null, place, "/$defs/\(name)")
      case "const": if value != keyword.value { problems.append("\(place): not the constant") }
      case "enum": if !keyword.value.values.contains(value) { problems.append("\(place): not one of the values") }
      case "type":
        let types = keyword.value.string.map { [$0] } ?? keyword.value.values.compactMap(\.string)
        if !types.contains(where: value.isOf) { problems.append("\(place): not of type \(types)") }
      case "minLength": if let string = value.string, string.isEmpty { problems.append("\(place): empty") }
      case "minimum": if case .integer(let integer) = value, integer < 0 { problems.append("\(place): negative") }
      case "required":
        if case .object = value {
          problems += keyword.value.values.compactMap(\.string).filter { value[$0] == nil }.map { "\(place): '\($0)' is missing" }
        }
      case "dependentRequired":
        for rule in keyword.value.members where value[rule.key] != nil {
          problems += rule.value.values.compactMap(\.string).filter { value[$0] == nil }.map { "\(place): '\($0)' is missing" }
        }
      case "properties": problems += checkMembers(value, schema, keyword.value, place, path)
      case "anyOf":
        let outcomes = keyword.value.values.map { check(value, $0, place, path) }
        if !outcomes.contains(where: \.isEmpty) { problems += outcomes.first ?? [] }
      default: problems.append("the keyword '\(keyword.key)' is not known")
      }
    }
    if let items = schema["items"], case .list(let values) = value {
      for (index, element) in values.enumerated() { problems += check(element, items, "\(place)[\(index)]", path + "/items") }
    }
    return problems
  }

  private mutating func checkMembers(
    _ value: MetadataValue, _ schema: MetadataValue, _ properties: MetadataValue, _ place: String, _ path: String
  ) -> [String] {
    guard case .object(let members) = value else { return [] }
    var problems: [String] = []
    // The order of members is the order of the schema.
    let order = properties.members.map(\.key)
    let known = members.map(\.key).filter(order.contains)
    if known != order.filter(known.contains) { problems.append("\(place): members out of order: \(known)") }
    for member in members {
      if let property = properties[member.key] {
        problems += check(member.value, property, "\(place).\(member.key)", "\(path)/\(member.key)")
      } else if schema["additionalProperties"] == .bool(false) {
        problems.append("\(place): '\(member.key)' is not allowed")
      }
    }
    return problems
  }
}

extension MetadataValue {
  var members: [Member] { if case .object(let members) = self { members } else { [] } }
  var values: [MetadataValue] { if case .list(let values) = self { values } else { [] } }
  subscript(_ key: String) -> MetadataValue? { members.first { $0.key == key }?.value }

  func isOf(type: String) -> Bool {
    switch (type, self) {
    case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer), ("number", .number), ("string", .string),
      ("array", .list), ("object", .object):
      true
    default: false
    }
  }
}
