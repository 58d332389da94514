import Foundation
import Pipeline
import Readers
import Records

/// The inside of a process that keeps one stage apart: makes the stage, and takes one document after another through it.
package struct IsolatedWorker {
  private let registry: StageRegistry
  private let input: Int32
  private let output: Int32

  /// Creates a worker.
  ///
  /// - Parameters:
  ///   - registry: The stages of the program itself.
  ///   - input: Where lines are read from.
  ///   - output: Where lines are written to.
  package init(registry: StageRegistry, input: Int32, output: Int32) {
    self.registry = registry
    self.input = input
    self.output = output
  }

  /// Works on the standard streams until the standard input ends. What the stage prints goes to standard error.
  ///
  /// Even a stage that never comes back from a document does not outlive the program that started the process by more than a few seconds.
  package static func serveStandardStreams(_ registry: StageRegistry) {
    let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    Thread {
      var waiting = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
      while poll(&waiting, 1, -1) <= 0 {}
      sleep(3)
      _exit(1)
    }.start()
    IsolatedWorker(registry: registry, input: STDIN_FILENO, output: output).serve()
  }

  /// Works until the input ends.
  package func serve() {
    let reader = LineReader(descriptor: input, closes: false, maximum: .max, padding: JSONParser.padding)
    guard case .bytes(let first)? = reader.next(), let opening = IsolationProtocol.opening(first) else { return }
    let stage: any Stage
    do throws(Diagnostics) {
      stage = try make(opening)
    } catch {
      _ = write(IsolationProtocol.greeting(of: error, opening.options))
      return
    }
    guard write(IsolationProtocol.greeting(of: stage)) else { return }
    let answers = IsolatedAnswers(stage)
    while case .bytes(let line)? = reader.next() {
      guard let answer = answers.answer(line), write(answer) else { return }
    }
  }

  private func make(_ opening: IsolationProtocol.Opening) throws(Diagnostics) -> any Stage {
    let definition: StageDefinition?
    if let plugin = opening.plugin {
      let manifest = try ManifestReader.manifest(at: plugin)
      definition = manifest.stages.first { $0.name == opening.stage }.map {
        LibraryStages.definition(of: $0, in: manifest, .loaded) { _ in }
      }
    } else {
      definition = registry[opening.stage]
    }
    guard let definition else {
      throw Diagnostics(Diagnostic(code: "unknown-stage", "the program has no stage '\(opening.stage)' any more"))
    }
    let options = StageOptions(definition.descriptor.options, given: opening.options)
    return try definition.make(options: options, context: StageContext(instance: opening.instance))
  }

  /// Writes a line; returns false where nobody reads any more.
  private func write(_ line: [UInt8]) -> Bool {
    var offset = 0
    while offset < line.count {
      let count = line.withUnsafeBytes { Foundation.write(output, $0.baseAddress! + offset, $0.count - offset) }
      if count >= 0 { offset += count } else if errno != EINTR { return false }
    }
    return true
  }
}

/// Takes documents through a stage and says what it changed: the other end of `IsolationExchange`.
struct IsolatedAnswers {
  private let stage: any Stage
  /// What runs models for the stage, which in a plan would stand before it.
  private let encoders: [any Stage]
  private let changesText: Bool
  private let returned: Set<Layer>
  private let includesTokens: Bool

  init(_ stage: any Stage) {
    self.stage = stage
    encoders = ResolvedPlan(name: "", stages: [PlannedStage(name: "", stage: stage)]).stages.filter(\.isEncoder).map(\.stage)
    let layers = stage.layers.writes.union(stage.layers.updates)
    changesText = layers.contains(.text)
    // Tags and syntax are members of tokens, and tokens say of which sentence they are.
    includesTokens = !layers.isDisjoint(with: [.sentences, .tokens, .tags, .syntax])
    returned = layers.intersection(Layer.builtIn).union(includesTokens ? [.tokens] : [])
  }

  /// The line that answers a line with a document; nil where that is none.
  func answer(_ line: [UInt8]) -> [UInt8]? {
    guard let (id, record) = Self.parts(of: line) else { return nil }
    var json = JSONWriter(Array("{\"id\":\(id)".utf8))
    do throws(StageFailure) {
      let document = try RecordReader().document(from: record)
      var changed = document
      for encoder in encoders { try encoder.process(&changed) }
      try stage.process(&changed)
      try write(changed, since: document, unit: Self.unit(of: record), &json)
    } catch {
      json = JSONWriter(Array("{\"id\":\(id),\"failure\":{\"code\":".utf8))
      json.string(error.code)
      json.raw(",\"message\":")
      json.string(error.message)
      json.raw("}")
    }
    json.raw("}\n")
    return json.bytes
  }

