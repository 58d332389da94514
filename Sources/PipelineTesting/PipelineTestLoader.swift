import Foundation
import Pipeline
import PipelineFile
import Readers
import Records
import YAML

/// Reads a test file and its pipeline, checks all of both, and makes the cases ready to run.
package struct PipelineTestLoader: Sendable {
  /// What the names of test files end in.
  package static let suffix = ".test.yaml"

  private let loader: PipelineLoader
  private let paths: PathResolver

  /// Creates a loader.
  ///
  /// - Parameters:
  ///   - registry: The stages that pipelines can name.
  ///   - environment: The variables for `${NAME}` in pipelines.
  ///   - workingDirectory: An absolute path, which relative paths on the command line start from.
  ///   - pluginFinder: Finds the plugins that pipelines name.
  ///   - isolator: Makes the stages that are to have processes of their own.
  package init(
    registry: StageRegistry, environment: [String: String] = ProcessInfo.processInfo.environment,
    workingDirectory: String = FileManager.default.currentDirectoryPath, pluginFinder: PluginFinder? = nil,
    isolator: StageIsolator? = nil
  ) {
    loader = PipelineLoader(
      registry: registry, environment: environment, workingDirectory: workingDirectory, pluginFinder: pluginFinder,
      isolator: isolator)
    paths = PathResolver(workingDirectory: workingDirectory)
  }

  /// What came of loading.
  package struct Outcome: Sendable {
    /// The test, if nothing is wrong with it and its pipeline.
    package let test: PipelineTest?
    /// Errors and warnings: those of the test file by place, then those of the pipeline.
    package let diagnostics: Diagnostics
  }

  /// Loads a test file.
  ///
  /// - Parameter path: The file, as the person named it.
  package func load(_ path: String) -> Outcome {
    do throws(Diagnostics) {
      var found = Diagnostics()
      let bytes = try YAMLDocument.read(paths.absolute(path), named: path)
      let document = try YAMLDocument(parsing: bytes, file: path, problems: &found)
      let report = YAMLReport(document.source)
      report.add(found)
      let file = TestFileReader(report: report).read(document.root)
      var others: [Diagnostic] = []
      let cases = cases(of: file, path, report, &others)
      let diagnostics = Diagnostics(report.sorted.all + others)
      return Outcome(test: diagnostics.hasErrors ? nil : PipelineTest(file: path, cases: cases), diagnostics: diagnostics)
    } catch {
      return Outcome(test: nil, diagnostics: error)
    }
  }

  /// The cases with their plans. What stands in the pipeline's own files goes to `others`.
  private func cases(of file: TestFile, _ path: String, _ report: YAMLReport, _ others: inout [Diagnostic]) -> [PipelineTest.Case] {
    let inputs = file.cases.map { spec in spec.documents.map { documents(of: $0, spec.name.text, report) } }
    guard let name = pipelineName(file, path, report) else { return [] }
    var seen: Set<Diagnostic> = []
    func load(_ options: [YAMLMapping]) -> ResolvedPipeline? {
      let outcome = loader.load(name, overrides: options.map { (options: $0, source: report.source) })
      for diagnostic in outcome.diagnostics.all where seen.insert(diagnostic).inserted {
        if diagnostic.location?.file == path { report.add(Diagnostics(diagnostic)) } else { others.append(diagnostic) }
      }
      return outcome.pipeline
    }
    let common = file.settings.options.map { [$0] } ?? []
    let base = load(common)
    // Where only the options are wrong, the names of stages can still be checked.
    let plain = base ?? (common.isEmpty ? nil : loader.load(name).pipeline)
    return zip(file.cases, inputs).compactMap { spec, inputs -> PipelineTest.Case? in
      let pipeline = spec.settings.options.map { load(common + [$0]) } ?? base
      guard let known = pipeline ?? plain else { return nil }
      let planner = TestPlanner(pipeline: known, report: report)
      guard let part = planner.part(file.settings, spec.settings), pipeline != nil else { return nil }
      let checks = zip(spec.documents, inputs).flatMap { document, inputs in
        self.checks(of: document, inputs, at: spec.name.location, part, planner)
      }
      return PipelineTest.Case(name: spec.name.text, location: spec.name.location, checks: checks)
    }
  }

  /// The pipeline's file: the one that is named, or the one beside the test file.
  private func pipelineName(_ file: TestFile, _ path: String, _ report: YAMLReport) -> String? {
    if let given = file.pipeline {
      let name = paths.named(given.text, by: path)
      guard let problem = paths.problem(withInput: name, text: given.text) else { return name }
      report.error(problem.code, problem.message, at: given.location)
      return nil
    }
    guard file.meansSibling else { return nil }
    let name = path.hasSuffix(Self.suffix) ? path.dropLast(Self.suffix.count) + ".yaml" : path[...]
    let sibling = String(name)
    if sibling == path || paths.problem(withInput: sibling, text: sibling) != nil {
      let shown = sibling == path ? "" : " \(Wording.quoted(sibling))"
      report.error(
        "missing-pipeline", "there is no pipeline\(shown) beside the test file: name one with 'pipeline'",
        at: SourceLocation(file: path, line: 1, column: 1))
      return nil
    }
    return sibling
  }

  private func checks(
    of spec: TestFile.Document, _ inputs: [Document], at location: SourceLocation, _ part: TestPlanner.Part, _ planner: TestPlanner
  ) -> [PipelineTest.Check] {
    var part = part
    if case .marked(let marked) = spec.input?.content { part.put(marked) }
    if let first = inputs.first { planner.checkLayers(of: part, first, at: location) }
    return zip(inputs, spec.expectations).map {
      PipelineTest.Check(document: $0, plan: part.plan, expectations: $1, location: spec.expectLocation)
    }
  }

  /// The documents of an input; what is wrong with it, or with the number of its expectations, is reported.
  private func documents(of spec: TestFile.Document, _ name: String, _ report: YAMLReport) -> [Document] {
    guard let input = spec.input, let documents = documents(of: input, name, report) else { return [] }
    if spec.expectations.count != documents.count, !spec.expectations.isEmpty {
      let there = documents.count == 1 ? "one document" : "\(documents.count) documents"
      let given =
        spec.isList
        ? "'expect' is a list of \(spec.expectations.count)"
        : "'expect' is for one: make it a list with an entry for each, null for those that do not matter"
      report.error("wrong-count", "the input has \(there), but \(given)", at: spec.expectLocation)
    }
    return documents
  }

  private func documents(
    of input: (content: TestFile.Input, location: SourceLocation), _ name: String, _ report: YAMLReport
  ) -> [Document]? {
    switch input.content {
    case .text(let text): return [Document(id: name, text: Text(text))]
    case .marked(let marked): return [Document(id: name, text: marked.text)]
    case .record(let bytes): return (try? RecordReader().document(from: bytes)).map { [$0] }
    case .file(let text):
      let named = paths.named(text, by: report.source.file)
      if let problem = paths.problem(withInput: named, text: text) {
        report.error(problem.code, problem.message, at: input.location)
        return nil
      }
      do throws(Diagnostics) {
        var source = try InputSource([paths.absolute(named)])
        var documents: [Document] = []
        while let item = source.next() { documents.append(item.load()) }
        if documents.isEmpty { report.error("empty-input", "the file \(Wording.quoted(text)) holds no document", at: input.location) }
        return documents.isEmpty ? nil : documents
      } catch {
        for problem in error.all { report.error(problem.code, problem.message, at: input.location) }
        return nil
      }
    }
  }
}
