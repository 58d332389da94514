import Pipeline

/// The spans of plugins' layers that a page highlights, with the groups of its legend: one for each layer and label.
///
/// A layer may hold any number of spans that lie over each other any number of times; what a page shows of them is bounded.
struct HighlightedSpans {
  /// A span on the page.
  struct Item {
    var span: TextSpan
    var group: Int
    /// The number of its text among those of all groups.
    var name: Int
  }

  /// An entry of the legend.
  struct Group {
    var layer: Layer
    var label: String
    var names: [EntityGroup.Name] = []
    var count = 0

    /// Layer and label, as the page names the group.
    var title: String { label.isEmpty ? layer.name : "\(layer): \(label)" }
  }

  /// The most spans on a page, the most that lie over each other in one place, and the most groups.
  private static let (most, deepest, mostGroups) = (5_000, 3, 50)

  /// The spans, by their places.
  private(set) var spans: [Item] = []
  /// The groups, by layer and in the order of the text.
  private(set) var groups: [Group] = []
  /// How many spans are not shown.
  private(set) var left = 0
  /// The number of the first name.
  private let firstName: Int

  init(of document: Document, _ facts: DocumentFacts) {
    firstName = facts.names
    var numbers: [String: Int] = [:]
    var known: [String: (name: Int, position: Int)] = [:]
    var names = 0
    var ends: [UInt32] = []
    let all = facts.layers.flatMap { layer in layer.spans.map { (layer: layer.layer, span: $0) } }.filter { !$0.span.span.isEmpty }
    for (layer, span) in all.sorted(by: { $0.span.span < $1.span.span }) {
      ends.removeAll { $0 <= span.span.start }
      let key = "\(layer.name) \(span.label)"
      let group = numbers[key] ?? groups.count
      if spans.count >= Self.most || ends.count >= Self.deepest || group >= Self.mostGroups {
        left += 1
        continue
      }
      ends.append(span.span.end)
      if group == groups.count {
        numbers[key] = group
        groups.append(Group(layer: layer, label: span.label))
      }
      groups[group].count += 1
      let text = EntityGroup.flattened(document.text, span.span)
      let place = known["\(group) \(text)"]
      if let place {
        groups[group].names[place.position].count += 1
      } else {
        known["\(group) \(text)"] = (names, groups[group].names.count)
        groups[group].names.append(EntityGroup.Name(text: text, count: 1, number: firstName + names))
        names += 1
      }
      spans.append(Item(span: span.span, group: group, name: firstName + (place?.name ?? names - 1)))
    }
  }

  /// Writes the start tag of a span.
  func open(_ index: Int, _ writer: inout ByteWriter) {
    let group = groups[spans[index].group]
    writer.raw("<mark class=\"o ")
    writer.raw(TypeStyle.className(of: EntityType(group.title)))
    writer.raw(" n")
    writer.integer(spans[index].name)
    writer.raw("\" data-t=\"")
    writer.html(group.title)
    writer.raw("\" title=\"")
    writer.html(group.title)
    writer.raw("\">")
  }
}
