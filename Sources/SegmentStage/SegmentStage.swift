import Pipeline

/// Cuts a text into sentences and tokens by rules.
///
/// With blocks, sentences never cross them: a title, heading or byline is one sentence, and a dateline's tokens belong to none. Without
/// blocks, the stage finds paragraphs itself.
public struct SegmentStage: ConfigurableStage {
  /// The layers.
  public let layers = Self.descriptor.layers
  private let lexicon: Lexicon
  private let lineBreaks: LineBreaks

  /// Loads the word lists.
  public init(options: StageOptions, context: StageContext) throws(Diagnostics) {
    lexicon = try context.shared("SegmentStage/lexicon", make: Lexicon.load)
    lineBreaks = LineBreaks(rawValue: options.string("line_breaks")) ?? .auto
  }

  /// Writes sentences and tokens.
  public func process(_ document: inout Document) throws(StageFailure) {
    let result = Self.segment(document.text.bytes, blocks: document.blocks, lineBreaks: lineBreaks, lexicon: lexicon)
    document.tokens = result.tokens
    document.sentences = result.sentences
  }

  /// The tokens and sentences of a text. Linear in its length.
  static func segment(
    _ bytes: Span<UInt8>, blocks: [Block], lineBreaks: LineBreaks, lexicon: Lexicon
  ) -> (tokens: [TextSpan], sentences: [Sentence]) {
    var tokenizer = Tokenizer(lexicon: lexicon, byteCount: bytes.count)
    var splitter = SentenceSplitter(lexicon: lexicon)
    splitter.sentences.reserveCapacity(bytes.count / 100 + 4)

    func paragraph(_ range: Range<Int>) {
      let first = tokenizer.buffer.spans.count
      tokenizer.tokenize(bytes, range)
      splitter.split(bytes, first..<tokenizer.buffer.spans.count, of: tokenizer.buffer)
    }

    var offset = 0
    for block in blocks {
      let range = block.span.range
      guard range.lowerBound >= offset, range.upperBound <= bytes.count else { continue }
      if offset < range.lowerBound { lineBreaks.forEachParagraph(bytes, offset..<range.lowerBound, paragraph) }
      offset = range.upperBound
      switch block.kind {
      case .paragraph, .listItem: paragraph(range)
      case .title, .heading, .byline, .dateline:
        let first = tokenizer.buffer.spans.count
        tokenizer.tokenize(bytes, range)
        if block.kind != .dateline { splitter.append(first..<tokenizer.buffer.spans.count, of: tokenizer.buffer) }
      }
    }
    if offset < bytes.count { lineBreaks.forEachParagraph(bytes, offset..<bytes.count, paragraph) }
    return (tokenizer.buffer.spans, splitter.sentences)
  }
}
