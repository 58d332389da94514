/// What of a document is compared, in the order in which differences are shown.
///
/// Blocks, tokens, metadata, offsets' unit, confidences, scores and what produced an annotation are not compared.
package enum DiffLayer: String, Sendable, Hashable, CaseIterable, Comparable {
  /// The text itself; the title.
  case text, title
  /// The built-in layers.
  case sentences, entities, coreference, relations, quotes, keywords, summary
  /// Plugins' layers, as a whole each.
  case layers
  /// What went wrong with the document, and whether it failed.
  case problems

  /// In the order of the declaration.
  package static func < (left: DiffLayer, right: DiffLayer) -> Bool { left.order < right.order }

  private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
