import Foundation
import Pipeline

/// The plugins in some folders, by their manifests. Nothing of them is run.
package struct PluginCatalog: Sendable {
  /// A folder with a manifest.
  package struct Entry: Sendable {
    /// The manifest's path, as the person named its folder.
    package var file: String
    /// What it says; nil where it cannot be used.
    package var manifest: PluginManifest?
    /// What is wrong with it.
    package var diagnostics: Diagnostics

    /// What is wrong with it and with its library, which is read for this and not loaded.
    package var allDiagnostics: Diagnostics {
      guard let manifest else { return diagnostics }
      do throws(Diagnostics) {
        try LibraryCheck.check(manifest)
        return diagnostics
      } catch {
        return error
      }
    }
  }

  /// What was found, in the order of the folders and then by name. Of two with one name the first counts.
  package private(set) var entries: [Entry] = []
  /// The plugins of which there are only sources so far.
  package private(set) var sources: [PluginManifest] = []

  /// Looks for plugins.
  ///
  /// - Parameter folders: Paths, as the person named them. Each is the folder of a plugin, or holds folders of plugins; one that is not there holds none.
  package init(folders: [String]) {
    var seen: Set<String> = []
    for folder in folders {
      for file in Self.manifests(in: folder) where seen.insert(URL(fileURLWithPath: file).standardizedFileURL.path).inserted { add(file) }
    }
  }

  /// What is to be said of plugins of which there are only sources so far.
  package var unbuilt: [Diagnostic] { sources.map(Self.notBuilt) }

  /// What is to be said to whoever misses a stage: that a plugin that is not built seems to have it, for its sources name it; nil where none does.
  package func unbuilt(offering stage: String) -> Diagnostic? {
    sources.first { manifest in
      let sources = try? LibrarySources(manifest.folder, named: manifest.shownFolder)
      return sources?.files.contains { file in
        FileManager.default.contents(atPath: file)?.range(of: Data("\"\(stage)\"".utf8)) != nil
      } ?? false
    }.map(Self.notBuilt)
  }

  private static func notBuilt(_ manifest: PluginManifest) -> Diagnostic {
    Diagnostic(
      code: "plugin-not-built",
      "the plugin '\(manifest.name)' in '\(manifest.shownFolder)' is not built: \(LibraryCheck.remedy(for: manifest))")
  }

  /// What is to be said of libraries that can be used and whose sources were changed since, a warning for each.
  package var outdated: [Diagnostic] {
    entries.filter { $0.allDiagnostics.all.isEmpty }.compactMap(\.manifest).compactMap { LibraryFreshness.warning(of: $0) }
  }

  /// A stage that no pipeline can name, as its name is another's.
  package struct UnusedStage: Sendable {
    /// The plugin.
    package let manifest: PluginManifest
    /// The stage's name.
    package let name: String
    /// The warning, which names the plugin and whose name it is.
    package let warning: Diagnostic
  }

  /// The stages that are not used: of those with one name, built-in ones come first, then those of the plugins in order.
  ///
  /// - Parameter builtIn: The stages of the program itself.
  package func unusedStages(beside builtIn: StageRegistry) -> [UnusedStage] {
    var owners: [String: PluginManifest] = [:]
    var unused: [UnusedStage] = []
    for manifest in entries.compactMap(\.manifest) {
      for stage in manifest.stages {
        let owner: String
        if builtIn[stage.name] != nil {
          owner = "is built in"
        } else if let other = owners[stage.name] {
          owner = "the plugin '\(other.name)' in '\(other.shownFolder)' has as well"
        } else {
          owners[stage.name] = manifest
          continue
        }
        let message =
          "the stage '\(stage.name)' of the plugin '\(manifest.name)' in '\(manifest.shownFolder)' is not used: it has the name of one that \(owner)"
        unused.append(
          UnusedStage(manifest: manifest, name: stage.name, warning: Diagnostic(.warning, code: "stage-name-taken", message)))
      }
    }
    return unused
  }

  /// The stages of the plugins that can be used.
  ///
  /// - Parameters:
  ///   - use: How the stages of libraries are made.
  ///   - log: Takes what plugins say on standard error, line by line; called on several threads.
  package func definitions(_ use: LibraryUse = .loaded, log: @escaping @Sendable (String) -> Void) -> [StageDefinition] {
    entries.compactMap(\.manifest).flatMap { manifest in
      manifest.stages.map { stage in
        if manifest.library != nil { return LibraryStages.definition(of: stage, in: manifest, use, log: log) }
        var definition = StageDefinition(stage) { options, context in
          ProcessStage(stage, of: manifest, options: options, context: context, log: log)
        }
        definition.home = .process
        return definition
      }
    }
  }

  /// The folders of plugins that are sources of libraries.
  package static func sourceFolders(in folders: [String]) -> [String] {
    folders.flatMap { manifests(in: $0) }.map { ($0 as NSString).deletingLastPathComponent }.filter { folder in
      access("\(folder)/Package.swift", F_OK) == 0
    }
  }

  private mutating func add(_ file: String) {
    do throws(Diagnostics) {
      var file = file
      var manifest = try ManifestReader.manifest(at: file)
      if manifest.isSource {
        file = "\(manifest.shownFolder)/\(PluginManifest.productFolder)/\(PluginManifest.fileName)"
        if access(file, F_OK) != 0 {
          sources.append(manifest)
          return
        }
        let place = manifest.nameLocation
        manifest = try ManifestReader.manifest(at: file)
        manifest.nameLocation = place
      }
      if let other = entries.first(where: { $0.manifest?.name == manifest.name }) {
        let message = "not used: the plugin '\(manifest.name)' is also in '\(other.manifest?.shownFolder ?? other.file)', which is used"
        let warning = Diagnostic(.warning, code: "duplicate-plugin", message, at: manifest.nameLocation)
        entries.append(Entry(file: file, manifest: nil, diagnostics: Diagnostics(warning)))
      } else {
        entries.append(Entry(file: file, manifest: manifest, diagnostics: Diagnostics()))
      }
    } catch {
      entries.append(Entry(file: file, manifest: nil, diagnostics: error))
    }
  }

  private static func manifests(in folder: String) -> [String] {
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let own = "\(folder)/\(PluginManifest.fileName)"
    if access(own, F_OK) == 0 { return [own] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { "\(folder)/\($0)/\(PluginManifest.fileName)" }.filter { access($0, F_OK) == 0 }
  }
}
