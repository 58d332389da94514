import Foundation
import Pipeline
import Records

/// Asks a plugin's program for its stages and writes them into the manifest.
package enum ManifestBuilder {
  /// Brings the manifest in a folder up to date.
  ///
  /// - Parameters:
  ///   - folder: The plugin's folder. Its manifest names at least `textmill`, `name`, `version` and `command`.
  ///   - log: Takes what the program says on standard error.
  /// - Returns: The manifest as it now is.
  /// - Throws: What is wrong with the manifest or the program's answer.
  package static func build(_ folder: String, log: @escaping @Sendable (String) -> Void) throws(Diagnostics) -> PluginManifest {
    let file = "\(folder)/\(PluginManifest.fileName)"
    var manifest = try ManifestReader.manifest(at: file, needsStages: false)
    let line: [UInt8]
    do throws(StageFailure) {
      let session = try PluginSession(manifest, opening: ProcessProtocol.describing, log: log)
      defer { session.close() }
      line = try session.greeting(within: max(manifest.timeout, 60))
    } catch {
      throw Diagnostics(Diagnostic(code: error.code, error.message))
    }
    switch try ProcessProtocol.greeting(line, from: manifest.name) {
    case .errors(let errors):
      let reasons = errors.map(\.message).joined(separator: "; ")
      throw Diagnostics(Diagnostic(code: "plugin-unavailable", "the plugin '\(manifest.name)' cannot describe itself: \(reasons)"))
    case .ready(let stages): manifest.stages = stages
    }
    do {
      try Data(json(of: manifest)).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw Diagnostics(Diagnostic(code: "unwritable-manifest", "the manifest '\(file)' cannot be written: check the folder's permissions"))
    }
    return manifest
  }

  /// The manifest as a file: a member a line, a stage a line.
  private static func json(of manifest: PluginManifest) -> [UInt8] {
    var json = JSONWriter()
    json.raw("{\n  \"textmill\": 1,\n  \"name\": ")
    json.string(manifest.name)
    json.raw(",\n  \"version\": ")
    json.string(manifest.version)
    json.raw(",\n  \"summary\": ")
    json.string(manifest.summary)
    json.raw(",\n  \"command\": ")
    json.list(manifest.command) { json, word in json.string(word) }
    if let setup = manifest.setup {
      json.raw(",\n  \"setup\": ")
      json.string(setup)
    }
    json.raw(",\n  \"instances\": ")
    json.integer(manifest.instances)
    json.raw(",\n  \"window\": ")
    json.integer(manifest.window)
    json.raw(",\n  \"timeout\": ")
    json.number(manifest.timeout)
    json.raw(",\n  \"stages\": [\n    ")
    var bytes = json.bytes
    for (number, stage) in manifest.stages.enumerated() {
      if number > 0 { bytes += Array(",\n    ".utf8) }
      bytes += StageDescriptionWriter.json(of: stage)
    }
    return bytes + Array("\n  ]\n}\n".utf8)
  }
}
