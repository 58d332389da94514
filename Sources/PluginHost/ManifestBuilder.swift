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
    guard manifest.library == nil, !manifest.isSource else {
      throw Diagnostics(Diagnostic(code: "no-program", "the plugin '\(manifest.name)' is a library, not a program"))
    }
    let line: [UInt8]
    do throws(StageFailure) {
      let session = try PluginSession(manifest, opening: ProcessProtocol.describing, log: log)
      defer { session.close() }
      line = try session.greeting(within: max(manifest.timeout, 60))
    } catch {
      throw Diagnostics(Diagnostic(code: error.code, StartProblem(unanswered: error, by: manifest).sentence))
    }
    switch try ProcessProtocol.greeting(line, from: manifest.name) {
    case .errors(let errors, _):
      let reasons = errors.map(\.message).joined(separator: "; ")
      throw Diagnostics(Diagnostic(code: "plugin-unavailable", "the plugin '\(manifest.name)' cannot describe itself: \(reasons)"))
    case .ready(let stages): manifest.stages = stages
    }
    let given = try ProcessProtocol.identity(line, of: manifest.name)
    manifest.version = given.version ?? manifest.version
    manifest.summary = given.summary ?? manifest.summary
    try write(manifest)
    return manifest
  }

  /// Writes a manifest to its file.
  static func write(_ manifest: PluginManifest) throws(Diagnostics) {
    do {
      try Data(json(of: manifest)).write(to: URL(fileURLWithPath: manifest.file), options: .atomic)
    } catch {
      let message = "the manifest '\(manifest.file)' cannot be written: check the folder's permissions"
      throw Diagnostics(Diagnostic(code: "unwritable-manifest", message))
    }
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
    if let library = manifest.library {
      write(library, &json)
    } else {
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
    }
    // A library that is asked for its stages has none here yet.
    if manifest.stages.isEmpty { return json.bytes + Array("\n}\n".utf8) }
    json.raw(",\n  \"stages\": [\n    ")
    var bytes = json.bytes
    for (number, stage) in manifest.stages.enumerated() {
      if number > 0 { bytes += Array(",\n    ".utf8) }
      bytes += StageDescriptionWriter.json(of: stage)
    }
    return bytes + Array("\n  ]\n}\n".utf8)
  }

  private static func write(_ library: PluginLibraryFacts, _ json: inout JSONWriter) {
    json.raw(",\n  \"library\": {\"path\": ")
    json.string(library.path)
    json.raw(", \"size\": ")
    json.integer(library.size)
    json.raw(", \"sha256\": ")
    json.string(library.sha256)
    json.raw(", \"interface\": ")
    json.integer(library.interface)
    json.raw(", \"core\": ")
    json.string(library.core)
    json.raw(", \"swift\": ")
    json.string(library.swift)
    json.raw(", \"architecture\": ")
    json.string(library.architecture)
    if let sources = library.sources {
      json.raw(", \"sources\": ")
      json.string(sources)
    }
    json.raw("}")
  }
}
