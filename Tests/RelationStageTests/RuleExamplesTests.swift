import Foundation
import Pipeline
import Testing

@testable import RelationStage

struct RuleExamplesTests {
  /// The files of rules that stand beside the shipped pipelines.
  static let pipelineRules: [String] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../Pipelines/rules").standardized
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder.appending(path: $0).path }
  }()

  @Test("every example of the shipped rules gives what it says")
  func builtIn() throws {
    for failure in RuleExamples.failures(try RuleSet()).all { Issue.record("\(failure.line)") }
  }

  @Test("every example of the rules beside the pipelines gives what it says")
  func pipelines() throws {
    #expect(!Self.pipelineRules.isEmpty)
    for failure in RuleExamples.failures(try RuleSet(builtIn: false, files: Self.pipelineRules)).all { Issue.record("\(failure.line)") }
  }

  @Test("every rule has two examples, and every rule for an event one that must give nothing")
  func counts() throws {
    for rule in try RuleSet(files: Self.pipelineRules).rules {
      #expect(rule.examples.count >= 2, "\(rule.name)")
      #expect(rule.examples.contains { $0.relations.isEmpty }, "\(rule.name)")
      #expect(rule.examples.contains { !$0.relations.isEmpty }, "\(rule.name)")
    }
  }
}
