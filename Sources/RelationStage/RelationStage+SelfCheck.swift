import Pipeline

extension RelationStage: SelfCheckingStage {
  /// Runs the examples that stand in the user's files of rules.
  public func selfCheck() -> Diagnostics {
    Diagnostics(RuleExamples.failures(rules).all.filter { !RuleSet.builtInFiles.contains($0.location?.file ?? "") })
  }
}
