import Foundation
import TestSupport
import Testing

@testable import Pipeline
@testable import PluginHost

/// A process that misbehaves costs the document at fault alone, whatever was under way beside it.
@Suite struct ProcessFaultTests {
  /// What came of documents: the size that the plugin wrote and its entities, or why a document failed.
  static func outcomes(
    _ texts: [String], _ plugin: AwkwardPlugin, workers: Int = 2, afterwards: (ResolvedPlan, RunReport) -> Void = { _, _ in }
  ) throws -> [String] {
    let plan = try plugin.plan()
    defer { plan.finish() }
    let collected = Locked<[Int: String]>([:])
    let collector = Collector { document in
      let size = document[LayerKey<Int>("size")].map(String.init) ?? "-"
      let names = document.entities.map { "\(document.text.string($0.span)) \($0.type) by \($0.by)" }
      let outcome = document.isFailed ? document.problems.last?.code ?? "?" : ([size] + names).joined(separator: " ")
      collected.withLock { $0[Int(document.id) ?? -1] = outcome }
    }
    let whole = ResolvedPlan(name: "test", stages: plan.stages + [PlannedStage(name: "collect", stage: collector)])
    let folder = try TemporaryFolder()
    var source = DocumentList(texts.enumerated().map { Document(id: "\($0.offset)", text: Text($0.element)) })
    let settings = ExecutionSettings(workers: workers)
    afterwards(plan, try Executor(plan: whole, settings: settings).run(&source, output: OutputFolder(path: folder.path)))
    return collected.withLock { found in texts.indices.map { found[$0] ?? "nothing" } }
  }

  @Test func answersComeBackInTheirPlaces() throws {
    let texts = (0..<200).map { "Text \($0) from Baku 🌍 and Baku" + String(repeating: ".", count: $0 % 7) }
    let expected = texts.map { "\($0.unicodeScalars.count) Baku GPE by measure" }
    for workers in [1, 2, 5] {
      #expect(try Self.outcomes(texts, AwkwardPlugin(timeout: 20, window: 4, instances: 2), workers: workers) == expected)
    }
  }

  @Test func answersMayComeOutOfOrder() throws {
    let texts = (0..<40).map { "LATER \($0)" }
    #expect(try Self.outcomes(texts, AwkwardPlugin(timeout: 20), workers: 1) == texts.map { String($0.count) })
  }

  @Test(arguments: [
    ("CRASH", "plugin-crashed"), ("HANG", "plugin-timeout"), ("GARBAGE", "plugin-protocol"), ("STRAY", "plugin-protocol"),
    ("UNKNOWN", "plugin-protocol"), ("HUGE", "plugin-protocol"), ("CLOSE", "plugin-crashed"), ("FORK", "plugin-crashed"),
    ("REFUSE", "refused"), ("UNDECLARED", "bad-answer"), ("OUTSIDE", "bad-answer"), ("BROKEN", "bad-answer"),
  ])
  func aFaultCostsTheDocumentAtFaultAlone(word: String, code: String) throws {
    var texts = (0..<30).map { "Text \($0)" }
    texts[7] = "Text \(word)"
    texts[21] = "Text \(word) too"
    var expected = texts.map { String($0.count) }
    expected[7] = code
    expected[21] = code
    #expect(try Self.outcomes(texts, AwkwardPlugin(timeout: word == "HANG" ? 2 : 60)) == expected)
  }

  @Test func aSecondAnswerEndsTheProcessAndLosesNothing() throws {
    var texts = (0..<30).map { "Text \($0)" }
    texts[7] = "Text TWICE"
    let outcomes = try Self.outcomes(texts, AwkwardPlugin(timeout: 60))
    for (text, outcome) in zip(texts, outcomes) { #expect(outcome == String(text.count)) }
  }

  @Test func whatAProcessSaysOnStandardErrorCarriesThePluginsName() throws {
    let plugin = try AwkwardPlugin(command: #"["sh", "-c", "echo careful >&2; exec \#(Python.path) awkward.py"]"#)
    let lines = Locked<[String]>([])
    let plan = try plugin.plan { line in lines.withLock { $0.append(line) } }
    try plan.start()
    plan.finish()
    for _ in 0..<100 where lines.withLock({ $0.isEmpty }) { usleep(10_000) }
    #expect(lines.withLock { $0 } == ["plugin awkward: careful"])
  }

  @Test(arguments: [
    (#"["no-such-program"]"#, "the program 'no-such-program' cannot be started: No such file or directory"),
    (#"["sh", "-c", "exit 7"]"#, "the plugin 'awkward' gave no answer: it ended with status 7; try it: (cd /"),
    (#"["echo", "hello"]"#, "the plugin 'awkward' cannot be used: its first line is not what the protocol asks for"),
    (
      #"["sh", "-c", "AWKWARD_START=other exec \#(Python.path) awkward.py"]"#,
      "the plugin 'awkward' cannot be used: it describes the stage 'measure' otherwise than its manifest"
    ),
    (
      #"["echo", "{\"textmill\": 1, \"errors\": [{\"option\": \"factor\", \"message\": \"it must be even\"}]}"]"#,
      "the plugin 'awkward' cannot be used: it cannot be set up: 'factor': it must be even"
    ),
    (
      #"["echo", "{\"textmill\": 1, \"errors\": [{\"message\": \"'factor' is no option\"}], \"plugin\": {\"stages\": [{\"name\": \"measure\", \"summary\": \"M\", \"layers\": {}}]}}"]"#,
      "the plugin 'awkward' cannot be used: it describes the stage 'measure' otherwise than its manifest"
    ),
    (
      #"["echo", "{\"textmill\": 1, \"errors\": [{\"message\": \"no stage 'measure'\"}], \"plugin\": {\"stages\": [{\"name\": \"gauge\", \"summary\": \"M\", \"layers\": {}}]}}"]"#,
      "the plugin 'awkward' cannot be used: it no longer offers the stage 'measure'"
    ),
  ])
  func aPluginThatCannotStartSaysSoBeforeTheFirstDocument(command: String, reason: String) throws {
    let plugin = try AwkwardPlugin(command: command)
    let plan = try plugin.plan()
    defer { withExtendedLifetime(plugin) {} }
    do {
      try plan.start()
      Issue.record("it started")
    } catch {
      #expect(error.all.first?.message.hasPrefix("the stage 'measure' cannot be started: \(reason)") == true, "\(error)")
    }
  }
}

/// Takes documents at the end of a plan.
private struct Collector: SinkStage {
  let take: @Sendable (Document) -> Void
  var layers: LayerUse { LayerUse() }

  func render(_ document: Document) throws(StageFailure) -> Rendering {
    take(document)
    return Rendering()
  }

  func makeSink(in output: OutputFolder) throws(OutputFailure) -> any Sink { NoSink() }

  private struct NoSink: Sink {
    mutating func append(_ rendering: Rendering, position: Int) throws(OutputFailure) {}
    mutating func checkpoint() throws(OutputFailure) {}
    mutating func publish() throws(OutputFailure) {}
  }
}
