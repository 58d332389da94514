import Pipeline

@testable import SegmentStage

/// A text cut by the stage, as strings.
struct Segmented {
  let text: Text
  let tokens: [TextSpan]
  let sentences: [Sentence]

  init(_ string: String, blocks: [Block] = [], lineBreaks: LineBreaks = .auto) throws {
    let text = Text(string)
    let found = SegmentStage.segment(text.bytes, blocks: blocks, lineBreaks: lineBreaks, lexicon: try Lexicon.load())
    self.text = text
    (tokens, sentences) = found
  }

  var sentenceTexts: [String] { sentences.map { text.string($0.span) } }
  var tokenTexts: [String] { tokens.map(text.string) }
}
