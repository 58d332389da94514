import Pipeline

/// The stage's options as values.
struct SummaryOptions {
  /// The published ways to score sentences.
  enum Method: String, CaseIterable {
    case lead, lexrank, textrank
  }

  var method = Method.textrank
  var sentences = 3
  /// Words, or no limit.
  var maxWords: Int?
  var position = 0.75
  var title = 0.75
  var quotation = 1.0
  var redundancy = 0.5
  var dangling = 0.5
  var threshold = 0.0

  /// LexRank and TextRank compare each sentence with each other one; no more than so many are looked at, the first ones.
  static let consideredSentences = 400

  init() {}

  init(_ options: StageOptions) {
    method = Method(rawValue: options.string("method")) ?? method
    sentences = options.integer("sentences")
    maxWords = options.value("max_words") == nil ? nil : options.integer("max_words")
    position = options.number("position")
    title = options.number("title")
    quotation = options.number("quotation")
    redundancy = options.number("redundancy")
    dangling = options.number("dangling")
    threshold = options.number("threshold")
  }
}
