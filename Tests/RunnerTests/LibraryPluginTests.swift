import Foundation
import TestSupport
import Testing

/// The plugin in Swift that Textmill ships, built, listed, checked, run and broken by the real binary.
@Suite struct LibraryPluginTests {
  private static let built = Result { () throws -> (folder: TemporaryFolder, run: TextmillProcess) in
    let folder = try TemporaryFolder()
    try copy(to: folder.path)
    return (folder, try TextmillProcess("plugins", "build", "\(folder.path)/Readability"))
  }

  /// Copies the plugin without what was built in it.
  private static func copy(to folder: String) throws {
    let source = "\(TextmillProcess.root)/Plugins/Readability"
    try FileManager.default.createDirectory(atPath: "\(folder)/Readability", withIntermediateDirectories: true)
    for name in ["Package.swift", "plugin.json", "Sources", "readability.yaml", "readability.test.yaml"] {
      try FileManager.default.copyItem(atPath: "\(source)/\(name)", toPath: "\(folder)/Readability/\(name)")
    }
  }

  @Test func thePluginIsBuiltListedAndTested() throws {
    let (folder, build) = try Self.built.get()
    #expect(build.status == 0, "\(build.error)")
    #expect(build.output == "readability 1.0.0: readability\n")
    let list = try TextmillProcess("plugins", "--plugins", folder.path, in: folder.path)
    #expect(list.output.contains("readability  says how hard a text is to read"))
    #expect(list.status == 0 && list.error.isEmpty, "\(list.error)")
    let test = try TextmillProcess("test", "\(folder.path)/Readability", "--plugins", folder.path)
    #expect(test.status == 0, "\(test.output)\(test.error)")
    let check = try TextmillProcess("plugins", "check", "\(folder.path)/Readability")
    #expect(check.status == 0 && check.output == "2 examples tried, none wrong\n", "\(check.output)\(check.error)")
  }

  @Test func aRunWithThePluginWritesItsLayer() throws {
    let (folder, _) = try Self.built.get()
    try folder.write("The mayor opened the bridge. Many people walked over it.", to: "articles/a.txt")
    let run = try TextmillProcess(
      "run", "\(folder.path)/Readability/readability.yaml", "\(folder.path)/articles", "-o", "\(folder.path)/out", "--plugins", folder.path)
    #expect(run.status == 0, "\(run.error)")
    #expect(try folder.read("out/documents.jsonl").contains(#""readability":{"#))
  }

  @Test func aStalePluginIsToldByCheckAndByRun() throws {
    let folder = try TemporaryFolder()
    let (whole, _) = try Self.built.get()
    try FileManager.default.copyItem(atPath: "\(whole.path)/Readability", toPath: "\(folder.path)/Readability")
    let library = "\(folder.path)/Readability/.build/plugin/libReadability.so"
    try Data(contentsOf: URL(fileURLWithPath: library)).prefix(8192).write(to: URL(fileURLWithPath: library))
    let pipeline = "\(folder.path)/Readability/readability.yaml"
    for arguments in [["check", pipeline], ["run", pipeline, folder.path, "-o", "\(folder.path)/out"]] {
      let run = try TextmillProcess(arguments + ["--plugins", folder.path])
      #expect(run.status == 2)
      let said = run.output + run.error
      #expect(said.contains("the plugin 'readability' cannot be used"), "\(said)")
      #expect(said.contains("textmill plugins build \(folder.path)/Readability"), "\(said)")
    }
    let list = try TextmillProcess("plugins", "--plugins", folder.path, in: folder.path)
    #expect(list.status == 2 && list.error.contains("was changed or cut off"))
  }

