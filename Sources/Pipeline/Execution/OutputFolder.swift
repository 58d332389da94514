/// The folder that a run writes to. Outputs are staged under `.textmill` inside it and put in their places at the end.
public struct OutputFolder: Sendable {
  /// The absolute path.
  public let path: String

  /// Names a folder.
  public init(path: String) { self.path = path }
}
