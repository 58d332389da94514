import Pipeline
import TestSupport

@testable import PluginHost

/// A plugin in Swift in a folder of its own, as its author would write it.
struct SwiftPlugin {
  /// Counts letters; fails on the word REFUSE.
  static let letters = #"""
    import Pipeline

    @_cdecl("textmill_plugin")
    public func plugin(question: PluginQuestion) -> PluginAnswer {
      pluginAnswer(to: question, stages: LettersStage.self, BatchesStage.self)
    }

    struct LettersStage: ConfigurableStage {
      static let letters = LayerKey<[String: Int]>("letters")
      static var descriptor: StageDescriptor {
        StageDescriptor(
          name: "letters", summary: "counts letters 🔤", discussion: "One paragraph.\n\nAnother: \"quoted\".",
          options: [
            OptionDescriptor("factor", .integer(1...9), default: 1, "A factor"),
            OptionDescriptor("share", .number(0...1), default: 0.5, "A number"),
            OptionDescriptor("where", .anyOf([.bool, .outputPath]), default: false, "An output"),
            OptionDescriptor("names", .list(.record([OptionDescriptor(required: "name", .string, "A name")])), "Names"),
            OptionDescriptor("anything", .integer(.min ... .max), "Any number"),
          ],
          layers: LayerUse(writes: ["letters"]),
          examples: [StageExample("shows it", options: ["factor": 2], input: "Ab", output: ["letters": ["4"]])])
      }
      var layers: LayerUse { Self.descriptor.layers }
      let factor: Int
      init(options: StageOptions, context: StageContext) throws(Diagnostics) {
        factor = options.integer("factor")
        if factor == 9 { throw Diagnostics(Diagnostic(code: "no-nine", "nine is too much", at: options.location(of: "factor"))) }
      }
      func process(_ document: inout Document) throws(StageFailure) {
        if document.text.string.contains("REFUSE") { throw StageFailure(code: "refused", "the text is refused") }
        document.set(Self.letters, to: ["letters": factor * document.text.string.filter(\.isLetter).count])
      }
    }

    struct BatchesStage: ConfigurableStage, BatchStage {
      static var descriptor: StageDescriptor {
        StageDescriptor(name: "batches", summary: "takes batches", discussion: "", options: [], layers: LayerUse(), examples: [])
      }
      var layers: LayerUse { LayerUse() }
      init(options: StageOptions, context: StageContext) throws(Diagnostics) {}
      func process(batch: inout [Document]) -> [StageFailure?] { batch.map { _ in nil } }
    }
    """#

  let folder: TemporaryFolder
  /// The folder of the sources.
  var path: String { "\(folder.path)/letters" }

  init(_ source: String = Self.letters) throws {
    folder = try TemporaryFolder()
    try folder.write(
      #"{"textmill": 1, "name": "letter-counts", "version": "1.2.3", "summary": "Counts letters"}"#, to: "letters/plugin.json")
    try folder.write("// swift-tools-version: 6.2\n", to: "letters/Package.swift")
    try folder.write(source, to: "letters/Sources/Letters/Letters.swift")
  }

  /// A library in C in the place of one in Swift, with a manifest that describes it rightly.
  init(c source: String, stages: [StageDescriptor] = []) throws {
    folder = try TemporaryFolder()
    let file = try folder.write(source, to: "letters/library.c")
    let run = try ToolRun(["clang", "-shared", "-fPIC", "-o", "\(folder.path)/letters/library.so", file], in: folder.path)
    if !run.isSuccess { throw StageFailure(code: "no-library", run.errors) }
  }

  /// The manifest of a library, whose facts fit it and this program.
  static func manifest(of library: String, in folder: TemporaryFolder, change: (inout PluginLibraryFacts) -> Void = { _ in }) throws
    -> PluginManifest
  {
    var facts = try LibraryBuilder.facts(of: "\(folder.path)/\(library)", named: library)
    change(&facts)
    let stage = StageDescriptor(name: "letters", summary: "counts letters", discussion: "", options: [], layers: LayerUse(), examples: [])
    return PluginManifest(
      file: "\(folder.path)/plugin.json", folder: folder.path, name: "letter-counts", version: "1", summary: "", command: [],
      library: facts,
      setup: nil, instances: 1, window: 1, timeout: 1, stages: [stage])
  }
}
