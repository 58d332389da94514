import ArgumentParser
import Foundation
import Pipeline
import PluginHost

/// `textmill plugins`
struct PluginsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugins", abstract: "List the plugins that are found, build a plugin and its manifest, or check its program.",
    subcommands: [ListPlugins.self, BuildPlugins.self, CheckPlugins.self, DescribePlugin.self], defaultSubcommand: ListPlugins.self)

  /// `textmill plugins list`
  struct ListPlugins: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the plugins that are found, and what is wrong with the rest. Nothing of them is run.")

    @OptionGroup var plugins: PluginOptions

    func run() throws {
      let catalog = PluginCatalog(folders: plugins.searched)
      let entries = catalog.entries
      let unused = catalog.unusedStages(beside: CommandLineRunner.registry.withLock { $0 })
      for entry in entries {
        guard let manifest = entry.manifest else { continue }
        Terminal.print("\(manifest.name) \(manifest.version)  \(manifest.shownFolder)")
        for stage in manifest.stages {
          let isUnused = unused.contains { $0.name == stage.name && $0.manifest.name == manifest.name }
          Terminal.print("  \(stage.name)  \(isUnused ? "(not used) " : "")\(stage.summary)")
        }
      }
      if entries.isEmpty, catalog.unbuilt.isEmpty { Terminal.say("no plugin was found in \(plugins.searched.joined(separator: ", "))") }
      let problems = entries.flatMap(\.allDiagnostics.all)
      for problem in problems { Terminal.say(problem.line) }
      for warning in unused.map(\.warning) + catalog.outdated { Terminal.say(warning.line) }
      for note in catalog.unbuilt { Terminal.say("note: \(note.message)") }
      if problems.contains(where: { $0.severity == .error }) { throw Exit(.wrong) }
    }
  }

  /// `textmill plugins build`
  struct BuildPlugins: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "build", abstract: "Build plugins, ask them for their stages and write these into their manifests.",
      discussion: """
        A plugin in Swift is compiled for this very program, and its library loaded once in a process of its own; the program of any other is run once. \
        Without a folder all plugins in Swift that are found are built.

        EXAMPLES:
          textmill plugins build
          textmill plugins build Plugins/LanguageId
        """)

    @Argument(help: ArgumentHelp("The folders of the plugins.", valueName: "folder"))
    var folders: [String] = []
    @OptionGroup var plugins: PluginOptions

    func run() throws {
      var hasErrors = false
      let wanted = folders.isEmpty ? PluginCatalog.sourceFolders(in: plugins.searched) : folders
      if wanted.isEmpty { Terminal.say("no plugin in Swift was found in \(plugins.searched.joined(separator: ", "))") }
      for folder in wanted {
        do throws(Diagnostics) {
          let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
          let file = "\(folder)/\(PluginManifest.fileName)"
          let before = FileManager.default.contents(atPath: file)
          let manifest = try Self.build(folder)
          Terminal.print("\(manifest.name) \(manifest.version): \(manifest.stages.map(\.name).joined(separator: ", "))")
          if manifest.library == nil {
            Terminal.print("\(file): \(FileManager.default.contents(atPath: file) == before ? "as it was" : "rewritten")")
          }
          for stage in PluginCatalog(folders: [folder]).unusedStages(beside: CommandLineRunner.registry.withLock({ $0 })) {
            Terminal.say(stage.warning.line)
          }
          try Self.warn(of: manifest)
        } catch {
          for problem in error.all { Terminal.say(problem.line) }
          hasErrors = true
        }
      }
      if hasErrors { throw Exit(.wrong) }
    }

    /// Says which worked examples of a fresh library do not hold.
    private static func warn(of manifest: PluginManifest) throws(Diagnostics) {
      guard manifest.library != nil, manifest.stages.contains(where: { !$0.examples.isEmpty }) else { return }
      let trial = try LibraryBuilder.trial(of: manifest, by: DescribePlugin.command + ["--examples"])
      if trial.isSuccess { return }
      let lines = (trial.output + trial.errors).split(separator: "\n").filter { !$0.contains(" tried, ") }
      for line in lines { Terminal.say(line.hasPrefix("the example ") ? "warning: \(line)" : String(line)) }
    }

    private static func build(_ folder: String) throws(Diagnostics) -> PluginManifest {
      if PluginCatalog.sourceFolders(in: [folder]).isEmpty { return try ManifestBuilder.build(folder) { Terminal.say($0) } }
      return try LibraryBuilder.build(folder) { (manifest) throws(Diagnostics) in
        try LibraryBuilder.description(of: manifest, by: DescribePlugin.command)
      }
    }
  }

  /// `textmill plugins describe`, which `plugins build` calls so that a library that crashes takes only this process with it.
  struct DescribePlugin: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "describe", abstract: "Print the stages of a built plugin, or try their examples.", shouldDisplay: false)

    /// The command, to which the folder is appended.
    static var command: [String] {
      let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
      return [program, "plugins", Self._commandName]
    }

    @Argument(help: ArgumentHelp("The folder of the library.", valueName: "folder"))
    var folder: String
    @Flag(help: "Try the worked examples.")
    var examples = false

    func run() throws {
      do throws(Diagnostics) {
        let file = "\(absolutePath(folder))/\(PluginManifest.fileName)"
        let manifest = try ManifestReader.manifest(at: file, needsStages: false)
        if examples {
          let isFine = CheckPlugins.tryAll(PluginExamples(stages: manifest.libraryStages, folder: manifest.describedFolder))
          if isFine { return }
          throw Diagnostics()
        }
        Terminal.print(String(decoding: try LibraryBuilder.description(of: manifest), as: UTF8.self), terminator: "")
      } catch {
        for problem in error.all { Terminal.say(problem.line) }
        throw Exit(examples ? .documentsFailed : .wrong)
      }
    }
  }
}
