import Foundation
import Pipeline
import YAML

/// Reads a pipeline file, checks all of it, and makes the stages.
///
/// A file whose YAML cannot be read reports the one reason; otherwise every problem is reported in one go, sorted by place, and none that
/// only follows from another.
package struct PipelineLoader: Sendable {
  private let registry: StageRegistry
  private let environment: [String: String]
  private let workingDirectory: String

  /// Creates a loader.
  ///
  /// - Parameters:
  ///   - registry: The stages that pipelines can name.
  ///   - environment: The variables for `${NAME}`.
  ///   - workingDirectory: An absolute path, which relative paths on the command line start from.
  package init(
    registry: StageRegistry, environment: [String: String] = ProcessInfo.processInfo.environment,
    workingDirectory: String = FileManager.default.currentDirectoryPath
  ) {
    self.registry = registry
    self.environment = environment
    self.workingDirectory = workingDirectory
  }

  /// What came of loading.
  package struct Outcome: Sendable {
    /// The pipeline, if nothing is wrong with it.
    package let pipeline: ResolvedPipeline?
    /// Errors and warnings, sorted by place; there may be warnings beside a pipeline.
    package let diagnostics: Diagnostics
  }

  /// Loads a pipeline.
  ///
  /// - Parameters:
  ///   - path: The file, as the person named it.
  ///   - sets: The arguments of `--set`, each `stage.option=value`; the last on an option wins.
  package func load(_ path: String, sets: [String] = []) -> Outcome {
    let problems = PipelineProblems(workingDirectory: workingDirectory)
    let paths = PathResolver(workingDirectory: workingDirectory)
    let references = EnvironmentReferences(environment, problems)
    let chain = FileChain(path, paths, references, problems)
    let settings = SetOption.parse(sets, problems)
    guard let stages = chain.stages else { return Outcome(pipeline: nil, diagnostics: problems.sorted) }

    var uses = StageUse.read(stages, registry, problems)
    let overrides = StageOverrides(registry: registry, problems: problems, areComplete: uses.allSatisfy(\.isNameKnown))
    for file in chain.overriding { overrides.apply(file.options, to: &uses) }
    overrides.apply(settings, to: &uses)

    let maker = StageMaker(registry: registry, paths: paths, problems: problems)
    let made = uses.map(maker.make)
    let expects = chain.expects(in: registry, problems)
    LayerOrder(stages: made, expects: expects, registry: registry, problems: problems).check()

    OutputName.checkClashes(made, problems)

    let diagnostics = problems.sorted
    if diagnostics.hasErrors { return Outcome(pipeline: nil, diagnostics: diagnostics) }
    let resolved = made.compactMap { $0.resolved(references) }
    let pipeline = ResolvedPipeline(
      name: chain.name, description: chain.description, files: chain.files.map(\.name), expects: expects.map(\.layer),
      plugins: chain.plugins, stages: resolved)
    return Outcome(pipeline: pipeline, diagnostics: diagnostics)
  }
}
