import Foundation
import Pipeline

/// The Swift package that a library of stages is built from.
struct LibrarySources {
  /// The package's folder, as an absolute path.
  let folder: String
  /// The folder as the person named it.
  let name: String
  /// The name of the module.
  let module: String
  /// The source files, as absolute paths, in order.
  let files: [String]
  /// Why the compiler alone cannot build it, so that the package manager must; nil where it can.
  let needsPackageManager: String?

  /// Looks at a package's folder.
  ///
  /// - Throws: That it holds no sources.
  init(_ folder: String, named name: String) throws(Diagnostics) {
    let root = "\(folder)/Sources"
    let all = (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []).sorted()
    let sources = all.filter { $0.hasSuffix(".swift") }
    let targets = Set(sources.map { $0.contains("/") ? String($0.prefix { $0 != "/" }) : "" })
    guard let target = targets.sorted().first else {
      throw Diagnostics(Diagnostic(code: "no-sources", "there is no Swift file in '\(name)/Sources', where the plugin's sources belong"))
    }
    let foreign = all.contains { path in [".c", ".cpp", ".h", ".modulemap"].contains { path.hasSuffix($0) } }
    let package = (try? String(contentsOfFile: "\(folder)/Package.swift", encoding: .utf8)) ?? ""
    let lines = package.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    if targets.count > 1 {
      needsPackageManager = "it has several targets"
    } else if foreign {
      needsPackageManager = "it has sources in other languages"
    } else if lines.components(separatedBy: ".package(").count > 2 {
      needsPackageManager = "it depends on other packages"
    } else if lines.contains("resources:") {
      needsPackageManager = "it has resources"
    } else {
      needsPackageManager = nil
    }
    self.folder = folder
    self.name = name
    self.files = sources.map { "\(root)/\($0)" }
    let module = target.isEmpty ? (folder as NSString).lastPathComponent : target
    self.module = String(module.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }
}
