import ExportStage
import NormalizeStage
import Pipeline
import SegmentStage

extension StageRegistry {
  /// The stages that come with Textmill, in the order in which a pipeline usually has them.
  public static var standard: StageRegistry {
    StageRegistry([
      StageDefinition(NormalizeStage.self), StageDefinition(SegmentStage.self), StageDefinition(ExportStage.self),
    ])
  }
}
