import ArgumentParser
import Pipeline
import PipelineFile

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
  func load(_ talk: TalkOptions, for purpose: PipelineLoader.Purpose = .look) throws -> ResolvedPipeline {
    let registry = plugins.registry { [talk] in talk.note($0) }
    let outcome = PipelineLoader(registry: registry).load(file, sets: sets, for: purpose)
    talk.report(outcome.diagnostics)
    guard let pipeline = outcome.pipeline else { throw Exit(.wrong) }
    return pipeline
  }
}
