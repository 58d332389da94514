import Pipeline
import Testing

@testable import PipelineFile

@Suite struct LoadingTests {
  private func load(_ file: String, sets: [String] = []) throws -> ResolvedPipeline {
    let outcome = Fixtures.load(file, in: "good", sets: sets)
    #expect(outcome.diagnostics.all.filter { $0.severity == .error }.map(\.line) == [])
    return try #require(outcome.pipeline)
  }

  private func options(_ pipeline: ResolvedPipeline, _ instance: String) -> [String: String] {
    let stage = pipeline.stages.first { $0.planned.name == instance }
    return Dictionary(uniqueKeysWithValues: stage?.options.map { ($0.key, $0.value.shown) } ?? [])
  }

  @Test func optionsOfEveryKindAreDecoded() throws {
    let pipeline = try load("full.yaml")
    #expect(pipeline.name == "full")
    #expect(pipeline.description == "Every kind of option")
    #expect(pipeline.plugins.map(\.path) == ["plugins/translate"])
    #expect(pipeline.plan.stages.map(\.name) == ["clean", "split", "names", "facts", "digest", "files", "more", "strict"])
    #expect(options(pipeline, "clean") == ["unicode": "true", "quotes": "straight"])
    let names = try #require(pipeline.stages[2].planned.stage as? FakeStage)
    let people = "\(Fixtures.folder)/good/rules/people.yaml"
    #expect(names.options.strings("rules") == [people])
    #expect(names.options.integer("priority") == 4)
    #expect(names.options.number("threshold") == 1)
    #expect(names.options.integer("window") == 5)
    #expect(names.options.strings("types") == ["PERSON"])
    #expect(names.options.map("labels").map { "\($0.key)=\($0.value.string ?? "")" } == ["PERSON=true", "ORG=7"])
    #expect(names.options.integer("limit") == 20)
    let fields = [
      OptionDescriptor("path", .string, ""), OptionDescriptor("type", .string, ""), OptionDescriptor("fold", .bool, default: false, ""),
    ]
    let gazetteers = names.options.list("gazetteers").map { $0.record(fields) }
    #expect(gazetteers.map { $0.string("path") } == [people, people])
    #expect(gazetteers.map { $0.bool("fold") } == [true, false])
    #expect(names.options.location(of: "priority") == SourceLocation(file: "full.yaml", line: 11, column: 17, length: 8))
    #expect(
      options(pipeline, "files") == [
        "jsonl": "data/documents.jsonl", "html.path": "report/", "html.title": "Report", "html.style.width": "100",
      ])
    #expect(options(pipeline, "more") == ["html": "\"2024\""])
    #expect(options(pipeline, "strict") == ["word": "\"price: ${amount}\"", "words": "[no, yes, \"1\", \"1.50\"]"])
  }

  @Test func aStageLearnsItsNameAndPlace() throws {
    let stage = try #require(try load("full.yaml").stages[5].planned.stage as? FakeStage)
    #expect(stage.context.instance == "files")
    #expect(stage.context.location == SourceLocation(file: "full.yaml", line: 21, column: 5, length: 6))
  }

  @Test func aChildOverridesOptionsByName() throws {
    let pipeline = try load("child.yaml")
    #expect(pipeline.name == "child")
    #expect(pipeline.files == ["child.yaml", "full.yaml"])
    #expect(options(pipeline, "digest") == ["method": "lexrank", "sentences": "5"])
    #expect(options(pipeline, "files")["html.title"] == "News")
    #expect(options(pipeline, "files")["html.style.width"] == "100")
    #expect(options(pipeline, "names")["limit"] == "all")
  }

  @Test func aChildsStagesReplaceThoseItExtendsWithTheirOverrides() throws {
    let pipeline = try load("grandchild.yaml")
    #expect(pipeline.plan.stages.map(\.name) == ["digest"])
    #expect(options(pipeline, "digest") == ["method": "lead", "sentences": "2"])
    #expect(pipeline.expects == [.sentences, .tokens, "mood"])
    #expect(pipeline.description == "Every kind of option")
  }

  @Test func setWinsOverEverythingAndReachesIntoRecordsAndMaps() throws {
    let pipeline = try load(
      "child.yaml",
      sets: [
        "digest.sentences=6", "digest.sentences=7", "files.html.title=A: b", "files.html.style.width=60", "names.labels.GPE=Place",
        "names.types=[ORG, GPE]", "names.rules=rules/people.yaml",
      ].map { $0 == "files.html.title=A: b" ? "files.html.title='A: b'" : $0 })
    #expect(options(pipeline, "digest")["sentences"] == "7")
    #expect(options(pipeline, "files")["html.title"] == "\"A: b\"")
    #expect(options(pipeline, "files")["html.style.width"] == "60")
    #expect(options(pipeline, "names")["labels"] == "{PERSON: \"true\", ORG: \"7\", GPE: Place}")
    #expect(options(pipeline, "names")["types"] == "[ORG, GPE]")
  }

  @Test func pathsInAFileAreRelativeToItAndThoseOfSetToTheWorkingDirectory() throws {
    let files = [
      "deep/base.yaml": "pipeline: p\nstages:\n  - split: { abbreviations: list.txt }\n", "deep/list.txt": "", "list.txt": "",
      "deep/child.yaml": "extends: ./base.yaml\n",
    ]
    let outcome = try Fixtures.load("extends: deep/child.yaml\n", files: files)
    let path = try #require(outcome.pipeline?.stages[0].options[0].value.shown)
    #expect(path.hasSuffix("/deep/list.txt]"))
    #expect(outcome.pipeline?.files == ["p.yaml", "deep/child.yaml", "deep/base.yaml"])
    let set = try Fixtures.load("extends: deep/child.yaml\n", sets: ["split.abbreviations=list.txt"], files: files)
    #expect(set.pipeline?.stages[0].options[0].value.shown.contains("deep") == false)
  }

  @Test func aVariableMayBeEmptyWhereTextMayBe() throws {
    let outcome = try Fixtures.load("pipeline: p\nstages:\n  - strict:\n      word: a${EMPTY}b${EMPTY:-c}${NONE:-}$$d\n")
    #expect(outcome.pipeline?.stages[0].options[0].value.string == "abc$$d")
  }

  @Test func aLayerThatIsExpectedAndWrittenIsAWarning() throws {
    let outcome = try Fixtures.load("pipeline: p\nexpects: [tokens]\nstages:\n  - split\n")
    #expect(outcome.pipeline != nil)
    #expect(
      outcome.diagnostics.all.map(\.line) == [
        "p.yaml:2:11: warning: the layer 'tokens' is written anew by 'split' in line 4, so what arrives with the input is lost"
      ])
  }

  @Test func aMissingFileHasNoPlace() {
    let outcome = Fixtures.load("fulll.yaml", in: "good")
    #expect(outcome.diagnostics.all.map(\.line) == ["error: there is no file 'fulll.yaml'; did you mean 'full.yaml'?"])
    #expect(Fixtures.load("rules", in: "good").diagnostics.all.map(\.line) == ["error: 'rules' is a folder, not a file"])
  }

  @Test func problemsInFilesThatStagesReadHaveTheirRelativePathAndLine() throws {
    let text = "pipeline: p\nstages:\n  - strict: { list: lists/a.yaml }\n  - strict: { as: two, list: lists/b.yaml, word: bad }\n"
    let outcome = try Fixtures.load(text, files: ["lists/a.yaml": "- x\n- word\n", "lists/b.yaml": "[a\n"])
    #expect(
      DiagnosticRenderer(style: .caret(color: false)).render(outcome.diagnostics) == """
        p.yaml:4:50: error: the word must be a good one
         4 |   - strict: { as: two, list: lists/b.yaml, word: bad }
           |                                                  ^~~
        lists/a.yaml:2:3: error: the list is not to its liking
         2 | - word
           |   ^~~~
        lists/b.yaml:1:1: error: this '[' is not closed
         1 | [a
           | ^

        """)
  }

  @Test func aMistakeBehindAnAliasIsReportedOnce() throws {
    let outcome = try Fixtures.load(
      "pipeline: p\nstages:\n  - strict: { <<: &x { word: bad }, as: one }\n  - strict: { <<: *x, as: two }\n")
    #expect(outcome.diagnostics.all.map(\.line) == ["p.yaml:3:30: error: the word must be a good one"])
  }
}
