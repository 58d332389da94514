import Pipeline

/// The mistakes of an evaluation of entities: alike ones are counted together.
package struct EntityMistakes: Sendable {
  /// In what way a pipeline is wrong.
  package enum Kind: String, Sendable, CaseIterable {
    /// The span is right, the type is not.
    case type
    /// The type is right, the span is not, though both share a part.
    case span
    /// Neither is right, though the spans share a part.
    case both
    /// The gold data has it, the pipeline has nothing there.
    case missed
    /// The pipeline has it, the gold data has nothing there.
    case invented
  }

  /// Mistakes that are alike.
  package struct Group: Sendable, Hashable {
    /// The kind.
    package var kind: Kind
    /// The gold type and text.
    package var gold: Side?
    /// The pipeline's type and text.
    package var found: Side?
  }

  /// One side of a mistake.
  package struct Side: Sendable, Hashable, Comparable {
    /// The type.
    package var type: String
    /// The words.
    package var text: String

    package static func < (left: Side, right: Side) -> Bool { (left.type, left.text) < (right.type, right.text) }
  }

  /// A group with what is shown of it.
  package struct Entry: Sendable {
    /// The mistake.
    package var group: Group
    /// How often it is made.
    package var count: Int
    /// The document of the first.
    package var document: String
    /// The words around the first, the gold span in brackets.
    package var context: String
  }

  private var entries: [Group: Entry] = [:]
  private static let contextBytes = 40

  /// How many mistakes of a kind there are.
  package func count(_ kind: Kind) -> Int { entries.values.reduce(0) { $0 + ($1.group.kind == kind ? $1.count : 0) } }

  /// The most frequent mistakes of a kind, those that came first in the text first among equals.
  package func most(_ kind: Kind, limit: Int) -> [Entry] {
    entries.values.filter { $0.group.kind == kind }.sorted { left, right in
      if left.count != right.count { return left.count > right.count }
      return (left.group.gold ?? left.group.found ?? Side(type: "", text: ""), left.group.found?.text ?? "")
        < (right.group.gold ?? right.group.found ?? Side(type: "", text: ""), right.group.found?.text ?? "")
    }.prefix(limit).map { $0 }
  }

  mutating func add(_ gold: EntityScores.Item?, _ found: EntityScores.Item?, _ document: GoldEntityDocument) {
    func side(_ item: EntityScores.Item?) -> Side? {
      item.map { Side(type: $0.type, text: Self.flat(document.text.string($0.span))) }
    }
    let kind: Kind
    switch (gold, found) {
    case (let gold?, let found?): kind = gold.span == found.span ? .type : gold.type == found.type ? .span : .both
    case (nil, _): kind = .invented
    case (_, nil): kind = .missed
    }
    let group = Group(kind: kind, gold: side(gold), found: side(found))
    guard entries[group] == nil, let span = gold?.span ?? found?.span else {
      entries[group]?.count += 1
      return
    }
    entries[group] = Entry(group: group, count: 1, document: document.id, context: Self.context(span, in: document.text))
  }

  private static func context(_ span: TextSpan, in text: Text) -> String {
    // To the end of a word, where one is near; never into a character.
    var start = max(0, Int(span.start) - contextBytes)
    let first = max(0, start - contextBytes)
    while start > first, text[start - 1] > 0x20 { start -= 1 }
    while !text.isScalarBoundary(start) { start += 1 }
    var end = min(text.count, Int(span.end) + contextBytes)
    let last = min(text.count, end + contextBytes)
    while end < last, text[end] > 0x20 { end += 1 }
    while !text.isScalarBoundary(end) { end -= 1 }
    return flat(
      text.string(TextSpan(start..<Int(span.start))) + "[" + text.string(span) + "]" + text.string(TextSpan(Int(span.end)..<end)))
  }

  private static func flat(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
