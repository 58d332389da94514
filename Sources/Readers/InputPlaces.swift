import Foundation

/// Finds the files behind the ids of documents: an id is a path below its input, which alone does not say where the file is.
package struct InputPlaces: Sendable {
  private let inputs: [(path: String, name: String, isFolder: Bool)]

  init(_ inputs: [(input: Input, name: String)]) {
    self.inputs = inputs.compactMap { input, name in
      switch input {
      case .folder(let path, _): (path, name, true)
      case .file(let path): (path, name, false)
      case .standardInput: nil
      }
    }
  }

  /// The path of the file as a person in the working directory would write it, with the number of the line where the id has one; nil where there is
  /// no such file, as for an id that a line of JSON gives itself.
  package func place(of id: String) -> String? {
    for input in inputs {
      if !input.isFolder {
        if id == input.name || id.hasPrefix(input.name + ":") { return input.path + id.dropFirst(input.name.count) }
        continue
      }
      guard let relative = relative(id, to: input.name) else { continue }
      let path = input.path.hasSuffix("/") ? input.path + relative : "\(input.path)/\(relative)"
      if FileManager.default.fileExists(atPath: Self.withoutLine(path)) { return path }
    }
    return nil
  }

  private func relative(_ id: String, to name: String) -> Substring? {
    if inputs.count == 1 { return id[...] }
    return id.hasPrefix(name + "/") ? id.dropFirst(name.count + 1) : nil
  }

  /// The path without `:N` at its end.
  private static func withoutLine(_ path: String) -> String {
    guard let colon = path.lastIndex(of: ":"), colon != path.indices.last else { return path }
    return path[path.index(after: colon)...].utf8.allSatisfy { $0 &- 0x30 < 10 } ? String(path[..<colon]) : path
  }
}
