import ArgumentParser
import Foundation
import Pipeline
import PipelineFile

/// `textmill explain`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Print a pipeline as it will run: stages, options with their origin, layers in and out.",
    discussion: """
      EXAMPLES:
        textmill explain news.yaml
        textmill explain news.yaml --set summarize.method=lead
      """)

  @OptionGroup var pipeline: PipelineOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    Terminal.print(try pipeline.load(talk, libraries: .described).explanation, terminator: "")
  }
}

/// `textmill schema`
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of pipeline files, for completion and checks in editors.",
    discussion: """
      EXAMPLES:
        textmill schema > textmill.schema.json
      """)

  @OptionGroup var plugins: PluginOptions

  func run() throws {
    Terminal.print(PipelineSchema.json(plugins.registry { Terminal.say($0) }), terminator: "")
  }
}
