import Pipeline

/// Brings the spans of two versions of a document to one measure.
struct TextPlaces: Sendable {
  /// How the two texts are related.
  enum Relation: String, Sendable {
    /// Equal; read alike but normalised otherwise; or not the same article's text at all.
    case same, renormalized, changed
  }

  private enum Measure {
    /// Offsets in the text, which is the same.
    case text
    /// Offsets in the source text, which is the same.
    case source
    /// Offsets in the new text; the old ones through what both texts share.
    case shared(SharedText)
  }

  /// How the texts are related.
  let relation: Relation
  private let old: Document
  private let new: Document
  private let measure: Measure

  init(old: Document, new: Document) {
    self.old = old
    self.new = new
    if old.text == new.text {
      (relation, measure) = (.same, .text)
    } else if old.sourceText == new.sourceText {
      (relation, measure) = (.renormalized, .source)
    } else {
      (relation, measure) = (.changed, .shared(SharedText(old: old.text, new: new.text)))
    }
  }

  /// Whether equal places may hold other words.
  var needsContent: Bool { relation == .changed }

  /// Words that only the old and only the new text has; nil where that was not looked for.
  var words: (lost: Int, gained: Int)? {
    if case .shared(let shared) = measure { (shared.lostWords, shared.gainedWords) } else { nil }
  }

  /// The place of a span of the old text, or nil where the new text has nothing that corresponds to its ends.
  func place(ofOld span: TextSpan) -> TextSpan? {
    switch measure {
    case .text: span
    case .source: old.sourceSpan(of: span)
    case .shared(let shared): shared.newSpan(of: span)
    }
  }

  /// The place of a span of the new text.
  func place(ofNew span: TextSpan) -> TextSpan {
    if case .source = measure { new.sourceSpan(of: span) } else { span }
  }
}
