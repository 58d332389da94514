import ArgumentParser
import Foundation
import Pipeline
import PipelineTesting

/// `textmill test`
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the tests of pipelines.",
    discussion: """
      A test file stands beside its pipeline, as news.test.yaml beside news.yaml, and says of texts what the pipeline must make of them. \
      The results go to standard output, a line for each case, and at the end 'N passed, N failed'. \
      The exit status is 1 if a case failed, and 2 if a test file or its pipeline is wrong or a plugin cannot be started: then none is run.

      EXAMPLES:
        textmill test Pipelines
        textmill test news.yaml --filter title --verbose
        textmill test Pipelines --report results.xml
      """)

  @Argument(help: ArgumentHelp("Test files, folders that hold some, or pipelines with one beside them.", valueName: "path"))
  var paths: [String]
  @Option(help: ArgumentHelp("Run only cases whose names hold this text.", valueName: "text"))
  var filter: String?
  @Option(help: ArgumentHelp("Write the results to a file as JUnit XML.", valueName: "file"))
  var report: String?
  @Flag(name: .shortAndLong, help: "Show how long each case took and what its documents became.")
  var verbose = false
  @OptionGroup var plugins: PluginOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    var tests: [PipelineTest] = []
    var junit = JUnitReport()
    var isWrong = false
    let log: @Sendable (String) -> Void = { [talk] in talk.note($0) }
    let loader = PipelineTestLoader(
      registry: plugins.registry(.loaded, log: log), pluginFinder: plugins.finder(.loaded, log: log),
      isolator: PluginOptions.isolator(log: log))
    // Several test files of one pipeline would each say what is wrong with that.
    var told: Set<Diagnostic> = []
    for file in try files() {
      let outcome = loader.load(file)
      talk.report(Diagnostics(outcome.diagnostics.all.filter { told.insert($0).inserted }))
      if let test = outcome.test {
        tests.append(test)
      } else {
        isWrong = true
        junit.add(file, errors: outcome.diagnostics)
      }
    }
    if isWrong {
      try write(junit)
      throw Exit(.wrong)
    }
    if let filter {
      let all = tests.reduce(0) { $0 + $1.cases.count }
      tests = tests.map { $0.filtered(filter) }.filter { !$0.cases.isEmpty }
      let left = tests.reduce(0) { $0 + $1.cases.count }
      if left == 0 {
        talk.error("no case has '\(Terminal.printable(filter))' in its name")
        throw Exit(.wrong)
      }
      if left < all { talk.note("\(grouped(all - left)) left out by --filter") }
    }
    try start(tests, &junit)
    var (passed, failed) = (0, 0)
    for test in tests {
      let results = test.run()
      junit.add(test.file, results)
      passed += results.count(where: \.isPassed)
      failed += results.count { !$0.isPassed }
      show(results, of: test.file)
    }
    Terminal.print("\(passed) passed, \(failed) failed")
    try write(junit)
    if failed > 0 { throw Exit(.documentsFailed) }
  }

  /// Makes sure that the plugins that the tests need can be started; where one cannot, that is told once, and no case is run.
  private func start(_ tests: [PipelineTest], _ junit: inout JUnitReport) throws {
    var told = Diagnostics()
    for test in tests {
      do throws(Diagnostics) {
        try test.start()
        // The plugins of one file at a time.
        if tests.count > 1 { test.finish() }
      } catch {
        junit.add(test.file, errors: error)
        told.append(contentsOf: Diagnostics(error.all.filter { !told.all.contains($0) }))
      }
    }
    if told.all.isEmpty { return }
    talk.report(told)
    try write(junit)
    throw Exit(.wrong)
  }

  private func files() throws -> [String] {
    do throws(Diagnostics) {
      return try TestDiscovery.files(paths)
    } catch {
      talk.report(error)
      throw Exit(.wrong)
    }
  }

  private func show(_ results: [TestResult], of file: String) {
    let isColored = talk.color.isOn(for: STDOUT_FILENO)
    let shown = talk.quiet ? results.filter { !$0.isPassed } : results
    if shown.isEmpty { return }
    Terminal.print(TextStyle.bold(Terminal.printable(file), isColored))
    for result in shown {
      let status = result.isPassed ? TextStyle.green("ok  ", isColored) : TextStyle.red("FAIL", isColored)
      let time = verbose ? String(format: " (%.3f s)", result.seconds) : ""
      Terminal.print("  \(status)  \(Terminal.printable(result.name))\(time)")
      for failure in result.failures {
        let place = "\(failure.location.file):\(failure.location.line):\(failure.location.column):"
        for (index, line) in failure.lines.enumerated() {
          Terminal.print(
            "        \(index == 0 ? TextStyle.bold(Terminal.printable(place), isColored) + " " : "")\(Terminal.printable(line))")
        }
      }
      if verbose { result.documents.forEach(showLayers) }
    }
  }

  private func showLayers(_ document: Document) {
    var sections = [("text", document.lines(of: .text))]
    if let title = document.title { sections.append(("title", [title])) }
    for layer in Layer.builtIn where document.layers.contains(layer) { sections.append((layer.name, document.lines(of: layer))) }
    sections += document.pluginLayers
    if !document.problems.isEmpty { sections.append(("problems", document.problems.map { "\($0.stage): \($0.message) (\($0.code))" })) }
    for (name, lines) in sections {
      Terminal.print("        \(name)\(lines.isEmpty ? ": none" : "")")
      for line in lines { Terminal.print("          \(Terminal.printable(line))") }
    }
  }

  private func write(_ junit: JUnitReport) throws {
    guard let report else { return }
    do {
      try Data(junit.xml.utf8).write(to: URL(fileURLWithPath: report), options: .atomic)
    } catch {
      talk.error("the report '\(report)' cannot be written: check the folder and its permissions")
      throw Exit(.wrong)
    }
  }
}
