import Pipeline

/// The JSON Schema (draft 2020-12) of pipeline files, from the descriptors of the stages: editors complete and check with it.
///
/// It accepts every file that loads. What a schema cannot say (order of stages, files that must exist) only loading checks.
package struct PipelineSchema {
  private let registry: StageRegistry

  private init(_ registry: StageRegistry) { self.registry = registry }

  /// The schema as indented JSON with a line end.
  package static func json(_ registry: StageRegistry) -> String {
    PipelineSchema(registry).schema.text + "\n"
  }

  private var schema: JSON {
    .object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Textmill pipeline")),
      ("type", .string("object")),
      ("additionalProperties", .bool(false)),
      ("anyOf", .array([required(["pipeline", "stages"]), required(["extends"])])),
      ("properties", .object(properties)),
      ("$defs", .object(definitions)),
    ])
  }

  private var properties: [(String, JSON)] {
    [
      ("pipeline", described("The pipeline's name", text)),
      ("description", described("What the pipeline is for", text)),
      ("extends", described("A pipeline file that this one builds on; its stages are replaced where this one has some", text)),
      ("expects", described("Layers that arrive with the input", oneOrMany(layer))),
      (
        "stages",
        described(
          "The stages in the order in which they run",
          .object([("type", .string("array")), ("minItems", .integer(1)), ("items", reference("stage"))]))
      ),
      ("options", described("Options by the name of the stage in the pipeline, put over those under 'stages'", overrides)),
      ("plugins", described("Plugins that offer stages", oneOrMany(text))),
    ]
  }

  private var definitions: [(String, JSON)] {
    let stages = registry.definitions.map(\.descriptor)
    let entries = stages.map { stage -> (String, JSON) in
      let needed = stage.options.filter(\.isRequired).map { JSON.string($0.key) }
      if needed.isEmpty { return (stage.name, .object([("anyOf", .array([reference(stage.name, in: "stages"), type("null")]))])) }
      return (stage.name, .object([("$ref", .string("#/$defs/stages/\(stage.name)")), ("required", .array(needed))]))
    }
    let names = stages.filter { !$0.options.contains(where: \.isRequired) }.map { stage in
      JSON.object([("const", .string(stage.name)), ("description", .string(stage.summary))])
    }
    let entry = JSON.object([
      ("type", .string("object")), ("minProperties", .integer(1)), ("maxProperties", .integer(1)), ("additionalProperties", .bool(false)),
      ("properties", .object(entries)),
    ])
    return [
      ("reference", .object([("type", .string("string")), ("pattern", .string(#"\$\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\}"#))])),
      ("stage", .object([("anyOf", .array(names + [reference("reference"), entry]))])),
      ("stages", .object(stages.map { ($0.name, options(of: $0)) })),
    ]
  }

  private var overrides: JSON {
    let known = registry.definitions.map { definition in
      (definition.descriptor.name, JSON.object([("anyOf", .array([reference(definition.descriptor.name, in: "stages"), type("object")]))]))
    }
    return .object([("type", .string("object")), ("properties", .object(known)), ("additionalProperties", type("object"))])
  }

  private func options(of stage: StageDescriptor) -> JSON {
    let name = ("as", described("The stage's name in this pipeline", text))
    let kinds = StageIsolation.Kind.allCases.map { JSON.string($0.rawValue) }
    let isolation = (
      "isolation", described("Where the stage works: in a process of its own, or in the program", orReference([("enum", .array(kinds))]))
    )
    return .object([
      ("description", .string(stage.summary)), ("type", .string("object")), ("additionalProperties", .bool(false)),
      ("properties", .object([name, isolation] + stage.options.map(property))),
    ])
  }

  private func property(_ option: OptionDescriptor) -> (String, JSON) {
    var members = [("description", JSON.string(option.summary))]
    if let value = option.defaultValue { members.append(("default", json(value))) }
    guard case .object(let kind) = schema(of: option.kind) else { return (option.key, .object(members)) }
    return (option.key, .object(members + kind))
  }

  /// The schema of the values of a kind.
  private func schema(of kind: OptionKind) -> JSON {
    switch kind {
    case .bool: orReference([("type", .string("boolean"))])
    case .integer(let range): orReference([("type", .string("integer"))] + bounds(range, .min, .max) { .integer($0) })
    case .number(let range): orReference([("type", .string("number"))] + bounds(range, -.infinity, .infinity) { .number($0) })
    case .string, .inputFile, .outputPath: text
    case .choice(let choices): orReference([("enum", .array(choices.map { .string($0) }))])
    case .list(let element): oneOrMany(schema(of: element))
    case .map(let element): .object([("type", .string("object")), ("additionalProperties", schema(of: element))])
    case .record(let fields):
      .object([
        ("type", .string("object")), ("additionalProperties", .bool(false)),
        ("required", .array(fields.filter(\.isRequired).map { .string($0.key) })),
        ("properties", .object(fields.map(property))),
      ])
    case .anyOf(let kinds): .object([("anyOf", .array(kinds.map(schema)))])
    }
  }

  private func bounds<Bound: Comparable>(
    _ range: ClosedRange<Bound>, _ lowest: Bound, _ highest: Bound, _ json: (Bound) -> JSON
  ) -> [(String, JSON)] {
    (range.lowerBound > lowest ? [("minimum", json(range.lowerBound))] : [])
      + (range.upperBound < highest ? [("maximum", json(range.upperBound))] : [])
  }

  /// Text; a number counts as it is written.
  private var text: JSON { .object([("type", .array([.string("string"), .string("number")]))]) }

  private var layer: JSON {
    .object([("anyOf", .array([.object([("enum", .array(Layer.builtIn.map { .string($0.name) }))]), type("string")]))])
  }

  private func type(_ name: String) -> JSON { .object([("type", .string(name))]) }

  private func required(_ keys: [String]) -> JSON { .object([("required", .array(keys.map { .string($0) }))]) }

  private func reference(_ name: String, in group: String? = nil) -> JSON {
    .object([("$ref", .string("#/$defs/" + (group.map { $0 + "/" } ?? "") + name))])
  }

  private func orReference(_ members: [(String, JSON)]) -> JSON {
    .object([("anyOf", .array([.object(members), reference("reference")]))])
  }

  private func oneOrMany(_ element: JSON) -> JSON {
    .object([("anyOf", .array([element, .object([("type", .string("array")), ("items", element)])]))])
  }

  private func described(_ description: String, _ schema: JSON) -> JSON {
    guard case .object(let members) = schema else { return schema }
    return .object([("description", .string(description))] + members)
  }

  private func json(_ value: OptionValue) -> JSON {
    switch value.content {
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .list(let items): .array(items.map(json))
    case .map(let members): .object(members.map { ($0.key, json($0.value)) })
    }
  }
}
