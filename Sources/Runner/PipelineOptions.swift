import ArgumentParser
import Pipeline
import PipelineFile
import PluginHost

/// The pipeline that a command works with.
struct PipelineOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The pipeline file.", valueName: "pipeline"))
  var file: String

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set an option of a stage; may be given more than once.", valueName: "stage.option=value"))
  var sets: [String] = []

  @OptionGroup var plugins: PluginOptions

  /// Reads and checks the pipeline. Where it is wrong, all its mistakes are reported and the command ends.
  ///
  /// - Parameter libraries: Whether libraries with stages of the pipeline are loaded.
  func load(_ talk: TalkOptions, for purpose: PipelineLoader.Purpose = .look, libraries: LibraryUse = .loaded) throws -> ResolvedPipeline {
    let log: @Sendable (String) -> Void = { [talk] in talk.note($0) }
    let loader = PipelineLoader(
      registry: plugins.registry(libraries, log: log), pluginFinder: plugins.finder(libraries, log: log),
      isolator: libraries == .loaded ? PluginOptions.isolator(log: log) : nil)
    let outcome = loader.load(file, sets: sets, for: purpose)
    talk.report(outcome.diagnostics)
    guard let pipeline = outcome.pipeline else { throw Exit(.wrong) }
    return pipeline
  }
}
