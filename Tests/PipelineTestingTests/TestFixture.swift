import Pipeline
import PipelineFile
import StandardStages
import TestSupport
import Testing

@testable import PipelineTesting

/// Test files written by hand, beside a pipeline with the standard stages and one of the tests' own.
enum TestFixture {
  static let pipeline = """
    pipeline: p
    stages: [normalize, segment, entities, relations, keywords, { summarize: { sentences: 1 } }, mood, { export: { jsonl: out.jsonl } }]

    """

  /// A stage with a layer of its own, which fails on texts with `gloom` in them.
  struct MoodStage: ConfigurableStage {
    struct Mood: Codable {
      var name: String
      var words: [String]
      var weight: Double
    }

    static let descriptor = StageDescriptor(
      name: "mood", summary: "Finds the mood", discussion: "", options: [], layers: LayerUse(writes: ["mood"]), examples: [])
    let layers = descriptor.layers

    init(options: StageOptions, context: StageContext) throws(Diagnostics) {}

    func process(_ document: inout Document) throws(StageFailure) {
      if document.text.string.contains("gloom") { throw StageFailure(code: "too-sad", "the text is too sad") }
      document.set(LayerKey<Mood>("mood"), to: Mood(name: "calm", words: ["bridge", "boat"], weight: 1))
    }
  }

  static var registry: StageRegistry {
    var registry = StageRegistry.standard
    registry.register(StageDefinition(MoodStage.self))
    return registry
  }

  /// Loads a test file in a folder made for it.
  static func load(_ text: String, files: [String: String] = [:]) throws -> PipelineTestLoader.Outcome {
    let folder = try TemporaryFolder()
    try folder.write(pipeline, to: "p.yaml")
    try folder.write(text, to: "p.test.yaml")
    for (name, text) in files { try folder.write(text, to: name) }
    return withExtendedLifetime(folder) {
      PipelineTestLoader(registry: registry, environment: [:], workingDirectory: folder.path).load("p.test.yaml")
    }
  }

  /// Runs a test file.
  static func run(_ text: String, files: [String: String] = [:]) throws -> [TestResult] {
    let outcome = try load(text, files: files)
    #expect(outcome.diagnostics.all.isEmpty, "\(outcome.diagnostics)")
    return try #require(outcome.test).run()
  }

  /// What is wrong with each case, as the command prints it; empty for one that passed.
  static func differences(_ text: String, files: [String: String] = [:]) throws -> [String] {
    try run(text, files: files).map { result in
      result.failures.map { failure in
        "\(failure.location.line):\(failure.location.column): \(failure.lines.joined(separator: "\n"))"
      }.joined(separator: "\n")
    }
  }

  /// What is wrong with a text of which one case says something. The expectations begin in line 5, column 7.
  static func difference(_ text: String, expect: String) throws -> String {
    let lines = expect.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n")
    return try differences("cases:\n  - name: a\n    text: \(text)\n    expect:\n\(lines)\n").joined()
  }
}
