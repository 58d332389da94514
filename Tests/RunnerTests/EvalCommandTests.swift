import Foundation
import TestSupport
import Testing

/// `textmill eval`, by the real binary.
@Suite struct EvalCommandTests {
  /// A folder with a pipeline that finds the names of a dictionary, and gold files.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("pipeline: p\nstages: [normalize, segment, entities, keywords, { export: { jsonl: out.jsonl } }]\n", to: "p.yaml")
    try folder.write("# doc = a\nSpain\tB-LOC\nbeat\tO\nthe\tO\nCongo\tB-LOC\n.\tO\n\nZork\tB-PER\nleft\tO\n.\tO\n", to: "gold.tsv")
    try folder.write(#"{"id":"a","text":"He ran. She ran.","sentences":[[0,7],[8,16]]}"# + "\n", to: "gold.jsonl")
    try folder.write("1\tSpain\tSpain\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\twon\twin\tVERB\t_\t_\t0\troot\t_\t_\n", to: "gold.conllu")
    return folder
  }

  @Test func entitiesAreATableOnStandardOutputAndTheSpeedOnStandardError() throws {
    let folder = try folder()
    let run = try TextmillProcess("eval", "entities", "p.yaml", "gold.tsv", in: folder.path)
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("type   gold  found       P       R      F1  lenient P       R      F1\nLOC       2      2"))
    #expect(run.output.contains("\ngold \\ found  LOC  PER  nothing\n"))
    #expect(run.error.contains("words through normalize, segment, entities: "))
    #expect(folder.files().count == 4, "nothing is written")
  }

  @Test func aMinimumIsAGate() throws {
    let folder = try folder()
    let run = try TextmillProcess(
      "eval", "entities", "p.yaml", "gold.tsv", "--minimum", "LOC=50", "--minimum", "PER=1", "--quiet", in: folder.path)
    #expect(run.status == 1 && run.output.hasPrefix("type") && run.error == "error: PER is 0.00, below the minimum of 1.00\n")
    let passed = try TextmillProcess("eval", "entities", "p.yaml", "gold.tsv", "--minimum", "LOC=50", "--quiet", in: folder.path)
    #expect(passed.status == 0 && passed.error.isEmpty)
    let wrong = try TextmillProcess("eval", "entities", "p.yaml", "gold.tsv", "--minimum", "LOK=50", in: folder.path)
    #expect(wrong.status == 2 && wrong.output.isEmpty && wrong.error.contains("--minimum: there is no score 'LOK'"))
  }

  @Test func theOutcomeAsJSON() throws {
    let folder = try folder()
    let run = try TextmillProcess("eval", "entities", "p.yaml", "gold.tsv", "--json", "--mistakes", "1", "--quiet", in: folder.path)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(object["map"] as? String == "conll" && (object["types"] as? [String: Any])?.keys.sorted() == ["LOC", "PER"])
    #expect(((object["micro"] as? [String: Any])?["exact"] as? [String: Any])?["gold"] as? Int == 3)
    #expect((object["mistakes"] as? [Any])?.isEmpty == false && run.output.split(separator: "\n").count == 1)
  }

  @Test func wrongGoldFilesAreStatusTwo() throws {
    let folder = try folder()
    try folder.write("Spain\tLOC\n", to: "bad.tsv")
    let run = try TextmillProcess("eval", "entities", "p.yaml", "bad.tsv", "none.tsv", in: folder.path)
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(
      run.error == """
        bad.tsv:1:7: error: the tag 'LOC' is none of O, B-LABEL and I-LABEL
        error: the gold file 'none.tsv' cannot be read: no such file or directory

        """)
  }

  @Test func severalFilesAreShownOneByOneAsWell() throws {
    let folder = try folder()
    try folder.write("Peru\tB-LOC\n", to: "more.tsv")
    let run = try TextmillProcess("eval", "entities", "p.yaml", "gold.tsv", "more.tsv", "--types", "LOC", in: folder.path)
    #expect(run.status == 0 && run.output.contains("\nfile      gold  found") && run.output.contains("\nmore.tsv     1"))
    #expect(run.output.contains("not scored, of the gold data: PER 1\n"))
  }

  @Test func segmentation() throws {
    let folder = try folder()
    let run = try TextmillProcess(
      "eval", "segmentation", "p.yaml", "gold.jsonl", "gold.conllu", "--minimum", "sentences=99", in: folder.path)
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains("\ngold.jsonl   sentences     2      2  100.00  100.00  100.00\n"))
    #expect(run.output.contains("\ngold.conllu     tokens     2      2  100.00  100.00  100.00\n"))
    #expect(run.error.contains("words through normalize, segment: "))
  }

  @Test func syntaxNeedsAPipelineThatTags() throws {
    let folder = try folder()
    let run = try TextmillProcess("eval", "syntax", "p.yaml", "gold.conllu", in: folder.path)
    #expect(run.status == 2)
    #expect(run.error == "error: no stage of the pipeline 'p' writes the layer 'tags' or 'syntax': it cannot be scored\n")
  }
}
