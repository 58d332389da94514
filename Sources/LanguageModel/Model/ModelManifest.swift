import Pipeline

/// What stands in a model's `manifest.json`.
package struct ModelManifest: Sendable {
  /// The name, which provenance carries.
  package var name: String
  /// The version.
  package var version: String
  /// The BCP 47 tag of the language that it reads.
  package var language: String
  /// The licence of the weights.
  package var licence: String
  /// The files that may be opened, with their sizes in bytes and SHA-256 digests.
  var files: [String: FileFacts]
  /// What kind of model it is.
  var kind: Kind

  /// What a file must be.
  struct FileFacts: Sendable, Hashable {
    var bytes: Int
    var sha256: String
  }

  /// The kinds of models.
  enum Kind: Sendable {
    case words(Words)
    case pieces(Pieces)
  }

  /// A model of ours: a vector for each word goes in; heads read what comes out.
  struct Words: Sendable {
    var vocabulary: String
    /// The model knows lower case without accents alone.
    var isUncased: Bool
    /// How many pieces of a word count.
    var maximumPieces: Int
    /// The file of the pieces' vectors.
    var table: String
    /// How many numbers a word's vector has.
    var dimensions: Int
    /// Pieces that stand for words before and after each sentence. The first is the root of trees.
    var before: [String]
    var after: [String]
    /// Whether letter shapes go in; a model without them has 0.
    var shapes: Int
    var encoder: Encoder
    var entities: Entities?
    var tags: Tags?
    var lemmas: Lemmas?
    var dependencies: Dependencies?
  }

  struct Encoder: Sendable {
    var file: String
    /// How many numbers come out for each word.
    var hidden: Int
    /// How many words it reads at once; longer sentences are read in windows.
    var maximumWords: Int
    /// How many words two windows share.
    var overlap: Int
  }

  struct Entities: Sendable {
    var file: String
    var scheme: LabelScheme
    var temperature: Double
  }

  struct Tags: Sendable {
    var file: String
    var labels: [UniversalPartOfSpeech]
  }

  struct Lemmas: Sendable {
    var file: String
    var scripts: [LemmaScript]
    /// The file of base forms, where there is one.
    var words: String?
  }

  struct Dependencies: Sendable {
    var arcs: String
    var labelsFile: String
    var labels: [String]
    /// Whether arcs may cross.
    var isProjective: Bool
  }

  /// Somebody else's model for token classification: pieces go in, logits per piece come out.
  struct Pieces: Sendable {
    var vocabulary: String
    var isUncased: Bool
    var model: String
    /// The names of the inputs: the pieces, which are none of padding, and the segment that each belongs to, where there is such an input.
    var ids: String
    var mask: String
    var types: String?
    var output: String
    var scheme: LabelScheme
    var temperature: Double
    /// How many pieces it reads at once, those around the sentence among them.
    var maximumPieces: Int
  }
}
