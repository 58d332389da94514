import Foundation
import Pipeline
import Records

/// What goes between a document and a process that keeps a Swift stage apart: what the stage may read, and what it made of it.
///
/// Unlike a plugin's program, the process is sent problems as well, and may change whatever a stage may: title, language, metadata, problems, the text
/// where the stage declares it. Offsets are bytes, but where a layer that came with a record has them in another unit.
struct IsolationExchange: StageExchange {
  private let sent: Set<Layer>
  private let returned: Set<Layer>
  private let changesText: Bool

  init(layers: LayerUse) {
    let read = layers.requires.union(layers.uses).union(layers.updates)
    returned = layers.writes.union(layers.updates)
    // What is sent, and what comes back, may refer to layers by index: those go with it.
    let referring = read.union(returned)
    sent = read.union(Layer.builtIn.filter { !referring.isDisjoint(with: $0.dependents) })
    changesText = layers.updates.contains(.text)
  }

  func record(of document: Document) throws(StageFailure) -> [UInt8] {
    var outgoing = document
    outgoing.layers = document.layers.intersection(sent)
    outgoing.openLayers = document.openLayers.filter { sent.contains($0.key) }
    var bytes: [UInt8] = []
    let hasTokens = !outgoing.layers.isDisjoint(with: [.tokens, .tags, .syntax])
    try RecordWriter(offsets: Self.unit(of: outgoing), includeTokens: hasTokens).append(outgoing, to: &bytes)
    bytes.removeLast()
    return bytes
  }

  /// Bytes, or the unit of a layer that came with a record.
  private static func unit(of document: Document) -> OffsetUnit {
    for case .encoded(let layer) in document.openLayers.values where layer.others.isEmpty {
      if let unit = layer.unit { return unit }
    }
    return .utf8
  }

  func apply(_ answer: [UInt8], sent record: [UInt8], to document: inout Document) throws(StageFailure) {
    guard let parts = IsolationAnswer(answer) else { throw .unreadable("it is not what the protocol asks for") }
    if let failure = parts.failure { throw failure }
    if let members = parts.record {
      let changed = try read(answer[members], sent: record)
      if changesText {
        guard
          var replaced = Document(
            id: document.id, sourceText: changed.sourceText, text: changed.text, alignment: changed.alignment, source: document.source)
        else { throw .unreadable("its text does not fit its source") }
        (replaced.title, replaced.language, replaced.metadata) = (changed.title, changed.language, changed.metadata)
        (replaced.problems, replaced.layers) = (document.problems, document.layers)
        document = replaced
      } else {
        if parts.names.contains("title") { document.title = changed.title }
        if parts.names.contains("language") { document.language = changed.language }
        if parts.names.contains("metadata") { document.metadata = changed.metadata }
      }
      for layer in returned where Layer.builtIn.contains(layer) { document.take(layer, from: changed) }
    }
    for (layer, forms) in parts.layers { document.openLayers[layer] = .encoded(Self.layer(answer, forms, of: document.text)) }
    document.problems += parts.problems
    if parts.isFailed, let last = document.problems.popLast() {
      document.fail(in: last.stage, StageFailure(code: last.code, last.message))
    }
  }

  /// Reads the members that a stage changed; what it did not change stands in what was sent.
  private func read(_ members: ArraySlice<UInt8>, sent record: [UInt8]) throws(StageFailure) -> Document {
    // Of two members with one name the first counts.
    var line: [UInt8] = []
    line.reserveCapacity(members.count + record.count + JSONParser.padding)
    line.append(contentsOf: members)
    if !changesText {
      line[line.count - 1] = UInt8(ascii: ",")
      line.append(contentsOf: record.dropFirst())
    }
    do throws(StageFailure) {
      return try RecordReader().document(from: line)
    } catch {
      throw .unreadable(error.message)
    }
  }

  private static func layer(_ answer: [UInt8], _ forms: [String: Range<Int>], of text: Text) -> EncodedLayer {
    var others: [OffsetUnit: [UInt8]] = [:]
    for unit in [OffsetUnit.utf8, .utf16] { others[unit] = forms[unit.rawValue].map { Array(answer[$0]) } }
    let bytes = forms[OffsetUnit.codepoint.rawValue].map { Array(answer[$0]) } ?? []
    return EncodedLayer(bytes: bytes, unit: others.isEmpty ? nil : .codepoint, others: others) { bytes, type in
      let decoder = JSONDecoder()
      decoder.userInfo[.offsetTable] = OffsetTable(text, unit: .codepoint)
      return try decoder.decode(type, from: Data(bytes))
    }
  }
}

/// Where the parts of an answer stand in its line.
private struct IsolationAnswer {
  private(set) var failure: StageFailure?
  private(set) var problems: [Problem] = []
  private(set) var isFailed = false
  /// The object of members of the record that the stage changed; nil where there are none.
  private(set) var record: Range<Int>?
  /// The names of these members.
  private(set) var names: [String] = []
  /// The plugins' layers that it set, each by the units of offsets.
  private(set) var layers: [(layer: Layer, forms: [String: Range<Int>])] = []

  init?(_ line: [UInt8]) {
    var (failure, problems, isFailed): (StageFailure?, [Problem], Bool) = (nil, [], false)
    var layerNames: [String] = []
    let parsed = JSONParser.parse(line) { json in
      if json.kind != .object { return false }
      failure = json.member("failure").map { StageFailure(code: $0.member("code")?.string ?? "", $0.member("message")?.string ?? "") }
      problems =
        json.member("problems")?.elements.map { item in
          Problem(
            stage: item.member("stage")?.string ?? "", code: item.member("code")?.string ?? "",
            message: item.member("message")?.string ?? "")
        } ?? []
      isFailed = json.member("failed")?.bool ?? false
      layerNames = json.member("layers")?.members.compactMap(\.key.string) ?? []
      return true
    }
    guard case .success(true) = parsed else { return nil }
    (self.failure, self.problems, self.isFailed) = (failure, problems, isFailed)
    line.withUnsafeBufferPointer { bytes in
      Self.members(bytes, at: 0) { name, value in
        if name == "record" {
          Self.members(bytes, at: value.lowerBound) { name, _ in names.append(name) }
          if !names.isEmpty { record = value }
        } else if name == "layers" {
          var number = 0
          Self.members(bytes, at: value.lowerBound) { _, value in
            var forms: [String: Range<Int>] = [:]
            Self.members(bytes, at: value.lowerBound) { forms[$0] = $1 }
            if number < layerNames.count { layers.append((Layer(layerNames[number]), forms)) }
            number += 1
          }
        }
      }
    }
  }

  private static func members(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, _ body: (String, Range<Int>) -> Void) {
    var scanner = JSONScanner(bytes, at: offset)
    scanner.object { name, value in
      body(String(decoding: bytes[name], as: UTF8.self), value)
      return true
    }
  }
}

extension StageFailure {
  /// A failure for an answer that cannot be used.
  fileprivate static func unreadable(_ reason: String) -> StageFailure {
    StageFailure(code: "bad-answer", "what the stage's process made of the document cannot be read: \(reason)")
  }
}
