import Pipeline

/// Finds the plugins in the folders that a pipeline's files name. The reader of pipeline files knows no plugins itself: the program hands this in.
package struct PluginFinder: Sendable {
  /// A folder that a file names: of a plugin, or with folders of plugins in it.
  package struct Folder: Sendable {
    /// The absolute path of a folder that exists.
    package let path: String
    /// The path as a person in the working directory would write it.
    package let name: String
    /// Where it stands.
    package let location: SourceLocation
  }

  /// What was found.
  package struct Found: Sendable {
    /// The stages that the pipeline can name: all that it could without the folders, and those of the plugins in them.
    package var registry: StageRegistry
    /// What is wrong with the folders and the plugins in them.
    package var diagnostics: Diagnostics

    /// Creates a result.
    package init(registry: StageRegistry, diagnostics: Diagnostics) {
      self.registry = registry
      self.diagnostics = diagnostics
    }
  }

  /// What is said to whoever names a stage that there is not.
  package struct Advice: Sendable {
    /// The end of a sentence.
    package var text: String
    /// Whether it goes before the guess that the name of a known stage is misspelt.
    package var isSure: Bool

    /// Creates advice.
    package init(_ text: String, isSure: Bool) {
      self.text = text
      self.isSure = isSure
    }
  }

  private let body: @Sendable ([Folder]) -> Found
  private let advising: @Sendable (String, [Folder]) -> Advice?

  /// Creates a finder.
  ///
  /// - Parameters:
  ///   - advising: Called with the name of a stage that there is not, and the folders.
  ///   - body: Called with the folders in the order in which they are searched: those of the file itself before those of files that it extends.
  package init(
    advising: @escaping @Sendable (String, [Folder]) -> Advice? = { _, _ in nil }, _ body: @escaping @Sendable ([Folder]) -> Found
  ) {
    self.advising = advising
    self.body = body
  }

  func find(_ folders: [Folder]) -> Found { body(folders) }

  func advice(onMissing stage: String, _ folders: [Folder]) -> Advice? { advising(stage, folders) }
}

extension ResolvedPipeline.Plugin {
  /// The folder; nil where there is none, which is reported.
  func folder(_ paths: PathResolver, _ problems: PipelineProblems) -> PluginFinder.Folder? {
    let name = paths.named(path, by: location.file)
    if let problem = paths.problem(withFolder: name, text: path) {
      problems.error(problem.code, problem.message, at: location)
      return nil
    }
    return PluginFinder.Folder(path: paths.absolute(name), name: name, location: location)
  }
}
