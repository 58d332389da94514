import Pipeline

/// How the type of an entity may be written: capitals, digits and `_`, a capital first.
package enum EntityTypeName {
  /// Whether a name is one.
  package static func isValid(_ name: some Collection<UInt8>) -> Bool {
    guard let first = name.first, first &- 0x41 < 26 else { return false }
    return name.allSatisfy { $0 &- 0x41 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F }
  }

  /// What to say about one that is not.
  package static func complaint(about name: String) -> String {
    "the type '\(name)' is not written in capitals, digits and '_'\(Suggestion.suffix(for: name, in: EntityType.builtIn.map(\.name)))"
  }
}
