import Pipeline
import YAML

/// A stage of a pipeline after an attempt to make it.
struct MadeStage {
  /// How much is known of the layers.
  enum Knowledge {
    /// The instance says it.
    case certain
    /// The options are wrong: the descriptor says what holds with default options.
    case usual
    /// The name is wrong: the descriptor of the stage that was probably meant says it.
    case guessed
    /// Nothing is known.
    case none
  }

  let use: StageUse
  let layers: LayerUse
  let knowledge: Knowledge
  /// The files and folders that its options say it writes.
  var outputs: [OutputName] = []
  /// The instance and its options, if all is well.
  var made: (stage: PlannedStage, options: [String: OptionValue])?
}

/// Decodes the options of stages and makes the instances, which share what they load.
struct StageMaker {
  private let registry: StageRegistry
  private let paths: PathResolver
  let problems: PipelineProblems
  /// Makes stages that are to have processes of their own; nil where nothing is to be started.
  let isolator: StageIsolator?
  private let resources = SharedResources()
  /// Plugins' layers that are there so far.
  private var openLayers: [DeclaredLayer] = []

  init(registry: StageRegistry, paths: PathResolver, expects: [Layer], isolator: StageIsolator?, problems: PipelineProblems) {
    self.registry = registry
    self.paths = paths
    self.problems = problems
    self.isolator = isolator
    for layer in expects { declare(layer, registry.definitions.lazy.compactMap { $0.descriptor.columns[layer] }.first) }
  }

  private mutating func declare(_ layer: Layer, _ columns: [String]?) {
    if layer == .text || Layer.builtIn.contains(layer) || openLayers.contains(where: { $0.layer == layer }) { return }
    openLayers.append(DeclaredLayer(layer, columns: columns ?? []))
  }

  /// Makes the next stage; what is wrong with it is reported.
  mutating func make(_ use: StageUse) -> MadeStage {
    let made = attempt(use)
    for layer in made.layers.writes.union(made.layers.updates).sorted() { declare(layer, use.definition?.descriptor.columns[layer]) }
    return made
  }

  private func attempt(_ use: StageUse) -> MadeStage {
    guard let definition = use.definition else {
      let guess = use.isReadable ? Suggestion.nearest(to: use.name, in: registry.names).flatMap { registry[$0] } : nil
      return MadeStage(use: use, layers: guess?.descriptor.layers ?? LayerUse(), knowledge: guess == nil ? .none : .guessed)
    }
    let descriptor = definition.descriptor
    var decoder = OptionDecoder(paths)
    let given = decoder.options(use.options, of: descriptor, at: use.location)
    problems.add(Diagnostics(decoder.problems))
    if !decoder.isIncomplete, !use.hasProblems {
      do throws(Diagnostics) {
        let options = StageOptions(descriptor.options, given: given)
        let context = StageContext(instance: use.instance, location: use.location, resources: resources, openLayers: openLayers)
        let stage = PlannedStage(name: use.instance, stage: try instance(use, definition, options, context))
        return MadeStage(use: use, layers: stage.layers, knowledge: .certain, outputs: decoder.outputs, made: (stage, given))
      } catch {
        add(error, use)
      }
    }
    return MadeStage(use: use, layers: descriptor.layers, knowledge: .usual, outputs: decoder.outputs)
  }

  /// Adds what a stage says against its options; what has no place stands at the stage.
  private func add(_ thrown: Diagnostics, _ use: StageUse) {
    for var diagnostic in thrown.all {
      if diagnostic.location == nil {
        diagnostic.location = use.location
        diagnostic.message = "the stage '\(use.instance)' cannot be set up: \(diagnostic.message)"
      }
      problems.add(diagnostic)
    }
    if !thrown.hasErrors {
      problems.error("stage-failed", "the stage '\(use.instance)' cannot be set up, and does not say why", at: use.location)
    }
  }
}
