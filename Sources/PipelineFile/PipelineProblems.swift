import Pipeline
import YAML

/// Collects what is wrong with a pipeline over all its files.
final class PipelineProblems {
  private var found: [Diagnostic] = []
  private var sources: [String: YAMLSource] = [:]
  private var order: [String: Int] = [:]
  private let workingDirectory: String

  init(workingDirectory: String) { self.workingDirectory = workingDirectory }

  /// Makes the lines of a file known. Problems are sorted by file in the order of these calls.
  func register(_ source: YAMLSource) {
    sources[source.file] = source
    order[source.file] = order.count
  }

  /// Whether an error was found so far.
  var hasErrors: Bool { found.contains { $0.severity == .error } }

  func add(_ diagnostic: Diagnostic) { found.append(diagnostic) }

  func add(_ diagnostics: Diagnostics) { found.append(contentsOf: diagnostics.all) }

  func error(_ code: String, _ message: String, at location: SourceLocation?) {
    found.append(Diagnostic(code: code, message, at: location))
  }

  func warning(_ code: String, _ message: String, at location: SourceLocation?) {
    found.append(Diagnostic(.warning, code: code, message, at: location))
  }

  /// Everything once, by file, line and column, with source lines; files below the working directory by their relative path.
  var sorted: Diagnostics {
    var seen: Set<Diagnostic> = []
    var excerpts = LineExcerpts(workingDirectory: workingDirectory)
    let unique = found.map { completed($0, &excerpts) }.filter { seen.insert($0).inserted }
    let indexed = unique.enumerated().sorted { left, right in
      let (a, b) = (key(left.element), key(right.element))
      return a == b ? left.offset < right.offset : a < b
    }
    let all = indexed.map(\.element)
    if all.count <= YAMLLimits.problems { return Diagnostics(all) }
    let rest = "there are more problems than these \(YAMLLimits.problems): mend these first"
    return Diagnostics(all.prefix(YAMLLimits.problems) + [Diagnostic(.note, code: "more-problems", rest)])
  }

  private func completed(_ diagnostic: Diagnostic, _ excerpts: inout LineExcerpts) -> Diagnostic {
    let prefix = workingDirectory + "/"
    var diagnostic = diagnostic
    if let location = diagnostic.location {
      if diagnostic.excerpt == nil {
        diagnostic.excerpt = sources[location.file].map { $0.excerpt(line: location.line) } ?? excerpts.line(at: location)
      }
      if sources[location.file] == nil, location.file.hasPrefix(prefix) {
        diagnostic.location?.file = String(location.file.dropFirst(prefix.count))
      }
    }
    return diagnostic
  }

  private struct Key: Comparable {
    var file: Int
    var location: SourceLocation

    static func < (left: Key, right: Key) -> Bool {
      left.file == right.file
        ? (left.location.file, left.location.line, left.location.column) < (right.location.file, right.location.line, right.location.column)
        : left.file < right.file
    }

    static func == (left: Key, right: Key) -> Bool { !(left < right) && !(right < left) }
  }

  private func key(_ diagnostic: Diagnostic) -> Key {
    guard let location = diagnostic.location else { return Key(file: -1, location: SourceLocation(file: "", line: 1, column: 1)) }
    return Key(file: order[location.file] ?? .max, location: location)
  }
}
