import Pipeline
import YAML

/// Where a stage does its work: the reserved key `isolation` of a stage.
struct StageIsolation {
  /// The values of the key.
  enum Kind: String, CaseIterable {
    /// In a process of its own, whose crash costs the document at fault alone.
    case process
    /// In the program, as where nothing is said: undoes what a file below says.
    case none
  }

  let kind: Kind
  /// Where the value stands.
  let location: SourceLocation
}

/// Makes stages that work in processes of their own. The reader of pipeline files knows no processes itself: the program hands this in.
package struct StageIsolator: Sendable {
  private let body: @Sendable (StageDefinition, (any Stage)?, StageOptions, StageContext) throws(Diagnostics) -> any Stage

  /// Creates an isolator.
  ///
  /// - Parameter body: Called with the definition, the stage as it was made in this process where it is one of the program's, options and context.
  ///   A stage of a library is not made before, so that nothing of the library runs in this process. What it throws with the code `cannot-isolate`, or
  ///   against no option, is told at the key.
  package init(
    _ body: @escaping @Sendable (StageDefinition, (any Stage)?, StageOptions, StageContext) throws(Diagnostics) -> any Stage
  ) {
    self.body = body
  }

  func stage(
    _ definition: StageDefinition, like stage: (any Stage)?, options: StageOptions, context: StageContext
  ) throws(Diagnostics) -> any Stage {
    try body(definition, stage, options, context)
  }
}

extension StageUse {
  /// Takes the reserved key `isolation` out of the options, once all overrides are applied.
  mutating func takeIsolation(_ problems: PipelineProblems) {
    guard let index = options.entries.firstIndex(where: { $0.key == "isolation" }) else { return }
    let entry = options.entries.remove(at: index)
    if entry.value.isUnreadable { return }
    if let kind = entry.value.string.flatMap({ StageIsolation.Kind(rawValue: $0) }) {
      isolation = StageIsolation(kind: kind, location: entry.value.location)
      return
    }
    let values = StageIsolation.Kind.allCases.map(\.rawValue)
    let advice = entry.value.string.map { Suggestion.suffix(for: $0, in: values) } ?? ""
    problems.error(
      "bad-isolation", "'isolation' must be \(Wording.list(values, "or")), not \(entry.value.described)\(advice)",
      at: entry.value.isNull ? entry.keyLocation : entry.value.location)
  }
}

extension StageMaker {
  /// Makes the instance of a stage where the pipeline wants it: in this process or in one of its own.
  ///
  /// Where there is no isolator, nothing is started, and the stage is made as for a look at it.
  func instance(
    _ use: StageUse, _ definition: StageDefinition, _ options: StageOptions, _ context: StageContext
  ) throws(Diagnostics) -> any Stage {
    guard let isolation = use.isolation, isolation.kind == .process else { return try definition.make(options: options, context: context) }
    if definition.home == .process {
      problems.error(
        "cannot-isolate", "the stage '\(use.name)' is of a plugin that is a process of its own already: leave 'isolation' out",
        at: isolation.location)
      return try definition.make(options: options, context: context)
    }
    do throws(Diagnostics) {
      if case .library = definition.home, let isolator {
        return try isolator.stage(definition, like: nil, options: options, context: context)
      }
      let stage = try definition.make(options: options, context: context)
      if stage is any SinkStage || stage is any CollectionStage {
        let message = "the stage '\(use.name)' writes outputs, which is the work of the run itself: it cannot have a process of its own"
        problems.error("cannot-isolate", message, at: isolation.location)
        return stage
      }
      return try isolator?.stage(definition, like: stage, options: options, context: context) ?? stage
    } catch {
      throw Diagnostics(
        error.all.map { diagnostic in
          if diagnostic.code != "cannot-isolate" { return diagnostic }
          return Diagnostic(diagnostic.severity, code: diagnostic.code, diagnostic.message, at: isolation.location)
        })
    }
  }
}
