/// What a stage gets besides its options.
public struct StageContext: Sendable {
  /// The stage's name in this pipeline: its own, or what `as:` says. Provenance and problems carry it.
  public let instance: String
  /// Where the stage stands in the pipeline file.
  public let location: SourceLocation?
  /// Plugins' layers that stages before this one write, or that arrive with the input.
  package let openLayers: [DeclaredLayer]
  private let resources: SharedResources

  /// Creates a context with the plugins' layers that are there when the stage runs.
  package init(instance: String, location: SourceLocation?, resources: SharedResources, openLayers: [DeclaredLayer]) {
    self.instance = instance
    self.location = location
    self.resources = resources
    self.openLayers = openLayers
  }

  /// Creates a context.
  public init(instance: String, location: SourceLocation? = nil, resources: SharedResources = SharedResources()) {
    self.instance = instance
    self.location = location
    self.resources = resources
    self.openLayers = []
  }

  /// A model, lexicon or other immutable value that several stages of a run may use: made by the first that asks, kept for all.
  ///
  /// - Parameters:
  ///   - key: A name that says what was loaded and from where.
  ///   - make: Loads it. Where two ask at once both may load it, and the first value is what both get.
  public func shared<Value: Sendable>(_ key: String, make: () throws(Diagnostics) -> Value) throws(Diagnostics) -> Value {
    try resources.value(key, make: make)
  }
}

/// What is known of a plugin's layer before a run.
package struct DeclaredLayer: Sendable, Hashable {
  /// The layer.
  package let layer: Layer
  /// The members that tables show as columns, as the stage that writes it says.
  package let columns: [String]

  /// Creates a declaration.
  package init(_ layer: Layer, columns: [String] = []) {
    self.layer = layer
    self.columns = columns
  }
}

/// The values that the stages of a run share.
public final class SharedResources: Sendable {
  private let values = Locked<[String: any Sendable]>([:])

  /// Creates an empty store.
  public init() {}

  func value<Value: Sendable>(_ key: String, make: () throws(Diagnostics) -> Value) throws(Diagnostics) -> Value {
    let slot = "\(key) \(Value.self)"
    if let known = values.withLock({ $0[slot] as? Value }) { return known }
    let made = try make()
    return values.withLock { values in
      if let known = values[slot] as? Value { return known }
      values[slot] = made
      return made
    }
  }
}
