import Pipeline
import Records

/// Turns documents into what a process is sent, and its answers into changes of documents.
struct DocumentExchange: StageExchange {
  /// The name of the stage in the pipeline: what it writes without saying by what is by this.
  let instance: String
  let layers: LayerUse
  private let sent: Set<Layer>
  private let returned: Set<Layer>

  init(instance: String, layers: LayerUse) {
    self.instance = instance
    self.layers = layers
    let read = layers.requires.union(layers.uses).union(layers.updates)
    // What is sent may refer to layers by index: those go with it.
    self.sent = read.union(Layer.builtIn.filter { !read.isDisjoint(with: $0.dependents) })
    self.returned = layers.writes.union(layers.updates)
  }

  /// The record that is sent: the text and the layers that the stage reads. No line end.
  func record(of document: Document) throws(StageFailure) -> [UInt8] {
    var outgoing = Document(id: document.id, text: document.text, source: document.source)
    outgoing.title = document.title
    outgoing.language = document.language
    outgoing.metadata = document.metadata
    for layer in sent where document.layers.contains(layer) { outgoing.take(layer, from: document) }
    var bytes: [UInt8] = []
    try RecordWriter(includeTokens: !sent.isDisjoint(with: [.tokens, .tags, .syntax])).append(outgoing, to: &bytes)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return bytes
  }

  /// Makes the changes that an answer says.
  ///
  /// - Parameters:
  ///   - answer: The whole line that came.
  ///   - record: What was sent.
  func apply(_ answer: [UInt8], sent record: [UInt8], to document: inout Document) throws(StageFailure) {
    guard let parts = AnswerParts(answer) else { throw .answer("it is no object with an 'id' and a 'record' or a 'failure'") }
    if let failure = parts.failure { throw try Self.failure(answer[failure]) }
    guard let changes = parts.record else { throw .answer("it has neither a 'record' nor a 'failure'") }
    let body = answer[changes]
    guard body.first == UInt8(ascii: "{"), body.last == UInt8(ascii: "}") else { throw .answer("its 'record' is no object") }
    try checkMembers(parts.names, layers: parts.layerNames)
    let members = body.dropFirst().dropLast()
    let isEmpty = members.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    // Of two members with one name the first counts: the changes stand before what was sent.
    var line: [UInt8] = []
    line.reserveCapacity(members.count + record.count + 2 + JSONParser.padding)
    line.append(UInt8(ascii: "{"))
    if !isEmpty {
      line.append(contentsOf: members)
      line.append(UInt8(ascii: ","))
    }
    line.append(contentsOf: record.dropFirst())
    let changed: Document
    do throws(StageFailure) {
      changed = try RecordReader(defaultProvenance: instance).document(from: line)
    } catch {
      throw .answer(error.message)
    }
    // `layers` hides what was sent under it: a layer that the stage left as it was stays as it was.
    let kept =
      parts.names.contains("layers") ? layers.updates.subtracting(Layer.builtIn).subtracting(parts.layerNames.map { Layer($0) }) : []
    for layer in returned.subtracting(kept) { document.take(layer, from: changed) }
    if parts.names.contains("title") { document.title = changed.title }
    if parts.names.contains("language") { document.language = changed.language }
    if parts.names.contains("metadata") { document.metadata = changed.metadata }
    if let problems = parts.problems { document.problems += try Self.problems(answer[problems], by: instance) }
  }

  /// Makes sure that an answer changes only what the stage declares.
  private func checkMembers(_ names: [String], layers: [String]) throws(StageFailure) {
    let allowed = Set(["title", "language", "metadata", "layers"] + returned.map(Self.member))
    if let name = names.first(where: { !allowed.contains($0) }) {
      throw .answer("its 'record' has '\(name.prefix(40))', which the stage does not declare to write")
    }
    if let name = layers.first(where: { !returned.contains(Layer($0)) }) {
      throw .answer("its 'layers' has '\(name.prefix(40))', which the stage does not declare to write")
    }
  }

  /// The record's member that holds a built-in layer.
  private static func member(_ layer: Layer) -> String {
    [.tags, .syntax].contains(layer) ? Layer.tokens.name : layer.name
  }

  private static func failure(_ json: ArraySlice<UInt8>) throws(StageFailure) -> StageFailure {
    let parsed = JSONParser.parse(Array(json)) { value -> StageFailure? in
      guard let code = value.member("code")?.string, let message = value.member("message")?.string else { return nil }
      return StageFailure(code: code, message)
    }
    guard case .success(let failure?) = parsed else { throw .answer("its 'failure' must have the strings 'code' and 'message'") }
    return failure
  }

  private static func problems(_ json: ArraySlice<UInt8>, by instance: String) throws(StageFailure) -> [Problem] {
    let parsed = JSONParser.parse(Array(json)) { list -> [Problem]? in
      var problems: [Problem] = []
      for item in list.elements {
        guard let code = item.member("code")?.string, let message = item.member("message")?.string else { return nil }
        problems.append(Problem(stage: instance, code: code, message: message))
      }
      return problems
    }
    guard case .success(let problems?) = parsed else { throw .answer("its 'problems' must have the strings 'code' and 'message'") }
    return problems
  }
}

/// Where the parts of an answer stand in its line.
private struct AnswerParts {
  private(set) var record: Range<Int>?
  private(set) var failure: Range<Int>?
  private(set) var problems: Range<Int>?
  /// The names of the record's members, and of its layers.
  private(set) var names: [String] = []
  private(set) var layerNames: [String] = []

  init?(_ line: [UInt8]) {
    // The whole line must be JSON before anything is cut out of it.
    guard case .success(true) = JSONParser.parse(line, { $0.kind == .object }) else { return nil }
    line.withUnsafeBufferPointer { bytes in
      var outer = JSONScanner(bytes)
      outer.object { name, value in
        switch String(decoding: bytes[name], as: UTF8.self) {
        case "record": record = record ?? value
        case "failure": failure = failure ?? value
        case "problems": problems = problems ?? value
        default: break
        }
        return true
      }
      guard let record else { return }
      var inner = JSONScanner(bytes, at: record.lowerBound)
      inner.object { name, value in
        names.append(String(decoding: bytes[name], as: UTF8.self))
        if names.last == "layers" {
          var layers = JSONScanner(bytes, at: value.lowerBound)
          layers.object { name, _ in
            layerNames.append(String(decoding: bytes[name], as: UTF8.self))
            return true
          }
        }
        return true
      }
    }
  }
}

extension StageFailure {
  /// A failure for an answer that cannot be used.
  fileprivate static func answer(_ message: String) -> StageFailure {
    StageFailure(code: "bad-answer", "the plugin's answer cannot be used: \(message)")
  }
}
