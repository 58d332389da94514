import Pipeline

extension SummaryStage {
  /// Name, options, layers and examples.
  public static var descriptor: StageDescriptor {
    StageDescriptor(
      name: "summarize",
      summary: "Summarises an article by some of its own sentences",
      discussion: """
        Chooses whole sentences and keeps their order. Methods:

        - `lead`: the first sentences, in news the baseline that is hard to beat.
        - `lexrank`: Erkan and Radev, *LexRank: graph-based lexical centrality as salience in text summarization*, JAIR 22, 2004. Sentences are vectors of
          words weighed by frequency and rarity in the article; a sentence is important if it is like many important ones.
        - `textrank`: Mihalcea and Tarau, *TextRank: bringing order into texts*, EMNLP 2004. The same walk over the number of shared words.

        The score of `lexrank` and `textrank`, divided by its largest value, is mixed with the place of the sentence (`position`, times one over the square root of
        its number) and its likeness to the title (`title`); one that begins or ends inside a quotation loses `quotation`. One that opens with a pronoun or a joining word (`He`, `That`, `But`), or reports what
        `he said`, loses `dangling` unless the sentence before it is in the summary already. Sentences are then taken one by one, the best score less `redundancy` times the cosine with the nearest
        one already taken (maximal marginal relevance; Carbonell and Goldstein, SIGIR 1998).

        Never part of a summary: titles, headings, bylines, datelines (one glued to a sentence is cut off), notices such as `Reporting by …`, and, unless there is nothing
        else, sentences without a full stop, question or exclamation mark at their end, which are mostly captions and lines of tables, and lists with hardly a function word. Sentences of fewer than 4 or
        more than 120 words are passed over. The first 400 sentences are considered, so that the time for a very long text grows no faster than its length. Sentences
        are joined by a space, and line breaks inside them become spaces.

        Not done: sentences are not shortened, and a pronoun inside a chosen sentence may have lost what it refers to.
        """,
      options: [
        OptionDescriptor("method", .choice(SummaryOptions.Method.allCases.map(\.rawValue)), default: "textrank", "The method"),
        OptionDescriptor("sentences", .integer(1...100), default: 3, "The largest number of sentences"),
        OptionDescriptor("max_words", .integer(1...10000), "The largest number of words in all; sentences that do not fit are passed over"),
        OptionDescriptor("position", .number(0...10), default: 0.75, "How much the place of a sentence counts; without effect on `lead`"),
        OptionDescriptor("title", .number(0...10), default: 0.75, "How much likeness to the title counts; without effect on `lead`"),
        OptionDescriptor(
          "quotation", .number(0...10), default: 1,
          "How much it counts against a sentence that it begins or ends inside a quotation; without effect on `lead`"),
        OptionDescriptor(
          "redundancy", .number(0...10), default: 0.5,
          "How much likeness to sentences already chosen counts against one; without effect on `lead`"),
        OptionDescriptor(
          "dangling", .number(0...10), default: 0.5,
          "How much it counts against a sentence that it leans on the one before, where that is not taken; without effect on `lead`"),
        OptionDescriptor(
          "threshold", .number(0...1), default: 0,
          "The cosine above which two sentences are joined in `lexrank`; 0 for continuous LexRank, which weighs all pairs by their cosine"),
      ],
      layers: LayerUse(requires: [.sentences, .tokens], uses: [.blocks], writes: [.summary]),
      examples: [
        StageExample(
          "The sentence that most others share words with",
          options: ["sentences": 1, "position": 0], after: ["segment"],
          input: """
            Rain fell on Tuesday. The dam above the valley broke after rain filled the lake. The valley below the dam was flooded. \
            Engineers had warned about the dam. A choir sang in the town hall.
            """,
          output: [.summary: ["The dam above the valley broke after rain filled the lake."]]),
        StageExample(
          "The first sentences, and no more than ten words",
          options: ["method": "lead", "max_words": 10], after: ["segment"],
          input: "The strike ended on Friday. Dockers in both ports went back to work after a vote on the new offer. Ships left.",
          output: [.summary: ["The strike ended on Friday."]]),
      ])
  }
}
