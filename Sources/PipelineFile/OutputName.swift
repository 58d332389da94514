import Pipeline
import YAML

/// A file or folder below the output folder that an option names.
struct OutputName {
  /// The option.
  var key: String
  var path: OutputPath
  var location: SourceLocation

  /// Reports outputs that would overwrite each other: one path twice, or something that one stage puts inside what another writes as a whole, which
  /// would only be found when the run ends. Case is ignored, as some file systems do. What a stage puts inside its own folders is the stage's matter.
  static func checkClashes(_ stages: [MadeStage], _ problems: PipelineProblems) {
    var earlier: [(stage: Int, output: OutputName)] = []
    for (index, stage) in stages.enumerated() {
      for output in stage.outputs {
        // A stage that could not be made has said itself what is wrong with its own outputs.
        let clash = earlier.first {
          ($0.stage != index || stage.made != nil) && output.clashes(with: $0.output, isSameStage: $0.stage == index)
        }
        if let (other, first) = clash {
          let whose = other == index ? "'\(first.key)'" : "'\(first.key)' of '\(stages[other].use.instance)'"
          problems.error(
            "output-clash",
            "'\(output.key)' would write to \(Wording.quoted(output.path.written)), and \(whose) to \(Wording.quoted(first.path.written)): name another path",
            at: output.location)
        }
        earlier.append((index, output))
      }
    }
  }

  private func clashes(with other: OutputName, isSameStage: Bool) -> Bool {
    switch OutputPath.relation(path.path, other.path.path) {
    case .same: true
    case .nested: !isSameStage
    case .apart: false
    }
  }
}
