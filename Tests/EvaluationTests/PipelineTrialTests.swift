import Pipeline
import Testing

@testable import Evaluation

/// Which stages of a pipeline are run, and what comes back.
@Suite struct PipelineTrialTests {
  private struct Stub: Stage {
    var layers: LayerUse
    var work: @Sendable (inout Document) -> Void = { _ in }

    func process(_ document: inout Document) throws(StageFailure) {
      if document.text.string == "bad" { throw StageFailure(code: "bad", "the stub fails") }
      work(&document)
    }
  }

  private func plan(_ stages: (String, LayerUse)...) -> ResolvedPlan {
    ResolvedPlan(name: "p", stages: stages.map { PlannedStage(name: $0.0, stage: Stub(layers: $0.1)) })
  }

  private var news: ResolvedPlan {
    plan(
      ("normalize", LayerUse(writes: [.blocks], updates: [.text])), ("segment", LayerUse(uses: [.blocks], writes: [.sentences, .tokens])),
      ("keywords", LayerUse(requires: [.tokens], writes: [.keywords])), ("tag", LayerUse(requires: [.tokens], writes: [.tags, .syntax])),
      ("entities", LayerUse(requires: [.tokens], writes: [.entities])), ("merge", LayerUse(requires: [.entities], updates: [.entities])),
      ("relations", LayerUse(requires: [.entities, .tags], writes: [.relations])), ("export", LayerUse(uses: [.entities])))
  }

  @Test func onlyStagesAreRunThatTheLayersComeFrom() throws {
    #expect(try PipelineTrial(news, expects: [], for: [.entities]).stages == ["normalize", "segment", "entities", "merge"])
    #expect(try PipelineTrial(news, expects: [], for: [.sentences, .tokens]).stages == ["normalize", "segment"])
    #expect(try PipelineTrial(news, expects: [], for: [.tags, .syntax]).stages == ["normalize", "segment", "tag"])
    #expect(try PipelineTrial(news, expects: [], for: [.tags], from: .tokens).stages == ["tag"])
  }

  @Test func whatCannotBeScoredIsSaid() throws {
    let none = #expect(throws: Diagnostics.self) {
      try PipelineTrial(plan(("segment", LayerUse(writes: [.tokens]))), expects: [], for: [.entities])
    }
    #expect(none?.all[0].message == "no stage of the pipeline 'p' writes the layer 'entities': it cannot be scored")
    let records = plan(("entities", LayerUse(requires: [.tokens], writes: [.entities])))
    let needs = #expect(throws: Diagnostics.self) { try PipelineTrial(records, expects: [.tokens], for: [.entities]) }
    #expect(
      needs?.all[0].message
        == "the stage 'entities' needs the layer 'tokens', which it expects from its input: gold files bring the text alone")
    let whole = plan(("parse", LayerUse(writes: [.sentences, .tokens, .tags])))
    let both = #expect(throws: Diagnostics.self) { try PipelineTrial(whole, expects: [], for: [.tags], from: .tokens) }
    #expect(both?.all[0].message.contains("'parse', which does, also makes the sentences and tokens") == true)
  }

  @Test(arguments: [1, 3]) func documentsComeBackInOrderWithTheirNames(_ workers: Int) throws {
    let stub = Stub(layers: LayerUse(writes: [.tokens])) { $0.tokens = [$0.text.span] }
    let trial = try PipelineTrial(ResolvedPlan(name: "p", stages: [PlannedStage(name: "cut", stage: stub)]), expects: [], for: [.tokens])
    let texts = (0..<40).map { $0 % 7 == 3 ? "bad" : "text \($0)" }
    let outcome = try trial.run(texts.map { Document(id: "same", text: Text($0)) }, workers: workers)
    #expect(outcome.documents.map(\.text.string) == texts && outcome.documents.allSatisfy { $0.id == "same" })
    #expect(outcome.documents.map { $0.tokens.isEmpty } == texts.map { $0 == "bad" })
    #expect(outcome.failures.map(\.id) == Array(repeating: "same", count: 6) && outcome.failures[0].problem.code == "bad")
    #expect(outcome.words == 34)
  }
}
