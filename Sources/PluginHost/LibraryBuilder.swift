import Foundation
import Pipeline
import Readers
import YAML

/// Builds libraries of stages for this very program, and writes their manifests.
package enum LibraryBuilder {
  /// What asks a fresh library, whose manifest has no stages yet, to describe them: the JSON of `description(of:)`.
  package typealias Describing = (PluginManifest) throws(Diagnostics) -> [UInt8]

  /// Builds the package in a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder as the person named it. Its manifest names at least `textmill`, `name` and `version`.
  ///   - describing: Asks the library for its stages.
  /// - Returns: The manifest beside the library.
  /// - Throws: What is wrong with the manifest, the sources, or what the library says.
  package static func build(_ folder: String, describing: Describing = description) throws(Diagnostics) -> PluginManifest {
    var manifest = try ManifestReader.manifest(at: "\(folder)/\(PluginManifest.fileName)", needsStages: false)
    let sources = try LibrarySources(manifest.folder, named: folder)
    let product = "\(manifest.folder)/\(PluginManifest.productFolder)"
    manifest.folder = product
    manifest.file = "\(folder)/\(PluginManifest.productFolder)/\(PluginManifest.fileName)"
    do {
      try FileManager.default.createDirectory(atPath: product, withIntermediateDirectories: true)
    } catch {
      throw Diagnostics(Diagnostic(code: "unwritable-folder", "the folder '\(product)' cannot be made: check its permissions"))
    }
    // A library that is in use keeps its file: the new one takes only its name.
    let fresh = "\(product)/library.new"
    let name: String
    if sources.needsPackageManager == nil, let modules = moduleFolder {
      try compile(sources, modules, to: fresh)
      name = "lib\(sources.module).so"
    } else {
      name = try buildPackage(sources, to: fresh)
    }
    if rename(fresh, "\(product)/\(name)") != 0 {
      throw Diagnostics(Diagnostic(code: "unwritable-library", "the library '\(product)/\(name)' cannot be written"))
    }
    manifest.command = []
    manifest.library = try facts(of: "\(product)/\(name)", named: name)
    manifest.library?.sources = LibraryFreshness.fingerprint(of: sources)
    manifest.stages = []
    try ManifestBuilder.write(manifest)
    do throws(Diagnostics) {
      manifest.stages = try stages(in: describing(manifest), of: manifest)
    } catch {
      unlink(manifest.file)
      throw error
    }
    try ManifestBuilder.write(manifest)
    return manifest
  }

  /// What a manifest says of a library that was built for this program just now.
  static func facts(of file: String, named path: String) throws(Diagnostics) -> PluginLibraryFacts {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Diagnostics(Diagnostic(code: "unreadable-library", "the library '\(file)' cannot be read"))
    }
    return PluginLibraryFacts(
      path: path, size: data.count, sha256: SHA256.hexadecimal(of: [UInt8](data)), interface: PluginInterface.version,
      core: CoreIdentity.core, swift: CoreIdentity.swift, architecture: CoreIdentity.architecture)
  }

  /// What a fresh library says of its stages, as JSON. Loads it.
  package static func description(of manifest: PluginManifest) throws(Diagnostics) -> [UInt8] {
    let definitions = try LibraryLoader.definitions(of: manifest, comparing: false)
    let stages = definitions.map { StageDescriptionWriter.json(of: $0.descriptor) }
    return Array("{\"stages\":[".utf8) + stages.joined(separator: Array(",".utf8)) + Array("]}\n".utf8)
  }

  /// Asks a library in a child process, so that one that crashes when it is loaded leaves this one alive.
  ///
  /// - Parameter command: What writes `description(of:)` to standard output; the library's folder is appended.
  package static func description(of manifest: PluginManifest, by command: [String]) throws(Diagnostics) -> [UInt8] {
    let run = try ToolRun(command + [manifest.folder], in: manifest.folder)
    if run.isSuccess { return run.output }
    // The other process was given an absolute path.
    let said = run.errors.replacing(manifest.sourceFolder ?? manifest.folder, with: manifest.shownFolder)
    let reason = said.split(separator: "\n").first.map(String.init) ?? "\(run.ending) when it was loaded"
    throw Diagnostics(
      Diagnostic(
        code: "plugin-unavailable",
        reason.hasPrefix("error: ")
          ? String(reason.dropFirst(7)) : "the library of the plugin '\(manifest.name)' cannot be loaded: \(run.ending); \(reason)"))
  }

  /// The folder of this program's compiled modules; nil where they are not beside it.
  static var moduleFolder: String? {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let folder = (program as NSString).deletingLastPathComponent + "/Modules"
    return access("\(folder)/Pipeline.swiftmodule", R_OK) == 0 ? folder : nil
  }

  private static func stages(in json: [UInt8], of manifest: PluginManifest) throws(Diagnostics) -> [StageDescriptor] {
    let document = try YAMLDocument(parsing: json, file: "the description of the plugin '\(manifest.name)'")
    let report = YAMLReport(document.source)
    var stages: [StageDescriptor] = []
    if var reader = YAMLMappingReader(document.root, "the description", report) {
      let nodes = reader.list("stages", required: true) ?? []
      stages = StageDescriptionReader(report, isLibrary: true).stages(nodes, at: reader.location(of: "stages"))
      reader.finish()
    }
    try report.throwIfErrors()
    return stages
  }

  /// Compiles the sources against this program's own modules.
  private static func compile(_ sources: LibrarySources, _ modules: String, to library: String) throws(Diagnostics) {
    let options = [
      "-emit-library", "-O", "-wmo", "-parse-as-library", "-swift-version", "6", "-module-name", sources.module, "-I", modules,
    ]
    let run = try ToolRun(["swiftc"] + options + ["-o", library] + sources.files, in: sources.folder)
    if !run.isSuccess { throw failed(sources, run) }
  }

  /// Lets the package manager build the package's dynamic library, and returns its name.
  private static func buildPackage(_ sources: LibrarySources, to library: String) throws(Diagnostics) -> String {
    let run = try ToolRun(["swift", "build", "-c", "release"], in: sources.folder)
    if !run.isSuccess { throw failed(sources, run) }
    let release = "\(sources.folder)/.build/release"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: release)) ?? []).sorted()
    var found: (name: String, data: Data)?
    for name in names where name.hasPrefix("lib") && name.hasSuffix(".so") && found == nil {
      guard let data = FileManager.default.contents(atPath: "\(release)/\(name)") else { continue }
      if data.range(of: Data("textmill_plugin\0".utf8)) != nil { found = (name, data) }
    }
    guard let (name, data) = found else {
      let message =
        "the package in '\(sources.name)' has no product '.library(name:type: .dynamic, targets:)' that declares 'textmill_plugin'"
      throw Diagnostics(Diagnostic(code: "no-library", message))
    }
    do {
      try data.write(to: URL(fileURLWithPath: library))
      // The library names it as needed; the program's own core is what it is then linked with.
      if let core = FileManager.default.contents(atPath: "\(release)/libPipeline.so") {
        try core.write(to: URL(fileURLWithPath: (library as NSString).deletingLastPathComponent + "/libPipeline.so"), options: .atomic)
      }
      for bundle in names where bundle.hasSuffix(".resources") {
        let copy = "\((library as NSString).deletingLastPathComponent)/\(bundle)"
        if access(copy, F_OK) == 0 { try FileManager.default.removeItem(atPath: copy) }
        try FileManager.default.copyItem(atPath: "\(release)/\(bundle)", toPath: copy)
      }
    } catch {
      throw Diagnostics(Diagnostic(code: "unwritable-library", "the library '\(library)' cannot be written"))
    }
    return name
  }

  private static func failed(_ sources: LibrarySources, _ run: ToolRun) -> Diagnostics {
    let said = (run.errors + String(decoding: run.output, as: UTF8.self)).replacing(
      "\(sources.folder)/", with: sources.name == "." ? "" : "\(sources.name)/")
    let lines = said.split(separator: "\n").map(String.init)
    let errors = lines.filter { $0.contains(": error: ") || $0.hasPrefix("error: ") }
    var unique: [String] = []
    for line in errors where !unique.contains(line) { unique.append(line) }
    let reason = unique.isEmpty ? run.ending : unique.prefix(20).joined(separator: "\n  ")
    return Diagnostics(Diagnostic(code: "plugin-does-not-build", "the plugin in '\(sources.name)' does not build:\n  \(reason)"))
  }
}
