/// The difference between two runs as text: the totals, then the documents with most changes.
package struct TextReport {
  private let comparison: RecordComparison
  private let result: DiffResult
  private let isColored: Bool
  private let limits: DiffLimits

  /// Creates a report.
  package init(_ comparison: RecordComparison, _ result: DiffResult, isColored: Bool, limits: DiffLimits) {
    self.comparison = comparison
    self.result = result
    self.isColored = isColored
    self.limits = limits
  }

  /// Hands over the text in pieces, each of whole lines. Nothing where there is no difference.
  package func write(_ print: (String) -> Void) {
    if !result.hasDifferences { return }
    print(dim("old \(Printable.flat(comparison.old.path))\nnew \(Printable.flat(comparison.new.path))\n\n"))
    print(TotalsWording.sentences(result.totals).joined(separator: "\n") + "\n")
    if !result.totals.layers.isEmpty { print("\n" + table) }
    for (title, pairs) in [("only in the old run", result.onlyOld), ("only in the new run", result.onlyNew)] where !pairs.isEmpty {
      list(title, pairs.lazy.map { Printable.flat(comparison.id(of: $0)) }, print)
    }
    if !result.unreadable.isEmpty {
      list("cannot be read", result.unreadable.lazy.map { Printable.flat("\($0.file):\($0.line.line): \($0.line.reason)") }, print)
    }
    let shown = limits.documents.map { result.changed.prefix($0) } ?? result.changed[...]
    for document in shown {
      if case .changed(let changes) = comparison.outcome(of: document.pair) { print("\n" + text(of: changes, document.pair)) }
    }
    let rest = result.changed.count - shown.count
    if rest > 0 { print(dim("\n… \(TotalsWording.documents(rest)) more with fewer changes: --limit 0 shows all\n")) }
  }

  private func list(_ title: String, _ lines: some Collection<String>, _ print: (String) -> Void) {
    let shown = limits.documents ?? lines.count
    print("\n" + bold(title) + "\n" + lines.prefix(shown).map { "  \($0)\n" }.joined())
    if lines.count > shown { print(dim("  … and \(TotalsWording.grouped(lines.count - shown)) more\n")) }
  }

  // MARK: The table

  private var table: String {
    var rows: [(cells: [String], isLayer: Bool)] = []
    for (layer, counts) in result.totals.layers.sorted(by: { $0.key < $1.key }) {
      rows.append((cells(Printable.flat(layer.name), counts), true))
      let types = result.totals.sortedTypes(of: layer)
      for row in types.prefix(DiffLimits.types) { rows.append((cells("  " + Printable.flat(row.type), row.counts), false)) }
      if types.count > DiffLimits.types { rows.append((["  … \(types.count - DiffLimits.types) more", "", "", "", ""], false)) }
    }
    let head = ["", "gained", "lost", "changed", "documents"]
    let widths = head.indices.map { column in max(head[column].count, rows.map { $0.cells[column].count }.max() ?? 0) }
    func line(_ cells: [String]) -> [String] {
      cells.indices.map { pad(cells[$0], widths[$0], isLeft: $0 == 0) }
    }
    let lines = rows.map { row in
      let cells = line(row.cells)
      return [
        row.isLayer ? bold(cells[0]) : cells[0], paint(cells[1], "32"), paint(cells[2], "31"), paint(cells[3], "33"), cells[4],
      ].joined(separator: "  ")
    }
    return ([dim(line(head).joined(separator: "  "))] + lines).joined(separator: "\n") + "\n"
  }

  private func cells(_ name: String, _ counts: DiffTotals.Counts) -> [String] {
    func sign(_ sign: String, _ count: Int) -> String { count == 0 ? "" : sign + TotalsWording.grouped(count) }
    return [
      name, sign("+", counts.gained), sign("-", counts.lost), sign("~", counts.changed), TotalsWording.grouped(counts.documents),
    ]
  }

  private func pad(_ text: String, _ width: Int, isLeft: Bool) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return isLeft ? text + space : space + text
  }

  // MARK: A document

  private func text(of document: DocumentChanges, _ pair: RecordComparison.Pair) -> String {
    var lines = [bold(Printable.flat(comparison.id(of: pair))) + "  " + counts(document.layers.flatMap(\.changes))]
    if let note = TotalsWording.note(document) { lines.append(paint("  \(note)", "33")) }
    for layer in document.layers where layer.layer != .text {
      lines.append("  \(Printable.flat(layer.layer.name))  \(counts(layer.changes))")
      let shown = limits.changes.map { layer.changes.prefix($0) } ?? layer.changes[...]
      for change in shown { lines += text(of: ChangeWording(change, in: layer.layer, of: document)) }
      if layer.changes.count > shown.count {
        lines.append(dim("    … and \(layer.changes.count - shown.count) more: --changes 0 shows all"))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func counts(_ changes: [Change]) -> String {
    Change.Kind.allCases.compactMap { kind in
      let count = changes.count { $0.kind == kind }
      return count == 0 ? nil : paint(sign(kind) + TotalsWording.grouped(count), color(kind))
    }.joined(separator: " ")
  }

  private func text(of change: ChangeWording) -> [String] {
    var parts = [paint(sign(change.kind), color(change.kind))]
    if !change.type.isEmpty { parts.append(paint(Printable.flat(change.type), color(change.kind))) }
    if !change.moods.isEmpty { parts.append(change.moods.joined(separator: " ")) }
    let content = change.content.joined(separator: dim(" → "))
    if !content.isEmpty { parts.append(content) }
    parts += change.notes.map { "\($0.name): \($0.old.isEmpty ? "none" : $0.old)\(dim(" → "))\($0.new.isEmpty ? "none" : $0.new)" }
    if let by = change.by { parts.append(dim("(\(Printable.flat(by)))")) }
    var lines = ["    " + parts.joined(separator: "  ")]
    if let context = change.context {
      let marked = isColored ? paint(context.marked, "1;" + color(change.kind)) : "[\(context.marked)]"
      lines.append("        " + dim(context.before) + marked + dim(context.after))
    }
    return lines
  }

  private func sign(_ kind: Change.Kind) -> String { kind == .gained ? "+" : kind == .lost ? "-" : "~" }
  private func color(_ kind: Change.Kind) -> String { kind == .gained ? "32" : kind == .lost ? "31" : "33" }

  private func bold(_ text: String) -> String { paint(text, "1") }
  private func dim(_ text: String) -> String { paint(text, "2") }
  private func paint(_ text: String, _ parameters: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(parameters)m\(text)\u{1B}[0m" : text
  }
}

/// How much of a difference is shown; nil is all.
package struct DiffLimits: Sendable {
  /// Types in the table of the totals, for each layer.
  static let types = 20

  /// Documents, those with most changes first.
  package var documents: Int?
  /// Changes in each layer of a document.
  package var changes: Int?

  /// Creates limits.
  package init(documents: Int?, changes: Int?) {
    self.documents = documents
    self.changes = changes
  }
}
