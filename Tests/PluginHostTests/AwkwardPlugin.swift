import Pipeline
import TestSupport

@testable import PluginHost

/// A plugin in a folder of its own whose program does what the text of a document tells it to.
struct AwkwardPlugin {
  /// Counts the characters of a text, marks the word "Baku", and misbehaves on request.
  static let program = #"""
    import fcntl, json, os, subprocess, sys, time
    def count(name):
        with open(name, "a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write("x")
            file.flush()
            return file.tell()
    if "AWKWARD_KILLED" in os.environ and str(count("starts")) in os.environ["AWKWARD_KILLED"].split(): os.kill(os.getpid(), 9)
    STAGES = [{"name": "measure", "summary": "Measures texts 📏", "options": [
        {"key": "factor", "kind": "integer", "minimum": 1, "maximum": 9, "default": 1, "summary": "A factor"}],
        "layers": {"writes": ["size", "entities"]}}]
    opening = json.loads(sys.stdin.readline())
    if os.environ.get("AWKWARD_START") == "other": STAGES[0]["summary"] = "Something else"
    if os.environ.get("AWKWARD_START") == "silent": time.sleep(100)
    print(json.dumps({"textmill": 1, "plugin": {"name": "awkward", "version": "1", "stages": STAGES}}), flush=True)
    held = []
    is_doomed = False
    def reply(message, record):
        text = message["record"]["text"]
        at = text.find("Baku")
        record = {"layers": {"size": len(text) * opening["options"]["factor"]},
                  "entities": [{"start": at, "end": at + 4, "type": "GPE"}] if at >= 0 else []}
        sys.stdout.write(json.dumps({"id": message["id"], "record": record}) + "\n")
        sys.stdout.flush()
    for line in sys.stdin:
        message = json.loads(line)
        text = message["record"]["text"]
        if "CRASH" in text or is_doomed: os._exit(3)
        if "LEAVE" in text: is_doomed = True
        if "KILL" in text and count(text.split()[0]) <= int(text.split()[2]): os.kill(os.getpid(), 9)
        if "HANG" in text: time.sleep(100)
        if "GARBAGE" in text: print("\x00 what is this", flush=True)
        if "STRAY" in text: print("debugging", flush=True)
        if "TWICE" in text: reply(message, None)
        if "UNKNOWN" in text: print(json.dumps({"id": message["id"] + 1000, "record": {}}), flush=True)
        if "HUGE" in text:
            for _ in range(70): sys.stdout.write("x" * (1 << 20))
            print(flush=True)
        if "CLOSE" in text: os.close(1); time.sleep(100)
        if "FORK" in text: subprocess.Popen(["sleep", "100"]); os._exit(4)
        if "REFUSE" in text:
            print(json.dumps({"id": message["id"], "failure": {"code": "refused", "message": "the text is refused"}}), flush=True)
            continue
        if "UNDECLARED" in text:
            print(json.dumps({"id": message["id"], "record": {"keywords": []}}), flush=True)
            continue
        if "OUTSIDE" in text:
            print(json.dumps({"id": message["id"], "record": {"entities": [{"start": 0, "end": 9999, "type": "GPE"}]}}), flush=True)
            continue
        if "BROKEN" in text:
            print('{"id": %d, "record": {"layers": ]}' % message["id"], flush=True)
            continue
        if "LATER" in text:
            held.append(message)
            if len(held) < 2: continue
            for message in reversed(held): reply(message, None)
            held = []
            continue
        reply(message, None)
    """#

  let folder: TemporaryFolder

  init(timeout: Double = 0.5, window: Int = 16, instances: Int = 1, command: String = Python.json("awkward.py")) throws {
    folder = try TemporaryFolder()
    try folder.write(Self.program, to: "awkward/awkward.py")
    try folder.write(
      """
      {"textmill": 1, "name": "awkward", "version": "1", "command": \(command), "timeout": \(timeout), "window": \(window),
       "instances": \(instances), "stages": [{"name": "measure", "summary": "Measures texts 📏", "options": [
         {"key": "factor", "kind": "integer", "minimum": 1, "maximum": 9, "default": 1, "summary": "A factor"}],
         "layers": {"writes": ["size", "entities"]}}]}
      """, to: "awkward/plugin.json")
  }

  /// The plugin's stage in a plan of its own.
  func plan(log: @escaping @Sendable (String) -> Void = { _ in }) throws -> ResolvedPlan {
    let definitions = PluginCatalog(folders: [folder.path]).definitions(log: log)
    guard let definition = definitions.first else { throw StageFailure(code: "no-stage", "the manifest gives no stage") }
    let stage = try definition.make(options: StageOptions(definition.descriptor.options), context: StageContext(instance: "measure"))
    return ResolvedPlan(name: "test", stages: [PlannedStage(name: "measure", stage: stage)])
  }
}
