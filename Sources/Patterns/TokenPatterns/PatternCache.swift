/// Definitions without parameters as they were read, so that each is read once for all patterns that name it.
final class PatternCache {
  /// A definition's pattern.
  struct Entry {
    var node: PatternNode
    /// How many atoms it has.
    var atoms: Int
    /// How deep they are nested.
    var height: Int
  }

  private struct Key: Hashable {
    var library: ObjectIdentifier
    var name: String
  }

  private var entries: [Key: Entry] = [:]

  /// The definition of a name in a library.
  subscript(library: PatternLibrary, name: String) -> Entry? {
    get { entries[Key(library: ObjectIdentifier(library.identity), name: name)] }
    set { entries[Key(library: ObjectIdentifier(library.identity), name: name)] = newValue }
  }
}
