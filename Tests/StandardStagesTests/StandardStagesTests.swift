import Pipeline
import StandardStages
import TestSupport
import Testing

@Suite struct StandardStagesTests {
  /// The list is frozen: a stage that goes or is renamed breaks pipelines.
  @Test func theNamesAreThese() {
    #expect(StageRegistry.standard.names == ["normalize", "segment", "tag", "entities", "relations", "keywords", "summarize", "export"])
  }

  @Test(arguments: StageRegistry.standard.names) func theExamplesOfEveryStageHold(name: String) throws {
    let registry = StageRegistry.standard
    let descriptor = try #require(registry[name]).descriptor
    #expect(Examples.failures(of: descriptor, in: registry) == [])
  }

  @Test(arguments: StageRegistry.standard.names) func everyDescriptorIsComplete(name: String) throws {
    let descriptor = try #require(StageRegistry.standard[name]).descriptor
    #expect(!descriptor.summary.isEmpty && !descriptor.summary.hasSuffix("."))
    #expect(!descriptor.discussion.isEmpty)
    #expect(Set(descriptor.options.map(\.key)).count == descriptor.options.count)
    for option in descriptor.options {
      #expect(!option.summary.isEmpty && !option.summary.hasSuffix("."), "\(name).\(option.key)")
      #expect(option.key.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber }, "\(name).\(option.key)")
    }
  }

  /// Layers meet: what a stage requires some stage writes.
  @Test func everyRequiredLayerHasAWriter() {
    let registry = StageRegistry.standard
    for definition in registry.definitions {
      for layer in definition.descriptor.layers.requires where layer != .text {
        #expect(!registry.writers(of: layer).isEmpty, "\(definition.descriptor.name) requires \(layer)")
      }
    }
  }
}
