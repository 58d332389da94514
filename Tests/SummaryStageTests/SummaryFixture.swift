import Pipeline
import TestSupport
import Testing

@testable import SummaryStage

/// Summaries of small documents.
enum SummaryFixture {
  static func stage(_ options: [String: OptionValue] = [:]) throws -> SummaryStage {
    try SummaryStage(options: StageOptions(SummaryStage.descriptor.options, given: options), context: StageContext(instance: "summarize"))
  }

  static func summary(of document: Document, _ options: [String: OptionValue] = [:]) throws -> Summary {
    var document = document
    try stage(options).process(&document)
    return try #require(document.summary)
  }

  /// The numbers of the chosen sentences of a text.
  static func chosen(_ text: String, title: String? = nil, _ options: [String: OptionValue] = [:]) throws -> [UInt32] {
    try summary(of: PlainSegmenter.document(text, title: title), options).sentences
  }
}

/// Stands for the stage `segment` in the examples.
struct PlainSegmentStage: ConfigurableStage {
  static let descriptor = StageDescriptor(
    name: "segment", summary: "Segments", discussion: "", options: [], layers: LayerUse(writes: [.blocks, .sentences, .tokens]),
    examples: [])

  init(options: StageOptions, context: StageContext) throws(Diagnostics) {}

  var layers: LayerUse { Self.descriptor.layers }

  func process(_ document: inout Document) throws(StageFailure) {
    let made = PlainSegmenter.document(document.text.string)
    document.blocks = made.blocks
    document.sentences = made.sentences
    document.tokens = made.tokens
  }
}
