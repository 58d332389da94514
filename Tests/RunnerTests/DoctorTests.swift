import Foundation
import TestSupport
import Testing

/// What `doctor` says of plugins and of ONNX Runtime, by the real binary.
@Suite struct DoctorTests {
  /// A plugin whose program says what it is given to say, whatever it is asked.
  private static func write(_ name: String, saying line: String, manifest: String = "", to folder: TemporaryFolder) throws {
    try folder.write(line + "\n", to: "plugins/\(name)/line.json")
    try folder.write(
      "import sys\nsys.stdin.readline()\nprint(open('line.json').read(), end='', flush=True)\nsys.stdin.read()\n",
      to: "plugins/\(name)/p.py")
    try folder.write(
      """
      {"textmill": 1, "name": "\(name)", "version": "1.2.0", "command": ["python3", "p.py"], \(manifest)
       "stages": [{"name": "\(name)", "summary": "Counts", "layers": {"writes": ["\(name)"]}}]}
      """, to: "plugins/\(name)/plugin.json")
  }

  private static func ready(_ name: String, writes: String? = nil) -> String {
    #"{"textmill":1,"plugin":{"name":"\#(name)","stages":[{"name":"\#(name)","summary":"Counts","layers":{"writes":["\#(writes ?? name)"]}}]}}"#
  }

  private func doctor(_ folder: TemporaryFolder) throws -> TextmillProcess {
    try TextmillProcess("doctor", "--plugins", "plugins", in: folder.path)
  }

  @Test func aPluginThatWorksIsFine() throws {
    let folder = try TemporaryFolder()
    try Self.write("good", saying: Self.ready("good"), to: folder)
    let run = try doctor(folder)
    #expect(run.status == 0, "\(run.output)\(run.error)")
    #expect(run.output.contains("ok       plugin good 1.2.0: its program starts and is ready (plugins/good)\n"), "\(run.output)")
  }

  @Test func whatKeepsAPluginFromWorkingIsToldWithTheCommandThatMendsIt() throws {
    let folder = try TemporaryFolder()
    try Self.write(
      "bare", saying: #"{"textmill":1,"errors":[{"option":null,"message":"there is no module 'x'"}]}"#,
      manifest: #""setup": "get x","#, to: folder)
    try Self.write("stale", saying: Self.ready("stale", writes: "other"), to: folder)
    try Self.write("silent", saying: "", to: folder)
    try folder.write(
      #"{"textmill":1,"name":"none","version":"1","command":["no-such-program"],"setup":"get it","stages":[{"name":"none","summary":"s","layers":{}}]}"#,
      to: "plugins/none/plugin.json")
    try folder.write(#"{"textmill": 2}"#, to: "plugins/wrong/plugin.json")
    try Self.write("broken", saying: "", manifest: #""setup": "get it","#, to: folder)
    try folder.write("def broken(:\n", to: "plugins/broken/p.py")
    try Self.write("segment", saying: Self.ready("segment"), to: folder)
    let run = try doctor(folder)
    #expect(run.status == 1)
    for expected in [
      "wrong    plugin broken 1.2.0: the plugin 'broken' gave no answer: it ended with status 1; "
        + "try it: (cd plugins/broken && python3 p.py < /dev/null) (plugins/broken)\n          → get it\n",
      "unused   stage segment: the stage 'segment' of the plugin 'segment' in 'plugins/segment' is not used: "
        + "it has the name of one that is built in\n",
      "missing  plugin bare 1.2.0: it cannot be set up: there is no module 'x' (plugins/bare)\n          → get x\n",
      "stale    plugin stale 1.2.0: it describes the stage 'stale' otherwise than its manifest 'plugins/stale/plugin.json' (plugins/stale)\n"
        + "          → textmill plugins build plugins/stale\n",
      "wrong    plugin silent 1.2.0: its first line is not what the protocol asks for",
      "missing  plugin none 1: its program 'no-such-program' is not on the PATH (plugins/none)\n          → get it\n",
      "wrong    plugin: plugins/wrong/plugin.json:1:2: error: the manifest is written for version 2",
    ] { #expect(run.output.contains(expected), "\(expected)\n--- is not in\n\(run.output)\(run.error)") }
  }

  @Test func theLanguagePluginWithoutItsLibraryNamesTheCommandThatInstallsIt() throws {
    // As where it is not installed.
    let folder = try TemporaryFolder()
    try folder.write(
      "raise ModuleNotFoundError(\"No module named 'py3langid'\", name='py3langid')\n", to: "py3langid/__init__.py")
    let run = try TextmillProcess(
      "doctor", "--plugins", "Plugins/LanguageId", environment: ["PYTHONPATH": folder.path, "PYTHONDONTWRITEBYTECODE": "1"])
    #expect(run.status == 1)
    #expect(run.output.contains("missing  plugin language-id 1.0.0: it cannot be set up: "), "\(run.output)\(run.error)")
    #expect(run.output.contains("(Plugins/LanguageId)\n          → python3 -m pip install py3langid==0.4.0\n"), "\(run.output)")
  }

  @Test func pluginsAreLeftOutWhereTheyAreNotWanted() throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"textmill": 2}"#, to: "Plugins/wrong/plugin.json")
    #expect(try TextmillProcess("doctor", in: folder.path).status == 1)
    let run = try TextmillProcess("doctor", "--no-plugins", in: folder.path)
    #expect(run.status == 0 && !run.output.contains("plugin"))
  }

  @Test func onnxRuntimeIsNamedWithItsVersion() throws {
    let run = try TextmillProcess("doctor", "--no-plugins")
    #expect(run.output.contains("ok       ONNX Runtime: 1."), "\(run.output)")
  }

  @Test func withoutOnnxRuntimeTheCommandThatMendsItIsNamed() throws {
    let run = try TextmillProcess("doctor", "--no-plugins", environment: ["TEXTMILL_ONNXRUNTIME": "/nonexistent/place"])
    #expect(run.status == 1)
    #expect(
      run.output.contains(
        "missing  ONNX Runtime: there is no library of ONNX Runtime at '/nonexistent/place', which TEXTMILL_ONNXRUNTIME names\n"
          + "          → run 'make setup', or name the library or its folder in TEXTMILL_ONNXRUNTIME\n"), "\(run.output)")
  }
}
