/// What of a document is compared, in the order in which differences are shown.
///
/// Blocks, tokens, metadata, offsets' unit, confidences, scores and what produced an annotation are not compared.
package enum DiffLayer: Sendable, Hashable {
  /// The text itself; the title.
  case text, title
  /// The built-in layers.
  case sentences, entities, coreference, relations, quotes, keywords, summary
  /// A plugin's layer of labelled spans. As something to compare, it is the plugin's layer of that name, whatever its shape.
  case plugin(String)
  /// Plugins' layers of other shapes, as a whole each. As something to compare, it is all layers of plugins.
  case layers
  /// What went wrong with the document, and whether it failed.
  case problems
}

extension DiffLayer: CaseIterable {
  /// All but single layers of plugins, which only records name.
  package static let allCases: [DiffLayer] = [
    .text, .title, .sentences, .entities, .coreference, .relations, .quotes, .keywords, .summary, .layers, .problems,
  ]

  /// The name, for people and for programs; no plugin's layer has that of another.
  package var name: String {
    switch self {
    case .plugin(let name): Self.allCases.contains { $0.name == name } ? "layers/\(name)" : name
    default: "\(self)"
    }
  }

  /// The one of `allCases` with a name.
  package init?(named name: String) {
    guard let layer = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = layer
  }
}

extension DiffLayer: Comparable {
  /// In the order of the declaration; layers of plugins by name.
  package static func < (left: DiffLayer, right: DiffLayer) -> Bool {
    if case .plugin(let one) = left, case .plugin(let other) = right { return one < other }
    return left.order < right.order
  }

  private var order: Int {
    if case .plugin = self { return DiffLayer.layers.order - 1 }
    return (Self.allCases.firstIndex(of: self) ?? 0) * 2
  }
}
