import Foundation
import Pipeline

/// Loads libraries of stages, each once. A library stays in the process for good: Swift's runtime keeps references into it.
enum LibraryLoader {
  private static let loaded = Locked<[String: [StageDefinition]]>([:])

  /// The stages of a library that fits this program and its manifest.
  ///
  /// - Parameter comparing: Whether its stages must be those that the manifest describes.
  /// - Throws: Why it cannot be used.
  static func definitions(of manifest: PluginManifest, comparing: Bool = true) throws(Diagnostics) -> [StageDefinition] {
    guard let library = manifest.library else { return [] }
    // Even a library that is loaded already may not be what this manifest describes.
    try LibraryCheck.check(manifest)
    let file = LibraryCheck.path(of: library, in: manifest)
    let definitions = try loaded.withLock { (loaded) throws(Diagnostics) in
      let key = "\(file) \(library.sha256)"
      if let known = loaded[key] { return known }
      let definitions = try load(file, manifest)
      loaded[key] = definitions
      return definitions
    }
    if comparing { try compare(definitions, with: manifest) }
    return definitions
  }

  private static func load(_ file: String, _ manifest: PluginManifest) throws(Diagnostics) -> [StageDefinition] {
    guard CoreIdentity.marker != nil else {
      throw unusable(manifest, "this program cannot load libraries: link it with '-Xlinker --export-dynamic'")
    }
    // All symbols are looked up now, so that a library of another interface fails here and not in the middle of a run.
    guard let handle = dlopen(file, RTLD_NOW | RTLD_LOCAL) else {
      throw LibraryCheck.stale(manifest, "its library cannot be linked with this program: \(lastError)")
    }
    guard let symbol = dlsym(handle, "textmill_plugin") else {
      throw LibraryCheck.stale(
        manifest, "its library does not declare '@_cdecl(\"textmill_plugin\") public func plugin(question: PluginQuestion) -> PluginAnswer'"
      )
    }
    typealias Entry = @convention(c) (PluginQuestion) -> PluginAnswer
    let ask = unsafeBitCast(symbol, to: Entry.self)
    let (interface, layout) = (UInt(bitPattern: ask(0)), UInt(bitPattern: ask(1)))
    if interface != UInt(PluginInterface.version) {
      throw LibraryCheck.stale(
        manifest, "its library says that it was built for version \(interface) of the interface, not \(PluginInterface.version)")
    }
    if layout != PluginInterface.layout {
      throw LibraryCheck.stale(manifest, "its library was built for another version of Textmill than this program's")
    }
    guard let answer = ask(2) else { throw LibraryCheck.stale(manifest, "its library names no stages") }
    // With a core of its own a library's object is of another type than this program's, whatever its name.
    guard let stages = Unmanaged<AnyObject>.fromOpaque(answer).takeRetainedValue() as? PluginStages else {
      throw LibraryCheck.stale(manifest, "its library brings a core of its own, so that its stages are none of this program's")
    }
    return stages.definitions
  }

  /// Makes sure that a library offers what its manifest says, and nothing else.
  private static func compare(_ definitions: [StageDefinition], with manifest: PluginManifest) throws(Diagnostics) {
    for (index, definition) in definitions.enumerated() {
      let name = definition.descriptor.name
      if definitions[..<index].contains(where: { $0.descriptor.name == name }) {
        throw LibraryCheck.stale(manifest, "its library offers two stages of the name '\(name)'")
      }
      guard let described = manifest.stages.first(where: { $0.name == name }) else {
        throw LibraryCheck.stale(
          manifest, "its library offers the stage '\(name)', which its manifest '\(manifest.file)' does not describe")
      }
      if StageDescriptionWriter.json(of: described) != StageDescriptionWriter.json(of: definition.descriptor) {
        throw LibraryCheck.stale(manifest, "its library describes the stage '\(name)' otherwise than its manifest '\(manifest.file)'")
      }
    }
    for stage in manifest.stages where !definitions.contains(where: { $0.descriptor.name == stage.name }) {
      throw LibraryCheck.stale(manifest, "its library does not offer the stage '\(stage.name)'")
    }
  }

  private static func unusable(_ manifest: PluginManifest, _ reason: String) -> Diagnostics {
    Diagnostics(Diagnostic(code: "plugin-unavailable", "the plugin '\(manifest.name)' cannot be used: \(reason)"))
  }

  private static var lastError: String { dlerror().map { String(cString: $0) } ?? "for no reason that the system knows" }
}
