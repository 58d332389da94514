import ArgumentParser
import Foundation
import Pipeline
import PipelineFile
import PipelineTesting

/// `textmill check`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Find every mistake in pipeline files. No document is read.",
    discussion: """
      The files that a pipeline names are checked with it, and the examples in files of rules are tried. Each mistake is a line file:line:column: error: message on standard output, with the source under it on a terminal. \
      The exit status is 2 if there is an error.

      EXAMPLES:
        textmill check Pipelines/*.yaml
        textmill check news.yaml --set summarize.sentences=5
      """)

  @Argument(help: ArgumentHelp("The pipeline files.", valueName: "pipeline"))
  var files: [String]
  @Option(name: .customLong("set"), parsing: .singleValue, help: ArgumentHelp("Set an option of a stage.", valueName: "stage.option=value"))
  var sets: [String] = []
  @OptionGroup var plugins: PluginOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    var hasErrors = false
    let log: @Sendable (String) -> Void = { [talk] in talk.note($0) }
    let (registry, finder) = (plugins.registry(log: log), plugins.finder(log: log))
    for file in files {
      if file.hasSuffix(PipelineTestLoader.suffix) {
        hasErrors = !isFine(PipelineTestLoader(registry: registry, pluginFinder: finder).load(file), file) || hasErrors
        continue
      }
      let outcome = PipelineLoader(registry: registry, pluginFinder: finder).load(file, sets: sets, for: .check)
      if !outcome.diagnostics.all.isEmpty { Terminal.print(talk.rendered(outcome.diagnostics, for: STDOUT_FILENO), terminator: "") }
      hasErrors = hasErrors || outcome.pipeline == nil
      if let pipeline = outcome.pipeline {
        let count = pipeline.stages.count
        talk.note("\(file): fine, \(count) stage\(count == 1 ? "" : "s")")
      }
    }
    if hasErrors { throw Exit(.wrong) }
  }

  /// Checks a file of tests, with the pipeline that it tests.
  private func isFine(_ outcome: PipelineTestLoader.Outcome, _ file: String) -> Bool {
    if !outcome.diagnostics.all.isEmpty { Terminal.print(talk.rendered(outcome.diagnostics, for: STDOUT_FILENO), terminator: "") }
    guard let test = outcome.test else { return false }
    talk.note("\(file): fine, \(test.cases.count) case\(test.cases.count == 1 ? "" : "s")")
    return true
  }
}
