import Pipeline

/// A part of a sentence that a model reads at once: the whole of it, unless it is too long.
struct SentenceWindow: Sendable, Hashable {
  /// The tokens that are read.
  var words: Range<Int>
  /// Those of them of which the findings are taken: every token of a sentence is in the core of one window.
  var core: Range<Int>
  /// Whether the sentence begins here, and whether it ends here.
  var isFirst: Bool
  var isLast: Bool
}

/// Cuts a document into what a model reads.
enum SentenceWindows {
  /// The windows of a sentence. Two neighbours share `overlap` words (the last may share more), of which each takes half into its core.
  static func windows(of sentence: Range<Int>, maximum: Int, overlap: Int, _ body: (SentenceWindow) -> Void) {
    if sentence.count <= maximum {
      if !sentence.isEmpty { body(SentenceWindow(words: sentence, core: sentence, isFirst: true, isLast: true)) }
      return
    }
    var start = sentence.lowerBound
    var done = sentence.lowerBound
    while true {
      let end = min(sentence.upperBound, start + maximum)
      let isLast = end == sentence.upperBound
      if isLast { start = end - maximum }
      let coreEnd = isLast ? end : end - overlap / 2
      body(SentenceWindow(words: start..<end, core: done..<coreEnd, isFirst: done == sentence.lowerBound, isLast: isLast))
      if isLast { return }
      done = coreEnd
      start = end - overlap
    }
  }

  /// The sentences of a document as ranges of tokens, and between them what is in no sentence, such as a dateline: in order, each token once.
  static func sentences(of document: Document, _ body: (Range<Int>) -> Void) {
    var done = 0
    for sentence in document.sentences {
      let tokens = sentence.tokens.range.clamped(to: done..<max(done, document.tokens.count))
      if tokens.isEmpty { continue }
      if done < tokens.lowerBound { body(done..<tokens.lowerBound) }
      body(tokens)
      done = tokens.upperBound
    }
    if done < document.tokens.count { body(done..<document.tokens.count) }
  }
}
