import EntityStage
import ExportStage
import KeywordStage
import NormalizeStage
import Pipeline
import RelationStage
import SegmentStage
import SummaryStage
import TagStage

extension StageRegistry {
  /// The stages that come with Textmill, in the order in which a pipeline usually has them.
  public static var standard: StageRegistry {
    StageRegistry([
      StageDefinition(NormalizeStage.self),
      StageDefinition(SegmentStage.self),
      StageDefinition(TagStage.self),
      StageDefinition(EntityStage.self),
      StageDefinition(RelationStage.self),
      StageDefinition(KeywordStage.self),
      StageDefinition(SummaryStage.self),
      StageDefinition(ExportStage.self),
    ])
  }
}
