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
  /// Words that one text alone has, where the texts have changed.
  var words: (lost: Int, gained: Int)?
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
    words = places.words
    self.layers = layers.sorted().compactMap { layer in
      if layer == .text { return Self.textChange(places) }
      if places.relation == .same, old.isSame(new, in: layer) { return nil }
      if layer == .layers { return nil }
      if case .plugin = layer { return nil }
      let changes = ItemMatcher(old.items(of: layer), new.items(of: layer), places).changes
      return changes.isEmpty ? nil : LayerChanges(layer: layer, changes: changes)
    }
    self.layers += Self.pluginChanges(old, new, places, in: layers)
    self.layers.sort { $0.layer < $1.layer }
  }

  /// The changes in layers of plugins: span by span where a layer is one of labelled spans on both sides, else as a whole.
  private static func pluginChanges(
    _ old: Document, _ new: Document, _ places: TextPlaces, in layers: Set<DiffLayer>
  ) -> [LayerChanges] {
    var found: [LayerChanges] = []
    var whole: (old: [ComparedItem], new: [ComparedItem]) = ([], [])
    let wanted = Set(old.openLayers.keys).union(new.openLayers.keys).sorted().filter {
      layers.contains(.layers) || layers.contains(.plugin($0.name))
    }
    for layer in wanted {
      if places.relation == .same, old.hasSameBytes(as: new, in: layer) { continue }
      if let one = old.spanItems(of: layer), let other = new.spanItems(of: layer), !(one.isEmpty && other.isEmpty) {
        let changes = ItemMatcher(one, other, places).changes
        if !changes.isEmpty { found.append(LayerChanges(layer: .plugin(layer.name), changes: changes)) }
      } else {
        if old.openLayers[layer] != nil { whole.old.append(old.wholeItem(of: layer)) }
        if new.openLayers[layer] != nil { whole.new.append(new.wholeItem(of: layer)) }
      }
    }
    if haveOtherUnits(old, new) { return found }
    let changes = ItemMatcher(whole.old, whole.new, places).changes
    return changes.isEmpty ? found : found + [LayerChanges(layer: .layers, changes: changes)]
  }

  private static func textChange(_ places: TextPlaces) -> LayerChanges? {
    if places.relation == .same { return nil }
    let item = ComparedItem(type: places.relation.rawValue, content: "")
    return LayerChanges(layer: .text, changes: [Change(old: item, new: item, what: ["text"])])
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

extension Document {
  /// Whether a plugin's layer is the same for certain.
  fileprivate func hasSameBytes(as other: Document, in layer: Layer) -> Bool {
    guard case .encoded(let mine) = openLayers[layer], case .encoded(let theirs) = other.openLayers[layer] else { return false }
    return mine.unit == theirs.unit && mine.bytes == theirs.bytes
  }

  /// Whether a layer is the same for certain, in documents with the same text: saves making its items.
  fileprivate func isSame(_ other: Document, in layer: DiffLayer) -> Bool {
    switch layer {
    case .sentences: sentences.elementsEqual(other.sentences) { $0.span == $1.span }
    case .entities: entities == other.entities
    case .coreference: coreference == other.coreference
    case .relations: relations == other.relations && (relations.allSatisfy { $0.attributedTo == nil } || coreference == other.coreference)
    case .quotes: quotes == other.quotes
    case .keywords: keywords.elementsEqual(other.keywords) { $0.text == $1.text }
    case .summary: summary == other.summary && sentences.elementsEqual(other.sentences) { $0.span == $1.span }
    default: false
    }
  }
}
