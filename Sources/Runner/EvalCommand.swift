import ArgumentParser
import Evaluation
import Foundation
import Pipeline
import PipelineFile

/// `textmill eval`
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Score a pipeline against gold data.",
    discussion: """
      Scores go to standard output, as a table or, with --json, as one JSON object; the speed goes to standard error. Of the pipeline only the \
      stages are run that the scored layers come from.

      EXAMPLES:
        textmill eval entities news.yaml gold.tsv
        textmill eval segmentation news.yaml gold.jsonl rules.json
        textmill eval syntax news.yaml gold.conllu --gold-tokens

      EXIT STATUS:
        0  scored
        1  a score is below its --minimum, or a document failed
        2  the command, the pipeline or a gold file is wrong
      """,
    subcommands: [EvalEntitiesCommand.self, EvalSegmentationCommand.self, EvalSyntaxCommand.self])
}

/// What the evaluations have in common.
struct EvalOptions: ParsableArguments {
  @Flag(help: "Write one JSON object instead of the table.")
  var json = false
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "End with status 1 where a score is below this percentage, such as micro=75; may be given more than once.", valueName: "score=percent"
    ))
  var minimum: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show so many mistakes of each kind, with words of the gold data.", valueName: "n"))
  var mistakes = 0
  @Option(parsing: .unconditional, help: ArgumentHelp("How many batches to work on at once (default: the processors).", valueName: "n"))
  var workers: Int?

  func validate() throws {
    if mistakes < 0 { throw ValidationError("--mistakes must be 0 or more, not \(mistakes)") }
    if let workers, workers < 1 { throw ValidationError("--workers must be 1 or more, not \(workers)") }
  }

  /// The minimums, all of which name scores that there are.
  func minimums(of names: [String]) throws(Diagnostics) -> [MinimumScore] {
    var problems = Diagnostics()
    var minimums: [MinimumScore] = []
    for text in minimum {
      do throws(Diagnostics) { minimums.append(try MinimumScore(text)) } catch { problems.append(contentsOf: error) }
    }
    try problems.throwIfErrors()
    try MinimumScore.check(minimums, names: names)
    return minimums
  }

  /// Runs a trial; says how fast it was and what failed.
  func run(_ trial: PipelineTrial, _ documents: [Document], _ talk: TalkOptions) throws(Diagnostics) -> PipelineTrial.Outcome {
    let outcome = try trial.run(documents, workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
    let told = talk.logFormat == .json ? outcome.failures.count : FailureLog.shownOfAKind
    for failure in outcome.failures.prefix(told) { talk.failure(failure, at: nil) }
    if outcome.failures.count > told { talk.note("\(grouped(outcome.failures.count - told)) more documents failed") }
    let speed = Double(outcome.words) / max(outcome.cpuSeconds, 0.000_1)
    talk.note(
      "\(grouped(outcome.words)) words through \(trial.stages.joined(separator: ", ")): \(String(format: "%.2f", outcome.cpuSeconds)) s of processor time, \(grouped(Int(speed))) words a second"
    )
    return outcome
  }

  /// Writes a report and ends the command with status 1 where a minimum is missed or a document failed.
  func finish(_ report: some EvaluationReport, _ minimums: [MinimumScore], _ outcome: PipelineTrial.Outcome, _ talk: TalkOptions) throws {
    Terminal.print(json ? report.jsonText + "\n" : Self.printable(report.text), terminator: "")
    let missed = MinimumScore.missed(minimums, in: report)
    missed.forEach { talk.error($0) }
    if !missed.isEmpty || !outcome.failures.isEmpty { throw Exit(.documentsFailed) }
  }

  private static func printable(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { Terminal.printable(String($0)) }.joined(separator: "\n")
  }

  /// Does something; where that is wrong, says all that is and ends the command.
  static func checked<Value>(_ talk: TalkOptions, _ body: () throws(Diagnostics) -> Value) throws -> Value {
    do throws(Diagnostics) {
      return try body()
    } catch {
      talk.report(error)
      throw Exit(.wrong)
    }
  }
}

extension PipelineTrial {
  /// A trial of a pipeline as the command line names it.
  init(_ pipeline: ResolvedPipeline, for layers: [Layer], from start: Start = .text) throws(Diagnostics) {
    try self.init(pipeline.plan, expects: pipeline.expects, for: layers, from: start)
  }
}
