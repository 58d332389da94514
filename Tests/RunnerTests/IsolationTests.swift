import Foundation
import Pipeline
import PluginHost
import TestSupport
import Testing

/// `isolation: process`: stages of the program and of libraries in processes of their own, by the real binary.
@Suite struct IsolationTests {
  /// A library whose stage does what a word of the text says. It reads and changes all that a stage may.
  private static let faults = #"""
    import Foundation
    import Pipeline

    @_cdecl("textmill_plugin")
    public func plugin(question: PluginQuestion) -> PluginAnswer {
      pluginAnswer(to: question, stages: FaultsStage.self, ReaderStage.self, SinkingStage.self)
    }

    struct FaultsStage: ConfigurableStage {
      static let capitals = LayerKey<[LabelledSpan]>("capitals")
      static let descriptor = StageDescriptor(
        name: "faults", summary: "Does what the text says", discussion: "",
        options: [
          OptionDescriptor("mode", .choice(["fine", "refuse", "trap"]), default: "fine", "What happens when it is made"),
          OptionDescriptor("labels", .map(.string), "Labels"),
        ],
        layers: LayerUse(requires: [.tokens], writes: [capitals.layer], updates: [.entities]), examples: [])
      let layers = descriptor.layers
      let instance: String
      let label: String

      init(options: StageOptions, context: StageContext) throws(Diagnostics) {
        instance = context.instance
        label = options.map("labels").first?.value.string ?? "CAPITAL"
        if options.string("mode") == "trap" { fatalError("made to trap") }
        if options.string("mode") == "refuse" {
          throw Diagnostics(Diagnostic(code: "refused", "this mode is refused", at: options.location(of: "mode")))
        }
      }

      func process(_ document: inout Document) throws(StageFailure) {
        let text = document.text.string
        if text.contains("TRAP") { fatalError("told to trap") }
        if text.contains("FAULT") { kill(getpid(), SIGSEGV) }
        if text.contains("EXIT") { exit(3) }
        if text.contains("HANG") { while true { sleep(1) } }
        if text.contains("PRINT") { print("a word on standard output") }
        if text.contains("REFUSE") { throw StageFailure(code: "refused", "the text is refused") }
        if text.contains("WARN") { document.problems.append(Problem(stage: instance, code: "warned", message: "told to warn: “é”")) }
        if text.contains("TITLE") { (document.title, document.language) = ("Ünlü \"title\"", "tr") }
        document.metadata.append(.init("seen", .string("yes 🔤")))
        let capitals = document.tokens.filter { token in document.text[token].first.map { (0x41...0x5A).contains($0) } ?? false }
        document.set(Self.capitals, to: capitals.map { LabelledSpan($0, label) })
        for index in document.entities.indices { document.entities[index].confidence = 0.1 }
      }
    }

    /// Reads the layer of the other.
    struct ReaderStage: ConfigurableStage {
      static let ends = LayerKey<[String: Int]>("ends")
      static let descriptor = StageDescriptor(
        name: "reader", summary: "Reads a layer", discussion: "", options: [],
        layers: LayerUse(requires: [FaultsStage.capitals.layer], writes: [ends.layer]), examples: [])
      let layers = descriptor.layers
      init(options: StageOptions, context: StageContext) throws(Diagnostics) {}
      func process(_ document: inout Document) throws(StageFailure) {
        let spans = document[FaultsStage.capitals] ?? []
        document.set(Self.ends, to: ["count": spans.count, "last": Int(spans.last?.span.end ?? 0)])
      }
    }

