import Foundation
import TestSupport
import Testing

/// The worked examples of plugins, tried by `plugins check` and `plugins build`.
@Suite struct PluginExamplesTests {
  /// A plugin in Swift that counts commas and does as its text says; its second example is given.
  private static func library(_ example: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(#"{"textmill": 1, "name": "commas", "version": "1.0.0"}"#, to: "commas/plugin.json")
    try folder.write("// swift-tools-version: 6.2\n", to: "commas/Package.swift")
    try folder.write(
      """
      import Pipeline
      @_cdecl("textmill_plugin")
      public func plugin(question: PluginQuestion) -> PluginAnswer { pluginAnswer(to: question, stages: CommasStage.self) }
      struct CommasStage: ConfigurableStage {
        static let commas = LayerKey<[Int]>("commas")
        static let descriptor = StageDescriptor(
          name: "commas", summary: "counts commas and people", discussion: "", options: [],
          layers: LayerUse(requires: [.sentences], uses: [.entities], writes: [commas.layer]),
          examples: [
            StageExample("marked names", after: ["segment"], input: "[Anna|PERSON], [Ada|PERSON], Oslo", output: [commas.layer: ["2", "2"]]),
            \(example),
          ])
        let layers = descriptor.layers
        init(options: StageOptions, context: StageContext) throws(Diagnostics) {}
        func process(_ document: inout Document) throws(StageFailure) {
          if document.text.string.contains("STOP") { preconditionFailure() }
          document.set(Self.commas, to: [document.text.string.utf8.count { $0 == 0x2C }, document.entities.count])
        }
      }
      """, to: "commas/Sources/Commas/Commas.swift")
    return folder
  }

  @Test func thoseOfALibraryAreTried() throws {
    let folder = try Self.library(
      #"StageExample("none", after: ["normalize", "segment"], input: "Oslo.", output: [commas.layer: ["0", "0"]])"#)
    let build = try TextmillProcess("plugins", "build", "commas", in: folder.path)
    #expect(build.status == 0 && build.output == "commas 1.0.0: commas\n" && build.error.isEmpty, "\(build.error)")
    let check = try TextmillProcess("plugins", "check", "commas", in: folder.path)
    #expect(check.status == 0 && check.output == "2 examples tried, none wrong\n", "\(check.output)\(check.error)")
  }

  @Test func aWrongOneOfALibraryIsToldByBuildAndByCheck() throws {
    let folder = try Self.library(#"StageExample("too many", after: ["segment"], input: "Oslo, now.", output: [commas.layer: ["3", "0"]])"#)
    let told =
      "the example 'too many' of the stage 'commas' does not hold: commas is otherwise (- expected, + found):\n  - 3\n  - 0\n  + 1\n  + 0\n"
    let build = try TextmillProcess("plugins", "build", "commas", in: folder.path)
    #expect(build.status == 0 && build.output == "commas 1.0.0: commas\n" && build.error == "warning: \(told)", "\(build.error)")
    let check = try TextmillProcess("plugins", "check", "commas", in: folder.path)
    #expect(check.status == 1 && check.output == "\(told)2 examples tried, 1 wrong\n", "\(check.output)\(check.error)")
  }

  @Test(arguments: [
    ("input: \"Oslo.\"", "the document has no layer 'sentences', which the stage 'commas' requires (commas)"),
    ("after: [\"segmnt\"], input: \"Oslo.\"", "there is no stage 'segmnt' to run before it"),
    ("after: [\"segment\"], input: \"[Oslo\"", "its input has a '[' without its ']': marks are of the form [text|TYPE]"),
  ])
  func oneThatCannotBeTriedIsToldWhy(example: String, reason: String) throws {
    let folder = try Self.library("StageExample(\"odd\", \(example), output: [commas.layer: [\"0\", \"0\"]])")
    let build = try TextmillProcess("plugins", "build", "commas", in: folder.path)
    #expect(build.error == "warning: the example 'odd' of the stage 'commas' does not hold: \(reason)\n")
  }

  @Test func oneThatStopsTheLibraryStopsNothingElse() throws {
    let folder = try Self.library(#"StageExample("stop", after: ["segment"], input: "STOP.", output: [commas.layer: ["0", "0"]])"#)
    let build = try TextmillProcess("plugins", "build", "commas", in: folder.path)
    #expect(build.status == 0 && build.error.contains("the library of the plugin 'commas' stopped its process"), "\(build.error)")
    let check = try TextmillProcess("plugins", "check", "commas", in: folder.path)
    #expect(check.status == 1 && check.error.contains("error: the library of the plugin 'commas' stopped its process"), "\(check.error)")
  }

  @Test(.enabled(if: Guide.has("python3"))) func thoseOfAProgramAreTried() throws {
    let folder = try TemporaryFolder()
    let helper = try String(contentsOfFile: "\(TextmillProcess.root)/Sources/PluginHost/Data/textmill_stage.py", encoding: .utf8)
    try folder.write(helper, to: "textmill_stage.py")
    for (found, status, told) in [
      (1, 0, "1 example tried, none wrong\n"),
      (
        2, 1,
        "the example 'a name' of the stage 'names' does not hold: people is otherwise (- expected, + found):\n  - 2\n  + 1\n1 example tried, 1 wrong\n"
      ),
    ] {
      try folder.write(
        """
        from textmill_stage import Document, Example, Options, run, stage

        @stage(summary="Counts people", requires=["entities"], writes=["people"], examples=[
            Example("a name", input="[Anna|PERSON] won.", output={"people": ["\(found)"]})])
        def names(document: Document, options: Options) -> None:
            document.layers["people"] = len(document.entities)

        if __name__ == "__main__":
            run("names", "1", "Counts people")
        """, to: "names.py")
      for path in ["names.py", "."] {
        let check = try TextmillProcess("plugins", "check", path, in: folder.path)
        #expect(check.status == status && check.output.hasSuffix(" rules, none broken\n" + told), "\(check.output)\(check.error)")
        if path == "names.py" {
          _ = try Guide.shell("python3 names.py --manifest", in: folder)
        }
      }
    }
  }
}
