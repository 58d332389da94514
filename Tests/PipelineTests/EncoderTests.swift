import TestSupport
import Testing

@testable import Pipeline

/// One pass of a model for all stages that read what it finds.
@Suite struct EncoderTests {
  /// A model that finds the names of the heads, and counts how often it was run.
  private final class Model: SentenceModel {
    let name: String
    let runs = Locked<[Set<String>]>([])

    init(_ name: String) { self.name = name }

    func encoder(for heads: Set<String>) -> any Stage { Encoder(model: self, heads: heads) }
  }

  private struct Encoder: Stage {
    let model: Model
    let heads: Set<String>
    var layers: LayerUse { LayerUse(requires: [.tokens]) }

    func process(_ document: inout Document) throws(StageFailure) {
      model.runs.withLock { $0.append(heads) }
      document.findings[ObjectIdentifier(model)] = heads.sorted().joined(separator: "+")
    }
  }

  /// Notes what it reads as a keyword.
  private struct Reader: SentenceModelReader {
    let model: Model
    let heads: Set<String>
    var layers: LayerUse { LayerUse(requires: [.tokens], updates: [.keywords]) }
    var modelUse: (model: any SentenceModel, heads: Set<String>)? { (model, heads) }

    func process(_ document: inout Document) throws(StageFailure) {
      document.keywords.append(Keyword(document.findings[ObjectIdentifier(model)] as? String ?? "nothing", score: 1))
    }
  }

  private func plan(_ stages: any Stage...) -> ResolvedPlan {
    ResolvedPlan(name: "test", stages: stages.enumerated().map { PlannedStage(name: "s\($0.offset)", stage: $0.element) })
  }

  private func read(_ plan: ResolvedPlan) -> Document { plan.annotate(Document(sentences: ["A b ."])) }

  @Test func aModelRunsOnceBeforeItsFirstReaderForAllThatReadersWant() {
    let model = Model("m")
    let plan = plan(NeedsTokens(), Reader(model: model, heads: ["tags"]), NeedsTokens(), Reader(model: model, heads: ["tags", "entities"]))
    #expect(plan.stages.map(\.name) == ["s0", "encode", "s1", "s2", "s3"])
    #expect(read(plan).keywords.map(\.text) == ["entities+tags", "entities+tags"])
    #expect(model.runs.withLock { $0 } == [["entities", "tags"]])
  }

  @Test func whatWasFoundIsGoneAfterItsLastReader() {
    let model = Model("m")
    let plan = plan(Reader(model: model, heads: ["tags"]), Reader(model: model, heads: ["tags"]), NeedsTokens())
    var document = Document(sentences: ["A b ."])
    var sizes: [Int] = []
    for stage in plan.stages {
      try? stage.run(on: &document)
      sizes.append(document.findings.count)
    }
    #expect(sizes == [1, 1, 0, 0])
  }

  @Test func eachModelHasItsOwnPass() {
    let (one, other) = (Model("one"), Model("other"))
    let plan = plan(Reader(model: one, heads: ["a"]), Reader(model: other, heads: ["b"]), Reader(model: one, heads: ["c"]))
    #expect(plan.stages.map(\.name) == ["encode one", "s0", "encode other", "s1", "s2"])
    #expect(read(plan).keywords.map(\.text) == ["a+c", "b", "a+c"])
  }

  @Test func afterAChangeOfTheTokensAReaderGetsAPassAnew() {
    let model = Model("m")
    let plan = plan(Reader(model: model, heads: ["a"]), UpdatesTokens(), Reader(model: model, heads: ["b"]))
    #expect(plan.stages.map(\.name) == ["encode m", "s0", "s1", "encode m", "s2"])
    #expect(read(plan).keywords.map(\.text) == ["a", "b"])
    #expect(model.runs.withLock { $0 } == [["a"], ["b"]])
  }

  @Test func aPlanOfAnotherPlansStagesHasNoPassTwice() {
    let model = Model("m")
    let plan = plan(Reader(model: model, heads: ["a"]), Reader(model: model, heads: ["b"]))
    let again = ResolvedPlan(name: "again", stages: plan.stages + [PlannedStage(name: "more", stage: Reader(model: model, heads: ["c"]))])
    #expect(again.stages.map(\.name) == ["encode", "s0", "s1", "more"])
    #expect(read(again).keywords.map(\.text) == ["a+b+c", "a+b+c", "a+b+c"])
    // A part of it pays for what is read there alone.
    #expect(read(ResolvedPlan(name: "part", stages: [plan.stages[1]])).keywords.map(\.text) == ["a"])
  }

  @Test func aPlanWithoutReadersIsAsItWas() {
    #expect(plan(NeedsTokens(), UpdatesTokens()).stages.map(\.name) == ["s0", "s1"])
  }
}
