import ArgumentParser
import Foundation
import Pipeline
import PipelineFile
import Scaffolds

/// `textmill new`
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a pipeline or a plugin to begin with.", subcommands: [NewPipeline.self, NewPlugin.self])
}

/// `textmill new pipeline`
struct NewPipeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline", abstract: "Make a folder with a pipeline, its tests, and articles to try it on.",
    discussion: """
      Without --from the pipeline shows the usual stages, with names and rules of its own. A shipped pipeline (\(PipelineScaffold.shipped.joined(separator: ", "))) is copied \
      with all files that it names. Of a file the copy keeps the comments, and its relative paths are changed so that they lead to the files that they led to; for a pipeline \
      that differs from another in a few options alone, write 'extends:' instead. Nothing is ever overwritten.

      EXAMPLES:
        textmill new pipeline brief
        textmill new pipeline brief --from news
        textmill new pipeline brief --from desk/long.yaml --in pipelines
      """)

  @Argument(help: "The name: lower-case letters and digits, in words joined by '-'.")
  var name: String
  @Option(help: ArgumentHelp("A shipped pipeline, or a pipeline file, to copy.", valueName: "pipeline"))
  var from: String?
  @Option(name: [.customShort("o"), .customLong("in")], help: ArgumentHelp("The folder to make it in.", valueName: "folder"))
  var parent = "."
  @OptionGroup var plugins: PluginOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    do throws(Diagnostics) {
      let name = try ScaffoldName(name, of: "a pipeline")
      let place = NewPlace(name.text, in: parent)
      try Scaffold.checkAbsence(of: place.folder, named: place.name)
      let scaffold = try scaffold(name, place)
      try scaffold.write(to: place.folder, named: place.name)
      let pipeline = "\(place.name)/\(name.text).yaml"
      let hasArticles = scaffold.files.contains { $0.path.hasPrefix("articles/") }
      place.report(
        scaffold, "pipeline",
        from: .init(
          edit: pipeline,
          commands: hasArticles
            ? [
              ["check", pipeline], ["test", place.name], ["try", pipeline, "\(place.name)/articles"],
              ["run", pipeline, "\(place.name)/articles", "-o", "out/\(name.text)"],
            ] : [["check", pipeline], ["explain", pipeline]]))
    } catch {
      talk.report(error)
      throw Exit(.wrong)
    }
  }

  private func scaffold(_ name: ScaffoldName, _ place: NewPlace) throws(Diagnostics) -> Scaffold {
    guard let from else { return try PipelineScaffold.starting(name) }
    let isFile = FileManager.default.fileExists(atPath: from)
    if !isFile, PipelineScaffold.shipped.contains(from) { return try PipelineScaffold.copy(name, ofShipped: from) }
    if !isFile, !from.contains("/"), !from.hasSuffix(".yaml") {
      throw Diagnostics(
        Diagnostic(
          code: "unknown-pipeline",
          "there is neither a file nor a shipped pipeline '\(from)'\(Suggestion.suffix(for: from, in: PipelineScaffold.shipped)); "
            + "shipped are \(PipelineScaffold.shipped.joined(separator: ", "))"))
    }
    let registry = plugins.registry { [talk] in talk.note($0) }
    let outcome = PipelineLoader(registry: registry).load(from)
    if outcome.pipeline == nil { throw outcome.diagnostics }
    let (scaffold, warnings) = try PipelineScaffold.copy(name, of: from, in: place.folder, registry: registry)
    talk.report(warnings)
    return scaffold
  }
}

/// `textmill new plugin`
struct NewPlugin: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin", abstract: "Make a folder with a plugin, a pipeline that uses it, and tests of both.",
    discussion: """
      The plugin offers one stage of its name, which works as it is: change it to what you need. In Swift it runs inside the program, in Python beside it. It is made in Plugins, where textmill looks for plugins, unless --in names \
      another folder. Nothing is ever overwritten.

      EXAMPLES:
        textmill new plugin word-marks --language python
        textmill new plugin word-counts --language swift --in ~/plugins
      """)

  @Argument(help: "The name: lower-case letters and digits, in words joined by '-'.")
  var name: String
  @Option(help: ArgumentHelp("What the stage is to be written in.", valueName: "language"))
  var language: PluginScaffold.Language
  @Option(name: [.customShort("o"), .customLong("in")], help: ArgumentHelp("The folder to make it in.", valueName: "folder"))
  var parent = "Plugins"
  @OptionGroup var talk: TalkOptions

  func run() throws {
    do throws(Diagnostics) {
      let name = try ScaffoldName(name, of: "a plugin")
      let place = NewPlace(name.text, in: parent)
      try Scaffold.checkAbsence(of: place.folder, named: place.name)
      let scaffold = try PluginScaffold.starting(
        name, in: language, beside: CommandLineRunner.registry.withLock { $0 }, sources: PluginScaffold.sources(from: place.folder))
      try scaffold.write(to: place.folder, named: place.name)
      let pipeline = "\(place.name)/example.yaml"
      let build = language == .swift ? [["plugins", "build", place.name]] : []
      let source = language == .swift ? "Sources/\(name.type)Plugin/\(name.type)Stage.swift" : "\(name.stage)_plugin.py"
      place.report(
        scaffold, "plugin",
        from: .init(
          edit: "\(place.name)/\(source)",
          commands: build + [
            ["check", pipeline], ["test", place.name], ["run", pipeline, "\(place.name)/articles", "-o", "out/\(name.text)"],
          ]))
    } catch {
      talk.report(error)
      throw Exit(.wrong)
    }
  }
}

extension PluginScaffold.Language: ExpressibleByArgument {}

/// Where something new is made, and what is said about it.
private struct NewPlace {
  /// What to do with what was made.
  struct NextSteps {
    /// The file to change.
    var edit: String
    /// Arguments of `textmill`.
    var commands: [[String]]
  }

  /// The folder as the person calls it.
  let name: String
  /// The folder.
  let folder: String

  init(_ name: String, in parent: String) {
    let trimmed = parent.count > 1 && parent.hasSuffix("/") ? String(parent.dropLast()) : parent
    self.name = trimmed == "." ? name : "\(trimmed)/\(name)"
    folder = absolutePath(self.name)
  }

  /// Prints what was made and what to try, as commands that work as they stand.
  func report(_ scaffold: Scaffold, _ what: String, from steps: NextSteps) {
    Terminal.print("made the \(what) in '\(name)':")
    for file in scaffold.files { Terminal.print("  \(name)/\(file.path)") }
    Terminal.print("\nit works as it is:")
    for arguments in steps.commands { Terminal.print("  " + ([Self.program] + arguments).map(Self.quoted).joined(separator: " ")) }
    Terminal.print("\nthen change \(steps.edit)")
  }

  /// The program as it was called: the commands work in the same shell.
  private static var program: String { CommandLine.arguments.first.map { $0.isEmpty ? "textmill" : $0 } ?? "textmill" }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_./+:,=@%".unicodeScalars.contains($0)
      }
    return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }
}
