import Foundation
import Pipeline

extension PluginManifest {
  /// The stages of a plugin that is a program.
  ///
  /// - Parameter log: Takes what the program says on standard error.
  package func programStages(log: @escaping @Sendable (String) -> Void) -> [StageDefinition] {
    stages.map { stage in
      StageDefinition(stage) { options, context in ProcessStage(stage, of: self, options: options, context: context, log: log) }
    }
  }

  /// What files that the descriptions of its stages name are relative to.
  package var describedFolder: String { sourceFolder ?? folder }

  /// The stages of a plugin that is a library, which is loaded when one of them is made.
  package var libraryStages: [StageDefinition] {
    stages.map { LibraryStages.definition(of: $0, in: self, .loaded) { _ in } }
  }
}

extension LibraryBuilder {
  /// What became of a library in a process of its own.
  package struct Trial: Sendable {
    /// What the process wrote to standard output.
    package let output: String
    /// What it wrote to standard error, or how it ended where it crashed.
    package let errors: String
    /// Whether it ended with status 0.
    package let isSuccess: Bool
  }

  /// Does something with a built library in a child process, so that one that crashes leaves this one alive.
  ///
  /// - Parameter command: What does it; the library's folder is appended.
  package static func trial(of manifest: PluginManifest, by command: [String]) throws(Diagnostics) -> Trial {
    let run = try ToolRun(command + [manifest.folder], in: manifest.folder)
    let hasEnded = run.isSuccess || run.ending == "it ended with status 1"
    let crash = "error: the library of the plugin '\(manifest.name)' stopped its process: \(run.ending)\n"
    return Trial(
      output: String(decoding: run.output, as: UTF8.self), errors: hasEnded ? run.errors : crash + run.errors, isSuccess: run.isSuccess)
  }
}
