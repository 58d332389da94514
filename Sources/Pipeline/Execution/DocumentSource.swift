/// Where the documents of a run come from, in order.
///
/// `next` is called on one thread and does what must be done in order: walking folders, cutting a stream into lines. Opening, decoding and parsing
/// belong into the item's `load`, which runs in parallel.
public protocol DocumentSource {
  /// How many documents there are, where that is known without reading them: for the time left.
  var expectedCount: Int? { get }

  /// The next document, or nil at the end.
  mutating func next() -> SourceItem?
}

extension DocumentSource {
  /// Not known.
  public var expectedCount: Int? { nil }
}

/// One document that can be loaded.
public struct SourceItem: Sendable {
  /// About how many bytes it has: batches are bounded by it.
  public let size: Int
  /// Loads it, on any thread, once. What cannot be read comes back as a document for which `fail` was called.
  public let load: @Sendable () -> Document

  /// Creates an item.
  public init(size: Int, load: @escaping @Sendable () -> Document) {
    self.size = size
    self.load = load
  }
}

/// A source of documents that are already there.
public struct DocumentList: DocumentSource {
  private var documents: ArraySlice<Document>
  /// How many documents there are in all.
  public let expectedCount: Int?

  /// Creates a source.
  public init(_ documents: [Document]) {
    self.documents = documents[...]
    self.expectedCount = documents.count
  }

  /// The next document.
  public mutating func next() -> SourceItem? {
    documents.popFirst().map { document in SourceItem(size: document.text.count) { document } }
  }
}
