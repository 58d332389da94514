import Foundation
import Pipeline
import YAML

/// A pipeline file with those that it extends, the file itself first.
struct FileChain {
  /// The files that could be read.
  private(set) var files: [PipelineDocument] = []
  private let problems: PipelineProblems
  /// Whether a file that is extended could not be read.
  private var isBroken = false

  init(_ path: String, _ paths: PathResolver, _ references: EnvironmentReferences, _ problems: PipelineProblems) {
    self.problems = problems
    var next = (named: path, text: path, origin: SourceLocation?.none)
    var identities: [String] = []
    while true {
      let absolute = paths.absolute(next.named)
      let identity = URL(fileURLWithPath: absolute).resolvingSymlinksInPath().path
      if identities.contains(identity) {
        problems.error("cycle", Self.cycle(files.map(\.name), next.named, identities.firstIndex(of: identity) ?? 0), at: next.origin)
        isBroken = true
        break
      }
      if let problem = paths.problem(withInput: next.named, text: next.text) {
        problems.error(problem.code, problem.message, at: next.origin)
        isBroken = true
        break
      }
      identities.append(identity)
      guard let file = PipelineDocument.read(absolute, named: next.named, isMain: files.isEmpty, references, problems) else {
        isBroken = true
        break
      }
      files.append(file)
      guard let base = file.extends else { break }
      next = (paths.named(base.text, by: file.name), base.text, base.location)
    }
    checkCompleteness()
  }

  private static func cycle(_ names: [String], _ again: String, _ start: Int) -> String {
    if start == names.count - 1 { return "the file extends itself" }
    let path = (names[start...] + [again]).map { "'\($0)'" }.joined(separator: " extends ")
    return "the files extend each other in a cycle: \(path)"
  }

  /// The file itself, where it extends nothing, was checked for required keys when it was read.
  private func checkCompleteness() {
    guard !isBroken, files.count > 1, let extends = files[0].extends else { return }
    for (key, isGiven) in [("pipeline", files.contains { $0.has("pipeline") }), ("stages", files.contains { $0.has("stages") })]
    where !isGiven {
      problems.error("missing-key", "neither this file nor what it extends has the key '\(key)'", at: extends.location)
    }
  }

  /// The file whose `stages` count: the first that has some.
  private var stagesIndex: Int? { files.firstIndex { $0.has("stages") } }

  /// The entries of the stages; nil where there are none to check.
  var stages: [YAMLNode]? { stagesIndex.flatMap { files[$0].stages } }

  /// The files whose `options` override, in the order in which they apply: from the file that has the stages to the file itself. Those of files whose
  /// stages are replaced were about these.
  var overriding: [PipelineDocument] { stagesIndex.map { files[...$0].reversed() } ?? [] }

  /// The pipeline's name.
  var name: String { files.lazy.compactMap(\.pipeline).first ?? "" }
  /// What it is for.
  var description: String? { files.lazy.compactMap(\.description).first }
  /// The plugins of all files, those of extended files first.
  var plugins: [ResolvedPipeline.Plugin] {
    files.reversed().flatMap { file in file.plugins.map { .init(path: $0.text, location: $0.location) } }
  }

  /// The layers that arrive with the input, from the first file that names some.
  func expects(in registry: StageRegistry, _ problems: PipelineProblems) -> [ExpectedLayer] {
    guard let names = files.lazy.compactMap(\.expects).first else { return [] }
    let written = Layer.builtIn + registry.definitions.flatMap { $0.descriptor.layers.writes.sorted() }
    return names.compactMap { name in
      let layer = Layer(name.text)
      if layer != .text, !written.contains(layer), let nearest = Suggestion.nearest(to: name.text, in: written.map(\.name)) {
        problems.error("unknown-layer", "there is no layer \(Wording.quoted(name.text)); did you mean '\(nearest)'?", at: name.location)
        return ExpectedLayer(layer: Layer(nearest), location: name.location)
      }
      return ExpectedLayer(layer: layer, location: name.location)
    }
  }
}

/// A layer that arrives with the input.
struct ExpectedLayer {
  var layer: Layer
  var location: SourceLocation
}
