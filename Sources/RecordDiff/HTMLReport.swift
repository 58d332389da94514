import Pipeline

/// The difference between two runs as one page: no script, nothing loaded, and text from articles escaped.
package struct HTMLReport {
  /// Documents that stand open, and changes of a layer that are shown at once.
  private static let opened = 5
  private static let shown = 12

  private let comparison: RecordComparison
  private let result: DiffResult
  private let limits: DiffLimits
  private let style: String

  /// Creates a report.
  package init(_ comparison: RecordComparison, _ result: DiffResult, limits: DiffLimits) throws(Diagnostics) {
    self.comparison = comparison
    self.result = result
    self.limits = limits
    style = String(decoding: try ResourceFolder.bytes(of: "Data/diff.css", in: "RecordDiff"), as: UTF8.self)
  }

  /// Hands over the page in pieces.
  package func write(_ print: (String) throws -> Void) rethrows {
    try print(head)
    if !result.totals.layers.isEmpty { try print(table) }
    for (title, pairs) in [("Only in the old run", result.onlyOld), ("Only in the new run", result.onlyNew)] where !pairs.isEmpty {
      try print(list(title, pairs.lazy.map { comparison.id(of: $0) }))
    }
    if !result.unreadable.isEmpty {
      try print(list("Cannot be read", result.unreadable.lazy.map { "\($0.file):\($0.line.line): \($0.line.reason)" }))
    }
    let shown = limits.documents.map { result.changed.prefix($0) } ?? result.changed[...]
    if !shown.isEmpty { try print("<h2 class=\"docs\">Documents, those with most changes first</h2>\n") }
    for (number, document) in shown.enumerated() {
      if case .changed(let changes) = comparison.outcome(of: document.pair) {
        try print(section(changes, document.pair, isOpen: number < Self.opened))
      }
    }
    let rest = result.changed.count - shown.count
    if rest > 0 { try print("<p class=\"more\">… \(TotalsWording.documents(rest)) more with fewer changes.</p>\n") }
    try print("</main>\n</body>\n</html>\n")
  }

  private var head: String {
    let sentences =
      result.hasDifferences ? TotalsWording.sentences(result.totals) : ["No difference in \(TotalsWording.documents(result.compared))"]
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>What changed – Textmill</title>
      <style>\(style)</style>
      </head>
      <body>
      <header><p class="brand">Textmill</p></header>
      <main>
      <h1>What changed</h1>
      <dl><dt>old</dt><dd>\(HTMLText.escaped(comparison.old.path))</dd><dt>new</dt><dd>\(HTMLText.escaped(comparison.new.path))</dd></dl>
      <div class="about">\(sentences.map { "<p>\(HTMLText.escaped($0)).</p>" }.joined())</div>

      """
  }

  private var table: String {
    var rows = ""
    for (layer, counts) in result.totals.layers.sorted(by: { $0.key < $1.key }) {
      rows += "<tbody>\n" + row(layer.name, counts, " class=\"layer\"")
      let types = result.totals.sortedTypes(of: layer)
      for type in types.prefix(DiffLimits.types) { rows += row(type.type, type.counts, "") }
      if types.count > DiffLimits.types { rows += "<tr><th scope=\"row\">… \(types.count - DiffLimits.types) more</th></tr>\n" }
      rows += "</tbody>\n"
    }
    return """
      <table>
      <thead><tr><th></th><th scope="col">gained</th><th scope="col">lost</th><th scope="col">changed</th><th scope="col">documents</th></tr></thead>
      \(rows)</table>

      """
  }

  private func row(_ name: String, _ counts: DiffTotals.Counts, _ attributes: String) -> String {
    func cell(_ kind: Change.Kind, _ count: Int) -> String {
      "<td class=\"\(kind.rawValue)\">\(count == 0 ? "" : sign(kind) + TotalsWording.grouped(count))</td>"
    }
    return "<tr\(attributes)><th scope=\"row\">\(HTMLText.escaped(name))</th>\(cell(.gained, counts.gained))\(cell(.lost, counts.lost))"
      + "\(cell(.changed, counts.changed))<td>\(TotalsWording.grouped(counts.documents))</td></tr>\n"
  }

  private func list(_ title: String, _ lines: some Collection<String>) -> String {
    let shown = limits.documents ?? lines.count
    let rest = lines.count - shown
    return "<section class=\"list\"><h2>\(title)</h2>\n<ul>\n" + lines.prefix(shown).map { "<li>\(HTMLText.escaped($0))</li>\n" }.joined()
      + "</ul>\(rest > 0 ? "<p class=\"more\">… and \(TotalsWording.grouped(rest)) more</p>" : "")</section>\n"
  }

  // MARK: A document

  private func section(_ document: DocumentChanges, _ pair: RecordComparison.Pair, isOpen: Bool) -> String {
    var html = "<details class=\"document\"\(isOpen ? " open" : "")><summary><h3>\(HTMLText.escaped(comparison.id(of: pair)))</h3>"
    html += counts(document.layers.flatMap(\.changes)) + "</summary>\n"
    if let note = TotalsWording.note(document) { html += "<p class=\"note\">\(note.prefix(1).uppercased() + note.dropFirst()).</p>\n" }
    for layer in document.layers where layer.layer != .text {
      html += "<h4>\(HTMLText.escaped(layer.layer.name))\(counts(layer.changes))</h4>\n"
      let most = limits.changes.map { layer.changes.prefix($0) } ?? layer.changes[...]
      let items = most.map { item(ChangeWording($0, in: layer.layer, of: document)) }
      html += "<ul class=\"changes\">\n\(items.prefix(Self.shown).joined())</ul>\n"
      if items.count > Self.shown {
        html += "<details class=\"rest\"><summary>\(items.count - Self.shown) more</summary><ul class=\"changes\">\n"
        html += items.dropFirst(Self.shown).joined() + "</ul></details>\n"
      }
      if layer.changes.count > most.count { html += "<p class=\"more\">… and \(layer.changes.count - most.count) more</p>\n" }
    }
    return html + "</details>\n"
  }

  private func counts(_ changes: [Change]) -> String {
    Change.Kind.allCases.map { kind in
      let count = changes.count { $0.kind == kind }
      return count == 0 ? "" : " <span class=\"n \(kind.rawValue)\">\(sign(kind))\(TotalsWording.grouped(count))</span>"
    }.joined()
  }

  private func item(_ change: ChangeWording) -> String {
    var html = "<li class=\"\(change.kind.rawValue)\" data-s=\"\(sign(change.kind))\">"
    if !change.type.isEmpty { html += "<span class=\"type\">\(HTMLText.escaped(change.type))</span>" }
    if change.content.count == 2 {
      html += "<del class=\"content\">\(HTMLText.escaped(change.content[0]))</del> → "
      html += "<ins class=\"content\">\(HTMLText.escaped(change.content[1]))</ins>"
    } else if let content = change.content.first {
      html += "<span class=\"content\">\(HTMLText.escaped(content))</span>"
    }
    for mood in change.moods { html += " <span class=\"mood\">\(mood)</span>" }
    for note in change.notes {
      html += " <span class=\"attribute\">\(HTMLText.escaped(note.name)): \(HTMLText.escaped(note.old.isEmpty ? "none" : note.old))"
      html += " → <b>\(HTMLText.escaped(note.new.isEmpty ? "none" : note.new))</b></span>"
    }
    if let by = change.by { html += " <span class=\"by\">\(HTMLText.escaped(by))</span>" }
    if let context = change.context {
      html += "<p class=\"context\">\(HTMLText.fragment(context.before))<mark>\(HTMLText.escaped(context.marked))</mark>"
      html += "\(HTMLText.fragment(context.after))</p>"
    }
    return html + "</li>\n"
  }

  private func sign(_ kind: Change.Kind) -> String { kind == .gained ? "+" : kind == .lost ? "−" : "~" }
}
