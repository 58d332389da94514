import Pipeline
import TestSupport
import Testing

@testable import PluginHost

@Suite struct ManifestTests {
  private func problems(_ text: String) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "one/plugin.json")
    let catalog = PluginCatalog(folders: [folder.path])
    return catalog.entries.flatMap(\.diagnostics.all).map { diagnostic in
      "\(diagnostic.location.map { "\($0.line):\($0.column)" } ?? "-") \(diagnostic.code)"
    }
  }

  private func stage(_ members: String) -> String {
    #"""
    {"textmill": 1, "name": "p", "version": "1", "command": ["p"], "stages": [
    {"name": "s", "summary": "S", \#(members)}]}
    """#
  }

  @Test func aWholeManifestIsRead() throws {
    let plugin = try AwkwardPlugin(window: 8, instances: 3)
    let entry = try #require(PluginCatalog(folders: [plugin.folder.path]).entries.first)
    let manifest = try #require(entry.manifest)
    #expect(manifest.name == "awkward" && manifest.window == 8 && manifest.instances == 3 && manifest.timeout == 0.5)
    #expect(manifest.stages.map(\.name) == ["measure"])
    #expect(manifest.stages.first?.layers.writes == ["size", "entities"])
  }

  @Test(arguments: [
    (#""layers": {}, "options": [{"key": "a", "kind": "integr", "summary": "A"}]"#, "2:78 wrong-value"),
    (#""layers": {}, "options": [{"key": "a", "kind": "integer", "maximum": 3, "default": 4, "summary": "A"}]"#, "2:114 bad-default"),
    (
      #""layers": {}, "options": [{"key": "a", "kind": "bool", "summary": "A"}, {"key": "a", "kind": "bool", "summary": "A"}]"#,
      "2:103 duplicate-option"
    ),
    (#""layers": {"writes": ["text"]}"#, "2:53 text-layer"),
    (#""layers": {"writs": []}"#, "2:42 unknown-key"),
    (#""layers": {}, "options": [{"key": "A b", "kind": "bool", "summary": "A"}]"#, "2:58 bad-name"),
    (#""summry": "S""#, "2:1 missing-key"),
  ])
  func aMistakeInADescriptionHasItsPlace(members: String, expected: String) throws {
    let found = try problems(stage(members))
    #expect(found.contains(expected), "\(found)")
  }

  @Test(arguments: [
    (#""kind": "integer", "maximum": 3, "default": 4"#, "a whole number of at most 3, not the number 4"),
    (#""kind": "number", "minimum": 0.5, "maximum": 2, "default": "x""#, "a number from 0.5 to 2, not the text 'x'"),
    (#""kind": "choice", "choices": ["a", "b"], "default": "c""#, "'a' or 'b', not the text 'c'"),
    (#""kind": "bool", "default": [1]"#, "true or false, not a list"),
  ])
  func aDefaultThatDoesNotFitIsToldAsInAPipelineFile(option: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(stage(#""layers": {}, "options": [{"key": "a", \#(option), "summary": "A"}]"#), to: "p/plugin.json")
    let messages = try #require(PluginCatalog(folders: [folder.path]).entries.first).diagnostics.all.map(\.message)
    #expect(messages == ["the default of the option 'a' must be \(expected)"])
  }

  @Test func stagesOfOneNameAreRefused() throws {
    let text =
      #"{"textmill": 1, "name": "p", "version": "1", "command": ["p"], "stages": [{"name": "s", "summary": "S", "layers": {}}, {"name": "s", "summary": "S", "layers": {}}]}"#
    #expect(try problems(text).map { $0.split(separator: " ").last } == ["duplicate-stage"])
  }

  @Test func aManifestOfAnotherVersionIsRefused() throws {
    let text = #"{"textmill": 2, "name": "p", "version": "1", "command": ["p"], "stages": [{"name": "s", "summary": "S", "layers": {}}]}"#
    #expect(try problems(text) == ["1:2 wrong-version"])
  }

  @Test(arguments: [
    ("\"command\": [\"p\"],\n \"stages\": [{\"name\": \"s\", \"summary\": \"\\\",]\", \"layers\": {}},\n ]", "2:59 no-json"),
    ("\"stages\": [{\"name\": \"s\", \"summary\": \"S\", \"layers\": {}}], \"command\": [\"p\",]", "1:118 no-json"),
    ("\"command\": ['p'], \"stages\": [{\"name\": \"s\", \"summary\": \"S\", \"layers\": {}}]", "1:1 no-json"),
    ("\"command\": [p], # it\n\"stages\": [{\"name\": \"s\", \"summary\": \"S\", \"layers\": {}}]", "1:1 no-json"),
  ])
  func whatIsYAMLAndNoJSONIsRefused(members: String, expected: String) throws {
    let found = try problems("{\"textmill\": 1, \"name\": \"p\", \"version\": \"1\", \(members)}")
    #expect(found == [expected])
  }

  @Test func theSecondPluginOfANameIsLeftOut() throws {
    let (first, second) = (try AwkwardPlugin(), try AwkwardPlugin())
    let catalog = PluginCatalog(folders: [first.folder.path, second.folder.path])
    #expect(catalog.entries.map { $0.manifest != nil } == [true, false])
    #expect(catalog.definitions { _ in }.count == 1)
    let warning = try #require(catalog.entries.last?.diagnostics.all.first)
    #expect(warning.severity == .warning && warning.location?.file == "\(second.folder.path)/awkward/plugin.json")
    #expect(warning.message == "not used: the plugin 'awkward' is also in '\(first.folder.path)/awkward', which is used")
  }

  @Test func aDescriptionIsReadBackAsItWasWritten() throws {
    let plugin = try AwkwardPlugin()
    let manifest = try #require(PluginCatalog(folders: [plugin.folder.path]).entries.first?.manifest)
    let written = StageDescriptionWriter.json(of: try #require(manifest.stages.first))
    let line = Array(#"{"textmill":1,"plugin":{"name":"awkward","version":"1","stages":["#.utf8) + written + Array("]}}".utf8)
    guard case .ready(let stages) = try ProcessProtocol.greeting(line, from: "awkward") else {
      Issue.record("not ready")
      return
    }
    #expect(stages.map { StageDescriptionWriter.json(of: $0) } == [written])
  }
}
