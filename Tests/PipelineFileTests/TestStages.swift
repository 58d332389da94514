import Pipeline
import YAML

/// A stage that does nothing, with layers of its own.
struct FakeStage: Stage {
  let options: StageOptions
  let context: StageContext
  let layers: LayerUse

  init(options: StageOptions, context: StageContext, layers: LayerUse) {
    (self.options, self.context, self.layers) = (options, context, layers)
  }

  func process(_ document: inout Document) {}
}

/// Stages with options of every kind.
enum TestStages {
  static let registry = StageRegistry([clean, split, names, facts, digest, output, strict])

  private static func stage(_ name: String, _ summary: String, _ layers: LayerUse, _ options: [OptionDescriptor]) -> StageDescriptor {
    StageDescriptor(name: name, summary: summary, discussion: "", options: options, layers: layers, examples: [])
  }

  private static func plain(_ descriptor: StageDescriptor) -> StageDefinition {
    StageDefinition(descriptor) { options, context in FakeStage(options: options, context: context, layers: descriptor.layers) }
  }

  /// Changes the text.
  static let clean = plain(
    stage(
      "clean", "Cleans the text", LayerUse(writes: [.blocks], updates: [.text]),
      [
        OptionDescriptor("unicode", .bool, default: true, "Whether to compose characters"),
        OptionDescriptor("quotes", .choice(["keep", "straight", "curly"]), default: "keep", "What quotation marks become"),
      ]))

  static let split = plain(
    stage(
      "split", "Finds sentences and tokens", LayerUse(uses: [.blocks], writes: [.sentences, .tokens]),
      [OptionDescriptor("abbreviations", .list(.inputFile), "Files with abbreviations")]))

  static let names = plain(
    stage(
      "names", "Finds names", LayerUse(requires: [.sentences, .tokens], writes: [.entities]),
      [
        OptionDescriptor("rules", .list(.inputFile), "Rule files"),
        OptionDescriptor("priority", .integer(0...100), default: 50, "Priority, from 0 to 100"),
        OptionDescriptor("threshold", .number(0...1), default: 0.5, "Least confidence"),
        OptionDescriptor("window", .integer(1 ... .max), default: 5, "Tokens to look at"),
        OptionDescriptor("types", .list(.choice(["PERSON", "ORG", "GPE"])), default: ["PERSON", "ORG", "GPE"], "Types to keep"),
        OptionDescriptor("labels", .map(.string), "Names of types in the output"),
        OptionDescriptor("limit", .anyOf([.integer(1...1_000), .choice(["all", "none"])]), default: "all", "Most names in a document"),
        OptionDescriptor(
          "gazetteers",
          .list(
            .record([
              OptionDescriptor(required: "path", .inputFile, "The file"),
              OptionDescriptor(required: "type", .choice(["PERSON", "ORG", "GPE"]), "The type"),
              OptionDescriptor("fold", .bool, default: false, "Whether to ignore case"),
            ])), "Lists of names"),
      ]))

  static let facts = plain(
    stage(
      "facts", "Finds relations", LayerUse(requires: [.sentences, .tokens], uses: [.entities], writes: [.relations]),
      [OptionDescriptor(required: "rules", .list(.inputFile), "Rule files")]))

  /// The layers depend on an option.
  static let digest = StageDefinition(
    stage(
      "digest", "Summarises", LayerUse(requires: [.sentences, .tokens], writes: [.summary]),
      [
        OptionDescriptor("method", .choice(["lead", "lexrank"]), default: "lexrank", "The method"),
        OptionDescriptor("sentences", .integer(1...20), default: 3, "How many sentences"),
      ])
  ) { options, context in
    let required: Set<Layer> = options.string("method") == "lead" ? [.sentences] : [.sentences, .tokens]
    return FakeStage(options: options, context: context, layers: LayerUse(requires: required, writes: [.summary]))
  }

  static let output = plain(
    stage(
      "output", "Writes files", LayerUse(uses: [.entities, .relations]),
      [
        OptionDescriptor("jsonl", .outputPath, "The file for JSON Lines"),
        OptionDescriptor(
          "html",
          .anyOf([
            .outputPath,
            .record([
              OptionDescriptor(required: "path", .outputPath, "The folder"),
              OptionDescriptor("title", .string, default: "Report", "The title"),
              OptionDescriptor("style", .record([OptionDescriptor("width", .integer(40...200), default: 80, "Columns")]), "Looks"),
            ]),
          ]), "The report"),
      ]))

  /// Refuses some options itself.
  static let strict = StageDefinition(
    stage(
      "strict", "Refuses what it does not like", LayerUse(),
      [
        OptionDescriptor("word", .string, default: "fine", "A word"), OptionDescriptor("words", .list(.string), "Words"),
        OptionDescriptor("list", .inputFile, "A list in YAML"),
      ])
  ) { (options, context) throws(Diagnostics) in
    var problems = Diagnostics()
    if options.string("word") == "bad" {
      problems.append(Diagnostic(code: "bad-word", "the word must be a good one", at: options.location(of: "word")))
    }
    if options.string("word") == "worse" { problems.append(Diagnostic(code: "no-data", "the data is not there")) }
    for word in options.list("words") where word.string == "bad" {
      problems.append(Diagnostic(code: "bad-word", "every word must be a good one", at: word.location))
    }
    if let path = options.optionalString("list") {
      do throws(Diagnostics) {
        let report = YAMLReport(try YAMLDocument(contentsOf: path).source)
        report.error("bad-list", "the list is not to its liking", at: SourceLocation(file: path, line: 2, column: 3, length: 4))
        try report.throwIfErrors()
      } catch {
        problems.append(contentsOf: error)
      }
    }
    try problems.throwIfErrors()
    return FakeStage(options: options, context: context, layers: LayerUse())
  }
}
