import Pipeline
import TestSupport
import Testing

@testable import PipelineFile

/// What is said of a pipeline beside its mistakes, by what it is loaded for.
@Suite struct PurposeTests {
  /// Claims something of its file that does not hold.
  private struct ClaimingStage: SelfCheckingStage, ConfigurableStage {
    static let descriptor = StageDescriptor(
      name: "claim", summary: "", discussion: "", options: [OptionDescriptor("warns", .bool, default: false, "")], layers: LayerUse(),
      examples: [])
    let warns: Bool
    let layers = LayerUse()
    init(options: StageOptions, context: StageContext) throws(Diagnostics) { warns = options.bool("warns") }
    func process(_ document: inout Document) {}
    func selfCheck() -> Diagnostics {
      Diagnostics(
        Diagnostic(warns ? .warning : .error, code: "claim", "it does not hold", at: SourceLocation(file: "rules.yaml", line: 3, column: 5))
      )
    }
  }

  private struct WritingStage: SinkStage, ConfigurableStage {
    static let descriptor = StageDescriptor(name: "export", summary: "", discussion: "", options: [], layers: LayerUse(), examples: [])
    let layers = LayerUse()
    init(options: StageOptions, context: StageContext) throws(Diagnostics) {}
    func render(_ document: Document) -> Rendering { Rendering() }
    func makeSink(in output: OutputFolder) throws(OutputFailure) -> any Sink { try StagedSink(stage: "export", outputs: [], in: output) }
  }

  private func lines(_ stages: String, _ purpose: PipelineLoader.Purpose) throws -> (lines: [String], loads: Bool) {
    let folder = try TemporaryFolder()
    try folder.write("pipeline: p\nstages: \(stages)\n", to: "p.yaml")
    let registry = StageRegistry([StageDefinition(ClaimingStage.self), StageDefinition(WritingStage.self), TestStages.clean])
    let outcome = PipelineLoader(registry: registry, environment: [:], workingDirectory: folder.path).load("p.yaml", for: purpose)
    return (outcome.diagnostics.all.map(\.line), outcome.pipeline != nil)
  }

  @Test func onlyCheckProvesWhatFilesClaim() throws {
    let checked = try lines("[claim, export]", .check)
    #expect(checked.lines == ["rules.yaml:3:5: error: it does not hold"] && !checked.loads)
    for purpose in [PipelineLoader.Purpose.run, .look] {
      let loaded = try lines("[claim, export]", purpose)
      #expect(loaded.lines.isEmpty && loaded.loads)
    }
    let warned = try lines("[claim: { warns: true }, export]", .check)
    #expect(warned.lines == ["rules.yaml:3:5: warning: it does not hold"] && warned.loads)
  }

  @Test func aProblemInAnotherFileComesWithItsLine() throws {
    let folder = try TemporaryFolder()
    try folder.write("pipeline: p\nstages: [claim]\n", to: "p.yaml")
    try folder.write("\u{FEFF}one\r\ntwo\r\n    three\r\n", to: "rules.yaml")
    let loader = PipelineLoader(registry: StageRegistry([StageDefinition(ClaimingStage.self)]), workingDirectory: folder.path)
    let claim = loader.load("p.yaml", for: .check).diagnostics.all.first { $0.code == "claim" }
    #expect(claim?.excerpt == "    three")
  }

  @Test func nothingIsProvedOfAPipelineThatIsWrong() throws {
    #expect(try lines("[claim, export: { nothing: 1 }]", .check).lines.map { $0.contains("it does not hold") } == [false])
  }

  @Test func aPipelineThatWritesNothingIsWarnedOf() throws {
    let warning =
      "p.yaml:2:10: warning: no stage of this pipeline writes outputs: a run leaves only its report; put 'export' at the end of 'stages'"
    for purpose in [PipelineLoader.Purpose.check, .run] {
      let loaded = try lines("[clean]", purpose)
      #expect(loaded.lines == [warning] && loaded.loads)
    }
    #expect(try lines("[clean]", .look).lines.isEmpty)
    #expect(try lines("[clean, export]", .check).lines.isEmpty)
  }

  @Test func aStageThatIsNotKnownMayWrite() throws {
    #expect(try lines("[clean, exprt]", .check).lines.count == 1)
  }

  /// Says that it was made by the isolator.
  private struct ApartStage: Stage {
    let layers = LayerUse()
    func process(_ document: inout Document) {}
  }

  @Test func stagesAreMadeApartWhereAnIsolatorIsHandedInAndTheFileAsksForIt() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "pipeline: p\nstages: [clean: { isolation: process }, claim: { isolation: none }, { split: { as: n } }]\n",
      to: "p.yaml")
    var library = TestStages.split
    library.home = .library(manifest: "m")
    let registry = StageRegistry([TestStages.clean, StageDefinition(ClaimingStage.self), library])
    let asked = Locked<[String]>([])
    let isolator = StageIsolator { definition, stage, _, context in
      asked.withLock { $0.append("\(context.instance) \(definition.descriptor.name) \(stage == nil)") }
      return ApartStage()
    }
    func kinds(_ isolator: StageIsolator?, _ sets: String...) throws -> [Bool] {
      let loader = PipelineLoader(registry: registry, environment: [:], workingDirectory: folder.path, isolator: isolator)
      return try #require(loader.load("p.yaml", sets: sets).pipeline).stages.map { $0.planned.stage is ApartStage }
    }
    #expect(try kinds(nil) == [false, false, false])
    #expect(try kinds(isolator) == [true, false, false])
    #expect(try kinds(isolator, "n.isolation=process", "clean.isolation=none") == [false, false, true])
    #expect(asked.withLock { $0 } == ["clean clean false", "n split true"])
  }
}
