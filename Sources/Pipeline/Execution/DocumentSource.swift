/// Where the documents of a run come from, in order.
///
/// `next` is called on one thread and does what must be done in order: walking folders, cutting a stream into lines. Opening, decoding and parsing
/// belong into the item's `load`, which runs in parallel.
package protocol DocumentSource {
  /// How many documents there are, where that is known without reading them: for the time left.
  var expectedCount: Int? { get }

  /// The next document, or nil at the end.
  mutating func next() -> SourceItem?
}

extension DocumentSource {
  /// Not known.
  package var expectedCount: Int? { nil }
}

/// One document that can be loaded.
package struct SourceItem: Sendable {
  /// About how many bytes it has: batches are bounded by it.
  package let size: Int
  /// Loads it, on any thread, once. What cannot be read comes back as a document for which `fail` was called.
  package let load: @Sendable () -> Document

  /// Creates an item.
  package init(size: Int, load: @escaping @Sendable () -> Document) {
    self.size = size
    self.load = load
  }
}

/// A source of documents that are already there.
package struct DocumentList: DocumentSource {
  private var documents: ArraySlice<Document>
  /// How many documents there are in all.
  package let expectedCount: Int?

  /// Creates a source.
  package init(_ documents: [Document]) {
    self.documents = documents[...]
    self.expectedCount = documents.count
  }

  /// The next document.
  package mutating func next() -> SourceItem? {
    documents.popFirst().map { document in SourceItem(size: document.text.count) { document } }
  }
}
