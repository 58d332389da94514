import Patterns

@testable import RelationStage

/// What a file of rules can refer to before it adds anything.
enum PatternLibraryBase {
  static let library = PatternLibrary(captures: RelationRole.builtIn)
}
