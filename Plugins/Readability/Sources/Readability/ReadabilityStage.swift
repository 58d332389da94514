import Pipeline

/// Says how hard an article is to read, by published formulas over the words, syllables and sentences of its text.
public struct ReadabilityStage: ConfigurableStage {
  /// Name, options, layers and examples.
  public static var descriptor: StageDescriptor {
    StageDescriptor(
      name: "readability",
      summary: "says how hard a text is to read",
      discussion: """
        Writes the layer `readability`: counts of sentences, words, syllables, letters and polysyllables (words of three syllables and more), words per sentence, \
        syllables per word, and scores:

        - `flesch_reading_ease`: 0 to 100 and beyond, higher is easier; 60 to 70 is plain English (Flesch, 1948)
        - `flesch_kincaid_grade` (Kincaid et al., 1975), `gunning_fog` (Gunning, 1952), `smog` (McLaughlin, 1969), `automated_readability_index` (Smith and Senter, \
        1967), `coleman_liau` (Coleman and Liau, 1975): the American school year that a text asks for

        A text of fewer than `minimum_words` words gets its counts and no scores. SMOG was made for 30 sentences; with fewer it is an extrapolation.

        As Flesch counted them, words are what white space and dashes separate, if there is a letter or digit in it. Syllables are counted by rules for English \
        spelling. Titles, bylines and datelines are in no sentence, and are not counted.
        """,
      options: [
        OptionDescriptor(
          "minimum_words", .integer(1...1_000_000), default: 100,
          "The number of words from which on there are scores; the formulas were made on samples of 100")
      ],
      layers: LayerUse(requires: [.sentences], writes: [Readability.key.layer]),
      examples: [
        StageExample(
          "a short text has counts and no scores", after: ["segment"], input: "The mayor opened the bridge.",
          output: [
            Readability.key.layer: [
              #"{"letters":23,"polysyllables":0,"sentences":1,"syllables":7,"syllables_per_word":1.4,"words":5,"words_per_sentence":5}"#
            ]
          ]),
        StageExample(
          "long words ask for more years at school", options: ["minimum_words": 1], after: ["segment"],
          input: "The municipality inaugurated the reconstructed bridge. Pedestrians immediately appreciated it.",
          output: [
            Readability.key.layer: [
              #"{"automated_readability_index":20.16,"coleman_liau":27.08,"flesch_kincaid_grade":25.3,"flesch_reading_ease":-77.42,"#
                + #""gunning_fog":26,"letters":83,"polysyllables":6,"sentences":2,"smog":13.02,"syllables":33,"#
                + #""syllables_per_word":3.3,"words":10,"words_per_sentence":5}"#
            ]
          ]),
      ],
      columns: [Readability.key.layer: Readability.CodingKeys.allCases.map(\.rawValue)])
  }

  /// The layers that it reads and writes.
  public var layers: LayerUse { Self.descriptor.layers }

  private let minimumWords: Int

  /// Creates the stage.
  public init(options: StageOptions, context: StageContext) throws(Diagnostics) {
    minimumWords = options.integer("minimum_words")
  }

  /// Counts, and scores.
  public func process(_ document: inout Document) throws(StageFailure) {
    var counter = WordCounter()
    for sentence in document.sentences { counter.count(document.text.bytes, sentence.span.range) }
    document.set(Readability.key, to: Readability(counter.counts, minimumWords: minimumWords))
  }
}
