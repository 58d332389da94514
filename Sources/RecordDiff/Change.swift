import Pipeline

/// What happened to one annotation.
struct Change: Sendable {
  /// In which way.
  enum Kind: String, Sendable, CaseIterable {
    /// Only the new run has it; only the old one; both, but not alike.
    case gained, lost, changed
  }

  /// As the old run has it.
  var old: ComparedItem?
  /// As the new run has it.
  var new: ComparedItem?
  /// What is not alike, where both have it: `type`, `span`, or names of attributes.
  var what: [String] = []

  /// In which way.
  var kind: Kind { old == nil ? .gained : new == nil ? .lost : .changed }

  /// The type under which it is counted: both where they differ.
  var type: String {
    guard let old, let new else { return (old ?? new)?.type ?? "" }
    return old.type == new.type ? new.type : "\(old.type) → \(new.type)"
  }
}

/// The changes in one layer of one document.
struct LayerChanges: Sendable {
  var layer: DiffLayer
  /// In the order of the text.
  var changes: [Change]

  /// How many there are of a kind.
  func count(_ kind: Change.Kind) -> Int { changes.count { $0.kind == kind } }
}

/// What differs between two records of one document.
struct DocumentChanges: Sendable {
  /// The document by the old and by the new run.
  var old: Document
  var new: Document
  /// How the texts are related.
  var text: TextPlaces.Relation
  /// The layers in which something differs.
  var layers: [LayerChanges]

  /// How many changes there are.
  var count: Int { layers.reduce(0) { $0 + $1.changes.count } }
}

extension DocumentChanges {
  /// Compares two documents in some layers.
  init(old: Document, new: Document, in layers: Set<DiffLayer>) {
    let places = TextPlaces(old: old, new: new)
    self.old = old
    self.new = new
    text = places.relation
    self.layers = layers.sorted().compactMap { layer in
      if layer == .text { return Self.textChange(places) }
      if layer == .layers, Self.haveOtherUnits(old, new) { return nil }
      let changes = ItemMatcher(old.items(of: layer), new.items(of: layer), places).changes
      return changes.isEmpty ? nil : LayerChanges(layer: layer, changes: changes)
    }
  }

  private static func textChange(_ places: TextPlaces) -> LayerChanges? {
    let (old, new): (String, String)
    switch places.relation {
    case .same: return nil
    case .renormalized: (old, new) = ("the source text is the same", "it was normalised otherwise")
    case .changed:
      let words = places.words ?? (0, 0)
      (old, new) = ("\(words.lost) words are gone", "\(words.gained) words are new")
    }
    let change = Change(
      old: ComparedItem(type: places.relation.rawValue, content: old), new: ComparedItem(type: places.relation.rawValue, content: new),
      what: ["text"])
    return LayerChanges(layer: .text, changes: [change])
  }

  /// Whether plugins' layers came with offsets in two units: their bytes then say nothing.
  private static func haveOtherUnits(_ old: Document, _ new: Document) -> Bool {
    func unit(_ document: Document) -> OffsetUnit? {
      document.openLayers.values.lazy.compactMap { if case .encoded(let encoded) = $0 { encoded.unit } else { nil } }.first
    }
    guard let one = unit(old), let other = unit(new) else { return false }
    return one != other
  }
}
