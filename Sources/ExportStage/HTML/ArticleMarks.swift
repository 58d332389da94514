import Pipeline

/// A stretch of the text that the page marks up.
struct ArticleMark {
  /// What is marked, outermost first: where marks cross, the inner one is cut.
  enum Kind: UInt8 {
    case sentence, quote, mention, subject, predicate, object, argument, span, entity

    /// How deep it stands. The parts of relations share a level, so that one may lie in another.
    var level: UInt8 { min(rawValue, 3) + (self == .span ? 1 : self == .entity ? 2 : 0) }

    /// Whether it is a `mark` element, not a `span`.
    var isMark: Bool { self == .span || self == .entity }
  }

  /// Where it is.
  var span: TextSpan
  /// What it is.
  var kind: Kind
  /// The index in its layer; for a mention, of its cluster.
  var index: Int32
  /// Whether its first piece was written.
  var isOpened = false

  init(_ span: TextSpan, _ kind: Kind, _ index: Int) {
    self.span = span
    self.kind = kind
    self.index = Int32(truncatingIfNeeded: index)
  }

  /// All marks of a document that cover something, in the order in which they open.
  ///
  /// - Parameter spans: Those of plugins' layers.
  static func all(of document: Document, spans: [TextSpan]) -> [ArticleMark] {
    var marks = spans.enumerated().map { ArticleMark($0.element, .span, $0.offset) }
    marks.reserveCapacity(document.sentences.count + document.entities.count * 2 + document.relations.count * 3 + document.quotes.count)
    for (index, sentence) in document.sentences.enumerated() { marks.append(ArticleMark(sentence.span, .sentence, index)) }
    for (index, quote) in document.quotes.enumerated() { marks.append(ArticleMark(quote.span, .quote, index)) }
    for (index, cluster) in document.coreference.enumerated() {
      for mention in cluster.mentions {
        // The entity's own mark says which cluster it belongs to.
        if let entity = mention.entity, document.entities[Int(entity)].span == mention.span { continue }
        marks.append(ArticleMark(mention.span, .mention, index))
      }
    }
    for (index, relation) in document.relations.enumerated() {
      marks.append(ArticleMark(relation.subject.span, .subject, index))
      marks.append(ArticleMark(relation.predicate.span, .predicate, index))
      if let object = relation.object { marks.append(ArticleMark(object.span, .object, index)) }
      for argument in relation.arguments { marks.append(ArticleMark(argument.span, .argument, index)) }
    }
    for (index, entity) in document.entities.enumerated() { marks.append(ArticleMark(entity.span, .entity, index)) }
    marks.removeAll { $0.span.isEmpty }
    marks.sort { left, right in
      if left.span.start != right.span.start { return left.span.start < right.span.start }
      if left.kind.level != right.kind.level { return left.kind.level < right.kind.level }
      if left.span.end != right.span.end { return left.span.end > right.span.end }
      return left.kind.rawValue == right.kind.rawValue ? left.index < right.index : left.kind.rawValue < right.kind.rawValue
    }
    return marks
  }
}

/// Writes stretches of the text, from its start to its end, with the marks nested as elements must be.
///
/// Marks that cross are cut: at each place where one begins or ends, the elements inside it are closed and opened again. O(text + marks · depth).
struct MarkedFlow {
  private let text: Text
  private let marks: [ArticleMark]
  private var next = 0
  private var active: [ArticleMark] = []

  /// Starts at the beginning.
  init(_ document: Document, spans: [TextSpan]) {
    text = document.text
    marks = ArticleMark.all(of: document, spans: spans)
  }

  /// Writes a span, which begins after all spans that were written before. Every element that it opens it closes.
  mutating func write(_ span: TextSpan, to writer: inout ByteWriter, open: (ArticleMark, inout ByteWriter) -> Void) {
    var position = span.start
    var depth = 0  // how many of `active` are open as elements
    while true {
      // What ends or begins here, and the outermost level that it touches.
      var keep = active.firstIndex { $0.span.end <= position } ?? active.count
      active.removeAll { $0.span.end <= position }
      while next < marks.count, marks[next].span.start <= position {
        let mark = marks[next]
        next += 1
        if mark.span.end <= position { continue }
        let place = active.firstIndex { $0.kind.level > mark.kind.level } ?? active.count
        active.insert(mark, at: place)
        keep = min(keep, place)
      }
      while depth > keep {
        depth -= 1
        close(depth, &writer)
      }
      if position == span.end { break }
      while depth < active.count {
        open(active[depth], &writer)
        active[depth].isOpened = true
        opened.append(active[depth].kind.isMark)
        depth += 1
      }
      var end = span.end
      for mark in active { end = min(end, mark.span.end) }
      if next < marks.count { end = min(end, marks[next].span.start) }
      writer.htmlBody(text, TextSpan(position, end))
      position = end
    }
    while depth > 0 {
      depth -= 1
      close(depth, &writer)
    }
  }

  /// For each open element, whether it is a `mark`.
  private var opened: [Bool] = []

  private mutating func close(_ depth: Int, _ writer: inout ByteWriter) {
    if opened.removeLast() { writer.raw("</mark>") } else { writer.raw("</span>") }
  }
}
