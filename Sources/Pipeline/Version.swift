/// The version of Textmill.
public enum TextmillVersion {
  /// The release, by semantic versioning.
  public static let current = "0.1.0"
}
