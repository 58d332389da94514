import Pipeline

/// Runs the worked examples of stages.
package enum Examples {
  /// Runs every example of a stage. The registry holds the stages named in `after`.
  ///
  /// - Returns: What differs, a line for each difference; empty where all is well.
  package static func failures(of descriptor: StageDescriptor, in registry: StageRegistry) -> [String] {
    descriptor.examples.flatMap { example in
      do {
        let document = try run(example, of: descriptor.name, in: registry)
        return example.output.sorted { $0.key < $1.key }.compactMap { layer, expected in
          let found = document.lines(of: layer)
          return found == expected ? nil : "\(descriptor.name), '\(example.summary)': \(layer) is \(found), not \(expected)"
        }
      } catch {
        return ["\(descriptor.name), '\(example.summary)': \(error)"]
      }
    }
  }

  private static func run(_ example: StageExample, of name: String, in registry: StageRegistry) throws -> Document {
    let marked = MarkedText(example.input)
    var document = Document(id: "example", text: Text(marked.text))
    for stage in example.after {
      try plan(stage, [:], registry).run(on: &document)
    }
    if !marked.spans.isEmpty {
      document.entities = marked.spans.map { Entity($0.span, EntityType($0.label), by: Provenance("example/marked")) }
      document.layers.insert(.entities)
    }
    try plan(name, example.options, registry).run(on: &document)
    return document
  }

  /// An instance of a stage, ready to run.
  package static func plan(
    _ name: String, _ options: [String: OptionValue], _ registry: StageRegistry
  ) throws -> PlannedStage {
    guard let definition = registry[name] else {
      throw Diagnostics(Diagnostic(code: "unknown-stage", "the example needs the stage '\(name)', which is not in the registry"))
    }
    let options = StageOptions(definition.descriptor.options, given: options)
    return PlannedStage(name: name, stage: try definition.make(options: options, context: StageContext(instance: name)))
  }
}
