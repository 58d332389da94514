/// One problem found before any document is read, as data: the runner prints it, tests compare it, editors show it.
///
/// The message is one lower-case sentence without a final stop that names the thing and says what to do. It never holds
/// article text.
public struct Diagnostic: Error, Sendable, Hashable {
  /// How bad it is.
  public enum Severity: String, Sendable, Hashable {
    /// The pipeline cannot run.
    case error
    /// The pipeline runs, but probably not as meant.
    case warning
    /// An addition to the diagnostic before it.
    case note
  }

  /// How bad it is.
  public var severity: Severity
  /// A stable name in kebab-case, such as `unknown-option`, for scripts and searches.
  public var code: String
  /// What is wrong and what to do.
  public var message: String
  /// Where, if it is anywhere.
  public var location: SourceLocation?
  /// The source line at `location`, without its line end, so that it can be shown with a caret.
  public var excerpt: String?

  /// Creates a diagnostic.
  public init(
    _ severity: Severity = .error, code: String, _ message: String, at location: SourceLocation? = nil, excerpt: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.location = location
    self.excerpt = excerpt
  }

  /// `file:line:column: error: message`, or `error: message` where there is no location.
  public var line: String {
    guard let location else { return "\(severity.rawValue): \(message)" }
    return "\(location.file):\(location.line):\(location.column): \(severity.rawValue): \(message)"
  }
}

/// All that is wrong with something, not only the first problem.
public struct Diagnostics: Error, Sendable, Hashable {
  /// The problems, in the order in which they were found.
  public var all: [Diagnostic]

  /// Creates a collection of problems.
  public init(_ all: [Diagnostic] = []) {
    self.all = all
  }

  /// Creates one from a single problem.
  public init(_ diagnostic: Diagnostic) {
    self.all = [diagnostic]
  }

  /// Adds a problem.
  public mutating func append(_ diagnostic: Diagnostic) {
    all.append(diagnostic)
  }

  /// Adds the problems of another collection.
  public mutating func append(contentsOf other: Diagnostics) {
    all.append(contentsOf: other.all)
  }

  /// Whether any problem is an error.
  public var hasErrors: Bool {
    all.contains { $0.severity == .error }
  }

  /// Throws the collection if it holds an error.
  public func throwIfErrors() throws(Diagnostics) {
    if hasErrors { throw self }
  }
}

extension Diagnostics: CustomStringConvertible {
  /// Every problem on a line of its own.
  public var description: String {
    all.map(\.line).joined(separator: "\n")
  }
}
