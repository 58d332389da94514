import Foundation
import Pipeline
import Readers

/// A model's folder: its manifest, and its files as the manifest describes them.
package struct ModelFolder: Sendable {
  /// The absolute path.
  package let path: String
  /// The manifest.
  package let manifest: ModelManifest

  /// Opens a folder.
  ///
  /// - Throws: That it is no model's folder, or all that is wrong with its manifest.
  package init(at path: String) throws(Diagnostics) {
    let file = "\(path)/manifest.json"
    guard access(file, R_OK) == 0 else {
      throw Diagnostics(
        Diagnostic(code: "no-model", "there is no model in '\(path)': a model's folder has a file 'manifest.json' that can be read"))
    }
    self.path = path
    manifest = try ManifestReader.manifest(at: file)
  }

  /// The bytes of a file, which are those that the manifest describes.
  func bytes(of file: String) throws(Diagnostics) -> [UInt8] {
    guard let facts = manifest.files[file] else {
      throw damaged(file, "is not listed under 'files' in its manifest")
    }
    guard let bytes = Self.read("\(path)/\(file)") else { throw damaged(file, "is missing or cannot be read") }
    if bytes.count != facts.bytes { throw damaged(file, "has \(bytes.count) bytes where its manifest says \(facts.bytes)") }
    if SHA256.hexadecimal(of: bytes) != facts.sha256 { throw damaged(file, "is not the file that its manifest describes") }
    return bytes
  }

  /// The bytes of a file, read without a second copy.
  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var status = stat()
    guard fstat(fileno(file), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let size = Int(status.st_size)
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = fread(buffer.baseAddress, 1, size, file)
      isWhole = count == size
    }
    return isWhole ? bytes : nil
  }

  private func damaged(_ file: String, _ reason: String) -> Diagnostics {
    Diagnostics(
      Diagnostic(
        code: "damaged-model", "the model '\(manifest.name)' in '\(path)' cannot be used: its file '\(file)' \(reason); get the model again"
      ))
  }
}

extension ModelFolder {
  /// The absolute path of the folder that an option names.
  ///
  /// A name without a slash is that of a model that comes with the program: looked for in the folder named by `TEXTMILL_MODELS`, in `Models` beside the
  /// program, and in the checkout in which it was built. Anything else is a path, relative to the folder of the file that names it.
  ///
  /// - Parameters:
  ///   - name: The name or path.
  ///   - location: Where it is written; a path on the command line is relative to the working directory.
  package static func path(
    of name: String, at location: SourceLocation?, environment: [String: String] = ProcessInfo.processInfo.environment,
    program: String? = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  ) throws(Diagnostics) -> String {
    if name.contains("/") {
      let folder = location.map { ($0.file as NSString).deletingLastPathComponent } ?? ""
      let path = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
      return URL(fileURLWithPath: path).standardizedFileURL.path
    }
    let folders = self.folders(environment: environment, program: program)
    for folder in folders where access("\(folder)/\(name)/manifest.json", R_OK) == 0 {
      return URL(fileURLWithPath: "\(folder)/\(name)").standardizedFileURL.path
    }
    let known = folders.flatMap { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { access("\(folder)/\($0)/manifest.json", R_OK) == 0 }
    }
    let advice =
      Suggestion.nearest(to: name, in: known).map { "did you mean '\($0)'?" }
      ?? "name one, or the path of a model's folder with a '/' in it"
    throw Diagnostics(
      Diagnostic(code: "unknown-model", "there is no model '\(name)' in \(folders.joined(separator: " or ")); \(advice)", at: location))
  }

  private static func folders(environment: [String: String], program: String?) -> [String] {
    if let named = environment["TEXTMILL_MODELS"], !named.isEmpty { return [named] }
    guard let program else { return [] }
    let folder = (program as NSString).deletingLastPathComponent
    let parts = folder.split(separator: "/", omittingEmptySubsequences: false)
    let build = parts.firstIndex { $0.hasPrefix(".build") }
    return ["\(folder)/Models"] + (build.map { [parts[..<$0].joined(separator: "/") + "/Models"] } ?? [])
  }
}
