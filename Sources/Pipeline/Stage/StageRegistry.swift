/// A stage type as the registry holds it: its descriptor, and how to make an instance. Built-in, library and process stages enter alike.
public struct StageDefinition: Sendable {
  /// The descriptor.
  public let descriptor: StageDescriptor
  /// Whose stage it is.
  package var home = StageHome.program
  private let makeStage: @Sendable (StageOptions, StageContext) throws(Diagnostics) -> any Stage

  /// The definition of a Swift type.
  public init(_ type: (some ConfigurableStage).Type) {
    self.init(type.descriptor) { (options, context) throws(Diagnostics) in try type.init(options: options, context: context) }
  }

  /// A definition from its parts.
  public init(
    _ descriptor: StageDescriptor, make: @escaping @Sendable (StageOptions, StageContext) throws(Diagnostics) -> any Stage
  ) {
    self.descriptor = descriptor
    self.makeStage = make
  }

  /// Makes an instance.
  public func make(options: StageOptions, context: StageContext) throws(Diagnostics) -> any Stage {
    try makeStage(options, context)
  }
}

/// Whose a stage is.
package enum StageHome: Sendable, Hashable {
  /// The program's: built in or compiled in.
  case program
  /// A plugin's library's; the plugin's manifest is at a path.
  case library(manifest: String)
  /// That of a plugin's program.
  case process
}

/// The stages that pipelines can name. A value: whoever adds stages makes a new registry.
public struct StageRegistry: Sendable {
  /// The definitions, in the order in which they were given.
  public private(set) var definitions: [StageDefinition]
  private var indices: [String: Int] = [:]

  /// Creates a registry. Of two stages with one name the first is kept.
  public init(_ definitions: [StageDefinition] = []) {
    self.definitions = []
    for definition in definitions { register(definition) }
  }

  /// The definition of a name.
  public subscript(name: String) -> StageDefinition? { indices[name].map { definitions[$0] } }

  /// All names, in order.
  public var names: [String] { definitions.map(\.descriptor.name) }

  /// Adds a stage; returns false, and changes nothing, where its name is taken.
  @discardableResult
  public mutating func register(_ definition: StageDefinition) -> Bool {
    let name = definition.descriptor.name
    if indices[name] != nil { return false }
    indices[name] = definitions.count
    definitions.append(definition)
    return true
  }

  /// The names of the stages that write a layer with default options, in order.
  public func writers(of layer: Layer) -> [String] {
    definitions.filter { $0.descriptor.layers.writes.contains(layer) }.map(\.descriptor.name)
  }
}
