import Pipeline
import Records

/// Writes the descriptions of stages as JSON, in the form that `StageDescriptionReader` reads. Equal descriptions give equal bytes.
struct StageDescriptionWriter {
  private var json = JSONWriter()

  /// The description of a stage.
  static func json(of stage: StageDescriptor) -> [UInt8] {
    var writer = StageDescriptionWriter()
    writer.write(stage)
    return writer.json.bytes
  }

  private mutating func write(_ stage: StageDescriptor) {
    json.raw("{\"name\":")
    json.string(stage.name)
    json.raw(",\"summary\":")
    json.string(stage.summary)
    json.raw(",\"discussion\":")
    json.string(stage.discussion)
    json.raw(",\"options\":")
    write(stage.options)
    json.raw(",\"layers\":{\"requires\":")
    write(stage.layers.requires)
    json.raw(",\"uses\":")
    write(stage.layers.uses)
    json.raw(",\"writes\":")
    write(stage.layers.writes)
    json.raw(",\"updates\":")
    write(stage.layers.updates)
    json.raw("}")
    if !stage.columns.isEmpty { write(stage.columns) }
    json.raw(",\"examples\":")
    list(stage.examples) { $0.write($1) }
    json.raw("}")
  }

  private mutating func write(_ columns: [Layer: [String]]) {
    json.raw(",\"columns\":{")
    for (number, layer) in columns.sorted(by: { $0.key < $1.key }).enumerated() {
      if number > 0 { json.raw(",") }
      json.string(layer.key.name)
      json.raw(":")
      json.list(layer.value) { json, name in json.string(name) }
    }
    json.raw("}")
  }

  private mutating func write(_ layers: Set<Layer>) {
    json.list(layers.sorted()) { json, layer in json.string(layer.name) }
  }

  private mutating func write(_ options: [OptionDescriptor]) {
    list(options) { writer, option in
      writer.json.raw("{\"key\":")
      writer.json.string(option.key)
      writer.json.raw(",")
      writer.members(of: option.kind)
      if let value = option.defaultValue {
        writer.json.raw(",\"default\":")
        writer.json.option(value)
      }
      writer.json.raw(option.isRequired ? ",\"required\":true,\"summary\":" : ",\"summary\":")
      writer.json.string(option.summary)
      writer.json.raw("}")
    }
  }

  private mutating func members(of kind: OptionKind) {
    switch kind {
    case .bool: json.raw("\"kind\":\"bool\"")
    case .string: json.raw("\"kind\":\"string\"")
    case .inputFile: json.raw("\"kind\":\"file\"")
    case .outputPath: json.raw("\"kind\":\"output\"")
    case .integer(let range):
      json.raw("\"kind\":\"integer\"")
      if range.lowerBound != .min {
        json.raw(",\"minimum\":")
        json.integer(range.lowerBound)
      }
      if range.upperBound != .max {
        json.raw(",\"maximum\":")
        json.integer(range.upperBound)
      }
    case .number(let range):
      json.raw("\"kind\":\"number\"")
      if range.lowerBound != -.infinity {
        json.raw(",\"minimum\":")
        json.number(range.lowerBound)
      }
      if range.upperBound != .infinity {
        json.raw(",\"maximum\":")
        json.number(range.upperBound)
      }
    case .choice(let choices):
      json.raw("\"kind\":\"choice\",\"choices\":")
      json.list(choices) { json, choice in json.string(choice) }
    case .list(let items):
      json.raw("\"kind\":\"list\",\"items\":{")
      members(of: items)
      json.raw("}")
    case .map(let values):
      json.raw("\"kind\":\"map\",\"values\":{")
      members(of: values)
      json.raw("}")
    case .record(let fields):
      json.raw("\"kind\":\"record\",\"fields\":")
      write(fields)
    case .anyOf(let kinds):
      json.raw("\"kind\":\"any\",\"of\":")
      list(kinds) { writer, kind in
        writer.json.raw("{")
        writer.members(of: kind)
        writer.json.raw("}")
      }
    }
  }

  private mutating func write(_ example: StageExample) {
    json.raw("{\"summary\":")
    json.string(example.summary)
    json.raw(",\"options\":{")
    for (number, option) in example.options.sorted(by: { $0.key < $1.key }).enumerated() {
      if number > 0 { json.raw(",") }
      json.string(option.key)
      json.raw(":")
      json.option(option.value)
    }
    json.raw("},\"after\":")
    json.list(example.after) { json, name in json.string(name) }
    json.raw(",\"input\":")
    json.string(example.input)
    json.raw(",\"output\":{")
    for (number, layer) in example.output.sorted(by: { $0.key < $1.key }).enumerated() {
      if number > 0 { json.raw(",") }
      json.string(layer.key.name)
      json.raw(":")
      json.list(layer.value) { json, line in json.string(line) }
    }
    json.raw("}}")
  }

  private mutating func list<Element>(_ elements: [Element], _ write: (inout Self, Element) -> Void) {
    json.raw("[")
    for (number, element) in elements.enumerated() {
      if number > 0 { json.raw(",") }
      write(&self, element)
    }
    json.raw("]")
  }
}

extension JSONWriter {
  /// Appends the value of an option.
  mutating func option(_ value: OptionValue) {
    switch value.content {
    case .bool(let value): bool(value)
    case .integer(let value): integer(value)
    case .number(let value): number(value)
    case .string(let value): string(value)
    case .list(let items): list(items) { json, item in json.option(item) }
    case .map(let members):
      raw("{")
      for (number, member) in members.enumerated() {
        if number > 0 { raw(",") }
        string(member.key)
        raw(":")
        option(member.value)
      }
      raw("}")
    }
  }
}
