import Pipeline
import YAML

/// A test file as it is written: its keys checked, but not yet what depends on the pipeline.
struct TestFile {
  /// A text with its place.
  struct Name {
    var text: String
    var location: SourceLocation
  }

  /// What a file sets for all its cases, and a case for itself.
  struct Settings {
    /// Options of stages, by the stages' names.
    var options: YAMLMapping?
    /// The first stage to run, by its name in the pipeline.
    var from: Name?
    /// The last stage to run.
    var to: Name?
    /// Answers in the place of stages.
    var replacements: [Replacement] = []
  }

  /// An answer in the place of a stage.
  struct Replacement {
    var stage: Name
    var answer = CannedStage.Answer()
    /// The layers that it gives, with the places of their keys.
    var layers: [(layer: Layer, location: SourceLocation)] = []
  }

  /// Where a document comes from.
  enum Input {
    case text(String)
    case marked(MarkedInput)
    /// A record, as JSON.
    case record([UInt8])
    case file(String)
  }

  /// A document, or those of a file, and what they must be.
  struct Document {
    var input: (content: Input, location: SourceLocation)?
    var expectations: [[Expectation]] = []
    /// Whether `expect` is a list, one for each document.
    var isList = false
    var expectLocation: SourceLocation
  }

  struct Case {
    var name: Name
    var settings: Settings
    var documents: [Document]
  }

  var pipeline: Name?
  /// Whether nothing names a pipeline, not even a mistaken key, so that the one beside the file is meant.
  var meansSibling = false
  var settings = Settings()
  var cases: [Case] = []
}
