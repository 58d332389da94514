import ArgumentParser
import Evaluation
import Pipeline

/// `textmill eval syntax`
struct EvalSyntaxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "syntax", abstract: "Score the parts of speech, lemmas and trees of a pipeline.",
    discussion: """
      Gold files are treebanks in CoNLL-U. From raw text, words are paired by their characters and scored as in the CoNLL 2018 shared task: universal \
      relations without subtypes, punctuation counted. With --gold-tokens the pipeline starts from the sentences and words of the treebank.

      EXAMPLES:
        textmill eval syntax news.yaml gold.conllu
        textmill eval syntax news.yaml gold.conllu --gold-tokens --minimum las=85
      """)

  @OptionGroup var pipeline: PipelineOptions
  @Argument(help: ArgumentHelp("Gold files in CoNLL-U.", valueName: "gold"))
  var gold: [String]
  @Flag(help: "Start from the sentences and words of the treebank; stages that make those or change the text are not run.")
  var goldTokens = false
  @OptionGroup var options: EvalOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    let resolved = try pipeline.load(talk)
    let layers = Set(resolved.plan.stages.flatMap(\.layers.writes)).intersection([.tags, .syntax])
    let (trial, gold, scorer, minimums) = try EvalOptions.checked(talk) { () throws(Diagnostics) in
      let trial = try PipelineTrial(resolved, for: layers.isEmpty ? [.tags, .syntax] : layers.sorted(), from: goldTokens ? .tokens : .text)
      let minimums = try options.minimums(of: SyntaxReport.scoreNames(layers: layers, givesWords: goldTokens))
      return (trial, try GoldTreebank(self.gold, text: goldTokens ? .words : .text), try SyntaxScorer(), minimums)
    }
    let documents = gold.files.flatMap(\.documents).map { goldTokens ? $0.tokenized : Document(id: $0.id, text: $0.text) }
    let outcome = try EvalOptions.checked(talk) { () throws(Diagnostics) in try options.run(trial, documents, talk) }
    var annotated = outcome.documents[...]
    let files = gold.files.map { file in
      var scores = SyntaxScores()
      for document in file.documents { scores += scorer.score(document, annotated.removeFirst(), layers: layers, givesWords: goldTokens) }
      return (name: file.name, scores: scores)
    }
    try options.finish(SyntaxReport(files, givesWords: goldTokens, mistakes: options.mistakes), minimums, outcome, talk)
  }
}
