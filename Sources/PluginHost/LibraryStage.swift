import Pipeline

/// How the stages of libraries are made.
package enum LibraryUse: Sendable {
  /// The library is checked, but nothing of it is loaded: the stage only says what its manifest says.
  case described
  /// The library is loaded, and the stage is its own.
  case loaded
}

/// The definitions of stages in libraries.
enum LibraryStages {
  /// The definition of a stage that a manifest describes.
  ///
  /// - Parameter log: Takes the warning of a library whose sources were changed since, once, when the first of its stages is made.
  static func definition(
    of stage: StageDescriptor, in manifest: PluginManifest, _ use: LibraryUse, log: @escaping @Sendable (String) -> Void
  ) -> StageDefinition {
    var definition = StageDefinition(stage) { (options, context) throws(Diagnostics) in
      switch use {
      case .described:
        try LibraryCheck.check(manifest)
        LibraryFreshness.warnOnce(of: manifest, log)
        return stage.options.contains { $0.kind.isOutput } ? DescribedSink(layers: stage.layers) : DescribedStage(layers: stage.layers)
      case .loaded:
        let definitions = try LibraryLoader.definitions(of: manifest)
        LibraryFreshness.warnOnce(of: manifest, log)
        guard let definition = definitions.first(where: { $0.descriptor.name == stage.name }) else {
          throw LibraryCheck.stale(manifest, "its library does not offer the stage '\(stage.name)'")
        }
        return try definition.make(options: options, context: context)
      }
    }
    definition.home = .library(manifest: manifest.file)
    return definition
  }
}

/// A stage that is known by its description alone.
private struct DescribedStage: Stage {
  let layers: LayerUse

  func process(_ document: inout Document) throws(StageFailure) { throw .notLoaded }
}

/// A stage that writes outputs and is known by its description alone.
private struct DescribedSink: SinkStage {
  let layers: LayerUse

  func process(_ document: inout Document) throws(StageFailure) { throw .notLoaded }

  func render(_ document: Document) throws(StageFailure) -> Rendering { throw .notLoaded }

  func makeSink(in output: OutputFolder) throws(OutputFailure) -> any Sink {
    throw OutputFailure(path: output.path, StageFailure.notLoaded.message)
  }
}

extension StageFailure {
  fileprivate static let notLoaded = StageFailure(
    code: "not-loaded", "the plugin was looked at and not loaded, so that its stage cannot run")
}

extension OptionKind {
  /// Whether values of this kind name outputs.
  fileprivate var isOutput: Bool {
    switch self {
    case .outputPath: true
    case .list(let kind), .map(let kind): kind.isOutput
    case .record(let fields): fields.contains { $0.kind.isOutput }
    case .anyOf(let kinds): kinds.contains { $0.isOutput }
    default: false
    }
  }
}
