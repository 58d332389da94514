import Pipeline

/// A change in words, for a reader: both reports say the same.
struct ChangeWording {
  /// The line of text around an annotation.
  struct Context {
    var before: String
    var marked: String
    var after: String
  }

  /// Something that one has otherwise than the other.
  struct Note {
    var name: String
    var old: String
    var new: String
  }

  /// How much of the content, and of the text on each side, is shown, in characters.
  private static let longestContent = 240
  private static let longestSide = 70

  var kind: Change.Kind
  /// `PERSON`, or `GPE → PERSON`.
  var type: String
  /// What it says; as the old run has it first, where they differ.
  var content: [String]
  /// `not`, `maybe`.
  var moods: [String] = []
  var notes: [Note] = []
  var by: String?
  var context: Context?

  init(_ change: Change, in layer: DiffLayer, of document: DocumentChanges) {
    kind = change.kind
    type = change.type
    let items = [change.old, change.new].compactMap { $0 }
    let shown = change.what.contains("span") || change.what.contains("words") ? items : items.suffix(1)
    content = shown.map { Self.cut($0.content) }
    if content.count == 2, content[0] == content[1] { content.removeLast() }
    if layer == .relations { moods = Self.moods(of: change.new ?? change.old, butFor: change.what) }
    by = items.map(\.by).count { $0 != nil } == 0 ? nil : (change.new ?? change.old)?.by
    if let old = change.old, let new = change.new {
      notes = change.what.filter { !["type", "span", "words", "text"].contains($0) || layer == .summary }.compactMap { name in
        let note = Note(name: name, old: Self.value(of: name, old), new: Self.value(of: name, new))
        return note.old.isEmpty && note.new.isEmpty ? nil : note
      }
    } else if let item = items.first, item.content.isEmpty {
      content = item.attributes.map { Self.cut($0.value) }
    }
    guard Self.hasContext(layer), let item = change.new ?? change.old else { return }
    let place = layer == .relations && item.places.count > 1 ? item.places[1] : item.places.first
    if let place { context = Self.context(of: place, in: change.new == nil ? document.old : document.new) }
  }

  private static func hasContext(_ layer: DiffLayer) -> Bool {
    switch layer {
    case .entities, .coreference, .relations, .plugin: true
    default: false
    }
  }

  private static func moods(of item: ComparedItem?, butFor noted: [String]) -> [String] {
    [("negated", "not"), ("hypothetical", "maybe")].filter { name, _ in
      !noted.contains(name) && item?.attributes.contains { $0.name == name && $0.value == "true" } ?? false
    }.map(\.1)
  }

  private static func value(of name: String, _ item: ComparedItem) -> String {
    cut(item.attributes.filter { $0.name == name }.map(\.value).joined(separator: "; "))
  }

  private static func cut(_ text: String) -> String {
    text.count > longestContent ? text.prefix(longestContent - 1) + "…" : text
  }

  /// The sentence around a place, or the line of the text where it is in none; long ones are cut.
  private static func context(of span: TextSpan, in document: Document) -> Context {
    let whole = surroundings(of: span, in: document)
    var before = fragment(TextSpan(min(whole.start, span.start), span.start), in: document)
    var after = fragment(TextSpan(span.end, max(whole.end, span.end)), in: document)
    if before.count > longestSide {
      before = "…" + (before.suffix(longestSide).drop { $0 != " " })
    }
    if after.count > longestSide {
      after = after.prefix(longestSide).reversed().drop { $0 != " " }.reversed().map(String.init).joined() + "…"
    }
    return Context(before: before, marked: cut(document.flat(span)), after: after)
  }

  private static func surroundings(of span: TextSpan, in document: Document) -> TextSpan {
    let sentences = document.sentences
    var low = 0
    var high = sentences.count
    while low < high {
      let middle = (low + high) / 2
      if sentences[middle].span.end <= span.start { low = middle + 1 } else { high = middle }
    }
    if low < sentences.count, sentences[low].span.start <= span.start { return sentences[low].span }
    var (start, end) = (Int(span.start), Int(span.end))
    while start > 0, document.text[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    while end < document.text.count, document.text[end] != UInt8(ascii: "\n") { end += 1 }
    return TextSpan(start..<end)
  }

  /// A piece of a line: white space at its ends is one space.
  private static func fragment(_ span: TextSpan, in document: Document) -> String {
    if span.isEmpty { return "" }
    let flat = document.flat(span)
    let isSpaceAtStart = document.text[Int(span.start)] <= 0x20
    let isSpaceAtEnd = document.text[Int(span.end) - 1] <= 0x20
    if flat.isEmpty { return " " }
    return (isSpaceAtStart ? " " : "") + flat + (isSpaceAtEnd ? " " : "")
  }
}
