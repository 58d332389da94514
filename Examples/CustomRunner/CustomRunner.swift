import Pipeline
import Runner
import StandardStages

/// Counts the exclamation marks of an article.
struct ShoutsStage: ConfigurableStage {
  static let shouts = LayerKey<Int>("shouts")
  static let descriptor = StageDescriptor(
    name: "shouts", summary: "counts exclamation marks", discussion: "", options: [], layers: LayerUse(writes: [shouts.layer]), examples: []
  )
  let layers = descriptor.layers

  init(options: StageOptions, context: StageContext) throws(Diagnostics) {}

  func process(_ document: inout Document) throws(StageFailure) {
    document.set(Self.shouts, to: document.text.string.utf8.count { $0 == 0x21 })
  }
}

/// `textmill` with one stage more.
@main
enum CustomRunner {
  static func main() {
    CommandLineRunner.main(stages: StageRegistry(StageRegistry.standard.definitions + [StageDefinition(ShoutsStage.self)]))
  }
}
