import Foundation
import Pipeline
import TestSupport

@testable import PipelineFile

/// Pipeline files for tests, under `Tests/Fixtures/pipelines`.
enum Fixtures {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/pipelines").path

  static let environment = ["COUNT": "4", "NAME": "true", "EMPTY": "", "LETTERS": "abc"]

  /// The names of the files in a folder with an extension, sorted.
  static func names(in subfolder: String, _ suffix: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(subfolder)")) ?? []
    return all.filter { $0.hasSuffix(suffix) }.sorted()
  }

  static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: "\(folder)/\(path)").map { String(decoding: $0, as: UTF8.self) }
  }

  /// Loads a file as a person in its folder would.
  static func load(_ path: String, in subfolder: String, sets: [String] = []) -> PipelineLoader.Outcome {
    PipelineLoader(registry: TestStages.registry, environment: environment, workingDirectory: "\(folder)/\(subfolder)").load(
      path, sets: sets)
  }

  /// Loads a text as `p.yaml` in a folder made for it, with other files beside it.
  static func load(_ text: String, sets: [String] = [], files: [String: String] = [:]) throws -> PipelineLoader.Outcome {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    try folder.write(text, to: "p.yaml")
    return withExtendedLifetime(folder) {
      PipelineLoader(registry: TestStages.registry, environment: environment, workingDirectory: folder.path).load("p.yaml", sets: sets)
    }
  }
}
