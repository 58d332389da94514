/// How much differs between two runs.
struct DiffTotals: Sendable {
  /// Counts of changes, and of the documents that have some.
  struct Counts: Sendable, Hashable {
    var gained = 0
    var lost = 0
    var changed = 0
    var documents = 0

    /// All changes.
    var sum: Int { gained + lost + changed }

    mutating func add(_ changes: some Sequence<Change>) {
      for change in changes {
        switch change.kind {
        case .gained: gained += 1
        case .lost: lost += 1
        case .changed: changed += 1
        }
      }
      documents += 1
    }
  }

  /// Documents with equal bytes; with other bytes, but nothing different in what is compared; with differences.
  var identical = 0
  var equal = 0
  var changed = 0
  /// Documents that only one file has.
  var onlyOld = 0
  var onlyNew = 0
  /// Lines that cannot be read.
  var unreadableOld = 0
  var unreadableNew = 0
  /// By layer, where there are any.
  private(set) var layers: [DiffLayer: Counts] = [:]
  /// By layer and type; a changed type counts under both, `GPE → PERSON`.
  private(set) var types: [DiffLayer: [String: Counts]] = [:]

  /// Whether the files say the same, and all of both could be compared.
  var isEmpty: Bool { changed + onlyOld + onlyNew + unreadableOld + unreadableNew == 0 }

  /// Adds what differs in a document.
  mutating func add(_ changes: [LayerChanges]) {
    for layer in changes {
      layers[layer.layer, default: Counts()].add(layer.changes)
      for (type, some) in Dictionary(grouping: layer.changes, by: \.type) where !type.isEmpty {
        types[layer.layer, default: [:]][type, default: Counts()].add(some)
      }
    }
  }

  /// The types of a layer, those with most changes first.
  func sortedTypes(of layer: DiffLayer) -> [(type: String, counts: Counts)] {
    (types[layer] ?? [:]).map { ($0.key, $0.value) }.sorted { ($1.1.sum, $0.0) < ($0.1.sum, $1.0) }
  }
}
