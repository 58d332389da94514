import Pipeline

/// What a page of Markdown shows of plugins' layers, within the bounds of the HTML report.
extension MarkdownPage {
  /// A table of spans.
  func spans(_ writer: inout ByteWriter, _ level: StaticString) {
    let highlighted = HighlightedSpans(of: document, facts)
    if highlighted.groups.isEmpty { return }
    heading("Found by plugins", level, &writer)
    writer.raw("| Layer | Label | Text | Mentions |\n|---|---|---|--:|\n")
    for group in highlighted.groups {
      for name in group.names {
        writer.raw("| ")
        writer.markdown(group.layer.name)
        writer.raw(" | ")
        writer.markdown(ArticlePanels.cut(group.label))
        writer.raw(" | ")
        writer.markdown(ArticlePanels.cut(name.text))
        writer.raw(" | ")
        writer.integer(name.count)
        writer.raw(" |\n")
      }
    }
  }

  /// A list of values.
  func values(_ writer: inout ByteWriter, _ level: StaticString) {
    let rows = facts.layers.flatMap { ArticlePanels.rows(of: $0) }
    if rows.isEmpty { return }
    heading("Values of plugins", level, &writer)
    for (name, value) in rows {
      writer.raw("- ")
      writer.markdown(ArticlePanels.cut(name))
      writer.raw(": ")
      writer.markdown(ArticlePanels.cut(value))
      writer.raw("\n")
    }
  }
}
