import Foundation
import Pipeline
import Readers

/// Whether a library was built from its sources as they are now.
///
/// Sources are compared by what is in them, not by their times: a checkout, a copy or an archive changes these and means nothing.
enum LibraryFreshness {
  /// The manifests whose warning was given by this process.
  private static let warned = Locked<Set<String>>([])

  /// What tells sources from others: the SHA-256 over the names and bytes of the manifest, of the Swift files, and of all that the package manager sees where it is
  /// needed. Nil where one of them cannot be read.
  static func fingerprint(of sources: LibrarySources) -> String? {
    var files = ["\(sources.folder)/\(PluginManifest.fileName)"] + sources.files
    if sources.needsPackageManager != nil {
      let all = FileManager.default.enumerator(atPath: "\(sources.folder)/Sources")?.compactMap { $0 as? String } ?? []
      files = ["plugin.json", "Package.swift"].map { "\(sources.folder)/\($0)" } + all.sorted().map { "\(sources.folder)/Sources/\($0)" }
    }
    var bytes: [UInt8] = []
    for file in files {
      var status = stat()
      if stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { continue }
      guard let data = FileManager.default.contents(atPath: file) else { return nil }
      bytes += Array("\(file.dropFirst(sources.folder.count + 1))\n\(data.count)\n".utf8)
      bytes += data
    }
    return SHA256.hexadecimal(of: bytes)
  }

  /// The warning of a library whose sources were changed since; nil where they were not, or are not known.
  static func warning(of manifest: PluginManifest) -> Diagnostic? {
    guard let built = manifest.library?.sources, let folder = manifest.sourceFolder else { return nil }
    let sources = try? LibrarySources(folder, named: manifest.shownFolder)
    if let sources, fingerprint(of: sources) == built { return nil }
    return Diagnostic(
      .warning, code: "plugin-outdated",
      "the plugin '\(manifest.name)' is used as it was built, and its sources were changed since; \(LibraryCheck.remedy(for: manifest))")
  }

  /// Gives the warning of a library, where there is one, the first time that it is asked for.
  static func warnOnce(of manifest: PluginManifest, _ log: (String) -> Void) {
    guard warned.withLock({ $0.insert(manifest.folder).inserted }), let warning = warning(of: manifest) else { return }
    log(warning.line)
  }
}