  private func write(_ document: Document, since old: Document, unit: OffsetUnit, _ json: inout JSONWriter) throws(StageFailure) {
    json.raw(",\"record\":")
    if changesText {
      try whole(document, unit, &json)
    } else if document.text == old.text {
      changes(document, since: old, unit, &json)
    } else {
      throw StageFailure(code: "undeclared-change", "the stage replaced the text, which it does not declare to change")
    }
    try layers(of: document, &json)
    if document.problems.count > old.problems.count {
      json.raw(",\"problems\":")
      json.list(document.problems.dropFirst(old.problems.count)) { $0.problem($1) }
      if document.isFailed { json.raw(",\"failed\":true") }
    }
  }

  /// The record of a document whose text may be another.
  private func whole(_ document: Document, _ unit: OffsetUnit, _ json: inout JSONWriter) throws(StageFailure) {
    guard
      var outgoing = Document(
        id: document.id, sourceText: document.sourceText, text: document.text, alignment: document.alignment, source: document.source)
    else { throw StageFailure(code: "bad-alignment", "the stage replaced the text, and its alignment does not fit") }
    (outgoing.title, outgoing.language, outgoing.metadata) = (document.title, document.language, document.metadata)
    for layer in marked(document) { outgoing.take(layer, from: document) }
    outgoing.layers = marked(document)
    try RecordWriter(offsets: unit, includeTokens: includesTokens).append(outgoing, to: &json.bytes)
    json.bytes.removeLast()
  }

  /// What changed of a document with the same text.
  private func changes(_ document: Document, since old: Document, _ unit: OffsetUnit, _ json: inout JSONWriter) {
    let start = json.bytes.count
    if document.title != old.title {
      json.raw(",\"title\":")
      json.string(document.title)
    }
    if document.language != old.language {
      json.raw(",\"language\":")
      json.string(document.language)
    }
    if document.metadata != old.metadata {
      json.raw(",\"metadata\":")
      json.object(document.metadata)
    }
    var outgoing = document
    outgoing.layers = marked(document)
    RecordWriter(offsets: unit, includeTokens: includesTokens).appendLayers(of: outgoing, to: &json.bytes)
    if json.bytes.count == start { json.raw("{") } else { json.bytes[start] = UInt8(ascii: "{") }
    json.raw("}")
  }

  /// The built-in layers that go back: those that the stage wrote are there, whether it says so or not.
  private func marked(_ document: Document) -> Set<Layer> {
    returned.intersection(document.layers.union(stage.layers.writes))
  }

  /// The plugins' layers that the stage set, in each unit in which they differ.
  private func layers(of document: Document, _ json: inout JSONWriter) throws(StageFailure) {
    var isFirst = true
    for (layer, value) in document.openLayers.sorted(by: { $0.key < $1.key }) {
      guard case .value = value else { continue }
      json.raw(isFirst ? ",\"layers\":{" : ",")
      isFirst = false
      json.string(layer.name)
      json.raw(":{")
      do {
        let forms = try (document.text.isASCII ? [.codepoint] : OffsetUnit.allCases).map { unit in
          (unit, try value.json(offsets: OffsetTable(document.text, unit: unit)))
        }
        let differ = forms.contains { $0.1 != forms[0].1 }
        for (number, (unit, bytes)) in (differ ? forms[...] : forms.prefix(1)).enumerated() {
          if number > 0 { json.raw(",") }
          json.string(unit.rawValue)
          json.raw(":")
          json.raw(bytes)
        }
      } catch {
        throw StageFailure(code: "unwritable-layer", "the layer '\(layer)' cannot be written as JSON")
      }
      json.raw("}")
    }
    if !isFirst { json.raw("}") }
  }

  // MARK: Reading

  /// The number and the record of a line.
  private static func parts(of line: [UInt8]) -> (id: Int, record: [UInt8])? {
    guard let text = JSONScanner.identifier(named: Array("id".utf8), in: line), let id = Int(text) else { return nil }
    let ranges = line.withUnsafeBufferPointer { bytes in member(Array("record".utf8), of: bytes) }
    guard let range = ranges else { return nil }
    var record: [UInt8] = []
    record.reserveCapacity(range.count + JSONParser.padding)
    record.append(contentsOf: line[range])
    return (id, record)
  }

  /// The unit that a record says.
  private static func unit(of record: [UInt8]) -> OffsetUnit {
    record.withUnsafeBufferPointer { bytes in
      guard let range = member(Array("offsets".utf8), of: bytes) else { return .codepoint }
      return OffsetUnit(rawValue: String(decoding: bytes[range].dropFirst().dropLast(), as: UTF8.self)) ?? .codepoint
    }
  }

  private static func member(_ wanted: [UInt8], of bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var found: Range<Int>?
    var scanner = JSONScanner(bytes)
    scanner.object { name, value in
      if bytes[name].elementsEqual(wanted) { found = value }
      return found == nil
    }
    return found
  }
}
