import ArgumentParser
import Foundation
import Pipeline
import PipelineFile
import Readers

/// `textmill run`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Take articles through a pipeline and write its outputs.",
    discussion: """
      Folders are walked in order; text files, JSON Lines and records are recognised. Outputs appear when they are complete. \
      A document that fails is reported and recorded, and the run goes on. An input that holds no document is warned of, and is no failure.

      EXAMPLES:
        textmill run news.yaml articles/ -o out
        textmill run news.yaml 'archive/2023-*/' -o out --include '**/*.txt' --workers 4
        zcat feed.jsonl.gz | textmill run news.yaml - -o out --field text=body
        textmill run news.yaml articles/ -o out --set summarize.sentences=5
      """)

  @OptionGroup var pipeline: PipelineOptions
  @Argument(help: "Folders, files, globs, or - for JSON Lines on standard input.")
  var inputs: [String]
  @Option(name: .shortAndLong, help: ArgumentHelp("The folder for the outputs.", valueName: "folder"))
  var output: String
  @Option(parsing: .unconditional, help: ArgumentHelp("How many batches to work on at once (default: the processors).", valueName: "n"))
  var workers: Int?
  @Option(parsing: .unconditional, help: ArgumentHelp("Stop when more documents than this have failed.", valueName: "n"))
  var maxFailures: Int?
  @OptionGroup var reading: InputOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if inputs.isEmpty { throw ValidationError("name at least one input: a folder, a file, or - for standard input") }
    if output.isEmpty { throw ValidationError("-o names no folder: give one, such as -o out") }
    if let workers, workers < 1 { throw ValidationError("--workers must be 1 or more, not \(workers)") }
    if let maxFailures, maxFailures < 0 { throw ValidationError("--max-failures must be 0 or more, not \(maxFailures)") }
  }

  func run() throws {
    let resolved = try pipeline.load(talk, for: .run)
    let plugins = pipeline.plugins.used(by: resolved).map { RunReportFile.Plugin(name: $0.name, version: $0.version) }
    let place = OutputPlace(output)
    let folder = place.folder
    let cancellation = Cancellation()
    var source = try reading.source(of: inputs, expecting: resolved.expects, avoiding: folder.path, until: cancellation, talk)
    do {
      try place.make()
    } catch {
      talk.report(error)
      throw Exit(.wrong)
    }
    do throws(Diagnostics) {
      try resolved.plan.start()
    } catch {
      talk.report(error)
      throw Exit(.wrong)
    }
    defer { resolved.plan.finish() }
    let failures = FailureLog(talk, places: source.places)
    let showsBar = Terminal.isTerminal(STDERR_FILENO) && talk.logFormat == .text && !talk.quiet
    if showsBar { source.countAhead() }
    let bar = ProgressBar(isOnTerminal: showsBar) { [talk] in talk.note($0) }
    let interrupts = Interrupts(cancellation) { [talk] in
      bar.clear()
      talk.note("interrupted: finishing what is in work; press Ctrl-C again to end at once")
    }
    var settings = ExecutionSettings(maxFailures: maxFailures)
    if let workers { settings.workers = workers }
    let executor = Executor(
      plan: resolved.plan, settings: settings, cancellation: cancellation,
      onProgress: { [talk] in if !talk.quiet { bar.show($0) } },
      onFailure: { failure in
        guard failures.count(failure) else { return }
        bar.clear()
        failures.write(failure)
      })
    let report: RunReport
    do throws(OutputFailure) {
      report = try executor.run(&source, output: folder)
      try RunReportFile(report, file: pipeline.file, inputs: inputs, plugins: plugins).write(in: folder)
    } catch {
      bar.clear()
      failures.finish()
      talk.error(place.message(error))
      throw Exit(.wrong)
    }
    bar.clear()
    withExtendedLifetime(interrupts) {}
    failures.finish()
    for restarts in resolved.plan.stages.compactMap(\.restarts) {
      talk.report(Diagnostics(Diagnostic(.warning, code: "restarted", restarts.message)))
    }
    summarize(report)
    noteSkipped(source.skipped)
    if report.ending == .complete { talk.report(source.empty) }
    switch report.ending {
    case .interrupted: throw Exit(.interrupted)
    case .tooManyFailures: throw Exit(.documentsFailed)
    case .complete: if report.failed > 0 { throw Exit(.documentsFailed) }
    }
  }

  private func summarize(_ report: RunReport) {
    let seconds = max(report.seconds, 0.001)
    var line = "\(grouped(report.documents)) document\(report.documents == 1 ? "" : "s")"
    if report.tokens > 0 { line += ", \(grouped(report.tokens)) tokens" }
    line += String(format: " in %.2f s", report.seconds)
    if report.tokens > 0 { line += " (\(grouped(Int(Double(report.tokens) / seconds))) tokens/s)" }
    if report.failed > 0 { line += "; \(grouped(report.failed)) failed" }
    if report.withProblems > 0 { line += "; \(grouped(report.withProblems)) with problems" }
    talk.note("\(line) → \(output)")
    switch report.ending {
    case .interrupted: talk.note("interrupted: the outputs hold the first \(grouped(report.documents)) documents")
    case .tooManyFailures: talk.error("more than \(maxFailures ?? 0) documents failed: the run was stopped")
    case .complete: break
    }
  }

  private func noteSkipped(_ skipped: [String: Int]) {
    if skipped.isEmpty { return }
    let kinds = skipped.sorted { $0.key < $1.key }.map { "\(grouped($0.value)) \(SkippedFiles.name($0.key))" }
    talk.note("left out what holds no articles by its extension: \(kinds.joined(separator: ", ")); --include reads them")
  }
}

/// A path that does not depend on the working directory.
func absolutePath(_ path: String) -> String {
  URL(fileURLWithPath: path).standardizedFileURL.path
}
