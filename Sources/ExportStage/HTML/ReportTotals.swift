import Pipeline

/// What the index of the report counts over all documents.
struct ReportTotals: Hashable {
  /// The counts, in the order in which the index shows them.
  enum Count: Int, CaseIterable {
    case documents, words, sentences, entities, relations, quotes, withProblems, failed
  }

  private var counts = [Int](repeating: 0, count: Count.allCases.count)

  /// Nothing counted.
  init() {}

  /// The counts of one document.
  init(_ document: Document, _ facts: DocumentFacts) {
    self[.documents] = 1
    self[.words] = facts.words ?? 0
    self[.sentences] = facts.sentences ?? 0
    self[.entities] = facts.entities ?? 0
    self[.relations] = facts.relations ?? 0
    self[.quotes] = document.quotes.count
    self[.withProblems] = document.problems.isEmpty || document.isFailed ? 0 : 1
    self[.failed] = document.isFailed ? 1 : 0
  }

  /// A count.
  subscript(count: Count) -> Int {
    get { counts[count.rawValue] }
    set { counts[count.rawValue] = newValue }
  }

  /// Adds the counts of another document.
  mutating func add(_ other: ReportTotals) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  /// The counts as bytes, eight for each, so that a rendering can carry them to the sink.
  var encoded: [UInt8] {
    counts.flatMap { count in (0..<8).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) } }
  }

  /// The counts from their bytes.
  init(encoded bytes: [UInt8]) {
    for index in counts.indices where index * 8 + 8 <= bytes.count {
      counts[index] = (0..<8).reduce(0) { $0 | Int(bytes[index * 8 + $1]) << ($1 * 8) }
    }
  }
}
