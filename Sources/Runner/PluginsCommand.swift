import ArgumentParser
import Foundation
import Pipeline
import PluginHost

/// `textmill plugins`
struct PluginsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugins", abstract: "List the plugins that are found, or bring a plugin's manifest up to date.",
    subcommands: [ListPlugins.self, BuildPlugins.self], defaultSubcommand: ListPlugins.self)

  /// `textmill plugins list`
  struct ListPlugins: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the plugins that are found, and what is wrong with the rest. Nothing of them is run.")

    @OptionGroup var plugins: PluginOptions

    func run() throws {
      let entries = PluginCatalog(folders: plugins.searched).entries
      for entry in entries {
        guard let manifest = entry.manifest else { continue }
        Terminal.print("\(manifest.name) \(manifest.version)  \(manifest.folder)")
        for stage in manifest.stages { Terminal.print("  \(stage.name)  \(stage.summary)") }
      }
      if entries.isEmpty { Terminal.say("no plugin was found in \(plugins.searched.joined(separator: ", "))") }
      let problems = entries.flatMap(\.diagnostics.all)
      for problem in problems { Terminal.say(problem.line) }
      if !problems.isEmpty { throw Exit(.wrong) }
    }
  }

  /// `textmill plugins build`
  struct BuildPlugins: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "build", abstract: "Ask plugins for their stages and write them into their manifests.",
      discussion: """
        The program of each plugin is run once, to describe its stages.

        EXAMPLES:
          textmill plugins build Plugins/LanguageId
        """)

    @Argument(help: ArgumentHelp("The folders of the plugins.", valueName: "folder"))
    var folders: [String]

    func run() throws {
      var hasErrors = false
      for folder in folders {
        do throws(Diagnostics) {
          let manifest = try ManifestBuilder.build(absolutePath(folder)) { Terminal.say($0) }
          Terminal.print("\(manifest.name) \(manifest.version): \(manifest.stages.map(\.name).joined(separator: ", "))")
        } catch {
          for problem in error.all { Terminal.say(problem.line) }
          hasErrors = true
        }
      }
      if hasErrors { throw Exit(.wrong) }
    }
  }
}
