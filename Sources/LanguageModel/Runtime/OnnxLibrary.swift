import COnnxRuntime
import Foundation
import Pipeline
import Readers

/// ONNX Runtime, opened once per process.
package final class OnnxLibrary: Sendable {
  /// Its version, such as `1.32.0`.
  package let version: String
  /// The file.
  package let path: String
  // Safe: it is set once, what it points to never changes, and ONNX Runtime's functions may be called from any thread.
  nonisolated(unsafe) let handle: OpaquePointer

  /// The library of this process: the first that was opened, wherever it is looked for afterwards.
  ///
  /// - Throws: That it is not installed or not usable, with the command that mends it.
  package static func shared() throws(Diagnostics) -> OnnxLibrary {
    try opened.withLock { (opened) throws(Diagnostics) in
      if let opened { return opened }
      let library = try OnnxLibrary(at: OnnxLibraryFinder().path())
      opened = library
      return library
    }
  }

  private static let opened = Locked<OnnxLibrary?>(nil)

  /// Opens the library in a file.
  package init(at path: String) throws(Diagnostics) {
    guard let file = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
      throw Self.unusable(path, "cannot be read")
    }
    do throws(ELFHeader.Problem) {
      // The system's loader crashes on a file that is cut off.
      try ELFHeader.check(file)
    } catch {
      throw Self.unusable(path, error.message)
    }
    var message = OnnxMessage()
    var opened: OpaquePointer?
    let status = textmill_onnx_load(path, &opened, &message.bytes)
    switch (status, opened) {
    case (TEXTMILL_ONNX_OK, let opened?):
      handle = opened
      version = String(cString: textmill_onnx_version(opened))
      self.path = path
    case (TEXTMILL_ONNX_FOREIGN, _): throw Self.unusable(path, "is a library of something else")
    case (TEXTMILL_ONNX_OLD, _): throw Self.unusable(path, "is of version \(message.text), older than 1.\(TEXTMILL_ONNX_INTERFACE)")
    case (TEXTMILL_ONNX_UNLOADABLE, _): throw Self.unusable(path, "cannot be opened: \(message.text)")
    default: throw Self.unusable(path, "cannot be set up: \(message.text)")
    }
  }

  private static func unusable(_ path: String, _ reason: String) -> Diagnostics {
    Diagnostics(Diagnostic(code: "unusable-onnxruntime", "ONNX Runtime's library '\(path)' \(reason); \(OnnxLibraryFinder.remedy)"))
  }
}

/// Where ONNX Runtime's library is looked for.
package struct OnnxLibraryFinder: Sendable {
  /// The command that mends it where it is missing or not usable.
  package static let remedy = "run 'make setup', or name the library or its folder in TEXTMILL_ONNXRUNTIME"

  private let named: String?
  private let folders: [String]

  /// Looks in the folder or file named by `TEXTMILL_ONNXRUNTIME`, if it is set; else beside the program, in the checkout in which it was built, and in the
  /// system's folders of libraries.
  ///
  /// - Parameters:
  ///   - environment: The variables of the environment.
  ///   - program: The running program's file.
  package init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    program: String? = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  ) {
    named = environment["TEXTMILL_ONNXRUNTIME"].flatMap { $0.isEmpty ? nil : $0 }
    var folders: [String] = []
    if let program {
      let folder = (program as NSString).deletingLastPathComponent
      folders = [folder, "\(folder)/onnxruntime", "\(folder)/../lib", "\(folder)/.onnxruntime"]
      // Where it is built: …/.build/x86_64-unknown-linux-gnu/release, or a folder of another name that begins so.
      let parts = folder.split(separator: "/", omittingEmptySubsequences: false)
      if let build = parts.firstIndex(where: { $0.hasPrefix(".build") }) {
        folders.append(parts[..<build].joined(separator: "/") + "/.onnxruntime")
      }
    }
    self.folders = folders + Self.systemFolders
  }

  /// The library's path.
  package func path() throws(Diagnostics) -> String {
    if let named {
      if let found = Self.library(in: named) { return found }
      if access(named, F_OK) == 0, !Self.isFolder(named) { return named }
      throw Diagnostics(
        Diagnostic(
          code: "no-onnxruntime",
          "there is no library of ONNX Runtime at '\(named)', which TEXTMILL_ONNXRUNTIME names; \(Self.remedy)"))
    }
    for folder in folders {
      if let found = Self.library(in: folder) { return found }
    }
    throw Diagnostics(
      Diagnostic(
        code: "no-onnxruntime",
        "ONNX Runtime, which models run on, is not installed: there is no \(Self.name) beside the program or in the system's folders; \(Self.remedy)"
      ))
  }

  private static let name = "libonnxruntime.so"

  private static var systemFolders: [String] {
    #if arch(arm64)
      let machine = "aarch64"
    #else
      let machine = "x86_64"
    #endif
    return ["/usr/local/lib", "/usr/lib/\(machine)-linux-gnu", "/usr/lib64", "/usr/lib", "/opt/onnxruntime/lib"]
  }

  /// The library in a folder: of several versions the newest.
  private static func library(in folder: String) -> String? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { name in version(of: name).map { (name, $0) } }
      .max { $0.1.lexicographicallyPrecedes($1.1) }.map { "\(folder)/\($0.0)" }
  }

  /// The numbers after the library's name, none for the bare name; nil for the name of another file.
  private static func version(of file: String) -> [Int]? {
    if file == name { return [] }
    guard file.hasPrefix(name + ".") else { return nil }
    let numbers = file.dropFirst(name.count + 1).split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}

/// The room that the C functions write their messages to.
struct OnnxMessage {
  /// The bytes, ended by a zero: hand them over as `&message.bytes`.
  var bytes = [CChar](repeating: 0, count: Int(TEXTMILL_ONNX_MESSAGE))

  /// What was written, on one line.
  var text: String {
    let text = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
