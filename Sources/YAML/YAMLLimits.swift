/// How large a YAML file may be. A file beyond a limit is refused with a message that names it.
package struct YAMLLimits: Sendable {
  /// Bytes in the file.
  package var bytes = 16 << 20
  /// Lists and mappings inside one another, aliases expanded.
  package var depth = 100
  /// Nodes in the file: scalars, lists and mappings.
  package var nodes = 1_000_000
  /// Nodes that aliases stand for, all together, each alias counted with all that it stands for.
  package var aliasedNodes = 100_000

  /// The problems that are reported for one file; more would only be a hostile file's way to make noise.
  package static let problems = 1_000

  /// The limits that all files have: far above what people write, low enough that a hostile file costs less than a second and 200 MB.
  package static let standard = YAMLLimits()
}
