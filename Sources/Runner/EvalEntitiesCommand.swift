import ArgumentParser
import Evaluation
import Pipeline

extension TokenJoining.Style: ExpressibleByArgument {}
extension SegmentBreak: ExpressibleByArgument {}

/// `textmill eval entities`
struct EvalEntitiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entities", abstract: "Score the entities of a pipeline from raw text.",
    discussion: """
      Gold files have a token and its IOB2 tag on a line (CoNLL), an empty line after a segment and '# doc = id' before a document; or are JSON Lines \
      with 'text' or 'tokens' and 'entities'. The pipeline gets the text, and cuts its own sentences and tokens. An entity is right where both \
      its ends and its type are; in the lenient columns a leading article and a trailing 's are forgiven. Of types only those count that the \
      gold files have.

      EXAMPLES:
        textmill eval entities news.yaml gold.tsv
        textmill eval entities news.yaml gold.tsv --map PERSON=PER,GPE=LOC --types PER,LOC
        textmill eval entities news.yaml gold.tsv --mistakes 10
        textmill eval entities news.yaml gold.tsv --minimum micro=75 --minimum PER=80
      """)

  @OptionGroup var pipeline: PipelineOptions
  @Argument(help: ArgumentHelp("Gold files, such as gold.tsv or gold.jsonl.", valueName: "gold"))
  var gold: [String]
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Count types under other names: a type of the pipeline or a label of the gold files and its name; without a name it is left out. May be given more than once.",
      valueName: "type=name,…"))
  var map: [String] = []
  @Option(help: ArgumentHelp("Score these types alone, by the names of the table.", valueName: "names"))
  var types: String?
  @Flag(help: "Put a space between any two gold tokens, rather than write them together as in print.")
  var spaces = false
  @Option(help: ArgumentHelp("What stands between two segments of a document: an empty line, or a space.", valueName: "break"))
  var segments: SegmentBreak = .paragraph
  @OptionGroup var options: EvalOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    let resolved = try pipeline.load(talk)
    let (trial, gold, map, scorer, minimums) = try EvalOptions.checked(talk) { () throws(Diagnostics) in
      let trial = try PipelineTrial(resolved, for: [.entities])
      let gold = try GoldEntities(self.gold, tokens: spaces ? .spaces : .print, segments: segments)
      let map = try TypeMap(labels: Set(gold.labels.keys), changes: self.map)
      let types = types.map { $0.split(separator: ",").map(String.init) } ?? []
      let scorer = try EntityScorer(gold, map: map, types: types)
      return (trial, gold, map, scorer, try options.minimums(of: EntityReport.scoreNames(types: scorer.scoredTypes)))
    }
    talk.report(gold.warnings)
    talk.report(map.warnings)
    if let known = map.name {
      talk.note("types as in the label set '\(known)': \(map.renamed.map { "\($0.type)=\($0.name)" }.joined(separator: ", "))")
    } else if self.map.isEmpty {
      talk.note("no known label set has all labels of the gold files: types count under their own names; --map gives them others")
    }
    let outcome = try EvalOptions.checked(talk) { () throws(Diagnostics) in
      try options.run(trial, gold.documents.map { Document(id: $0.id, text: $0.text) }, talk)
    }
    var byFile: [(name: String, scores: EntityScores)] = []
    var start = 0
    for file in gold.files where gold.files.count > 1 {
      let range = start..<start + file.documents
      byFile.append((file.name, scorer.score(Array(gold.documents[range]), Array(outcome.documents[range]))))
      start = range.upperBound
    }
    let report = EntityReport(scorer.score(gold.documents, outcome.documents), map: map, byFile: byFile, mistakes: options.mistakes)
    try options.finish(report, minimums, outcome, talk)
  }
}
