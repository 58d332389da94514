import Pipeline
import Records

/// The difference between two runs as JSON Lines: a line for each document that differs or that one run alone has, one for each line that cannot be read, and
/// the totals at the end. `Docs/diff.md` describes them.
package struct JSONReport {
  /// What the line of the totals says in `schema`.
  package static let schema = "textmill-diff/1"

  private let comparison: RecordComparison
  private let print: (String) -> Void

  /// Creates a report that hands over whole lines.
  package init(_ comparison: RecordComparison, print: @escaping (String) -> Void) {
    self.comparison = comparison
    self.print = print
  }

  /// Compares the files and writes each document as it comes, in the order of the new file.
  package func stream() -> DiffResult {
    for line in comparison.old.unreadable { unreadable(line, isOld: true) }
    for line in comparison.new.unreadable { unreadable(line, isOld: false) }
    let result = DiffResult(of: comparison) { write($0, $1) }
    total(result)
    return result
  }

  /// Writes what was found, the documents with most changes first and at most as many as the limit allows.
  package func write(_ result: DiffResult, limit: Int) {
    for line in result.unreadable { unreadable(line.line, isOld: line.isOld) }
    for pair in result.changed.prefix(limit).map(\.pair) + result.onlyNew.prefix(limit) + result.onlyOld.prefix(limit) {
      write(pair, comparison.outcome(of: pair))
    }
    total(result)
  }

  private func write(_ pair: RecordComparison.Pair, _ outcome: RecordComparison.Outcome) {
    switch outcome {
    case .identical, .equal: break
    case .changed(let changes): document(pair, "changed", changes)
    case .onlyOld: document(pair, "only_old", nil)
    case .onlyNew: document(pair, "only_new", nil)
    case .unreadable(let old, let new):
      if let old { unreadable(old, isOld: true) }
      if let new { unreadable(new, isOld: false) }
    }
  }

  private func finish(_ json: JSONWriter) { print(String(decoding: json.bytes, as: UTF8.self) + "\n") }

  private func unreadable(_ line: RecordFile.Unreadable, isOld: Bool) {
    var json = JSONWriter()
    json.raw(isOld ? "{\"kind\":\"unreadable\",\"run\":\"old\",\"file\":" : "{\"kind\":\"unreadable\",\"run\":\"new\",\"file\":")
    json.string(isOld ? comparison.old.path : comparison.new.path)
    json.raw(",\"line\":")
    json.integer(line.line)
    json.raw(",\"reason\":")
    json.string(line.reason)
    json.raw("}")
    finish(json)
  }

  private func document(_ pair: RecordComparison.Pair, _ status: String, _ changes: DocumentChanges?) {
    var json = JSONWriter()
    let lines = comparison.lines(of: pair)
    json.raw("{\"kind\":\"document\",\"id\":")
    json.string(comparison.id(of: pair))
    json.raw(",\"status\":")
    json.string(status)
    json.raw(",\"old_line\":")
    json.integer(lines.old)
    json.raw(",\"new_line\":")
    json.integer(lines.new)
    if let changes {
      json.raw(",\"text\":")
      json.string(changes.text.rawValue)
      json.raw(",\"layers\":{")
      let old = OffsetTable(changes.old.text, unit: .codepoint)
      let new = OffsetTable(changes.new.text, unit: .codepoint)
      for (index, layer) in changes.layers.enumerated() {
        if index > 0 { json.raw(",") }
        json.string(layer.layer.name)
        json.raw(":{\"gained\":")
        json.list(layer.changes.compactMap { $0.old == nil ? $0.new : nil }) { $0.item($1, changes.new.text, new) }
        json.raw(",\"lost\":")
        json.list(layer.changes.compactMap { $0.new == nil ? $0.old : nil }) { $0.item($1, changes.old.text, old) }
        json.raw(",\"changed\":")
        json.list(layer.changes.filter { $0.kind == .changed }) { json, change in
          json.raw("{\"what\":")
          json.list(change.what) { $0.string($1) }
          json.raw(",\"old\":")
          if let item = change.old { json.item(item, changes.old.text, old) }
          json.raw(",\"new\":")
          if let item = change.new { json.item(item, changes.new.text, new) }
          json.raw("}")
        }
        json.raw("}")
      }
      json.raw("}")
    }
    json.raw("}")
    finish(json)
  }

  private func total(_ result: DiffResult) {
    let totals = result.totals
    var json = JSONWriter()
    json.raw("{\"kind\":\"total\",\"schema\":")
    json.string(Self.schema)
    json.raw(",\"old\":")
    json.string(comparison.old.path)
    json.raw(",\"new\":")
    json.string(comparison.new.path)
    json.raw(",\"documents\":")
    json.counts([
      ("in_both", result.compared), ("identical", totals.identical), ("equal", totals.equal), ("changed", totals.changed),
      ("only_old", totals.onlyOld), ("only_new", totals.onlyNew),
    ])
    json.raw("},\"unreadable\":")
    json.counts([("old", totals.unreadableOld), ("new", totals.unreadableNew)])
    json.raw("},\"layers\":{")
    for (index, (layer, counts)) in totals.layers.sorted(by: { $0.key < $1.key }).enumerated() {
      if index > 0 { json.raw(",") }
      json.string(layer.name)
      json.raw(":")
      json.counts(counts.members)
      json.raw(",\"types\":{")
      for (index, row) in totals.sortedTypes(of: layer).enumerated() {
        if index > 0 { json.raw(",") }
        json.string(row.type)
        json.raw(":")
        json.counts(row.counts.members)
        json.raw("}")
      }
      json.raw("}}")
    }
    json.raw("}}")
    finish(json)
  }
}

extension DiffTotals.Counts {
  fileprivate var members: [(String, Int)] { [("gained", gained), ("lost", lost), ("changed", changed), ("documents", documents)] }
}

extension JSONWriter {
  fileprivate mutating func integer(_ value: Int?) {
    if let value { integer(value) } else { raw("null") }
  }

  /// An object of counts, still open.
  fileprivate mutating func counts(_ members: [(String, Int)]) {
    for (index, member) in members.enumerated() {
      raw(index == 0 ? "{" : ",")
      string(member.0)
      raw(":")
      integer(member.1)
    }
  }

  fileprivate mutating func item(_ item: ComparedItem, _ text: Text, _ table: OffsetTable) {
    raw("{\"type\":")
    string(item.type.isEmpty ? nil : item.type)
    raw(",\"content\":")
    string(item.content)
    raw(",\"spans\":")
    list(item.places) { json, span in
      json.raw("{\"start\":")
      json.integer(table.units(atByte: span.start))
      json.raw(",\"end\":")
      json.integer(table.units(atByte: span.end))
      json.raw(",\"text\":")
      json.string(text, span)
      json.raw("}")
    }
    raw(",\"attributes\":{")
    var names: [String] = []
    for attribute in item.attributes where !names.contains(attribute.name) { names.append(attribute.name) }
    for (index, name) in names.enumerated() {
      if index > 0 { raw(",") }
      string(name)
      raw(":")
      list(item.attributes.filter { $0.name == name }) { $0.string($1.value) }
    }
    raw("},\"by\":")
    string(item.by)
    raw("}")
  }
}
