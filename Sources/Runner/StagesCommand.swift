import ArgumentParser
import Pipeline

/// `textmill stages`
struct StagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stages", abstract: "List the stages, or print the reference of some.",
    discussion: """
      EXAMPLES:
        textmill stages
        textmill stages segment
        textmill stages --all > stages.md
      """)

  @Argument(help: "The stages whose reference to print.")
  var names: [String] = []

  @Flag(help: "Print the reference of all stages.")
  var all = false
  @OptionGroup var plugins: PluginOptions

  func run() throws {
    let registry = plugins.registry { Terminal.say($0) }
    let wanted = all ? registry.names : names
    if wanted.isEmpty {
      let width = registry.names.map(\.count).max() ?? 0
      for definition in registry.definitions {
        let descriptor = definition.descriptor
        let padding = String(repeating: " ", count: width - descriptor.name.count)
        Terminal.print("\(descriptor.name)\(padding)  \(StageReference.sentence(descriptor.summary))")
      }
      return
    }
    let descriptors = try wanted.map { name in
      guard let definition = registry[name] else {
        if let unbuilt = plugins.unbuilt(offering: name) { throw ValidationError("there is no stage '\(name)'; \(unbuilt.message)") }
        throw ValidationError("there is no stage '\(name)'\(Suggestion.suffix(for: name, in: registry.names))")
      }
      return definition.descriptor
    }
    Terminal.print(descriptors.map { StageReference(descriptor: $0).markdown }.joined(separator: "\n"), terminator: "")
  }
}
