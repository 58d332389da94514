/// A stage whose files hold something that can be proved, such as rules with examples beside them.
public protocol SelfCheckingStage: Stage {
  /// What the files claim and does not hold, each placed where it stands in its file. Required.
  ///
  /// `textmill check` asks once all else about a pipeline is well; a run never does. It may take a second, reads no document, and says nothing of files
  /// that come with the program: their own tests prove them.
  func selfCheck() -> Diagnostics
}
