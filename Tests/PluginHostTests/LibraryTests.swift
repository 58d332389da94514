import Foundation
import Pipeline
import TestSupport
import Testing

@testable import PluginHost

@Suite struct LibraryTests {
  /// Built once: a build takes about a second.
  private static let built = Result { () throws -> (plugin: SwiftPlugin, manifest: PluginManifest) in
    let plugin = try SwiftPlugin()
    return (plugin, try LibraryBuilder.build(plugin.path))
  }

  private static func reason(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing is wrong"
    } catch {
      return (error as? Diagnostics)?.all.map(\.message).joined(separator: "\n") ?? "\(error)"
    }
  }

  @Test func aPluginInSwiftIsBuiltFoundLoadedAndRun() throws {
    let (plugin, built) = try Self.built.get()
    #expect(built.stages.map(\.name) == ["letters", "batches"])
    let catalog = PluginCatalog(folders: [plugin.folder.path])
    let entry = try #require(catalog.entries.first)
    #expect(entry.allDiagnostics.all.isEmpty && catalog.unbuilt.isEmpty)
    let definitions = catalog.definitions { _ in }
    let letters = try #require(definitions.first)
    let options = StageOptions(letters.descriptor.options, given: ["factor": 2])
    let stage = PlannedStage(name: "letters", stage: try letters.make(options: options, context: StageContext(instance: "letters")))
    var document = Document(id: "a", text: "Baku, 1918")
    try stage.run(on: &document)
    #expect(document[LayerKey<[String: Int]>("letters")] == ["letters": 8])
    #expect(document.layers == ["letters"])
    var refused = Document(id: "b", text: "REFUSE")
    #expect(throws: StageFailure(code: "refused", "the text is refused")) { try stage.run(on: &refused) }
  }

  @Test func capabilitiesOfALibrarysStagesAreSeen() throws {
    let (plugin, _) = try Self.built.get()
    let definition = try #require(PluginCatalog(folders: [plugin.path]).definitions { _ in }.last)
    let stage = try definition.make(options: StageOptions([]), context: StageContext(instance: "batches"))
    #expect(stage is any BatchStage)
  }

  @Test func whatAStageSaysAgainstItsOptionsIsReported() throws {
    let (plugin, _) = try Self.built.get()
    let letters = try #require(PluginCatalog(folders: [plugin.path]).definitions { _ in }.first)
    let options = StageOptions(letters.descriptor.options, given: ["factor": 9])
    #expect(Self.reason { _ = try letters.make(options: options, context: StageContext(instance: "letters")) } == "nine is too much")
  }

  @Test func aDescriptionOutlivesTheManifest() throws {
    let (_, manifest) = try Self.built.get()
    let read = try ManifestReader.manifest(at: manifest.file)
    #expect(read.library == manifest.library)
    #expect(read.stages.map { StageDescriptionWriter.json(of: $0) } == manifest.stages.map { StageDescriptionWriter.json(of: $0) })
    #expect(read.stages.first?.discussion == "One paragraph.\n\nAnother: \"quoted\".")
  }

  @Test func whatIsOnlyLookedAtIsNotLoaded() throws {
    let (plugin, _) = try Self.built.get()
    let definition = try #require(PluginCatalog(folders: [plugin.path]).definitions(.described) { _ in }.first)
    let stage = try definition.make(options: StageOptions(definition.descriptor.options), context: StageContext(instance: "letters"))
    #expect(stage.layers.writes == ["letters"])
    var document = Document(id: "a", text: "Baku")
    #expect(throws: StageFailure.self) { try stage.process(&document) }
  }

  @Test func aLibraryThatIsCutOffAnywhereIsRefused() throws {
    let (plugin, manifest) = try Self.built.get()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(manifest.folder)/libLetters.so"))
    let folder = try TemporaryFolder()
    #expect(bytes.count > 16_384)
    for size in Array(stride(from: 0, to: bytes.count, by: 4096)) + [bytes.count - 1] {
      try folder.write([UInt8](bytes.prefix(size)), to: "cut.so")
      var stale = manifest
      stale.folder = folder.path
      stale.library?.path = "cut.so"
      #expect(
        Self.reason { _ = try LibraryLoader.definitions(of: stale) }.contains("it was changed or cut off; run 'textmill plugins build"))
      // Even where the manifest was written for what is left.
      let lying = try SwiftPlugin.manifest(of: "cut.so", in: folder)
      let reason = Self.reason { _ = try LibraryLoader.definitions(of: lying) }
      #expect(reason.contains(size < 64 ? "is no library of this system" : "is cut off"), "\(size): \(reason)")
    }
    withExtendedLifetime(plugin) {}
  }

  @Test func aLibraryThatWasChangedIsRefused() throws {
    let (_, manifest) = try Self.built.get()
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(manifest.folder)/libLetters.so")))
    bytes[bytes.count / 2] ^= 1
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "libLetters.so")
    var stale = manifest
    stale.folder = folder.path
    #expect(Self.reason { _ = try LibraryLoader.definitions(of: stale) }.contains("is not the one that its manifest describes"))
    stale.folder = folder.path + "/nowhere"
    #expect(Self.reason { _ = try LibraryLoader.definitions(of: stale) }.contains("is missing or cannot be read"))
  }

  @Test func aLibraryForAnotherProgramIsRefused() throws {
    let (plugin, manifest) = try Self.built.get()
    let changes: [(String, (inout PluginLibraryFacts) -> Void)] = [
      ("it was built for version 0 of the interface, and this program has version 1", { $0.interface = 0 }),
      ("it was built for riscv64, and this program runs on", { $0.architecture = "riscv64" }),
      ("it was built with Swift 5.9, and this program with Swift", { $0.swift = "5.9" }),
      ("it was built for another version of Textmill than this program's", { $0.core = "0123456789abcdef" }),
    ]
    for (expected, change) in changes {
      var stale = manifest
      if var library = stale.library {
        change(&library)
        stale.library = library
      }
      let reason = Self.reason { _ = try LibraryLoader.definitions(of: stale) }
      #expect(reason.hasPrefix("the plugin 'letter-counts' cannot be used: \(expected)"), "\(reason)")
      #expect(reason.hasSuffix("; run 'textmill plugins build \(plugin.path)'"), "\(reason)")
    }
  }

  @Test func aLibraryForAnotherProcessorIsRefused() throws {
    let (_, manifest) = try Self.built.get()
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(manifest.folder)/libLetters.so")))
    // Number 243 is RISC-V.
    (bytes[18], bytes[19]) = (243, 0)
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "other.so")
    let other = try SwiftPlugin.manifest(of: "other.so", in: folder)
    #expect(Self.reason { _ = try LibraryLoader.definitions(of: other) }.contains("is for another processor (ELF machine 243"))
  }

  @Test(arguments: [
    ("int anything(void) { return 1; }", "its library does not declare '@_cdecl(\"textmill_plugin\")"),
    (
      "extern int textmill_interface_0(void); void *textmill_plugin(int question) { return (void *)(long)textmill_interface_0(); }",
      "its library cannot be linked with this program:"
    ),
    (
      "void *textmill_plugin(int question) { return (void *)7; }",
      "its library says that it was built for version 7 of the interface, not 1"
    ),
    (
      "extern int textmill_interface_1(void); void *textmill_plugin(int question) { return (void *)(long)textmill_interface_1(); }",
      "its library was built for another version of Textmill than this program's"
    ),
  ])
  func aForeignLibraryIsRefused(source: String, expected: String) throws {
    let plugin = try SwiftPlugin(c: source)
    let manifest = try SwiftPlugin.manifest(of: "letters/library.so", in: plugin.folder)
    let reason = Self.reason { _ = try LibraryLoader.definitions(of: manifest) }
    #expect(reason.hasPrefix("the plugin 'letter-counts' cannot be used: \(expected)"), "\(reason)")
  }

  @Test func theSystemsOwnLibraryIsNoPlugin() throws {
    let paths = ["/lib/x86_64-linux-gnu/libc.so.6", "/lib/aarch64-linux-gnu/libc.so.6", "/lib64/libc.so.6"]
    let path = try #require(paths.first { FileManager.default.isReadableFile(atPath: $0) })
    let folder = try TemporaryFolder()
    try folder.write([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), to: "libc.so.6")
    let manifest = try SwiftPlugin.manifest(of: "libc.so.6", in: folder)
    #expect(Self.reason { _ = try LibraryLoader.definitions(of: manifest) }.contains("its library does not declare"))
  }

  @Test func aLibraryThatIsNotAsItsManifestSaysIsRefused() throws {
    let (_, manifest) = try Self.built.get()
    var other = manifest
    other.stages[0].summary = "counts something else"
    #expect(
      Self.reason { _ = try LibraryLoader.definitions(of: other) }.contains(
        "its library describes the stage 'letters' otherwise than its manifest"))
    other.stages[0].name = "leters"
    #expect(
      Self.reason { _ = try LibraryLoader.definitions(of: other) }.contains("its library offers the stage 'letters', which its manifest"))
    other = manifest
    other.stages.append(other.stages[0])
    other.stages[2].name = "more"
    #expect(Self.reason { _ = try LibraryLoader.definitions(of: other) }.contains("its library does not offer the stage 'more'"))
  }

  @Test(arguments: [
    ("LettersStage.self, BatchesStage.self", "LettersStage.self, LettersStage.self", "the stage 'letters' is described twice"),
    ("default: 0.5", "default: 7.5", "the default of the option 'share' must be a number from 0 to 1, not the number 7.5"),
    (#""factor", .integer"#, #""share", .integer"#, "the option 'share' is described twice"),
    (
      #"name: "letters""#, #"name: "Letters!""#,
      "'name' must be lower-case letters, digits and '_', beginning with a letter, not 'Letters!'"
    ),
    ("let factor: Int", "let factor: Strin", "does not build:\n"),
  ])
  func aMistakeInAPluginIsReportedWhenItIsBuilt(part: String, mistake: String, expected: String) throws {
    let plugin = try SwiftPlugin(SwiftPlugin.letters.replacingOccurrences(of: part, with: mistake))
    let reason = Self.reason { _ = try LibraryBuilder.build(plugin.path) }
    #expect(reason.contains(expected), "\(reason)")
    #expect(PluginCatalog(folders: [plugin.path]).entries.isEmpty)
  }

  @Test func aPluginThatIsNotBuiltIsSaidToBe() throws {
    let plugin = try SwiftPlugin()
    let catalog = PluginCatalog(folders: [plugin.folder.path])
    #expect(catalog.entries.isEmpty)
    #expect(
      catalog.unbuilt.map(\.message) == [
        "the plugin 'letter-counts' in '\(plugin.path)' is not built: run 'textmill plugins build \(plugin.path)'"
      ])
  }

  @Test(.timeLimit(.minutes(1))) func aToolIsNotWaitedForBeyondItsEnd() throws {
    let run = try ToolRun(["sh", "-c", "sleep 600 & echo $!; echo oh >&2; kill -ABRT $$"], in: "/")
    defer { _ = Int32(String(decoding: run.output.dropLast(), as: UTF8.self)).map { kill($0, SIGKILL) } }
    #expect(run.ending == "it was ended by signal 6 (SIGABRT)")
    #expect(!run.isSuccess && run.errors == "oh\n")
    #expect(!run.output.isEmpty)
    #expect(throws: Diagnostics.self) { try ToolRun(["no-such-tool"], in: "/") }
  }
}
