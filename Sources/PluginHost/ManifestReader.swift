import Foundation
import Pipeline
import YAML

/// Reads manifests. JSON is YAML, so that every mistake has its line and column.
package enum ManifestReader {
  /// The manifest in a file.
  ///
  /// - Parameter needsStages: Whether it must describe the stages already.
  /// - Throws: All that is wrong with it.
  package static func manifest(at file: String, needsStages: Bool = true) throws(Diagnostics) -> PluginManifest {
    let document = try YAMLDocument(contentsOf: file)
    let report = YAMLReport(document.source)
    let manifest = read(document.root, file, report, needsStages)
    try report.throwIfErrors()
    guard let manifest else { throw Diagnostics(Diagnostic(code: "bad-manifest", "the manifest '\(file)' cannot be read")) }
    return manifest
  }

  private static func read(_ root: YAMLNode, _ file: String, _ report: YAMLReport, _ needsStages: Bool) -> PluginManifest? {
    guard var reader = YAMLMappingReader(root, "the manifest", report) else { return nil }
    if let version = reader.integer("textmill", required: true), version != ProcessProtocol.version {
      report.error(
        "wrong-version", "the manifest is written for version \(version) of plugins; this program knows version \(ProcessProtocol.version)",
        at: reader.location(of: "textmill"))
    }
    let name = reader.string("name", required: true)
    let version = reader.string("version", required: true)
    let summary = reader.value("summary")?.string ?? ""
    let command = reader.strings("command", required: true)
    if let command, command.first?.isEmpty ?? true {
      report.error("no-command", "'command' must name a program and its arguments", at: reader.location(of: "command"))
    }
    let setup = reader.string("setup")
    let instances = reader.integer("instances", in: 1...64) ?? 1
    let window = reader.integer("window", in: 1...1024) ?? 16
    let timeout = reader.number("timeout", in: 0.001...86_400) ?? 30
    let nodes = reader.list("stages", required: needsStages)
    let stages = nodes.map { StageDescriptionReader(report).stages($0, at: reader.location(of: "stages")) } ?? []
    reader.finish()
    guard let name, let version, let command else { return nil }
    return PluginManifest(
      file: file, folder: (file as NSString).deletingLastPathComponent, name: name, version: version, summary: summary, command: command,
      setup: setup, instances: instances, window: window, timeout: timeout, stages: stages)
  }
}
