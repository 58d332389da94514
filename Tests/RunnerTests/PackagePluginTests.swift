import Foundation
import TestSupport
import Testing

/// Plugins in Swift that the compiler alone cannot build, so that `swift build` does. Here a script stands in for it, which leaves what it would leave:
/// it would build the core anew each time, for minutes, from packages that are fetched.
@Suite struct PackagePluginTests {
  private static let plugin = """
    import Pipeline
    @_cdecl("textmill_plugin")
    public func plugin(question: PluginQuestion) -> PluginAnswer { pluginAnswer(to: question, stages: CommasStage.self) }
    struct CommasStage: ConfigurableStage {
      static let descriptor = StageDescriptor(
        name: "commas", summary: "counts commas", discussion: "", options: [], layers: LayerUse(writes: ["commas"]), examples: [])
      let layers = descriptor.layers
      init(options: StageOptions, context: StageContext) throws(Diagnostics) {}
      func process(_ document: inout Document) throws(StageFailure) {
        document.set(LayerKey<Int>("commas"), to: document.text.string.utf8.count { $0 == 0x2C })
      }
    }
    """

  /// A package with one target and resources, and the script in the place of `swift`.
  private static func package(building command: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(#"{"textmill": 1, "name": "commas", "version": "1.0.0"}"#, to: "commas/plugin.json")
    try folder.write(
      "// swift-tools-version: 6.2\n// targets: [.target(name: \"Commas\")]\nresources: [.copy(\"Data\")]\n", to: "commas/Package.swift")
    try folder.write(plugin, to: "commas/Sources/Commas/Commas.swift")
    let modules = (TextmillProcess.binary as NSString).deletingLastPathComponent + "/Modules"
    try folder.write(
      """
      #!/bin/bash
      set -e
      test "$*" = "build -c release"
      mkdir -p .build/release/commas_Commas.resources/Data
      modules='\(modules)'
      \(command)
      """, to: "tools/swift")
    chmod("\(folder.path)/tools/swift", 0o755)
    return folder
  }

  private static func build(in folder: TemporaryFolder) throws -> TextmillProcess {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try TextmillProcess("plugins", "build", "commas", in: folder.path, environment: ["PATH": "\(folder.path)/tools:\(path)"])
  }

  private static let compiling = """
    echo "$RANDOM" >.build/release/libOther.so
    echo words >.build/release/commas_Commas.resources/Data/words.txt
    echo core >.build/release/libPipeline.so
    swiftc -emit-library -parse-as-library -swift-version 6 -module-name Commas -I "$modules" -o .build/release/libCommas.so Sources/Commas/Commas.swift
    """

  @Test func theLibraryIsTakenWithItsResourcesAndUsed() throws {
    let folder = try Self.package(building: Self.compiling)
    // The second time over what the first left.
    for _ in 1...2 {
      let build = try Self.build(in: folder)
      #expect(build.status == 0 && build.output == "commas 1.0.0: commas\n", "\(build.error)")
      #expect(try folder.read("commas/.build/plugin/commas_Commas.resources/Data/words.txt") == "words\n")
      #expect(try folder.read("commas/.build/plugin/libPipeline.so") == "core\n")
    }
    try folder.write("pipeline: p\nplugins: commas\nstages: [commas, { export: { jsonl: d.jsonl } }]\n", to: "p.yaml")
    let run = try TextmillProcess("run", "p.yaml", "-", "-o", "out", input: #"{"text": "One, two."}"#, in: folder.path)
    #expect(run.status == 0, "\(run.error)")
    #expect(try folder.read("out/d.jsonl").contains(#""commas":1"#))
  }

  @Test func aPackageWithoutTheLibraryIsToldWhatItLacks() throws {
    let build = try Self.build(in: try Self.package(building: "echo other >.build/release/libOther.so"))
    #expect(
      build.status == 2
        && build.error.contains(
          "the package in 'commas' has no product '.library(name:type: .dynamic, targets:)' that declares 'textmill_plugin'"),
      "\(build.error)")
  }

  @Test func whatThePackageManagerSaysIsTold() throws {
    let build = try Self.build(in: try Self.package(building: "echo \"error: 'commas': no such module 'Zebra'\" >&2; exit 1"))
    #expect(
      build.status == 2 && build.error.contains("the plugin in 'commas' does not build:\n  error: 'commas': no such module 'Zebra'"),
      "\(build.error)")
  }
}
