import Foundation
import Pipeline
import StandardStages
import TestSupport
import Testing

@testable import Scaffolds

/// Copies of pipeline files into other folders.
@Suite struct PipelineCopyTests {
  private func copy(_ text: String, from old: String = "desk/base.yaml", to new: String = "mine/brief") throws -> (
    text: String, warnings: [String]
  ) {
    let folder = try TemporaryFolder()
    for file in ["desk/rules/a.yaml", "desk/rules/b c.yaml", "desk/names.tsv", "shared/root.yaml", "shared/names.tsv"] {
      try folder.write("x", to: file)
    }
    try folder.write(text, to: old)
    var copy = try PipelineCopy(
      of: "\(folder.path)/\(old)", in: "\(folder.path)/\(new)", registry: StageRegistry.standard)
    copy.rename(to: "brief")
    return (String(decoding: copy.bytes, as: UTF8.self), copy.warnings.all.map(\.message))
  }

  @Test func pathsLeadWhereTheyLedAndAllElseStays() throws {
    let copied = try copy(
      """
      # A comment.
      pipeline: base   # its name
      stages:
        - entities: { gazetteers: [names.tsv, { file: "../shared/names.tsv", type: ORG }] }   # two
        - relations:
            rules:
              - rules/a.yaml
              - 'rules/b c.yaml'
        - export: { jsonl: names.tsv }

      """)
    #expect(copied.warnings.isEmpty)
    #expect(
      copied.text == """
        # A comment.
        pipeline: brief   # its name
        stages:
          - entities: { gazetteers: [../../desk/names.tsv, { file: ../../shared/names.tsv, type: ORG }] }   # two
          - relations:
              rules:
                - ../../desk/rules/a.yaml
                - "../../desk/rules/b c.yaml"
          - export: { jsonl: names.tsv }

        """)
  }

  @Test func whatItExtendsAndOverridesIsCorrectedToo() throws {
    let copied = try copy(
      "extends: ../shared/root.yaml\noptions:\n  relations: { rules: rules/a.yaml }\n  summarize: { sentences: 2 }\n")
    #expect(
      copied.text
        == "pipeline: brief\nextends: ../../shared/root.yaml\noptions:\n  relations: { rules: ../../desk/rules/a.yaml }\n  summarize: { sentences: 2 }\n"
    )
  }

  @Test func aStageOfAnotherNameInThePipelineIsKnown() throws {
    let copied = try copy(
      "pipeline: p\nstages: [{ relations: { as: first } }]\noptions: { first: { rules: rules/a.yaml } }\n", to: "brief")
    #expect(copied.text.contains("first: { rules: ../desk/rules/a.yaml }"))
  }

  @Test func whatCannotBeCorrectedIsToldWithItsPlace() throws {
    let copied = try copy(
      "pipeline: p\nstages:\n  - relations:\n      rules: [\"${DESK}/a.yaml\", >-\n        rules/a.yaml\n      ]\n".replacing(
        ", >-\n        rules/a.yaml\n      ", with: ", \"rules\\/a.yaml\""))
    #expect(copied.warnings.count == 2)
    #expect(copied.warnings.contains { $0.contains("${DESK}/a.yaml") && $0.contains("holds a variable") })
    #expect(copied.warnings.contains { $0.contains("change it by hand") })
  }

  @Test func absolutePathsAndMissingFilesStay() throws {
    let text = "pipeline: brief\nstages:\n  - relations: { rules: [/nowhere/a.yaml, rules/none.yaml] }\n"
    #expect(try copy(text).text == text)
  }

  @Test func relativePathsAreTheShortest() {
    #expect(PipelineCopy.relative("/a/b/c.yaml", to: "/a/b") == "c.yaml")
    #expect(PipelineCopy.relative("/a/b/c.yaml", to: "/a/d/e") == "../../b/c.yaml")
    #expect(PipelineCopy.relative("/c.yaml", to: "/a") == "../c.yaml")
  }
}
