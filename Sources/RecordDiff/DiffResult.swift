/// What differs between two runs: counts, and which documents to look at. The documents themselves are compared again when they are shown.
package struct DiffResult: Sendable {
  /// A line of one of the files that cannot be read.
  struct UnreadableLine: Sendable {
    var file: String
    var isOld: Bool
    var line: RecordFile.Unreadable
  }

  /// The counts.
  private(set) var totals = DiffTotals()
  /// The documents with differences, those with most first.
  private(set) var changed: [(pair: RecordComparison.Pair, count: Int)] = []
  /// The documents of one file alone.
  private(set) var onlyOld: [RecordComparison.Pair] = []
  private(set) var onlyNew: [RecordComparison.Pair] = []
  /// The lines that could not be compared, those of the old file first.
  private(set) var unreadable: [UnreadableLine] = []

  /// How many documents both files have.
  package var compared: Int { totals.identical + totals.equal + totals.changed }
  /// Whether anything differs, or could not be compared.
  package var hasDifferences: Bool { !totals.isEmpty }
}

extension DiffResult {
  /// Compares all documents.
  ///
  /// - Parameter onOutcome: Called with each in order.
  package init(of comparison: RecordComparison) {
    self.init(of: comparison) { _, _ in }
  }

  init(of comparison: RecordComparison, onOutcome: (RecordComparison.Pair, RecordComparison.Outcome) throws -> Void) rethrows {
    for line in comparison.old.unreadable { add(line, of: comparison.old, isOld: true) }
    for line in comparison.new.unreadable { add(line, of: comparison.new, isOld: false) }
    try comparison.forEach { pair, outcome in
      switch outcome {
      case .identical: totals.identical += 1
      case .equal: totals.equal += 1
      case .changed(let changes):
        totals.changed += 1
        totals.add(changes.layers)
        changed.append((pair, changes.count))
      case .onlyOld: onlyOld.append(pair)
      case .onlyNew: onlyNew.append(pair)
      case .unreadable(let old, let new):
        if let old { add(old, of: comparison.old, isOld: true) }
        if let new { add(new, of: comparison.new, isOld: false) }
      }
      try onOutcome(pair, outcome)
    }
    totals.onlyOld = onlyOld.count
    totals.onlyNew = onlyNew.count
    changed = changed.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
    unreadable = unreadable.enumerated().sorted {
      ($0.element.isOld ? 0 : 1, $0.element.line.line, $0.offset) < ($1.element.isOld ? 0 : 1, $1.element.line.line, $1.offset)
    }.map(\.element)
  }

  private mutating func add(_ line: RecordFile.Unreadable, of file: RecordFile, isOld: Bool) {
    unreadable.append(UnreadableLine(file: file.path, isOld: isOld, line: line))
    if isOld { totals.unreadableOld += 1 } else { totals.unreadableNew += 1 }
  }
}
