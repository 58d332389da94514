import Foundation
import TestSupport
import Testing

/// `textmill eval`, by the real binary.
@Suite struct EvalCommandTests {
  /// A folder with a pipeline that finds the names of a dictionary, and gold files.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      "pipeline: p\nstages: [normalize, segment, { entities: { model: none } }, keywords, { export: { jsonl: out.jsonl } }]\n", to: "p.yaml"
    )
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

  /// A program that calls every token a noun which hangs on the one before it.
  @Test(.enabled(if: access("/usr/bin/python3", X_OK) == 0)) func syntaxOfAPlugin() throws {
    let folder = try folder()
    try FileManager.default.createDirectory(atPath: "\(folder.path)/plugins/nouns", withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: "\(TextmillProcess.root)/Plugins/LanguageId/textmill_stage.py", toPath: "\(folder.path)/plugins/nouns/textmill_stage.py")
    try folder.write(
      """
      from textmill_stage import run, stage

      @stage(summary="Calls all nouns", requires=["tokens"], writes=["tags", "syntax"])
      def nouns(document, options):
          if "refuse" in document.text:
              raise ValueError("refused")
          before = None
          for token in document.tokens:
              token.tag("NOUN", "win" if document.text[token.start:token.end] == "won" else "x")
              token.attach(before, "dep" if before else "root")
              before = token

      if __name__ == "__main__":
          run("nouns", "1.0.0", "Calls all nouns")
      """, to: "plugins/nouns/nouns.py")
    try folder.write(
      #"{"textmill": 1, "name": "nouns", "version": "1.0.0", "command": ["python3", "nouns.py"]}"#, to: "plugins/nouns/plugin.json")
    #expect(try TextmillProcess("plugins", "build", "plugins/nouns", in: folder.path).status == 0)
    try folder.write("pipeline: n\nstages: [segment, nouns]\n", to: "n.yaml")
    let raw = try TextmillProcess("eval", "syntax", "n.yaml", "gold.conllu", "--plugins", "plugins", in: folder.path)
    #expect(raw.status == 0 && raw.error.contains("words through segment, nouns: "), "\(raw.error)")
    #expect(raw.output.contains("\nwords         2      2  100.00  100.00  100.00\n"))
    #expect(
      raw.output.contains(
        "\nUPOS          2      2    0.00    0.00    0.00           0.00\nlemmas        2      2   50.00   50.00   50.00          50.00\n"))
    let gold = try TextmillProcess(
      "eval", "syntax", "n.yaml", "gold.conllu", "--plugins", "plugins", "--gold-tokens", "--minimum", "lemmas=50", in: folder.path)
    #expect(gold.status == 0 && gold.error.contains("words through nouns: ") && !gold.output.contains("words"))
    try folder.write("1\trefuse\trefuse\tVERB\t_\t_\t0\troot\t_\t_\n", to: "refused.conllu")
    let failed = try TextmillProcess("eval", "syntax", "n.yaml", "refused.conllu", "--plugins", "plugins", in: folder.path)
    #expect(failed.status == 1 && failed.error.contains("refused.conllu: nouns: ") && failed.output.contains("\nLAS"))
  }
}
