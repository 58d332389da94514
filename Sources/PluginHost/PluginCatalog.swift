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
  /// What is to be said of plugins of which there are only sources so far.
  package private(set) var unbuilt: [Diagnostic] = []

  /// Looks for plugins.
  ///
  /// - Parameter folders: Paths, as the person named them. Each is the folder of a plugin, or holds folders of plugins; one that is not there holds none.
  package init(folders: [String]) {
    var seen: Set<String> = []
    for folder in folders {
      for file in Self.manifests(in: folder) where seen.insert(URL(fileURLWithPath: file).standardizedFileURL.path).inserted { add(file) }
    }
  }

  /// What is to be said of libraries whose sources were changed since, a warning for each.
  package var outdated: [Diagnostic] { entries.compactMap(\.manifest).compactMap { LibraryFreshness.warning(of: $0) } }

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
          let message = "the plugin '\(manifest.name)' in '\(manifest.shownFolder)' is not built: \(LibraryCheck.remedy(for: manifest))"
          unbuilt.append(Diagnostic(code: "plugin-not-built", message))
          return
        }
        manifest = try ManifestReader.manifest(at: file)
      }
      if let other = entries.first(where: { $0.manifest?.name == manifest.name }) {
        let message = "the plugin '\(manifest.name)' is also in '\(other.file)', which is used"
        entries.append(Entry(file: file, manifest: nil, diagnostics: Diagnostics(Diagnostic(code: "duplicate-plugin", message))))
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
