import Pipeline

extension SegmentStage {
  /// Name, option, layers and examples.
  public static let descriptor = StageDescriptor(
    name: "segment",
    summary: "Finds sentences and tokens",
    discussion: """
      Sentences are found by rules made for news: abbreviations by class (`Mr.` never ends a sentence, `Inc.` does before a word that opens
      sentences), initials, numbers, quotation marks and brackets that close after the stop, ellipses, lists. Tokens follow the English treebanks of
      Universal Dependencies: `do|n't`, `it|'s`, `can|not`, `long|-|term`, `$|5`, `5|%`, and `U.S.` with its stop.

      Where a stage before it wrote blocks, no sentence crosses one: a title, a heading and a byline are one sentence each, and a dateline
      has tokens but is no sentence. Where there are none, empty lines and line ends divide paragraphs as `line_breaks` says.

      Figures, and which of the golden rules do not fit news, are in Docs/segmentation.md. It does not know languages other than English, but
      finds the stops of other scripts.
      """,
    options: [
      OptionDescriptor(
        "line_breaks", .choice(LineBreaks.allCases.map(\.rawValue)), default: "auto",
        "What a single line end is in a text without blocks: the end of a paragraph, a space, or found out from the lines around it")
    ],
    layers: LayerUse(requires: [.text], uses: [.blocks], writes: [.sentences, .tokens]),
    examples: [
      StageExample(
        "Abbreviations, initials and sums do not end a sentence; a quotation mark after the stop belongs to it",
        input: "Mr. J. K. Hill of Acme Inc. paid $1.5 million. “It’s a start.” She can't complain.",
        output: [
          .sentences: ["Mr. J. K. Hill of Acme Inc. paid $1.5 million.", "“It’s a start.”", "She can't complain."],
          .tokens: [
            "Mr.", "J.", "K.", "Hill", "of", "Acme", "Inc.", "paid", "$", "1.5", "million", ".", "“", "It", "’s", "a", "start", ".", "”",
            "She", "ca", "n't", "complain", ".",
          ],
        ]),
      StageExample(
        "`U.S.` ends a sentence where the next word opens one",
        input: "They moved to the U.S. Government staff stayed. He left the U.S. They stayed.",
        output: [.sentences: ["They moved to the U.S. Government staff stayed.", "He left the U.S.", "They stayed."]]),
      StageExample(
        "Lines are paragraphs, unless they go on in lower case",
        input: "Ministers meet in Oslo\nThe talks, which began on\nMonday, go on.",
        output: [.sentences: ["Ministers meet in Oslo", "The talks, which began on", "Monday, go on."]]),
      StageExample(
        "Line ends as spaces", options: ["line_breaks": "space"],
        input: "The talks, which began on\nMonday, go on.\n\nThey may fail.",
        output: [.sentences: ["The talks, which began on\\nMonday, go on.", "They may fail."]]),
    ])
}
