import Foundation
import LanguageModel
import Pipeline
import TagStage
import TestSupport
import Testing

@Suite struct TagStageTests {
  private static let models = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/models").standardized
    .path

  private func stage(_ options: [String: OptionValue] = [:], in context: StageContext = StageContext(instance: "tag")) throws(Diagnostics)
    -> TagStage
  {
    var given: [String: OptionValue] = ["model": OptionValue(.string("\(Self.models)/tiny-words"))]
    given.merge(options) { $1 }
    return try TagStage(options: StageOptions(TagStage.descriptor.options, given: given), context: context)
  }

  private func annotate(_ document: Document, _ stages: any Stage...) -> Document {
    ResolvedPlan(name: "test", stages: stages.enumerated().map { PlannedStage(name: "s\($0.offset)", stage: $0.element) }).annotate(
      document)
  }

  @Test func everyTokenHasATagAndALemmaAndEverySentenceATree() throws {
    let document = annotate(Document(sentences: ["The minister visited Azerbaijan on Monday", "NATO met ."]), try stage())
    #expect(document.problems.isEmpty && document.layers == [.sentences, .tokens, .tags, .syntax])
    #expect(document.tags.count == 9 && document.syntax.count == 9)
    // As the fixture says; the weights are random.
    #expect(document.tags[0] == TokenTag(.INTJ, lemma: "the") && document.tags[1].lemma == "minister")
    #expect(document.syntax.map(\.head) == [3, 4, 4, 2, 5, -1, -1, 6, 6])
    #expect(document.syntax[5].relation == "root" && document.syntax[6].relation == "root")
    #expect(document.findings.isEmpty, "what the model found is freed")
  }

  @Test func withoutSyntaxNoTreeIsMade() throws {
    let stage = try stage(["syntax": OptionValue(.bool(false))])
    #expect(stage.layers.writes == [.tags])
    let document = annotate(Document(sentences: ["NATO met ."]), stage)
    #expect(document.layers == [.sentences, .tokens, .tags] && document.syntax.isEmpty && document.tags.count == 3)
  }

  @Test func stagesOfOneRunShareTheModel() throws {
    let resources = SharedResources()
    let one = try stage(in: StageContext(instance: "one", resources: resources))
    let other = try stage(in: StageContext(instance: "other", resources: resources))
    #expect(one.modelUse?.model != nil && one.modelUse?.model === other.modelUse?.model)
    #expect(one.modelUse?.heads == ["tags", "lemmas", "dependencies"])
  }

  @Test func aModelWithoutTheHeadsOrNoneAtAllIsAnErrorOfTheStage() {
    func message(_ model: String) -> String {
      do throws(Diagnostics) {
        _ = try stage(["model": OptionValue(.string(model))])
        return ""
      } catch {
        return error.all.map(\.message).joined(separator: "\n")
      }
    }
    #expect(message("\(Self.models)/tiny-pieces") == "the model 'tiny-pieces' does not find dependencies, lemmas, tags: it finds entities")
    #expect(message("/nonexistent/model").contains("there is no model in '/nonexistent/model'"))
    #expect(message("no-such-model").contains("there is no model 'no-such-model' in "))
  }

  @Test func anEmptyDocumentStaysEmpty() throws {
    var document = Document(id: "empty", text: "")
    document.layers = [.sentences, .tokens]
    let tagged = annotate(document, try stage())
    #expect(tagged.tags.isEmpty && tagged.syntax.isEmpty && tagged.layers.contains(.syntax))
  }
}
