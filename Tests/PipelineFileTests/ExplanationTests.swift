import Testing

@testable import PipelineFile

@Suite struct ExplanationTests {
  @Test func stagesAreShownWithLayersOptionsAndOrigins() throws {
    let text = """
      pipeline: talks
      description: Who met whom
      expects: [blocks]
      stages:
        - split
        - digest:
            sentences: ${COUNT}
        - output: { as: files, jsonl: a.jsonl, html: { path: "${DIR:-out}/", title: It's } }
      """
    let pipeline = try Fixtures.load(text, sets: ["digest.method=lead"]).pipeline
    #expect(
      pipeline?.explanation == """
        pipeline talks: p.yaml
          Who met whom
          expects blocks

        1. split  # p.yaml:5
           uses blocks
           writes sentences, tokens

        2. digest  # p.yaml:6
           requires sentences
           writes summary
             method: lead  # --set
             sentences: 4  # ${COUNT} in p.yaml:7

        3. files (output)  # p.yaml:8
           uses entities, relations
             jsonl: a.jsonl        # p.yaml:8
             html.path: out/       # ${DIR} in p.yaml:8
             html.title: "It's"    # p.yaml:8
             html.style.width: 80  # default

        """)
  }

  @Test func isolationStandsBeforeTheOptions() throws {
    let text = "pipeline: p\nstages: [split: { isolation: process }]\n"
    #expect(try Fixtures.load(text).pipeline?.explanation.hasSuffix("     isolation: process  # p.yaml:2\n") == true)
    let undone = try Fixtures.load(text, sets: ["split.isolation=none"]).pipeline?.explanation
    #expect(undone?.hasSuffix("     isolation: none  # --set\n") == true)
  }

  @Test func theFilesOfAChainAreNamed() {
    let outcome = Fixtures.load("grandchild.yaml", in: "good")
    #expect(
      outcome.pipeline?.explanation.hasPrefix(
        "pipeline child: grandchild.yaml, which extends child.yaml, which extends full.yaml\n  Every kind of option\n  expects sentences, tokens, mood\n  plugins plugins/translate\n"
      ) == true)
  }
}
