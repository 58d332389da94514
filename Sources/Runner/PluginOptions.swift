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

  /// The folders, as they were named, in the order in which they are searched: of two plugins with one name the first counts.
  var searched: [String] { searched(with: []) }

  /// The folders with those that a pipeline names, which come after the command line's and before all others.
  private func searched(with named: [String]) -> [String] {
    let path = ProcessInfo.processInfo.environment["TEXTMILL_PLUGIN_PATH"] ?? ""
    return folders + named + path.split(separator: ":").map(String.init) + ["Plugins"]
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
  func finder(_ libraries: LibraryUse = .described, log: @escaping @Sendable (String) -> Void) -> PluginFinder? {
    if noPlugins { return nil }
    return PluginFinder { [self] named in
      let catalog = PluginCatalog(folders: searched(with: named.map(\.name)))
      let builtIn = CommandLineRunner.registry.withLock { $0 }
      var registry = builtIn
      for definition in catalog.definitions(libraries, log: log) { registry.register(definition) }
      return PluginFinder.Found(registry: registry, diagnostics: Self.diagnostics(of: catalog, in: named, builtIn))
    }
  }

  /// Makes the stages of pipelines that are to have processes of their own: this program, started again.
  ///
  /// - Parameter log: Takes what the processes say on standard error.
  static func isolator(log: @escaping @Sendable (String) -> Void) -> StageIsolator {
    let isolated = IsolatedStages(instances: ProcessInfo.processInfo.activeProcessorCount, log: log)
    return StageIsolator { (definition, stage, options, context) throws(Diagnostics) in
      if let stage { return isolated.stage(like: stage, definition.descriptor, options: options, context: context) }
      guard case .library(let manifest) = definition.home else { return try definition.make(options: options, context: context) }
      return try isolated.stage(ofLibrary: manifest, definition.descriptor, options: options, context: context)
    }
  }

  /// What is to be said of plugins that are not built, to whoever misses a stage.
  var unbuilt: [Diagnostic] { noPlugins ? [] : PluginCatalog(folders: searched).unbuilt }

  /// What is wrong with the plugins in the folders that a pipeline names. What is wrong with others is none of its business.
  private static func diagnostics(of catalog: PluginCatalog, in folders: [PluginFinder.Folder], _ builtIn: StageRegistry) -> Diagnostics {
    var found: [Diagnostic] = []
    var owners: [String: String] = [:]
    var used: Set<String> = []
    for folder in folders {
      let unbuilt = PluginCatalog(folders: [folder.name]).unbuilt
      if !unbuilt.isEmpty { used.insert(folder.path) }
      found += unbuilt.map { placed($0, at: folder) }
    }
    for entry in catalog.entries {
      let folder = folders.first { absolutePath(entry.file).hasPrefix(absolutePath($0.path) + "/") }
      if let folder {
        used.insert(folder.path)
        found += entry.diagnostics.all.map { placed($0, at: folder) }
      }
      guard let manifest = entry.manifest else { continue }
      for stage in manifest.stages {
        let owner = builtIn[stage.name] == nil ? owners[stage.name].map { "the plugin '\($0)' has as well" } : "is built in"
        if let owner, let folder {
          let message = "the stage '\(stage.name)' of the plugin '\(manifest.name)' is not used: it has the name of one that \(owner)"
          found.append(Diagnostic(.warning, code: "stage-name-taken", message, at: folder.location))
        }
        if owner == nil { owners[stage.name] = manifest.name }
      }
    }
    for folder in folders where !used.contains(folder.path) {
      let message =
        "the folder '\(folder.name)' is no plugin's and holds none: a plugin is a folder with a manifest, '\(PluginManifest.fileName)'"
      found.append(Diagnostic(code: "no-plugin", message, at: folder.location))
    }
    return Diagnostics(found)
  }

  /// What is wrong with a manifest stands in it; all else stands where the pipeline names the folder.
  private static func placed(_ diagnostic: Diagnostic, at folder: PluginFinder.Folder) -> Diagnostic {
    if diagnostic.location != nil { return diagnostic }
    // Another plugin of the name is used, as `--plugins` may want it.
    let severity = diagnostic.code == "duplicate-plugin" ? .warning : diagnostic.severity
    return Diagnostic(severity, code: diagnostic.code, diagnostic.message, at: folder.location)
  }
}
