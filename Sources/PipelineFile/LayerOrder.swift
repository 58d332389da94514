import Pipeline
import YAML

/// Checks that every layer that a stage requires is there when the stage runs, that each layer has one writer, and each stage its own name.
///
/// A layer that is missing is reported once, at the first stage that requires it.
struct LayerOrder {
  let stages: [MadeStage]
  let expects: [ExpectedLayer]
  let registry: StageRegistry
  let problems: PipelineProblems

  /// Why a layer is not there, which decides the advice.
  private enum Cause: Hashable {
    case dropped(by: Int, changed: Layer, writer: Int?)
    case writtenLater(by: Int)
    case notWritten(writers: [String])
  }

  func check() {
    var present = Set(expects.map(\.layer)).union([.text])
    var writers: [Layer: Int] = [:]
    var drops: [Layer: Cause] = [:]
    var isUnknown = false
    var clashing: Set<Int> = []
    for (index, stage) in stages.enumerated() {
      if stage.knowledge == .none {
        isUnknown = true
        continue
      }
      if stage.knowledge != .guessed, !isUnknown {
        let missing = stage.layers.requires.subtracting(present)
        report(missing, at: index, drops)
        present.formUnion(missing)
      }
      for changed in stage.layers.updates {
        for dependent in changed.dependents where present.contains(dependent) {
          present.remove(dependent)
          drops[dependent] = .dropped(by: index, changed: changed, writer: writers[dependent])
        }
      }
      for layer in stage.layers.writes.sorted(by: Self.inOrder) {
        if stage.knowledge != .guessed, let first = writers[layer], stages[first].knowledge != .guessed {
          if clashing.insert(index).inserted { reportClash(layer, first, index) }
        } else if stage.knowledge == .certain, present.contains(layer), let expected = expects.first(where: { $0.layer == layer }) {
          problems.warning(
            "layer-replaced",
            "the layer '\(layer)' is written anew by '\(stage.use.instance)' in line \(stage.use.location.line), so what arrives with the input is lost",
            at: expected.location)
        }
        if writers[layer] == nil { writers[layer] = index }
        present.insert(layer)
      }
    }
    checkNames(except: clashing)
  }

  private func reportClash(_ layer: Layer, _ first: Int, _ second: Int) {
    let (first, second) = (stages[first].use, stages[second].use)
    problems.error(
      "two-writers",
      "the stage '\(second.instance)' writes the layer '\(layer)', which '\(first.instance)' in line \(first.location.line) has written already: a layer has one writer, so keep one of these stages",
      at: second.location)
  }

  private func report(_ missing: Set<Layer>, at index: Int, _ drops: [Layer: Cause]) {
    var groups: [(cause: Cause, layers: [Layer])] = []
    for layer in missing.sorted(by: Self.inOrder) {
      let cause = cause(of: layer, at: index, drops)
      if let group = groups.firstIndex(where: { $0.cause == cause }) {
        groups[group].layers.append(layer)
      } else {
        groups.append((cause, [layer]))
      }
    }
    for group in groups {
      let one = group.layers.count == 1
      let layers = (one ? "the layer " : "the layers ") + Wording.list(group.layers.map(\.name), "and")
      let use = stages[index].use
      problems.error(
        "missing-layer", "the stage '\(use.instance)' needs \(layers), \(explanation(group.cause, use, one ? "it" : "them"))",
        at: use.location)
    }
  }

  private func cause(of layer: Layer, at index: Int, _ drops: [Layer: Cause]) -> Cause {
    if let drop = drops[layer] { return drop }
    let later = stages.indices.dropFirst(index + 1).first {
      stages[$0].knowledge != .none && stages[$0].layers.writes.contains(layer)
    }
    return later.map { .writtenLater(by: $0) } ?? .notWritten(writers: registry.writers(of: layer).filter { $0 != stages[index].use.name })
  }

  private func explanation(_ cause: Cause, _ use: StageUse, _ pronoun: String) -> String {
    switch cause {
    case .dropped(let index, let changed, let writer):
      let dropping = stages[index].use
      let advice = writer.map { ": put '\(dropping.instance)' before '\(stages[$0].use.instance)'" } ?? ""
      return "which '\(dropping.instance)' in line \(dropping.location.line) drops because it changes the layer '\(changed)'\(advice)"
    case .writtenLater(let index):
      let writer = stages[index].use
      return "which '\(writer.instance)' writes only later, in line \(writer.location.line): put that stage before this one"
    case .notWritten(let writers):
      let names = writers.count > 1 ? "one of \(Wording.list(writers, "and"))" : "'\(writers.first ?? "")'"
      let advice = writers.isEmpty ? "name \(pronoun) in 'expects' if the input brings \(pronoun)" : "put \(names) before it"
      return "which nothing before it writes: \(advice)"
    }
  }

  /// Two stages of one name are a mistake, unless they are reported already because no name would help.
  private func checkNames(except clashing: Set<Int>) {
    var first: [String: StageUse] = [:]
    for (index, stage) in stages.enumerated() where stage.use.isNameKnown && (stage.use.isNamed || stage.use.definition != nil) {
      let use = stage.use
      guard let other = first[use.instance] else {
        first[use.instance] = use
        continue
      }
      if clashing.contains(index) { continue }
      let line = other.location.line
      if use.isNamed || other.isNamed {
        problems.error(
          "duplicate-name", "two stages are called '\(use.instance)', the first in line \(line): give one another name with 'as'",
          at: use.instanceLocation)
      } else {
        problems.error(
          "duplicate-name", "the stage '\(use.name)' is used twice, first in line \(line): give each its own name with 'as'",
          at: use.location)
      }
    }
  }

  /// Built-in layers in the order of the record, then others by name.
  static func inOrder(_ left: Layer, _ right: Layer) -> Bool {
    let (a, b) = (Layer.builtIn.firstIndex(of: left) ?? .max, Layer.builtIn.firstIndex(of: right) ?? .max)
    return a == b ? left < right : a < b
  }
}
