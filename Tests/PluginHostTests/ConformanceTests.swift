import Foundation
import TestSupport
import Testing

@testable import Pipeline
@testable import PluginHost

/// The examination of plugins: a good one passes, and each bad one breaks its rule and no other.
@Suite struct ConformanceTests {
  /// Marks the whole text and measures it, with one fault.
  private static let program = #"""
    import json, os, select, sys, time
    fault = sys.argv[1]
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    held = []
    def say(message, flush=True):
        held.append(json.dumps(message, ensure_ascii=False) + "\n")
        if flush:
            sys.stdout.write("".join(held))
            sys.stdout.flush()
            held.clear()
    STAGES = [{"name": "measure", "summary": "Measures", "options": [
        {"key": "factor", "kind": "integer", "minimum": 1, "maximum": 9, "default": 1, "summary": "A factor"}],
        "layers": {"uses": ["tokens"], "writes": ["size", "entities"]}}]
    if fault == "silent": time.sleep(60)
    line = sys.stdin.readline()
    opening = json.loads(line)
    if opening["textmill"] != 1 and fault != "version":
        say({"textmill": 1, "errors": [{"option": None, "message": "only version 1 is spoken here"}]})
        sys.exit()
    if fault == "bounds" and opening.get("options", {}).get("factor") == 9:
        say({"textmill": 1, "errors": [{"option": "factor", "message": "is too much"}]})
        sys.exit()
    if fault == "manifest": STAGES[0]["summary"] = "Something else"
    say({"textmill": 1, "plugin": {"name": "measure", "version": "1", "stages": STAGES}})
    if opening.get("describe"):
        if fault == "describe": time.sleep(60)
        sys.exit()
    if fault == "opening" and "later" in opening: sys.exit(3)
    count = 0
    def answer(message):
        global count
        count += 1
        text = message["record"]["text"]
        number = message["id"] % 2**32 if fault == "id" else message["id"]
        length = len(text.encode("utf-16-le")) // 2 if fault == "utf-16" else len(text)
        record = {"entities": [{"start": 0, "end": length, "type": "MISC"}] if text else [], "layers": {"size": len(text)}}
        if fault == "count": record["layers"]["size"] = count
        if fault == "pid": record["layers"]["size"] = os.getpid()
        if fault == "undeclared": record["keywords"] = []
        if fault == "stray" and "Geneva" in text: print("found Geneva", flush=True)
        if fault == "hopeless" or (fault == "hapless" and not text):
            print('Traceback (most recent call last):\n  File "p.py", line 7, in measure\nKeyError', file=sys.stderr, flush=True)
            return say({"id": number, "failure": {"code": "exception", "message": "the stage 'measure' raised KeyError"}})
        if fault == "stderr": print(text[:200], file=sys.stderr, flush=True)
        if fault == "unknown": say({"id": number + 100000, "record": {}})
        if fault == "empty" and not text: sys.exit("the text is empty")
        if fault == "members" and "x_later" in message["record"]: sys.exit("what is x_later?")
        if fault == "tokens" and "tokens" not in message["record"]: sys.exit("no tokens")
        if fault in ("code", "leak") and "Geneva" in text:
            message = " ".join(text[:150].split()) if fault == "leak" else "it cannot be done"
            return say({"id": number, "failure": {"code": "Cannot Do" if fault == "code" else "cannot-do", "message": message}})
        say({"id": number, "record": record}, flush=fault != "buffer")
        if fault == "twice": say({"id": number, "record": record})
    if fault == "drop":
        import queue, threading
        lines = queue.Queue()
        def read():
            for line in sys.stdin: lines.put(line)
            os._exit(0)
        threading.Thread(target=read, daemon=True).start()
        while True:
            line = lines.get()
            time.sleep(0.002)
            answer(json.loads(line))
    for line in sys.stdin:
        if fault == "order" and not line.startswith('{"id":'): sys.exit("no id")
        answer(json.loads(line))
    sys.stdout.write("".join(held))
    sys.stdout.flush()
    if fault == "slow-end": time.sleep(60)
    if fault == "status": sys.exit(1)
    """#

  /// Examinations wait for most of their time; so many run at once, on threads that nothing else needs.
  private static let examinations: OperationQueue = {
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 12
    return queue
  }()

  private static func examine(_ body: @escaping @Sendable () -> ConformanceReport) async -> ConformanceReport {
    await withCheckedContinuation { continuation in examinations.addOperation { continuation.resume(returning: body()) } }
  }

  private static func check(
    _ fault: String, patience: Double = 4, longest: Int = 1_000, command: String? = nil
  ) async throws -> ConformanceReport {
    let folder = try TemporaryFolder()
    try folder.write(program, to: "p.py")
    try folder.write(
      """
      {"textmill": 1, "name": "measure", "version": "1", "command": \(command ?? Python.json("p.py", fault)),
       "stages": [{"name": "measure", "summary": "Measures", "options": [
         {"key": "factor", "kind": "integer", "minimum": 1, "maximum": 9, "default": 1, "summary": "A factor"}],
         "layers": {"uses": ["tokens"], "writes": ["size", "entities"]}}]}
      """, to: "plugin.json")
    let manifest = try ManifestReader.manifest(at: "\(folder.path)/plugin.json")
    return await examine {
      defer { withExtendedLifetime(folder) {} }
      return Conformance.check(manifest, patience: patience, longest: longest)
    }
  }

  private static func told(_ report: ConformanceReport) -> String {
    report.findings.map { "\($0.rule.name): \($0.sent) -> \($0.came)" }.joined(separator: "\n") + "\n\(report.notes)"
  }

  @Test func aGoodProgramBreaksNothingInAboutAHundredExchanges() async throws {
    let report = try await Self.check("none", patience: 30, longest: .max)
    #expect(report.findings.isEmpty && report.notes.isEmpty, "\(Self.told(report))")
    #expect(report.exchanges >= 100)
  }

  @Test(arguments: [
    ("slow-end", "ends-in-time"), ("silent", "describes-itself"), ("describe", "ends-after-describing"),
    ("manifest", "agrees-with-manifest"),
    ("version", "refuses-other-versions"), ("bounds", "takes-its-options"), ("opening", "ignores-unknown-members"),
    ("stray", "keeps-its-output-clean"), ("twice", "answers-once"), ("unknown", "answers-known-ids"), ("id", "answers-known-ids"),
    ("empty", "answers-each-document"), ("tokens", "answers-each-document"), ("buffer", "flushes-answers"),
    ("undeclared", "changes-what-it-declares"), ("utf-16", "gives-usable-answers"), ("code", "says-failures-well"),
    ("leak", "keeps-text-to-itself"), ("stderr", "keeps-text-to-itself"), ("count", "depends-on-the-document-alone"),
    ("pid", "depends-on-the-document-alone"), ("members", "ignores-unknown-members"), ("order", "reads-any-json"),
    ("status", "ends-with-status-0"), ("drop", "answers-before-it-ends"), ("hopeless", "does-some-documents"),
  ])
  func aBadProgramBreaksItsRuleAndNoOther(fault: String, rule: String) async throws {
    let report = try await Self.check(fault)
    #expect(report.findings.map(\.rule.name) == [rule], "\(Self.told(report))")
  }

  @Test func theFirstFailureIsShownWithTheEndOfItsTraceback() async throws {
    let failure = "exception: the stage 'measure' raised KeyError; it said: KeyError (File \"p.py\", line 7, in measure)"
    let hopeless = try await Self.check("hopeless")
    #expect(
      hopeless.findings.first?.came == "a failure for each; the first, for a plain article, as id 1: \(failure)", "\(Self.told(hopeless))")
    let hapless = try await Self.check("hapless")
    #expect(hapless.findings.isEmpty, "\(Self.told(hapless))")
    let notes = hapless.notes
    #expect(notes.count == 1 && notes[0].hasPrefix("the stage 'measure' failed on ") && notes[0].hasSuffix(failure), "\(notes)")
  }

  @Test func aProgramThatCannotBeStartedIsSaidSo() async throws {
    #expect(try await Self.check("", command: #"["no-such-program"]"#).findings.map(\.rule.name) == ["starts"])
    #expect(try await Self.check("", command: #"["sh", "-c", "exit 3"]"#).findings.map(\.rule.name) == ["describes-itself"])
  }

  @Test func aStageOfTheHelperForPythonBreaksNothing() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      from textmill_stage import Document, Kind, Option, Options, run, stage

      @stage(summary="Marks capitals", uses=["sentences"], updates=["entities"], writes=["capitals", "scores"], columns={"scores": ["all"]},
             options=[Option("least", Kind.number(0, 1), "Least", default=0.5), Option("kind", Kind.choice("a", "b"), "Kind", default="a"),
                      Option("words", Kind.list_of(Kind.string()), "Words", required=True)])
      def capitals(document: Document, options: Options) -> None:
          for place, letter in enumerate(document.text[:5000]):
              if letter.isupper():
                  document.add_span("capitals", place, place + 1, label="CAPITAL")
          document.layers["scores"] = {"all": len(document.sentences), "names": [entity.text for entity in document.entities][:9]}
          if "1952" in document.text:
              document.warn("a-year", "the text has a year")

      if __name__ == "__main__":
          run("capitals", "1", "Marks capitals")
      """, to: "capitals.py")
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    let helper = try String(contentsOfFile: "\(root)/Sources/PluginHost/Data/textmill_stage.py", encoding: .utf8)
    try folder.write(helper, to: "textmill_stage.py")
    let manifest = PluginManifest(program: Python.command("capitals.py"), in: folder.path)
    let report = await Self.examine {
      defer { withExtendedLifetime(folder) {} }
      return Conformance.check(manifest, hasManifest: false)
    }
    #expect(report.findings.isEmpty && report.notes.isEmpty, "\(Self.told(report))")
  }

  @Test func theProgramOfTheSpecificationBreaksNothing() async throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    let page = try String(contentsOfFile: "\(root)/Docs/plugin-protocol.md", encoding: .utf8)
    let program = try #require(page.components(separatedBy: "```python\n").last?.components(separatedBy: "```").first)
    let folder = try TemporaryFolder()
    try folder.write(program, to: "shouts.py")
    try folder.write(
      """
      {"textmill": 1, "name": "shouts", "version": "1.0.0", "command": \(Python.json("shouts.py")),
       "stages": [{"name": "shouts", "summary": "S", "layers": {"writes": ["shouting"]}}]}
      """, to: "plugin.json")
    let manifest = try ManifestReader.manifest(at: "\(folder.path)/plugin.json")
    let report = await Self.examine {
      defer { withExtendedLifetime(folder) {} }
      return Conformance.check(manifest, longest: 10_000)
    }
    #expect(report.findings.isEmpty && report.notes.isEmpty, "\(Self.told(report))")
  }

  @Test func everyRuleNamesASectionOfTheSpecification() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    let page = try String(contentsOfFile: "\(root)/Docs/plugin-protocol.md", encoding: .utf8)
    for rule in ConformanceReport.Rule.all { #expect(page.contains("# \(rule.section)\n"), "\(rule.name)") }
    #expect(Set(ConformanceReport.Rule.all.map(\.name)).count == ConformanceReport.Rule.all.count)
  }
}
