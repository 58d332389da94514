import Foundation
import Pipeline

/// The plugins in some folders, by their manifests. Nothing of them is run.
package struct PluginCatalog: Sendable {
  /// A folder with a manifest.
  package struct Entry: Sendable {
    /// The manifest's path.
    package var file: String
    /// What it says; nil where it cannot be used.
    package var manifest: PluginManifest?
    /// What is wrong with it.
    package var diagnostics: Diagnostics
  }

  /// What was found, in the order of the folders and then by name. Of two with one name the first counts.
  package private(set) var entries: [Entry] = []

  /// Looks for plugins.
  ///
  /// - Parameter folders: Paths. Each is the folder of a plugin, or holds folders of plugins; one that is not there holds none.
  package init(folders: [String]) {
    var seen: Set<String> = []
    for folder in folders {
      for file in Self.manifests(in: folder) where seen.insert(file).inserted { add(file) }
    }
  }

  /// The stages of the plugins that can be used.
  ///
  /// - Parameter log: Takes what plugins say on standard error, line by line; called on several threads.
  package func definitions(log: @escaping @Sendable (String) -> Void) -> [StageDefinition] {
    entries.compactMap(\.manifest).flatMap { manifest in
      manifest.stages.map { stage in
        StageDefinition(stage) { options, context in
          ProcessStage(stage, of: manifest, options: options, context: context, log: log)
        }
      }
    }
  }

  private mutating func add(_ file: String) {
    do throws(Diagnostics) {
      let manifest = try ManifestReader.manifest(at: file)
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
    let own = "\(folder)/\(PluginManifest.fileName)"
    if access(own, F_OK) == 0 { return [own] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { "\(folder)/\($0)/\(PluginManifest.fileName)" }.filter { access($0, F_OK) == 0 }
  }
}