    struct SinkingStage: ConfigurableStage, SinkStage {
      static let descriptor = StageDescriptor(
        name: "sinking", summary: "Writes outputs", discussion: "", options: [], layers: LayerUse(), examples: [])
      let layers = descriptor.layers
      init(options: StageOptions, context: StageContext) throws(Diagnostics) {}
      func render(_ document: Document) throws(StageFailure) -> Rendering { Rendering() }
      func makeSink(in output: OutputFolder) throws(OutputFailure) -> any Sink { throw OutputFailure(path: "", "never") }
    }
    """#

  private static let built = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    try folder.write(#"{"textmill": 1, "name": "faults", "version": "1.0.0", "summary": "Faults"}"#, to: "faults/plugin.json")
    try folder.write("// swift-tools-version: 6.2\n", to: "faults/Package.swift")
    try folder.write(faults, to: "faults/Sources/Faults/Faults.swift")
    let build = try TextmillProcess("plugins", "build", "\(folder.path)/faults")
    if build.status != 0 { throw StageFailure(code: "no-plugin", build.error) }
    return folder
  }

  private let folder = Result { try TemporaryFolder() }

  /// A folder with pipelines beside the plugin: `plain.yaml`, and `apart.yaml` with both stages in processes of their own.
  private func pipelines(_ offsets: String = "codepoint") throws -> TemporaryFolder {
    let folder = try self.folder.get()
    try folder.write(
      """
      pipeline: p
      plugins: \(try Self.built.get().path)/faults
      stages:
        - normalize
        - segment
        - entities
        - faults: { as: first, labels: { x: Größe } }
        - reader
        - export: { jsonl: d.jsonl, tokens: true, offsets: \(offsets), csv: tables/, html: report/, markdown: d.md }

      """, to: "plain.yaml")
    try folder.write(
      "extends: plain.yaml\noptions:\n  first: { isolation: process }\n  reader: { isolation: process }\n", to: "apart.yaml")
    return folder
  }

  private func run(_ pipeline: String, _ input: String, in folder: TemporaryFolder, to output: String, _ more: String...) throws
    -> TextmillProcess
  {
    try TextmillProcess(["run", pipeline, input, "-o", output] + more, in: folder.path)
  }

  /// The files of an output folder but the report, with their contents.
  private func outputs(_ folder: TemporaryFolder, _ output: String) -> [String: Data] {
    var contents: [String: Data] = [:]
    for file in folder.files() where file.hasPrefix("\(output)/") && !file.hasSuffix("run-report.json") {
      contents[String(file.dropFirst(output.count))] = FileManager.default.contents(atPath: "\(folder.path)/\(file)")
    }
    return contents
  }

  // MARK: The same bytes

  @Test(arguments: [1, 4]) func builtInStagesMakeTheSameBytes(workers: Int) throws {
    let folder = try TemporaryFolder()
    let (root, articles) = (TextmillProcess.root, "\(TextmillProcess.root)/Pipelines/articles")
    let tokens = "  export: { tokens: true }\n"
    try folder.write("extends: \(root)/Pipelines/news.yaml\noptions:\n\(tokens)", to: "plain.yaml")
    let names = ["normalize", "segment", "entities", "relations", "keywords", "summarize"]
    let apart = names.map { "  \($0): { isolation: process }\n" }.joined()
    try folder.write("extends: plain.yaml\noptions:\n\(apart)", to: "apart.yaml")
    for pipeline in ["plain", "apart"] {
      let run = try run("\(pipeline).yaml", articles, in: folder, to: pipeline, "--workers", "\(workers)")
      #expect(run.status == 0, "\(run.error)")
    }
    let plain = outputs(folder, "plain")
    #expect(plain.count > 10 && plain["/documents.jsonl"]?.isEmpty == false)
    #expect(outputs(folder, "apart") == plain)
  }

  @Test(arguments: ["codepoint", "utf8", "utf16"]) func stagesOfLibrariesMakeTheSameBytes(offsets: String) throws {
    let folder = try pipelines(offsets)
    let texts = [
      "Spain met. TITLE", "Zürich 🔤 WARN. Then Ünal & Paris “quoted” PRINT.", "REFUSE", "", "Plain ASCII, in Oslo. WARN TITLE",
    ]
    let lines = texts.map { "{\"text\":\"\($0)\",\"metadata\":{\"n\":1.50,\"list\":[1,null,true]}}" }
    try folder.write(lines.joined(separator: "\n"), to: "in.jsonl")
    for pipeline in ["plain", "apart"] {
      let run = try run("\(pipeline).yaml", "in.jsonl", in: folder, to: pipeline)
      #expect(run.status == 1 && run.error.contains("first: the text is refused"), "\(run.error)")
    }
    let plain = outputs(folder, "plain")
    let records = try #require(plain["/d.jsonl"].map { String(decoding: $0, as: UTF8.self) })
    for part in [#""label":"Größe""#, #""ends":{"#, #"“é”"#, #""language":"tr""#, #""seen":"yes 🔤""#, #""confidence":0.1"#] {
      #expect(records.contains(part), "\(part) in \(records)")
    }
    #expect(outputs(folder, "apart") == plain)
    // Records are input again, with plugins' layers that came with them.
    try folder.write(
      "pipeline: p\nstages: [{ keywords: { isolation: process } }, { export: { jsonl: d.jsonl, offsets: \(offsets) } }]\nexpects: [tokens, sentences]\n",
      to: "more.yaml")
    try folder.write(try folder.read("more.yaml").replacing("process", with: "none"), to: "more-plain.yaml")
    for name in ["more", "more-plain"] { _ = try run("\(name).yaml", "plain/d.jsonl", in: folder, to: name) }
    let more = outputs(folder, "more-plain")
    #expect(String(decoding: more["/d.jsonl"] ?? Data(), as: UTF8.self).contains(#""capitals":[{"#))
    #expect(outputs(folder, "more") == more)
  }

  @Test func aStageThatReadsAModelRunsItInItsProcess() throws {
    let folder = try TemporaryFolder()
    let model = "\(TextmillProcess.root)/Tests/Fixtures/models/tiny-words"
    for kind in ["none", "process"] {
      try folder.write(
        """
        pipeline: p
        stages:
          - normalize
          - segment
          - tag: { model: \(model), isolation: \(kind) }
          - export: { jsonl: d.jsonl, tokens: true }

