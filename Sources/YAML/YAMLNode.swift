import Pipeline

/// A value in a YAML file, with its place.
package struct YAMLNode: Sendable {
  /// What a node is.
  package enum Content: Sendable {
    /// Text, a number, a bool or nothing.
    case scalar(YAMLScalar)
    /// A list.
    case sequence([YAMLNode])
    /// A mapping.
    case mapping(YAMLMapping)
  }

  /// What it is.
  package var content: Content
  /// Where it stands: its first line. A node that an alias stands for has the alias's place; its children have their own.
  package var location: SourceLocation

  package init(_ content: Content, at location: SourceLocation) {
    self.content = content
    self.location = location
  }
}

/// The keys of a mapping with their values, in the order of the file. Keys are scalars and differ in their text.
package struct YAMLMapping: Sendable {
  /// A key with its value.
  package struct Entry: Sendable {
    /// The text of the key.
    package var key: String
    /// Where the key stands.
    package var keyLocation: SourceLocation
    /// Whether the key has no quotes.
    package var isPlainKey: Bool
    /// The value.
    package var value: YAMLNode

    package init(key: String, keyLocation: SourceLocation, isPlainKey: Bool = true, value: YAMLNode) {
      self.key = key
      self.keyLocation = keyLocation
      self.isPlainKey = isPlainKey
      self.value = value
    }
  }

  /// The entries.
  package var entries: [Entry]

  package init(_ entries: [Entry] = []) { self.entries = entries }

  /// The value of a key. O(entries).
  package subscript(key: String) -> YAMLNode? { entry(key)?.value }

  /// The entry of a key. O(entries).
  package func entry(_ key: String) -> Entry? { entries.first { $0.key == key } }
}

extension YAMLNode {
  /// The scalar, if it is one.
  package var scalar: YAMLScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
  /// The items, if it is a list.
  package var sequence: [YAMLNode]? { if case .sequence(let items) = content { items } else { nil } }
  /// The keys and values, if it is a mapping.
  package var mapping: YAMLMapping? { if case .mapping(let mapping) = content { mapping } else { nil } }

  /// Whether it stands for what could not be read and is reported already.
  package var isUnreadable: Bool { scalar?.style == .unreadable }
  /// Whether nothing stands there, or `null` or `~`.
  package var isNull: Bool { scalar?.value == .null }
  /// The text, if it is text or a number; a number as it is written.
  package var string: String? { scalar?.string }
  /// The whole number, if it is one.
  package var integer: Int? { scalar?.integer }
  /// The number, if it is one.
  package var number: Double? { scalar?.number }
  /// The bool, if it is one.
  package var bool: Bool? { scalar?.bool }

  /// What it is, for messages: `a list`, `an empty list`, `a mapping`, `the text 'x'`, `the number 3`, `true`, `nothing`.
  package var described: String {
    switch content {
    case .sequence(let items): items.isEmpty ? "an empty list" : "a list"
    case .mapping(let mapping): mapping.entries.isEmpty ? "an empty mapping" : "a mapping"
    case .scalar(let scalar):
      switch scalar.value {
      case .null: scalar.text.isEmpty ? "nothing" : scalar.text
      case .bool: scalar.text
      case .integer, .number: "the number \(scalar.text)"
      case .string: "the text \(Wording.quoted(scalar.text))"
      }
    }
  }
}
