import Pipeline

/// What stands beside an article of plugins' layers: a legend of their spans, and their values.
extension ArticlePanels {
  /// The most members of an object that are shown, and the longest value in characters.
  private static let (membersShown, longest) = (50, 300)

  /// The legend: each label is a switch, each text shows its mentions.
  func spans(_ writer: inout ByteWriter) {
    let highlighted = HighlightedSpans(of: document, facts)
    if highlighted.groups.isEmpty { return }
    begin("spans", "Found by plugins", count: highlighted.spans.count, &writer)
    for group in highlighted.groups {
      writer.raw("<div class=\"group\">\n<h3><button type=\"button\" class=\"type ")
      writer.raw(TypeStyle.className(of: EntityType(group.title)))
      writer.raw("\" data-type=\"")
      writer.html(group.title)
      writer.raw("\" aria-pressed=\"true\"><i class=\"o\"></i>")
      writer.html(Self.cut(group.title))
      writer.raw(" <span class=\"count\">")
      writer.grouped(group.count)
      writer.raw("</span></button></h3>\n<ul>\n")
      for name in group.names.prefix(Self.namesShown) {
        writer.raw("<li><button type=\"button\" data-show=\"n")
        writer.integer(name.number)
        writer.raw("\" aria-pressed=\"false\">")
        writer.html(Self.cut(name.text))
        if name.count > 1 {
          writer.raw(" <span class=\"count\">")
          writer.grouped(name.count)
          writer.raw("</span>")
        }
        writer.raw("</button></li>\n")
      }
      writer.raw("</ul>\n</div>\n")
    }
    if highlighted.left > 0 {
      writer.raw("<p class=\"count\">")
      writer.grouped(highlighted.left)
      writer.raw(" more are not shown.</p>\n")
    }
    writer.raw("</section>\n")
  }

  /// The layers that are no spans.
  func values(_ writer: inout ByteWriter) {
    let rows = facts.layers.flatMap { Self.rows(of: $0) }
    if rows.isEmpty { return }
    begin("values", "Values of plugins", &writer)
    writer.raw("<dl>\n")
    for (name, value) in rows {
      writer.raw("<dt>")
      writer.html(Self.cut(name))
      writer.raw("</dt><dd>")
      writer.html(Self.cut(value))
      writer.raw("</dd>\n")
    }
    writer.raw("</dl>\n</section>\n")
  }

  /// The names and values of a layer: its own, or those of its members.
  static func rows(of layer: ShownLayer) -> [(name: String, value: String)] {
    let name = layer.layer.name
    switch layer.content {
    case .plain(let value): return [(name, value?.shown ?? "–")]
    case .members(let members):
      let rows = members.prefix(membersShown).map { ("\(name).\($0.key)", $0.value?.shown ?? "–") }
      return members.count > membersShown ? rows + [(name, "\(members.count - membersShown) more")] : rows
    case .list(let count): return [(name, count == 1 ? "a list of 1" : "a list of \(count)")]
    case .spans: return []
    }
  }

  /// The beginning of a text that is too long for its place.
  static func cut(_ text: String) -> String {
    text.utf8.count <= longest ? text : text.prefix(longest) + "…"
  }
}