        """, to: "\(kind).yaml")
      let run = try run("\(kind).yaml", "\(TextmillProcess.root)/Pipelines/articles", in: folder, to: kind)
      #expect(run.status == 0, "\(run.error)")
    }
    let plain = outputs(folder, "none")
    #expect(String(decoding: plain["/d.jsonl"] ?? Data(), as: UTF8.self).contains(#""dep":"root""#))
    #expect(outputs(folder, "process") == plain)
  }

  // MARK: Faults

  @Test(arguments: [1, 4]) func aFaultCostsTheDocumentAtFaultAlone(workers: Int) throws {
    let folder = try pipelines()
    let faults = ["TRAP": "it was ended by signal ", "FAULT": "it was ended by signal 11 (SIGSEGV)", "EXIT": "it ended with status 3"]
    let order = ["TRAP", "FAULT", "EXIT"]
    let texts = (0..<60).map { number in number % 20 == 7 ? "They said \(order[number / 20])." : "They met in Oslo, \(number) times." }
    try folder.write(texts.map { "{\"text\":\"\($0)\"}" }.joined(separator: "\n"), to: "in.jsonl")
    try folder.write(
      texts.map { text in "{\"text\":\"\(order.contains { text.contains($0) } ? "REFUSE" : text)\"}" }.joined(separator: "\n"),
      to: "plain.jsonl")
    let run = try run("apart.yaml", "in.jsonl", in: folder, to: "out", "--workers", "\(workers)")
    #expect(run.status == 1 && run.error.contains("60 documents") && run.error.contains("3 failed"), "\(run.error)")
    #expect(run.error.contains("stage first: ") && run.error.contains("told to trap"), "\(run.error)")
    _ = try self.run("plain.yaml", "plain.jsonl", in: folder, to: "plain")
    let records = try folder.read("out/d.jsonl").split(separator: "\n")
    let plain = try folder.read("plain/d.jsonl").split(separator: "\n")
    try #require(records.count == 60 && plain.count == 60)
    for (number, record) in records.enumerated() {
      guard let word = order.first(where: { texts[number].contains($0) }) else {
        #expect(record.replacing("in.jsonl", with: "plain.jsonl") == plain[number])
        continue
      }
      let start = #""stage":"first","code":"stage-crashed","message":"the process of the stage 'first' crashed: \#(faults[word] ?? "?")"#
      #expect(record.contains(start), "\(record)")
    }
  }

  @Test func aHangIsEndedAndCostsOneDocument() throws {
    let plugin = "\(try Self.built.get().path)/faults"
    let library = "\(plugin)/.build/plugin/plugin.json"
    var isolated = IsolatedStages(instances: 1) { _ in }
    isolated.program = [TextmillProcess.binary, IsolatedStages.command]
    isolated.timeout = 1
    let definition = try #require(PluginCatalog(folders: [plugin]).definitions { _ in }.first)
    let stage = try isolated.stage(
      ofLibrary: library, definition.descriptor, options: StageOptions(definition.descriptor.options),
      context: StageContext(instance: "first"))
    let plan = ResolvedPlan(name: "p", stages: [PlannedStage(name: "first", stage: stage)])
    defer { plan.finish() }
    let documents = ["one", "HANG", "three"].map { text in
      var document = Document(id: text, text: Text(text))
      document.tokens = [document.text.span]
      document.layers = [.tokens]
      return plan.annotate(document)
    }
    #expect(documents.map(\.isFailed) == [false, true, false])
    #expect(documents[1].problems.map(\.code) == ["stage-timeout"])
    #expect(documents[1].problems.first?.message == "the process of the stage 'first' gave no answer within 1 s")
  }

  @Test func aStageThatTrapsWhenItIsMadeEndsNothingButItself() throws {
    let folder = try pipelines()
    try folder.write("They met.", to: "in/a.txt")
    let modes = [("trap", "the process of the stage 'first' crashed: it was ended by signal"), ("refuse", "this mode is refused")]
    for (mode, reason) in modes {
      try folder.write(
        "extends: apart.yaml\noptions:\n  first:\n    mode: \(mode)\n", to: "made.yaml")
      let check = try TextmillProcess("check", "made.yaml", in: folder.path)
      #expect(check.status == 0, "nothing of a library is loaded by check: \(check.output)")
      let run = try run("made.yaml", "in", in: folder, to: "out")
      #expect(run.status == 2 && run.error.contains(reason), "\(run.error)")
      #expect(run.error.contains(mode == "trap" ? "plain.yaml:7:5: error:" : "made.yaml:4:11: error:"), "\(run.error)")
    }
  }

  @Test func aProcessThatHangsDoesNotOutliveAProgramThatWasKilled() throws {
    let folder = try pipelines()
    try folder.write("They said HANG.", to: "in/a.txt")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: TextmillProcess.binary)
    process.arguments = ["run", "apart.yaml", "in", "-o", "out", "--quiet"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try process.run()
    // Two stages, of which the second waits for the first; one more process of each was asked for its layers and has ended.
    var children: [pid_t] = []
    let enough = ContinuousClock.now + .seconds(20)
    while children.count < 2, ContinuousClock.now < enough {
      usleep(200_000)
      children = Self.children(of: process.processIdentifier)
    }
    #expect(children.count == 2)
    sleep(1)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let end = ContinuousClock.now + .seconds(30)
    while children.contains(where: Self.isAlive), ContinuousClock.now < end { usleep(200_000) }
    #expect(!children.contains(where: Self.isAlive))
    for child in children where Self.isAlive(child) { kill(child, SIGKILL) }
  }

  private static func children(of parent: pid_t) -> [pid_t] {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(parent)/task")) ?? []
    return tasks.flatMap { task in
      let list = (try? String(contentsOfFile: "/proc/\(parent)/task/\(task)/children", encoding: .utf8)) ?? ""
      return list.split(separator: " ").compactMap { pid_t($0) }
    }
  }

  /// Whether a process is there and has not ended.
  private static func isAlive(_ process: pid_t) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
    return status.split(separator: ")").last?.first { $0 != " " } != "Z"
  }

  // MARK: Commands

  @Test func checkTellsWhereAStageCannotHaveAProcess() throws {
    let folder = try pipelines()
    try folder.write(
      """
      extends: plain.yaml
      plugins: \(TextmillProcess.root)/Plugins/LanguageId
      stages:
        - normalize: { isolation: proces }
        - segment: { isolaton: process }
        - language_id:
            isolation: process
        - export: { isolation: process, jsonl: d.jsonl }

