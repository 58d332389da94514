import Foundation
import Pipeline
import Readers

/// Makes sure, without loading it, that a library is the one that its manifest describes and fits this program.
package enum LibraryCheck {
  /// Checks a library.
  ///
  /// - Throws: The first thing that is wrong, with what to do about it.
  package static func check(_ manifest: PluginManifest) throws(Diagnostics) {
    guard let library = manifest.library else { return }
    if library.interface != PluginInterface.version {
      throw stale(
        manifest, "it was built for version \(library.interface) of the interface, and this program has version \(PluginInterface.version)")
    }
    if library.architecture != CoreIdentity.architecture {
      throw stale(manifest, "it was built for \(library.architecture), and this program runs on \(CoreIdentity.architecture)")
    }
    if library.swift != CoreIdentity.swift {
      throw stale(manifest, "it was built with Swift \(library.swift), and this program with Swift \(CoreIdentity.swift)")
    }
    if library.core != CoreIdentity.core { throw stale(manifest, "it was built for another version of Textmill than this program's") }
    let (file, shown) = (path(of: library, in: manifest), shownPath(of: library, in: manifest))
    guard let size = size(of: file) else { throw stale(manifest, "its library '\(shown)' is missing or cannot be read") }
    if size != library.size {
      throw stale(manifest, "its library '\(shown)' has \(size) bytes where its manifest says \(library.size): it was changed or cut off")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw stale(manifest, "its library '\(shown)' is missing or cannot be read")
    }
    let bytes = [UInt8](data)
    if bytes.count != library.size || SHA256.hexadecimal(of: bytes) != library.sha256 {
      throw stale(manifest, "its library '\(shown)' is not the one that its manifest describes: it was changed")
    }
    do throws(ELFHeader.Problem) {
      try ELFHeader.check(data)
    } catch {
      throw stale(manifest, "its library '\(shown)' \(error.message)")
    }
  }

  /// The library's absolute path.
  package static func path(of library: PluginLibraryFacts, in manifest: PluginManifest) -> String {
    library.path.hasPrefix("/") ? library.path : "\(manifest.folder)/\(library.path)"
  }

  /// The error of a library that cannot be used, with the command that builds it anew.
  static func stale(_ manifest: PluginManifest, _ reason: String) -> Diagnostics {
    let message = "the plugin '\(manifest.name)' cannot be used: \(reason); \(remedy(for: manifest))"
    return Diagnostics(Diagnostic(code: "plugin-unavailable", message))
  }

  /// The command that builds a plugin anew, where its sources are known.
  static func remedy(for manifest: PluginManifest) -> String {
    let sources = manifest.shownFolder
    let isThere = access("\(sources)/Package.swift", F_OK) == 0
    return isThere ? "run 'textmill plugins build \(sources)'" : "run 'textmill plugins build' on the folder of its sources"
  }

  /// The path of the library for messages: as the person named the folder.
  static func shownPath(of library: PluginLibraryFacts, in manifest: PluginManifest) -> String {
    library.path.hasPrefix("/") ? library.path : "\((manifest.file as NSString).deletingLastPathComponent)/\(library.path)"
  }

  private static func size(of file: String) -> Int? {
    var status = stat()
    guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }
}
