import Pipeline

/// The graphs of a model, each made ready once, when it is first asked for.
final class GraphStore: Sendable {
  private let folder: ModelFolder
  private let sessions = Locked<[String: OnnxSession]>([:])

  /// Creates an empty store.
  init(folder: ModelFolder) {
    self.folder = folder
  }

  /// A tensor that a graph must take or give.
  struct Need {
    let name: String
    let element: OnnxElement
    /// The dimensions; nil for those that differ from run to run.
    let shape: [Int?]
  }

  /// Makes a graph ready, if it is not.
  ///
  /// - Parameters:
  ///   - inputs: What the program can give; the graph may take fewer.
  ///   - outputs: What the graph must give.
  func load(_ file: String, inputs: [Need], outputs: [Need]) throws(Diagnostics) {
    try sessions.withLock { (sessions) throws(Diagnostics) in
      let session: OnnxSession
      if let known = sessions[file] {
        session = known
      } else {
        session = try OnnxSession(folder.bytes(of: file), named: "\(folder.path)/\(file)", library: OnnxLibrary.shared())
      }
      try check(session, file, inputs, outputs)
      sessions[file] = session
    }
  }

  /// A graph that was made ready.
  func session(_ file: String) throws(StageFailure) -> OnnxSession {
    guard let session = sessions.withLock({ $0[file] }) else {
      throw StageFailure(code: "model-failed", "the graph '\(file)' of the model '\(folder.manifest.name)' was not loaded")
    }
    return session
  }

  private func check(_ session: OnnxSession, _ file: String, _ inputs: [Need], _ outputs: [Need]) throws(Diagnostics) {
    var problems = Diagnostics()
    func add(_ message: String) {
      problems.append(
        Diagnostic(code: "wrong-model", "the graph '\(file)' of the model '\(folder.manifest.name)' in '\(folder.path)' \(message)"))
    }
    for port in session.inputs {
      guard let need = inputs.first(where: { $0.name == port.name }) else {
        add("takes '\(port.name)', which this program does not know; it gives \(inputs.map { "'\($0.name)'" }.joined(separator: ", "))")
        continue
      }
      if !Self.fits(port, need) { add("takes \(Self.described(port)), where it must take \(Self.described(need))") }
    }
    for need in outputs {
      guard let port = session.outputs.first(where: { $0.name == need.name }) else {
        add("gives no '\(need.name)', only \(session.outputs.map { "'\($0.name)'" }.joined(separator: ", "))")
        continue
      }
      if !Self.fits(port, need) { add("gives \(Self.described(port)), where it must give \(Self.described(need))") }
    }
    try problems.throwIfErrors()
  }

  private static func fits(_ port: OnnxPort, _ need: Need) -> Bool {
    port.element == need.element && port.shape.count == need.shape.count
      && zip(port.shape, need.shape).allSatisfy { $0 == nil || $1 == nil || $0 == $1 }
  }

  private static func described(_ port: OnnxPort) -> String { described(port.name, port.element, port.shape) }
  private static func described(_ need: Need) -> String { described(need.name, need.element, need.shape) }

  private static func described(_ name: String, _ element: OnnxElement?, _ shape: [Int?]) -> String {
    "'\(name)' of \(element.map { "\($0)" } ?? "another type")[\(shape.map { $0.map { "\($0)" } ?? "any" }.joined(separator: ", "))]"
  }
}
