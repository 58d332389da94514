import Pipeline

extension ExportStage {
  /// Name, options, layers and examples.
  public static let descriptor = StageDescriptor(
    name: "export",
    summary: "Writes the annotated documents as JSON Lines, CSV tables, Markdown and an HTML report",
    discussion: """
      Every output holds every document, in order, those that failed included: with their problems, and with the layers that they had. At least one output must be
      named. Outputs appear when the run ends, each in one step; a folder is replaced only where an earlier run made it.

      `jsonl` is the record: one JSON object per line, which `run` reads again. `csv` is a folder with `documents.csv`, `entities.csv` and `relations.csv`
      by RFC 4180, in UTF-8 with a header row. A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula, and articles
      are written by strangers: such cells get a `'` in front, unless `csv_safe` is false. A cell of a layer that is not there is empty. Where the pipeline's stages write layers of their own, `documents.csv` has columns for them,
      and `spans.csv` a row for each span in them; pages highlight such spans and show the other values.

      `markdown` is one file with a section per article, or, where it ends in `/`, a folder with a page per article and an `index.md`. `html` is a folder to open in a browser: an
      index with totals and a filter, and a page per article with its text, the entities in it by type, and the relations, quotes, summary and keywords beside it. It
      needs no network, and runs no code but its own, whatever stands in the articles. Pages are named after the ids, so that the same document has the same page in every run.
      """,
    options: [
      OptionDescriptor("jsonl", .outputPath, "The file for JSON Lines, one record per document"),
      OptionDescriptor("csv", .outputPath, "The folder for CSV tables of documents, entities, relations and plugins' spans; ends in `/`"),
      OptionDescriptor("markdown", .outputPath, "The file for Markdown, or a folder where it ends in `/`"),
      OptionDescriptor("html", .outputPath, "The folder for the HTML report; ends in `/`"),
      OptionDescriptor(
        "offsets", .choice(OffsetUnit.allCases.map(\.rawValue)), default: "codepoint",
        "The unit of offsets in JSON Lines and CSV: Unicode scalars, bytes of UTF-8, or UTF-16 code units"),
      OptionDescriptor(
        "tokens", .bool, default: false,
        "Whether records hold the tokens, without which a later run cannot go on with stages that need them"),
      OptionDescriptor(
        "csv_safe", .bool, default: true, "Whether cells that a spreadsheet would take for a formula get a `'` in front"),
    ],
    layers: LayerUse(requires: [.text], uses: Set(Layer.builtIn)),
    examples: [
      StageExample(
        "the document itself stays as it is", options: ["jsonl": "documents.jsonl"], input: "[Baku|GPE] is quiet.",
        output: [.text: ["Baku is quiet."], .entities: ["GPE: Baku"]])
    ])
}
