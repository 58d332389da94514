/// What a stage gets besides its options.
public struct StageContext: Sendable {
  /// The stage's name in this pipeline: its own, or what `as:` says. Provenance and problems carry it.
  public let instance: String
  /// Where the stage stands in the pipeline file.
  public let location: SourceLocation?
  private let resources: SharedResources

  /// Creates a context.
  public init(instance: String, location: SourceLocation? = nil, resources: SharedResources = SharedResources()) {
    self.instance = instance
    self.location = location
    self.resources = resources
  }

  /// A model, lexicon or other immutable value that several stages of a run may use: made by the first that asks, kept for all.
  ///
  /// - Parameter key: A name that says what was loaded and from where.
  public func shared<Value: Sendable>(_ key: String, make: () throws(Diagnostics) -> Value) throws(Diagnostics) -> Value {
    try resources.value(key, make: make)
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
