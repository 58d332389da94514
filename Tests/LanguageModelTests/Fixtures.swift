import Foundation
import LanguageModel
import Pipeline
import Testing

/// Files that the tests read.
enum Fixtures {
  /// The package's root.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized.path

  /// `Tests/Fixtures/models`.
  static let models = "\(root)/Tests/Fixtures/models"

  /// The models that come with the program, where they are there: in the folder named by `TEXTMILL_MODELS`, or in `Models`.
  static let shippedModels = ProcessInfo.processInfo.environment["TEXTMILL_MODELS"] ?? "\(root)/Models"

  /// The small models, and those that come with the program.
  static let modelNames =
    ["tiny-words", "tiny-pieces"]
    + ((try? FileManager.default.contentsOfDirectory(atPath: shippedModels)) ?? []).sorted()
    .filter { FileManager.default.fileExists(atPath: "\(shippedModels)/\($0)/manifest.json") }

  /// The folder of a model.
  static func folder(of model: String) -> String { model.hasPrefix("tiny-") ? "\(models)/\(model)" : "\(shippedModels)/\(model)" }

  /// The folder of the development data, which is not part of the repository.
  static let data = ProcessInfo.processInfo.environment["TEXTMILL_DATA"] ?? "\(root)/../shared/data"

  static let hasData = FileManager.default.fileExists(atPath: data)

  static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

  /// The tokenizer over the small vocabulary.
  static func tokenizer() throws -> WordPieceTokenizer {
    try WordPieceTokenizer(vocabulary: bytes("\(models)/wordpiece-vocabulary.txt"), named: "wordpiece-vocabulary.txt")
  }
}

/// The problems that something throws.
func problems<Value>(_ body: () throws(Diagnostics) -> Value) -> [Diagnostic] {
  do throws(Diagnostics) {
    _ = try body()
    return []
  } catch {
    return error.all
  }
}

extension WordPieceTokenizer {
  /// The pieces of a text.
  func pieces(_ text: String) -> [Int32] {
    var pieces: [Int32] = []
    var scratch = Scratch()
    let bytes = Array(text.utf8)
    append(bytes.span, to: &pieces, &scratch)
    return pieces
  }
}
