import ArgumentParser
import Evaluation
import Pipeline

/// `textmill eval segmentation`
struct EvalSegmentationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmentation", abstract: "Score the sentences and tokens of a pipeline.",
    discussion: """
      Gold files are JSON Lines with 'text' and 'sentences', pairs of start and end in code points; treebanks in CoNLL-U, which have tokens as well; \
      or lists in JSON of rules with 'name', 'text' and 'sentences', the texts of the sentences. White space is left out of account.

      EXAMPLES:
        textmill eval segmentation news.yaml gold.jsonl
        textmill eval segmentation news.yaml rules.json gold.conllu --mistakes 5
      """)

  @OptionGroup var pipeline: PipelineOptions
  @Argument(help: ArgumentHelp("Gold files: .jsonl, .conllu or .json.", valueName: "gold"))
  var gold: [String]
  @OptionGroup var options: EvalOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    let resolved = try pipeline.load(talk)
    let (trial, gold, minimums) = try EvalOptions.checked(talk) { () throws(Diagnostics) in
      let gold = try GoldSegmentation(self.gold)
      return (
        try PipelineTrial(resolved, for: [.sentences, .tokens]), gold, try options.minimums(of: SegmentationReport.scoreNames(gold))
      )
    }
    let documents = gold.files.flatMap { file in
      file.documents.map { Document(id: $0.id, text: $0.text) } + file.rules.map { Document(id: $0.name, text: $0.text) }
    }
    let outcome = try EvalOptions.checked(talk) { () throws(Diagnostics) in try options.run(trial, documents, talk) }
    var annotated = outcome.documents[...]
    let files = gold.files.map { file in
      var scores = SegmentationScores()
      for document in file.documents { scores.add(document, annotated.removeFirst()) }
      for rule in file.rules { scores.add(rule, annotated.removeFirst()) }
      return (name: file.name, scores: scores)
    }
    try options.finish(SegmentationReport(files, mistakes: options.mistakes), minimums, outcome, talk)
  }
}
