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
    for diagnostic in Self.warnings(of: catalog, beside: registry) {
      log(diagnostic.severity == .error ? "warning: a plugin cannot be used: \(diagnostic.line)" : diagnostic.line)
    }
    for definition in catalog.definitions(libraries, log: log) { registry.register(definition) }
    return registry
  }

  /// What is wrong with plugins, and which of them and of their stages are not used.
  private static func warnings(of catalog: PluginCatalog, beside builtIn: StageRegistry) -> [Diagnostic] {
    catalog.entries.flatMap(\.diagnostics.all) + catalog.unusedStages(beside: builtIn).map(\.warning)
  }

  /// Finds the plugins that pipelines name under `plugins`; nil where there are to be none.
  ///
  /// - Parameters: As for `registry`.
  func finder(_ libraries: LibraryUse = .described, log: @escaping @Sendable (String) -> Void) -> PluginFinder? {
    if noPlugins { return nil }
    return PluginFinder(advising: { [self] stage, named in advice(onMissing: stage, searched(with: named.map(\.name))) }) { [self] named in
      let catalog = PluginCatalog(folders: searched(with: named.map(\.name)))
      let builtIn = CommandLineRunner.registry.withLock { $0 }
      var registry = builtIn
      for definition in catalog.definitions(libraries, log: log) { registry.register(definition) }
      // What is said where the registry is made, before any pipeline is read, is not said again.
      let told = Set(Self.warnings(of: PluginCatalog(folders: searched), beside: builtIn))
      return PluginFinder.Found(registry: registry, diagnostics: Self.diagnostics(of: catalog, in: named, builtIn, told))
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

  /// The plugins of a pipeline's stages, by name.
  func used(by pipeline: ResolvedPipeline) -> [PluginManifest] {
    let builtIn = CommandLineRunner.registry.withLock { $0 }
    let stages = Set(pipeline.stages.map(\.stage)).filter { builtIn[$0] == nil }
    if noPlugins || stages.isEmpty { return [] }
    let paths = PathResolver(workingDirectory: FileManager.default.currentDirectoryPath)
    let named = pipeline.plugins.reversed().map { paths.named($0.path, by: $0.location.file) }
    let manifests = PluginCatalog(folders: searched(with: named)).entries.compactMap(\.manifest)
    let owners = stages.compactMap { stage in manifests.first { $0.stages.contains { $0.name == stage } } }
    var seen: Set<String> = []
    return owners.filter { seen.insert($0.name).inserted }.sorted { $0.name < $1.name }
  }

  /// What is to be said to whoever misses a stage.
  ///
  /// - Parameter folders: The folders that were searched.
  private func advice(onMissing stage: String, _ folders: [String]) -> PluginFinder.Advice {
    let catalog = PluginCatalog(folders: folders)
    if let diagnostic = catalog.unbuilt(offering: stage) { return PluginFinder.Advice(diagnostic.message, isSure: true) }
    let shown = folders.map { "'\($0)'" }.joined(separator: ", ")
    let looked = "plugins are looked for in \(shown); 'plugins:' in the pipeline file or --plugins names other folders"
    let unbuilt = catalog.unbuilt.map { "\($0.message); " }.joined()
    return PluginFinder.Advice("'textmill stages' lists those that there are; \(unbuilt)\(looked)", isSure: false)
  }

  /// What is to be said to whoever asks for a stage that there is not: that a plugin that is not built seems to have it; nil where none does.
  func unbuilt(offering stage: String) -> Diagnostic? { noPlugins ? nil : PluginCatalog(folders: searched).unbuilt(offering: stage) }

  /// What is wrong with the plugins in the folders that a pipeline names. What is wrong with others is none of its business.
  private static func diagnostics(
    of catalog: PluginCatalog, in folders: [PluginFinder.Folder], _ builtIn: StageRegistry, _ told: Set<Diagnostic>
  ) -> Diagnostics {
    var found: [Diagnostic] = []
    var used: Set<String> = []
    func folder(of file: String) -> PluginFinder.Folder? {
      folders.first { absolutePath(file).hasPrefix(absolutePath($0.path) + "/") }
    }
    for folder in folders {
      let unbuilt = PluginCatalog(folders: [folder.name]).unbuilt
      if !unbuilt.isEmpty { used.insert(folder.path) }
      found += unbuilt.map { placed($0, at: folder) }
    }
    for entry in catalog.entries {
      guard let folder = folder(of: entry.file) else { continue }
      used.insert(folder.path)
      found += entry.diagnostics.all.filter { $0.severity == .error || !told.contains($0) }.map { placed($0, at: folder) }
    }
    for stage in catalog.unusedStages(beside: builtIn) where !told.contains(stage.warning) {
      if let folder = folder(of: stage.manifest.file) { found.append(placed(stage.warning, at: folder)) }
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
    return Diagnostic(diagnostic.severity, code: diagnostic.code, diagnostic.message, at: folder.location)
  }
}
