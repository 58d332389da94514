import Patterns
import Pipeline

/// Finds relations by rules: who holds which office, who did what to whom.
public struct RelationStage: ConfigurableStage {
  private static let options: [OptionDescriptor] = [
    OptionDescriptor("rules", .list(.inputFile), default: [], "files of further rules, in the language of the page about rules"),
    OptionDescriptor("builtin", .bool, default: true, "whether the rules that come with the program are used"),
    OptionDescriptor(
      "titles", .bool, default: false,
      "whether titles and headings are read, whose clipped language is easily misunderstood"),
  ]

  private static let layerUse = LayerUse(
    requires: [.tokens, .sentences, .entities], uses: [.tags, .coreference, .blocks], writes: [.relations])

  /// What the stage is.
  public static let descriptor = StageDescriptor(
    name: "relations", summary: "Finds who holds which office and who did what to whom, by rules",
    discussion: """
      Every rule is a pattern over the tokens of one sentence: words, lemmas, entities, with names for what they match. A rule belongs to a
      type of relation, and its name stands in `by`. The rules that come with the program know offices (`holds_office`) and the events of
      diplomacy and politics: `visit`, `meet`, `call`, `accuse`, `criticize`, `expel` and others. Denials are marked `negated`; plans, wishes
      and conditions are marked `hypothetical`. Relations between sentences are not looked for. Rules of your own stand in YAML files.
      """,
    options: options, layers: layerUse,
    examples: [
      StageExample(
        "an event between two entities, and an office", after: ["segment"],
        input: "[Isaac Herzog|PERSON], the President of [Israel|GPE], visited [Azerbaijan|GPE].",
        output: [
          .relations: ["holds_office(Isaac Herzog; President; Israel)", "visit(Isaac Herzog; visited; Azerbaijan)"]
        ]),
      StageExample(
        "denials and plans", after: ["segment"],
        input: "[Iran|GPE] did not criticize [Baku|GPE]. [Aliyev|PERSON] will visit [Tehran|GPE].",
        output: [.relations: ["not criticize(Iran; criticize; Baku)", "maybe visit(Aliyev; visit; Tehran)"]]),
    ])

  let rules: RuleSet
  private let instance: String
  private let readsTitles: Bool

  /// Loads the rules.
  public init(options: StageOptions, context: StageContext) throws(Diagnostics) {
    let builtIn = options.bool("builtin")
    let files = options.strings("rules")
    rules = try context.shared("rules \(builtIn) \(files)") { () throws(Diagnostics) in try RuleSet(builtIn: builtIn, files: files) }
    readsTitles = options.bool("titles")
    instance = context.instance
  }

  /// The layers.
  public var layers: LayerUse { Self.layerUse }

  /// Finds the relations of a document.
  public func process(_ document: inout Document) throws(StageFailure) {
    let skipped = skippedSentences(of: document)
    let (relations, isComplete) = rules.relations(in: document, instance: instance) { !skipped.contains($0) }
    document.relations = relations
    if !isComplete {
      document.problems.append(
        Problem(stage: instance, code: "pattern-limit", message: "a rule took too many steps on a sentence, which was left out"))
    }
  }

  /// The sentences that begin in a dateline, a byline or, unless they are read, a title.
  private func skippedSentences(of document: Document) -> Set<Int> {
    var kinds: Set<Block.Kind> = [.dateline, .byline]
    if !readsTitles { kinds.formUnion([.title, .heading]) }
    let blocks = document.blocks.filter { kinds.contains($0.kind) }
    if blocks.isEmpty { return [] }
    var skipped: Set<Int> = []
    var next = 0
    for (index, sentence) in document.sentences.enumerated() {
      while next < blocks.count, blocks[next].span.end <= sentence.span.start { next += 1 }
      if next < blocks.count, blocks[next].span.start <= sentence.span.start { skipped.insert(index) }
    }
    return skipped
  }
}
