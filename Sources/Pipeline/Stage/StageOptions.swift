/// A value in a pipeline file, checked against the kind of its option.
public struct OptionValue: Sendable, Hashable {
  /// The value itself.
  public indirect enum Content: Sendable, Hashable {
    /// True or false.
    case bool(Bool)
    /// A whole number.
    case integer(Int)
    /// A number.
    case number(Double)
    /// Text, a choice, or a path.
    case string(String)
    /// A list.
    case list([OptionValue])
    /// A map or record, in the order of the file.
    case map([Member])
  }

  /// A key with its value.
  public struct Member: Sendable, Hashable {
    /// The key.
    public var key: String
    /// The value.
    public var value: OptionValue

    /// Creates a member.
    public init(_ key: String, _ value: OptionValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value itself.
  public var content: Content
  /// Where it stands; nil for a default.
  public var location: SourceLocation?

  /// Creates a value.
  public init(_ content: Content, at location: SourceLocation? = nil) {
    self.content = content
    self.location = location
  }
}

extension OptionValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A bool.
  public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
  /// A whole number.
  public init(integerLiteral value: Int) { self.init(.integer(value)) }
  /// A number.
  public init(floatLiteral value: Double) { self.init(.number(value)) }
  /// Text.
  public init(stringLiteral value: String) { self.init(.string(value)) }
  /// A list.
  public init(arrayLiteral elements: OptionValue...) { self.init(.list(elements)) }
  /// A map.
  public init(dictionaryLiteral elements: (String, OptionValue)...) { self.init(.map(elements.map { Member($0, $1) })) }
}

/// The options of a stage instance: every value fits its descriptor, defaults are filled in.
///
/// The accessors trap on a key that the descriptor lacks or on another kind: that is a mistake in the stage, not in a pipeline.
public struct StageOptions: Sendable {
  private let values: [String: OptionValue]
  private let keys: Set<String>

  /// Creates options from values that were checked against the descriptors, filling in defaults.
  public init(_ descriptors: [OptionDescriptor], given: [String: OptionValue] = [:]) {
    var values = given
    for descriptor in descriptors where values[descriptor.key] == nil {
      values[descriptor.key] = descriptor.defaultValue
    }
    self.values = values
    self.keys = Set(descriptors.map(\.key))
  }

  /// The value of an option, or nil where none is given and it has no default.
  public func value(_ key: String) -> OptionValue? {
    precondition(keys.contains(key), "the stage asks for the option '\(key)', which its descriptor lacks")
    return values[key]
  }

  /// Where the value stands in the pipeline file.
  public func location(of key: String) -> SourceLocation? { values[key]?.location }

  /// A bool.
  public func bool(_ key: String) -> Bool {
    guard case .bool(let value)? = value(key)?.content else { wrong(key, "a bool") }
    return value
  }

  /// A whole number.
  public func integer(_ key: String) -> Int {
    guard case .integer(let value)? = value(key)?.content else { wrong(key, "an integer") }
    return value
  }

  /// A number.
  public func number(_ key: String) -> Double {
    switch value(key)?.content {
    case .number(let value)?: value
    case .integer(let value)?: Double(value)
    default: wrong(key, "a number")
    }
  }

  /// Text, a choice, or a path.
  public func string(_ key: String) -> String {
    guard let string = optionalString(key) else { wrong(key, "a string") }
    return string
  }

  /// Text, a choice, or a path, where it is given.
  public func optionalString(_ key: String) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let string) = value.content else { wrong(key, "a string") }
    return string
  }

  /// A list; empty where none is given.
  public func list(_ key: String) -> [OptionValue] {
    guard let value = value(key) else { return [] }
    guard case .list(let list) = value.content else { return [value] }
    return list
  }

  /// A list of texts; empty where none is given.
  public func strings(_ key: String) -> [String] {
    list(key).map { element in
      guard case .string(let string) = element.content else { wrong(key, "a list of strings") }
      return string
    }
  }

  /// The members of a map; empty where none is given.
  public func map(_ key: String) -> [OptionValue.Member] {
    guard let value = value(key) else { return [] }
    guard case .map(let members) = value.content else { wrong(key, "a map") }
    return members
  }

  private func wrong(_ key: String, _ kind: String) -> Never {
    preconditionFailure("the stage asks for the option '\(key)' as \(kind), which its descriptor does not say")
  }
}

extension OptionValue {
  /// The fields of a record, with the defaults of its descriptors.
  public func record(_ descriptors: [OptionDescriptor]) -> StageOptions {
    guard case .map(let members) = content else { return StageOptions(descriptors) }
    return StageOptions(descriptors, given: Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
  }

  /// The text, if it is one.
  public var string: String? {
    if case .string(let string) = content { string } else { nil }
  }
}
