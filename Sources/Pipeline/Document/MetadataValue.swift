/// A value of a document's metadata: what JSON can hold, with the order of keys kept.
public indirect enum MetadataValue: Sendable, Hashable {
  /// No value.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// Text.
  case string(String)
  /// A list.
  case list([MetadataValue])
  /// Names and values, in the order in which they stood.
  case object([Member])

  /// A name with its value.
  public struct Member: Sendable, Hashable {
    /// The name.
    public var key: String
    /// The value.
    public var value: MetadataValue

    /// Creates a member.
    public init(_ key: String, _ value: MetadataValue) {
      self.key = key
      self.value = value
    }
  }

  /// The string, if it is one.
  public var string: String? {
    if case .string(let string) = self { string } else { nil }
  }
}
