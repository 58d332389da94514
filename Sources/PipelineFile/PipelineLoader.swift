import Foundation
import Pipeline
import YAML

/// Reads a pipeline file, checks all of it, and makes the stages.
///
/// A file whose YAML cannot be read reports the one reason; otherwise every problem is reported in one go, sorted by place, and none that
/// only follows from another.
package struct PipelineLoader: Sendable {
  private let registry: StageRegistry
  private let pluginFinder: PluginFinder?
  private let isolator: StageIsolator?
  private let environment: [String: String]
  private let workingDirectory: String

  /// Creates a loader.
  ///
  /// - Parameters:
  ///   - registry: The stages that pipelines can name.
  ///   - environment: The variables for `${NAME}`.
  ///   - workingDirectory: An absolute path, which relative paths on the command line start from.
  ///   - pluginFinder: Finds the plugins that pipelines name under `plugins`; where there is none they are not looked for.
  ///   - isolator: Makes the stages that are to have processes of their own; where there is none they are made as others, to be looked at.
  package init(
    registry: StageRegistry, environment: [String: String] = ProcessInfo.processInfo.environment,
    workingDirectory: String = FileManager.default.currentDirectoryPath, pluginFinder: PluginFinder? = nil,
    isolator: StageIsolator? = nil
  ) {
    self.registry = registry
    self.pluginFinder = pluginFinder
    self.isolator = isolator
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

  /// What a pipeline is loaded for, which decides what is said of it beside its mistakes.
  package enum Purpose: Sendable {
    /// To be looked at, or tried on one text.
    case look
    /// To be run: a pipeline that writes nothing is warned of.
    case run
    /// To be checked: as for a run, and what the stages' files claim of themselves, such as examples of rules, is proved.
    case check
  }

  /// Loads a pipeline.
  ///
  /// - Parameters:
  ///   - path: The file, as the person named it.
  ///   - overrides: Options by the names of stages, as under the key `options` of a pipeline file, that stand in other files, such as one with tests.
  ///     They go over those of the pipeline, in order; relative paths in them are relative to the file in which they stand.
  ///   - sets: The arguments of `--set`, each `stage.option=value`; the last on an option wins.
  ///   - purpose: What the pipeline is loaded for.
  package func load(
    _ path: String, overrides: [(options: YAMLMapping, source: YAMLSource)] = [], sets: [String] = [], for purpose: Purpose = .look
  ) -> Outcome {
    let problems = PipelineProblems(workingDirectory: workingDirectory)
    let paths = PathResolver(workingDirectory: workingDirectory)
    let references = EnvironmentReferences(environment, problems)
    let chain = FileChain(path, paths, references, problems)
    for override in overrides { problems.register(override.source) }
    let settings = SetOption.parse(sets, problems)
    let folders = pluginFinder == nil ? [] : chain.plugins.reversed().compactMap { $0.folder(paths, problems) }
    let (registry, isComplete) = registry(with: chain.plugins, in: folders, problems)
    guard let stages = chain.stages else { return Outcome(pipeline: nil, diagnostics: problems.sorted) }

    var uses = StageUse.read(
      stages, registry, isComplete: isComplete, advising: { pluginFinder?.advice(onMissing: $0, folders) }, problems)
    let applier = StageOverrides(registry: registry, problems: problems, areComplete: uses.allSatisfy(\.isNameKnown))
    for file in chain.overriding { applier.apply(file.options, to: &uses) }
    for override in overrides { applier.apply(override.options, to: &uses) }
    applier.apply(settings, to: &uses)
    for index in uses.indices { uses[index].takeIsolation(problems) }

    let expects = chain.expects(in: registry, problems)
    var maker = StageMaker(registry: registry, paths: paths, expects: expects.map(\.layer), isolator: isolator, problems: problems)
    let made = uses.map { maker.make($0) }
    LayerOrder(stages: made, expects: expects, registry: registry, problems: problems).check()

    OutputName.checkClashes(made, problems)
    if purpose != .look { warnOfNoOutput(made, registry, problems) }
    if purpose == .check, !problems.hasErrors {
      for stage in made {
        if let checking = stage.made?.stage.stage as? any SelfCheckingStage { problems.add(checking.selfCheck()) }
      }
    }

    let diagnostics = problems.sorted
    if diagnostics.hasErrors { return Outcome(pipeline: nil, diagnostics: diagnostics) }
    let resolved = made.compactMap { $0.resolved(references) }
    let pipeline = ResolvedPipeline(
      name: chain.name, description: chain.description, files: chain.files.map(\.name), expects: expects.map(\.layer),
      plugins: chain.plugins, stages: resolved)
    return Outcome(pipeline: pipeline, diagnostics: diagnostics)
  }

  /// The stages with those of the plugins that the pipeline names, and whether all of these could be found.
  private func registry(
    with named: [ResolvedPipeline.Plugin], in folders: [PluginFinder.Folder], _ problems: PipelineProblems
  ) -> (registry: StageRegistry, isComplete: Bool) {
    guard let pluginFinder, !named.isEmpty else { return (registry, true) }
    let found = pluginFinder.find(folders)
    problems.add(found.diagnostics)
    return (found.registry, folders.count == named.count && !found.diagnostics.hasErrors)
  }

  /// Warns, at the last stage, of a pipeline none of whose stages writes outputs. Where a stage could not be made nothing is known.
  private func warnOfNoOutput(_ stages: [MadeStage], _ registry: StageRegistry, _ problems: PipelineProblems) {
    let writes = stages.contains { stage in
      stage.made.map { $0.stage.stage is any SinkStage || $0.stage.stage is any CollectionStage } ?? true
    }
    guard !writes, let last = stages.last else { return }
    let writer = registry.names.contains("export") ? "'export'" : "a stage that writes them"
    problems.warning(
      "no-output", "no stage of this pipeline writes outputs: a run leaves only its report; put \(writer) at the end of 'stages'",
      at: last.use.location)
  }
}
