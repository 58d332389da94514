/// What a stage is, as data. Checking of pipeline files, `textmill stages`, the JSON Schema, the reference and the tests of the examples all come
/// from this one value.
public struct StageDescriptor: Sendable {
  /// The name in pipeline files, lower case.
  public var name: String
  /// One sentence without a final stop.
  public var summary: String
  /// Paragraphs in Markdown: what it does, by which method, what it does not do.
  public var discussion: String
  /// The options, in the order of the reference.
  public var options: [OptionDescriptor]
  /// The layers with default options, for the reference. An instance's own `layers` is what counts.
  public var layers: LayerUse
  /// Worked examples; each is run by the tests.
  public var examples: [StageExample]
  /// For layers of the stage's own that are objects: the members that tables show as columns, in order. Tables need to know them before the first document.
  public var columns: [Layer: [String]]

  /// Creates a descriptor.
  public init(
    name: String, summary: String, discussion: String, options: [OptionDescriptor], layers: LayerUse, examples: [StageExample],
    columns: [Layer: [String]] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.options = options
    self.layers = layers
    self.examples = examples
    self.columns = columns
  }
}

/// An option of a stage, or a field of an option that is a record.
public struct OptionDescriptor: Sendable {
  /// The key in pipeline files: lower case, words joined by `_`.
  public var key: String
  /// What values it takes.
  public var kind: OptionKind
  /// The value where none is given; nil where there is none.
  public var defaultValue: OptionValue?
  /// Whether a value must be given.
  public var isRequired: Bool
  /// One sentence without a final stop. It names the unit of a number.
  public var summary: String

  /// Creates an option with a default, or one that may be absent.
  public init(_ key: String, _ kind: OptionKind, default defaultValue: OptionValue? = nil, _ summary: String) {
    self.key = key
    self.kind = kind
    self.defaultValue = defaultValue
    self.isRequired = false
    self.summary = summary
  }

  /// Creates an option that must be given.
  public init(required key: String, _ kind: OptionKind, _ summary: String) {
    self.key = key
    self.kind = kind
    self.defaultValue = nil
    self.isRequired = true
    self.summary = summary
  }
}

/// What values an option takes.
public indirect enum OptionKind: Sendable {
  /// `true` or `false`.
  case bool
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// A number in a range.
  case number(ClosedRange<Double>)
  /// Any text.
  case string
  /// One of a few words.
  case choice([String])
  /// A file that exists. Relative paths are relative to the file that names them; the stage gets an absolute path.
  case inputFile
  /// A path below the output folder, for a file or, where it ends in `/`, a folder.
  case outputPath
  /// A list; a single value stands for a list of one.
  case list(OptionKind)
  /// A map with free keys.
  case map(OptionKind)
  /// A map with these keys.
  case record([OptionDescriptor])
  /// Any one of several kinds; the first that fits.
  case anyOf([OptionKind])
}

/// A worked example of a stage: a text in, some layers out. It is documentation and a test at once.
public struct StageExample: Sendable {
  /// What it shows.
  public var summary: String
  /// Options that differ from the defaults.
  public var options: [String: OptionValue]
  /// The stages that run before this one, by name, with default options.
  public var after: [String]
  /// The text. Entities may be marked, `[Isaac Herzog|PERSON] visited [Azerbaijan|GPE]`, where the example starts from entities.
  public var input: String
  /// What each layer then holds, a line for each item, written as in tests of pipelines (`Docs/testing-pipelines.md`).
  public var output: [Layer: [String]]

  /// Creates an example.
  public init(_ summary: String, options: [String: OptionValue] = [:], after: [String] = [], input: String, output: [Layer: [String]]) {
    self.summary = summary
    self.options = options
    self.after = after
    self.input = input
    self.output = output
  }
}
