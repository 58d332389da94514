import Foundation
import Pipeline
import Records
import YAML

/// Reads manifests. JSON is YAML, so that every mistake has its line and column; what is YAML and no JSON is refused, as other programs read it too.
package enum ManifestReader {
  /// The manifest in a file.
  ///
  /// - Parameters:
  ///   - file: The file as the person named it, relative to the working directory or absolute.
  ///   - needsStages: Whether it must describe the stages already.
  /// - Throws: All that is wrong with it.
  package static func manifest(at file: String, needsStages: Bool = true) throws(Diagnostics) -> PluginManifest {
    let document = try YAMLDocument(contentsOf: file)
    let report = YAMLReport(document.source)
    let manifest = read(document.root, file, report, needsStages)
    try report.throwIfErrors()
    if case .failure(let failure) = JSONParser.parse(document.source.bytes, { _ in }) {
      let comma = trailingComma(in: document.source.bytes)
      let what = comma == nil ? "it \(failure.message)" : "a comma stands before what closes its list or object"
      report.error("no-json", "the manifest must be JSON: \(what)", at: document.source.location(byte: comma ?? 0))
    }
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
    let library = reader.mapping("library").map { self.library($0) }
    let folder = URL(fileURLWithPath: file).standardizedFileURL.deletingLastPathComponent().path
    // The sources of a library say no more: what is built of them has a manifest of its own.
    let isSource = library == nil && access("\(folder)/Package.swift", F_OK) == 0 && root.mapping?["command"] == nil
    let command = isSource || library != nil ? [] : reader.strings("command", required: true)
    if !isSource, library == nil, let command, command.first?.isEmpty ?? true {
      report.error("no-command", "'command' must name a program and its arguments", at: reader.location(of: "command"))
    }
    let setup = reader.string("setup")
    let instances = reader.integer("instances", in: 1...64) ?? 1
    let window = reader.integer("window", in: 1...1024) ?? 16
    let timeout = reader.number("timeout", in: 0.001...86_400) ?? 30
    let nodes = reader.list("stages", required: needsStages && !isSource)
    let describing = StageDescriptionReader(report, isLibrary: library != nil)
    let stages = nodes.map { describing.stages($0, at: reader.location(of: "stages")) } ?? []
    reader.finish()
    guard let name, let version, let command else { return nil }
    return PluginManifest(
      file: file, folder: folder, name: name, version: version, summary: summary, command: command, library: library ?? nil, setup: setup,
      instances: instances, window: window, timeout: timeout, stages: stages, nameLocation: reader.location(of: "name"))
  }

  /// Where a comma stands that nothing follows, the commonest of what YAML allows and JSON does not.
  private static func trailingComma(in json: [UInt8]) -> Int? {
    var comma: Int?
    var isInString = false
    var isEscaped = false
    for (offset, byte) in json.enumerated() {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\") where isInString: isEscaped = true
      case UInt8(ascii: "\""):
        isInString.toggle()
        comma = nil
      case _ where isInString, 0x09, 0x0A, 0x0D, 0x20: break
      case UInt8(ascii: ","): comma = offset
      case UInt8(ascii: "}"), UInt8(ascii: "]"): if comma != nil { return comma }
      default: comma = nil
      }
    }
    return nil
  }

  private static func library(_ given: YAMLMappingReader) -> PluginLibraryFacts? {
    var reader = given
    let path = reader.string("path", required: true)
    let size = reader.integer("size", in: 0 ... .max, required: true)
    let sha256 = reader.string("sha256", required: true)
    let interface = reader.integer("interface", required: true)
    let core = reader.string("core", required: true)
    let swift = reader.string("swift", required: true)
    let architecture = reader.string("architecture", required: true)
    let sources = reader.string("sources")
    reader.finish()
    guard let path, let size, let sha256, let interface, let core, let swift, let architecture else { return nil }
    return PluginLibraryFacts(
      path: path, size: size, sha256: sha256, interface: interface, core: core, swift: swift, architecture: architecture, sources: sources)
  }
}
