/// A place in a file that a person wrote: a pipeline file, a rule file, a gazetteer.
///
/// Lines and columns are 1-based; columns and `length` count Unicode scalars, as editors and compilers do.
public struct SourceLocation: Sendable, Hashable, Comparable {
  /// The file as the person named it, or a pseudo-file such as `--set`.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1.
  public var column: Int
  /// How many scalars on this line the problem covers; 1 or more.
  public var length: Int

  /// Creates a location.
  public init(file: String, line: Int, column: Int, length: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
    self.length = max(1, length)
  }

  /// Orders by file, then line, then column.
  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.file, left.line, left.column, left.length) < (right.file, right.line, right.column, right.length)
  }
}
