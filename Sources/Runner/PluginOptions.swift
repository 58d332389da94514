import ArgumentParser
import Foundation
import Pipeline
import PipelineFile
import PluginHost

/// Where plugins are looked for.
struct PluginOptions: ParsableArguments {
  @Option(
    name: .customLong("plugins"), parsing: .singleValue,
    help: ArgumentHelp(
      "A folder with plugins, or of one; may be given more than once. TEXTMILL_PLUGIN_PATH and ./Plugins are searched after it.",
      valueName: "folder"))
  var folders: [String] = []

  @Flag(help: "Know the built-in stages alone.")
  var noPlugins = false

  /// The folders in the order in which they are searched: of two plugins with one name the first counts.
  var searched: [String] {
    let path = ProcessInfo.processInfo.environment["TEXTMILL_PLUGIN_PATH"] ?? ""
    let all = folders + path.split(separator: ":").map(String.init) + ["Plugins"]
    return all.map { absolutePath($0) }
  }

  /// The built-in stages and those of the plugins.
  ///
  /// - Parameters:
  ///   - libraries: Whether libraries are loaded when a pipeline names their stages.
  ///   - log: Takes what plugins say, and what is wrong with them; called on several threads.
  func registry(_ libraries: LibraryUse = .described, log: @escaping @Sendable (String) -> Void) -> StageRegistry {
    var registry = CommandLineRunner.registry.withLock { $0 }
    if noPlugins { return registry }
    for folder in folders where access(folder, F_OK) != 0 { log("warning: there is no folder '\(folder)' to look for plugins in") }
    let catalog = PluginCatalog(folders: searched)
    for diagnostic in catalog.entries.flatMap(\.diagnostics.all) { log("warning: a plugin cannot be used: \(diagnostic.line)") }
    for definition in catalog.definitions(libraries, log: log) where !registry.register(definition) {
      log("warning: a plugin's stage has the name '\(definition.descriptor.name)', which is taken; it is not used")
    }
    return registry
  }

  /// Finds the plugins that pipelines name under `plugins`; nil where there are to be none.
  ///
  /// - Parameters: As for `registry`.
  func finder(_ libraries: LibraryUse = .described, log: @escaping @Sendable (String) -> Void) -> PipelineLoader.PluginFinder? {
    if noPlugins { return nil }
    return { folder, registry in
      let catalog = PluginCatalog(folders: [folder])
      for definition in catalog.definitions(libraries, log: log) { registry.register(definition) }
      return Diagnostics(catalog.unbuilt + catalog.entries.flatMap(\.diagnostics.all))
    }
  }

  /// What is to be said of plugins that are not built, to whoever misses a stage.
  var unbuilt: [Diagnostic] { noPlugins ? [] : PluginCatalog(folders: searched).unbuilt }
}
