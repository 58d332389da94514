import Pipeline

extension NormalizeStage {
  /// Options, layers and examples.
  public static let descriptor = StageDescriptor(
    name: "normalize",
    summary: "cleans the text and finds title, dateline, byline, headings, lists and paragraphs",
    discussion: """
      The text is put into one form, each step an option: UTF-8 that was read as Windows-1252 is repaired where it cannot be anything else; character \
      references of HTML are resolved; control characters, characters without width and soft hyphens are dropped; white space becomes single spaces, \
      line feeds and at most one empty line; Unicode is composed (NFC, by a quick check, and Foundation where that is not enough); words that were \
      divided at line ends are put together, the hyphen kept where the document or a list of English words has the compound; the lines of paragraphs \
      that were wrapped at a fixed width are joined. Whether lines were wrapped shows in their lengths and in how they begin, so that \
      poems, lists, tables and texts with one paragraph on each line stay as they are.

      Every annotation can be reported in the source as well, since the alignment of both texts is kept. Normalising a normalised text changes nothing.

      Each line of the result is a block. A title is a short first line without a final stop, before prose. A dateline is told by its shape: \
      place, date and agency before a dash (`TEHRAN –`, `BAKU (Reuters) -`, `BEIJING, Nov. 24 (Xinhua) --`) or a place before a colon (`New Delhi:`). It is a block of its own \
      that ends with its dash or colon, so that it is not glued to the first sentence. Bylines, credits at the end (`Reporting by …`), headings inside \
      the text and items of lists are found likewise. The title becomes the document's where the input gave none.

      The rules are for English news. Tables and verse are paragraphs, a line each.
      """,
    options: [
      OptionDescriptor("unicode", .choice(["nfc", "none"]), default: "nfc", "the Unicode normalisation form"),
      OptionDescriptor("controls", .bool, default: true, "whether control characters other than tab and line ends are dropped"),
      OptionDescriptor(
        "white_space", .bool, default: true, "whether white space is put in order and characters without width are dropped"),
      OptionDescriptor("quotes", .choice(["keep", "ascii"]), default: "keep", "what becomes of typographic quotation marks"),
      OptionDescriptor("dashes", .choice(["keep", "ascii"]), default: "keep", "what becomes of typographic dashes and hyphens"),
      OptionDescriptor("entities", .bool, default: true, "whether character references of HTML are resolved"),
      OptionDescriptor("mojibake", .bool, default: true, "whether UTF-8 that was read as Windows-1252 is repaired"),
      OptionDescriptor("soft_hyphens", .bool, default: true, "whether soft hyphens are dropped"),
      OptionDescriptor("hyphenation", .bool, default: true, "whether words divided at line ends are put together"),
      OptionDescriptor("join_lines", .bool, default: true, "whether the lines of wrapped paragraphs are joined"),
      OptionDescriptor("wrap_width", .integer(45...1000), default: 120, "the widest line that counts as wrapped, in characters"),
    ],
    layers: LayerUse(writes: [.blocks], updates: [.text]),
    examples: [
      StageExample(
        "a dateline is a block of its own, and the line before it the title",
        input: "Ministers agree on border crossings\nTBILISI (Reuters) - Three new crossings will open in May, the foreign ministry said.",
        output: [
          .blocks: [
            "title: Ministers agree on border crossings", "dateline: TBILISI (Reuters) -",
            "paragraph: Three new crossings will open in May, the foreign ministry said.",
          ]
        ]),
      StageExample(
        "references, mojibake and white space",
        input: "Thetalks &amp;  the vote\u{A0}were â€œa successâ€\u{9D}, she said.",
        output: [.text: ["Thetalks & the vote were “a success”, she said."]]),
      StageExample(
        "a wrapped paragraph is joined; hyphens that belong to a word stay",
        input: "The finance minister presented a budget that the govern-\nment called cautious and the opposition, which had long\n"
          + "asked for a well-\nknown figure to lead the ministry, called the end of hope.",
        output: [
          .text: [
            "The finance minister presented a budget that the government called cautious and the opposition, which had long "
              + "asked for a well-known figure to lead the ministry, called the end of hope."
          ]
        ]),
      StageExample(
        "typographic marks in ASCII on request", options: ["quotes": "ascii", "dashes": "ascii"],
        input: "“It’s over”—for 2019–20.", output: [.text: ["\"It's over\"--for 2019-20."]]),
    ])
}
