import Foundation
import Pipeline

/// What a plugin offers, as the file `plugin.json` beside it says. Pipelines are checked by it, without running anything of the plugin.
package struct PluginManifest: Sendable {
  /// The file's name.
  package static let fileName = "plugin.json"

  /// The manifest file, as the person named it.
  package var file: String
  /// The folder that it stands in, as an absolute path: the program is started there.
  package var folder: String
  /// The plugin's name, for messages.
  package var name: String
  /// The plugin's version, for messages and reports.
  package var version: String
  /// One sentence without a final stop.
  package var summary: String
  /// The program and its arguments; empty where the stages are in a library.
  package var command: [String]
  /// The library that the stages are in; nil where a program carries them out.
  package var library: PluginLibraryFacts?
  /// How to install what the plugin needs, if it says so.
  package var setup: String?
  /// How many processes work at once; 1 or more.
  package var instances: Int
  /// How many documents may be under way in one process; 1 or more.
  package var window: Int
  /// How long a process may take for the next answer, in seconds.
  package var timeout: Double
  /// The stages.
  package var stages: [StageDescriptor]
  /// Where the file says the name; nil where there is no file.
  package var nameLocation: SourceLocation?
  /// What the processes are: those of a plugin, or those that keep a stage of this program apart.
  package var role = Role.plugin
  /// Variables of the environment that the processes are started with, over this process's own.
  package var environment: [String: String] = [:]

  /// What processes are, for messages.
  package enum Role: String, Sendable {
    case plugin, stage
  }
}

extension PluginManifest {
  /// Whoever speaks, for messages.
  var subject: String { role == .plugin ? "the plugin '\(name)'" : "the process of the stage '\(name)'" }

  /// Whether it is that of the sources of a library, which is to be built.
  package var isSource: Bool { command.isEmpty && library == nil }

  /// The folder, below that of the sources, that the library and its own manifest are built into.
  package static let productFolder = ".build/plugin"

  /// The plugin's folder as the person named it, for messages; that of the sources where the library stands below them.
  package var shownFolder: String {
    let folder = (file as NSString).deletingLastPathComponent
    if folder == Self.productFolder { return "." }
    if folder.hasSuffix("/\(Self.productFolder)") { return String(folder.dropLast(Self.productFolder.count + 1)) }
    return folder.isEmpty ? "." : folder
  }

  /// The folder of the sources, as an absolute path; nil where the library does not stand below any.
  var sourceFolder: String? {
    guard folder.hasSuffix("/\(Self.productFolder)") else { return nil }
    let sources = String(folder.dropLast(Self.productFolder.count + 1))
    return access("\(sources)/Package.swift", F_OK) == 0 ? sources : nil
  }
}

/// What a manifest says of a library, so that it can be checked before anything of it is loaded.
package struct PluginLibraryFacts: Sendable, Hashable {
  /// The file's path, relative to the manifest's folder.
  package var path: String
  /// The file's size in bytes.
  package var size: Int
  /// The file's SHA-256, in lower-case hexadecimal.
  package var sha256: String
  /// The version of the interface between program and library.
  package var interface: Int
  /// The core that it was built with, as `CoreIdentity` writes it.
  package var core: String
  /// The version of Swift that it was built with.
  package var swift: String
  /// The processor that it was built for.
  package var architecture: String
  /// What tells its sources as they were from others, as `LibraryFreshness` writes it; nil where nobody wrote it.
  package var sources: String?
}
