import Pipeline

extension KeywordStage {
  /// Name, options, layers and examples.
  public static var descriptor: StageDescriptor {
    StageDescriptor(
      name: "keywords",
      summary: "Finds the key words and phrases of an article",
      discussion: """
        Scores words and phrases from the article alone; no collection of other articles is needed. Two published methods:

        - `yake`: Campos, Mangaravite, Pasquali, Jorge, Nunes and Jatowt, *YAKE! Keyword extraction from single documents using multiple local
          features*, Information Sciences 509, 2020. Case, position, frequency, neighbours and spread over sentences of each word, multiplied over
          the words of a phrase. YAKE's S(kw) is smaller for better phrases; the score here is 1 / (1 + S(kw)), between 0 and 1, larger for better.
        - `textrank`: Mihalcea and Tarau, *TextRank: bringing order into texts*, EMNLP 2004. PageRank (damping 0.85) over content words that stand
          side by side; the best third of the words is kept, and a phrase of kept words scores the sum of its words.

        What counts as a phrase is the same for both: up to `max_words` content words without punctuation between them, perhaps joined by a word such as `of`; it
        neither begins nor ends with a function word, holds no number, date, reporting verb or common verb form, and does not cut a name in two. Where part-of-speech tags
        are there, a phrase is made of nouns, names and adjectives and ends with a noun or name. Datelines and bylines are left out; the capitals of titles say nothing.
        Of two phrases that are too alike (`deduplication`), or of which one contains the other, the better is kept. A phrase is written as it stands in the text most
        often. Scores are rounded to six decimals; equal ones stand in the order of the text.

        Not done: no lemmas without tags, so `sanction` and `sanctions` are two words for the scores and one for deduplication.
        """,
      options: [
        OptionDescriptor("method", .choice(Method.allCases.map(\.rawValue)), default: "yake", "The method"),
        OptionDescriptor("count", .integer(1...1000), default: 10, "The largest number of keywords"),
        OptionDescriptor("max_words", .integer(1...6), default: 3, "The largest number of words in a phrase"),
        OptionDescriptor(
          "deduplication", .number(0...1), default: 0.8,
          "How alike two phrases may be, from 0 to 1, before the lesser one is dropped; 1 keeps all that differ"),
      ],
      layers: LayerUse(requires: [.sentences, .tokens], uses: [.blocks, .entities, .tags], writes: [.keywords]),
      examples: [
        StageExample(
          "Phrases without function words, numbers or reporting verbs at their ends",
          options: ["count": 1], after: ["segment"],
          input: """
            The border treaty was signed in Geneva on Monday. Officials said that the border treaty covers 12 rivers. \
            Critics of the border treaty said that the rivers would suffer.
            """,
          output: [.keywords: ["border treaty"]]),
        StageExample(
          "A single word where phrases are not wanted",
          options: ["count": 1, "max_words": 1, "method": "textrank"], after: ["segment"],
          input: "The volcano woke. Ash from the volcano closed the airport, and the volcano rumbled on.",
          output: [.keywords: ["volcano"]]),
      ])
  }
}
