import Pipeline

/// What a plugin offers, as the file `plugin.json` beside it says. Pipelines are checked by it, without running anything of the plugin.
package struct PluginManifest: Sendable {
  /// The file's name.
  package static let fileName = "plugin.json"

  /// The manifest file, as a path.
  package var file: String
  /// The folder that it stands in: the program is started there.
  package var folder: String
  /// The plugin's name, for messages.
  package var name: String
  /// The plugin's version, for messages and reports.
  package var version: String
  /// One sentence without a final stop.
  package var summary: String
  /// The program and its arguments.
  package var command: [String]
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
}