      """, to: "wrong.yaml")
    let check = try TextmillProcess("check", "wrong.yaml", in: folder.path)
    #expect(check.status == 2)
    #expect(
      check.output == """
        wrong.yaml:4:29: error: 'isolation' must be 'process' or 'none', not the text 'proces'; did you mean 'process'?
        wrong.yaml:5:16: error: the stage 'segment' has no option 'isolaton'; did you mean 'isolation'?
        wrong.yaml:7:18: error: the stage 'language_id' is of a plugin that is a process of its own already: leave 'isolation' out
        wrong.yaml:8:26: error: the stage 'export' writes outputs, which is the work of the run itself: it cannot have a process of its own

        """, "\(check.output)")
    try folder.write(
      "pipeline: p\nplugins: \(try Self.built.get().path)/faults\nstages:\n  - sinking: { isolation: process }\n", to: "sinking.yaml")
    let run = try run("sinking.yaml", "wrong.yaml", in: folder, to: "out")
    #expect(run.status == 2)
    #expect(
      run.error.contains("sinking.yaml:4:27: error: the stage 'sinking' writes outputs, which is the work of the run itself"),
      "\(run.error)")
  }

  @Test func tryTestAndSetHonourIt() throws {
    let folder = try pipelines()
    let tried = try TextmillProcess("try", "apart.yaml", "They said TRAP.", in: folder.path)
    #expect(
      tried.status == 1 && (tried.output + tried.error).contains("the process of the stage 'first' crashed"),
      "\(tried.output)\(tried.error)")
    let fine = try TextmillProcess("try", "apart.yaml", "They met in Oslo.", in: folder.path)
    #expect(fine.status == 0 && fine.output.contains(#"{"count":2,"last":16}"#), "\(fine.output)\(fine.error)")
    let set = try TextmillProcess("try", "plain.yaml", "They said FAULT.", "--set", "first.isolation=process", in: folder.path)
    #expect(set.status == 1 && (set.output + set.error).contains("(SIGSEGV)"), "\(set.output)\(set.error)")
    try folder.write(
      """
      cases:
        - name: a crash is a problem
          text: They said EXIT.
          expect: { failed: true, problems: { equals: [{ stage: first, code: stage-crashed }] } }
        - name: others are fine
          text: They met in Oslo.
          expect: { layers: { ends: { equals: { count: 2, last: 16 } } } }

