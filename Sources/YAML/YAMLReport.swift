import Pipeline

/// Collects what is wrong with a YAML file while it is decoded, each problem with its source line. One per file; not for several threads.
package final class YAMLReport {
  /// The file.
  package let source: YAMLSource
  /// The problems so far, in the order in which they were found.
  package private(set) var diagnostics = Diagnostics()

  /// Whether there are so many problems that no more are taken.
  package var isFull: Bool { diagnostics.all.count >= YAMLLimits.problems }

  /// Starts with no problem.
  package init(_ source: YAMLSource) { self.source = source }

  /// Adds an error.
  package func error(_ code: String, _ message: String, at location: SourceLocation) {
    if isFull { return }
    diagnostics.append(source.diagnostic(code: code, message, at: location))
  }

  /// Adds a warning.
  package func warning(_ code: String, _ message: String, at location: SourceLocation) {
    diagnostics.append(source.diagnostic(.warning, code: code, message, at: location))
  }

  /// Adds the error that a node is not what it should be, unless it is unreadable and thus reported already.
  ///
  /// - Parameters:
  ///   - what: What should be something else: `'sentences'`, `a rule`.
  ///   - expected: What it should be: `a whole number from 1 to 20`.
  package func wrongType(_ what: String, expected: String, _ node: YAMLNode) {
    if node.isUnreadable { return }
    error("wrong-type", "\(what) must be \(expected), not \(node.described)", at: node.location)
  }

  /// Adds problems found elsewhere.
  package func add(_ others: Diagnostics) { diagnostics.append(contentsOf: others) }

  /// Throws the problems, sorted by place, if there is an error.
  package func throwIfErrors() throws(Diagnostics) {
    try sorted.throwIfErrors()
  }

  /// The problems by line and column.
  package var sorted: Diagnostics {
    let indexed = diagnostics.all.enumerated().sorted { left, right in
      switch (left.element.location, right.element.location) {
      case (let a?, let b?) where (a.line, a.column) != (b.line, b.column): (a.line, a.column) < (b.line, b.column)
      default: left.offset < right.offset
      }
    }
    return Diagnostics(indexed.map(\.element))
  }
}
