import Pipeline

/// Where a sentence stands in the layout of an article.
package struct SentencePlace: Sendable, Hashable {
  /// It shares bytes with a title or a heading.
  package var isHeading = false
  /// It shares bytes with a byline, or is nothing but a dateline.
  package var isCredit = false
  /// Where its own text starts: behind the dateline, where it has one glued to it.
  package var start: UInt32
}

/// Finds the place of each sentence in one pass over blocks and sentences, both in order.
package struct LayoutCursor {
  private let blocks: [Block]
  private let text: Text
  private var next = 0

  /// Starts at the beginning of a document. Without blocks every sentence is ordinary.
  package init(_ document: Document) {
    blocks = document.layers.contains(.blocks) ? document.blocks : []
    text = document.text
  }

  /// The place of a sentence, which lies not before the one asked for last.
  package mutating func place(of span: TextSpan) -> SentencePlace {
    var place = SentencePlace(start: span.start)
    while next < blocks.count, blocks[next].span.end <= span.start { next += 1 }
    var index = next
    while index < blocks.count, blocks[index].span.start < span.end {
      let block = blocks[index]
      switch block.kind {
      case .title, .heading: place.isHeading = true
      case .byline: place.isCredit = true
      case .dateline:
        if block.span.end >= span.end {
          place.isCredit = true
        } else {
          place.start = text.trimmed(TextSpan(block.span.end, span.end)).start
        }
      case .paragraph, .listItem: break
      }
      index += 1
    }
    return place
  }
}