      """, to: "apart.test.yaml")
    let test = try TextmillProcess("test", "apart.yaml", in: folder.path)
    #expect(test.status == 0, "\(test.output)\(test.error)")
  }

  @Test func explainAndCheckStartNothing() throws {
    let folder = try pipelines()
    let explained = try TextmillProcess("explain", "apart.yaml", "--set", "segment.isolation=process", in: folder.path)
    #expect(explained.output.contains("     isolation: process  # apart.yaml:3\n"), "\(explained.output)")
    #expect(explained.output.contains("isolation: process  # --set\n"), "\(explained.output)")
    let schema = try TextmillProcess("schema", "--no-plugins")
    #expect(schema.output.contains("\"isolation\""))
  }

  @Test func aProgramOfOnesOwnKeepsItsStagesApartToo() throws {
    let folder = try TemporaryFolder()
    try folder.write("pipeline: p\nstages:\n  - shouts: { isolation: process }\n  - export: { jsonl: documents.jsonl }\n", to: "p.yaml")
    try folder.write("Stop! He said so!", to: "articles/a.txt")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: (TextmillProcess.binary as NSString).deletingLastPathComponent + "/custom-runner")
    process.arguments = ["run", "\(folder.path)/p.yaml", "\(folder.path)/articles", "-o", "\(folder.path)/out", "--quiet"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try folder.read("out/documents.jsonl").contains(#""shouts":2"#))
  }
}