  @Test func aLibraryWhoseSourcesWereChangedIsWarnedOfOnce() throws {
    let folder = try TemporaryFolder()
    let (whole, _) = try Self.built.get()
    try folder.write("They met.", to: "articles/a.txt")
    try folder.write("", to: "Plugins/.keep")
    try FileManager.default.copyItem(atPath: "\(whole.path)/Readability", toPath: "\(folder.path)/Plugins/Readability")
    let pipeline = "Plugins/Readability/readability.yaml"
    let commands = [
      ["check", pipeline, pipeline], ["run", pipeline, "articles", "-o", "out"], ["test", pipeline], ["plugins", "list"],
    ]
    let warning =
      "warning: the plugin 'readability' is used as it was built, and its sources were changed since; run 'textmill plugins build Plugins/Readability'\n"
    for isChanged in [false, true, false] {
      let source = "Plugins/Readability/Sources/Readability/Plugin.swift"
      let text = try folder.read(source)
      try folder.write(isChanged ? text + "// changed\n" : text.replacing("// changed\n", with: ""), to: source)
      for arguments in commands {
        let run = try TextmillProcess(arguments, in: folder.path)
        #expect(run.status == 0, "\(arguments): \(run.output)\(run.error)")
        let times = run.error.components(separatedBy: warning).count - 1
        #expect(times == (isChanged ? 1 : 0) && run.error.contains("warning") == isChanged, "\(arguments): \(run.error)")
      }
    }
    let doctor = try TextmillProcess("doctor", in: folder.path)
    #expect(
      doctor.status == 0 && doctor.output.contains("plugin readability 1.0.0: its library fits (Plugins/Readability)"), "\(doctor.output)")
  }

  @Test func messagesNameFoldersAsTheyWereNamed() throws {
    let folder = try TemporaryFolder()
    try Self.copy(to: "\(folder.path)/own")
    let list = try TextmillProcess("plugins", "--plugins", "own", in: folder.path)
    #expect(
      list.error == "note: the plugin 'readability' in 'own/Readability' is not built: run 'textmill plugins build own/Readability'\n",
      "\(list.error)")
    try folder.write("import Pipeline\nlet wrong: Int = \"\"\n", to: "own/Readability/Sources/Readability/Wrong.swift")
    let build = try TextmillProcess("plugins", "build", "own/Readability/", in: folder.path)
    #expect(
      build.status == 2 && build.error.contains("error: the plugin in 'own/Readability' does not build:\n  own/Readability/Sources/"),
      "\(build.error)")
    #expect(!build.error.contains(folder.path), "\(build.error)")
    try folder.write("{", to: "own/Broken/plugin.json")
    let broken = try TextmillProcess("plugins", "--plugins", "own", in: folder.path)
    #expect(broken.status == 2 && broken.error.contains("own/Broken/plugin.json:"), "\(broken.error)")
    #expect(!broken.error.contains(folder.path), "\(broken.error)")
    let manifest = try TextmillProcess("plugins", "build", "own/Broken", in: folder.path)
    #expect(manifest.status == 2 && manifest.error.hasPrefix("own/Broken/plugin.json:"), "\(manifest.error)")
  }

  @Test func aPipelineNamesTheFolderOfItsPlugins() throws {
    let (folder, _) = try Self.built.get()
    try folder.write(
      "pipeline: p\nplugins: Readability\nstages: [normalize, segment, readability, { export: { jsonl: d.jsonl } }]\n", to: "named.yaml")
    let check = try TextmillProcess("check", "named.yaml", in: folder.path)
    #expect(check.status == 0, "\(check.output)")
    let tried = try TextmillProcess("try", "named.yaml", "They met.", in: folder.path)
    #expect(tried.status == 0, "\(tried.error)")
    try folder.write("pipeline: p\nplugins: [Readabilty]\nstages: [normalize]\n", to: "wrong.yaml")
    let wrong = try TextmillProcess("check", "wrong.yaml", in: folder.path)
    #expect(
      wrong.output.hasPrefix("wrong.yaml:2:11: error: there is no folder 'Readabilty'; did you mean 'Readability'?"), "\(wrong.output)")
  }

  @Test func aPluginThatWasNotBuiltIsNamedToWhoMissesItsStage() throws {
    let folder = try TemporaryFolder()
    try Self.copy(to: folder.path)
    let run = try TextmillProcess(
      "run", "\(folder.path)/Readability/readability.yaml", folder.path, "-o", "\(folder.path)/out", "--plugins", folder.path)
    #expect(run.status == 2)
    #expect(run.error.contains("is not built: run 'textmill plugins build \(folder.path)/Readability'"), "\(run.error)")
  }

  @Test func checkAndTestSayOfAMissingStageThatItsPluginIsNotBuilt() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: "\(folder.path)/Plugins", withIntermediateDirectories: true)
    try Self.copy(to: "\(folder.path)/Plugins")
    try folder.write("pipeline: p\nstages: [normalize, segment, readability, { export: { jsonl: d.jsonl } }]\n", to: "p/p.yaml")
    for name in ["p", "other"] {
      try folder.write("pipeline: p.yaml\ncases: [{ name: n, text: abc, expect: { failed: false } }]\n", to: "p/\(name).test.yaml")
    }
    let error =
      "p/p.yaml:2:30: error: there is no stage 'readability'; the plugin 'readability' in 'Plugins/Readability' is not built: "
      + "run 'textmill plugins build Plugins/Readability'\n"
    let check = try TextmillProcess("check", "p/p.yaml", in: folder.path)
    #expect(check.status == 2 && check.output == error, "\(check.output)")
    // Both test files are of one pipeline, whose error is told once.
    let test = try TextmillProcess("test", "p", in: folder.path)
    #expect(test.status == 2 && test.error == error, "\(test.error)")
    let stages = try TextmillProcess("stages", "readability", in: folder.path)
    #expect(stages.status == 2 && stages.error.contains("is not built"), "\(stages.error)")
  }

  @Test func aLibraryThatIsRefusedIsNotSaidToBeUsed() throws {
    let folder = try TemporaryFolder()
    let (whole, _) = try Self.built.get()
    try folder.write("", to: "Plugins/.keep")
    try FileManager.default.copyItem(atPath: "\(whole.path)/Readability", toPath: "\(folder.path)/Plugins/Readability")
    let product = "Plugins/Readability/.build/plugin"
    try folder.write("no library", to: "\(product)/libReadability.so")
    let source = "Plugins/Readability/Sources/Readability/Plugin.swift"
    try folder.write(try folder.read(source) + "// changed\n", to: source)
    for arguments in [["check", "Plugins/Readability/readability.yaml"], ["test", "Plugins/Readability"], ["plugins"], ["doctor"]] {
      let run = try TextmillProcess(arguments, in: folder.path)
      #expect(run.status != 0 && (run.output + run.error).contains("was changed or cut off"), "\(arguments): \(run.output)\(run.error)")
      #expect(!(run.output + run.error).contains("is used as it was built"), "\(arguments): \(run.output)\(run.error)")
    }
  }

  @Test func aLibraryThatCrashesWhenItIsLoadedIsNotInstalled() throws {
    let folder = try TemporaryFolder()
    try Self.copy(to: folder.path)
    try folder.write(
      """
      import Pipeline
      @_cdecl("textmill_plugin")
      public func plugin(question: PluginQuestion) -> PluginAnswer {
        if question == 2 { fatalError() }
        return pluginAnswer(to: question, stages: ReadabilityStage.self)
      }
      """, to: "Readability/Sources/Readability/Plugin.swift")
    let build = try TextmillProcess("plugins", "build", "\(folder.path)/Readability")
    #expect(build.status == 2)
    #expect(build.error.contains("the library of the plugin 'readability' cannot be loaded"), "\(build.error)")
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/Readability/.build/plugin/plugin.json"))
  }

  @Test func aProgramOfOnesOwnHasItsStageBesideTheStandardOnes() throws {
    let folder = try TemporaryFolder()
    try folder.write("pipeline: p\nstages:\n  - normalize\n  - shouts\n  - export: { jsonl: documents.jsonl }\n", to: "p.yaml")
    try folder.write("Stop! He said so!", to: "articles/a.txt")
    let program = (TextmillProcess.binary as NSString).deletingLastPathComponent + "/custom-runner"
    let run = try Guide.shell("'\(program)' run p.yaml articles -o out --quiet", in: folder)
    #expect(run == [])
    #expect(try folder.read("out/documents.jsonl").contains(#""shouts":2"#))
    let help = try Guide.shell("'\(program)' --help; '\(program)' check --help; '\(program)' chekc", in: folder).joined(separator: "\n")
    #expect(help.contains("USAGE: custom-runner <subcommand>") && help.contains("\n  custom-runner check Pipelines/*.yaml"), "\(help)")
    #expect(help.contains("'custom-runner --help' says what each does") && !help.contains("  textmill "), "\(help)")
  }
}
