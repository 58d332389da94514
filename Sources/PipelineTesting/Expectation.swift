import Pipeline

/// One thing that a test says of a document.
struct Expectation: Sendable {
  /// What it is about.
  enum Subject: Sendable {
    /// The title, the normalised text, the language.
    case title, text, language
    /// Whether the document failed.
    case failed
    /// A built-in layer.
    case layer(Layer)
    /// What went wrong with it.
    case problems
    /// A plugin's layer.
    case value(Layer)

    /// The subject as the test file writes it.
    var name: String {
      switch self {
      case .title: "title"
      case .text: "text"
      case .language: "language"
      case .failed: "failed"
      case .layer(let layer): layer.name
      case .problems: "problems"
      case .value(let layer): "layers.\(layer)"
      }
    }
  }

  /// What is said of it.
  enum Claim: Sendable {
    /// Some item fits.
    case contains(ItemPattern)
    /// The items are these, in this order.
    case equals([ItemPattern])
    /// There are so many.
    case count(ClosedRange<Int>)
    /// No item fits.
    case lacks(ItemPattern)
    /// It is there, or not there at all.
    case isPresent(Bool)
    /// The text is this, without line ends at its end.
    case isText(String)
    /// The text holds this.
    case holdsText(String)
    /// The value is this.
    case isValue(MetadataValue)
    /// The value has at least this.
    case hasValue(MetadataValue)
    /// The bool is this.
    case isTrue(Bool)
  }

  let subject: Subject
  let claim: Claim
  /// Where the test file says it.
  let location: SourceLocation
}

/// What an item must be: fields with what they must hold. Fields that are not named may hold anything.
struct ItemPattern: Sendable {
  /// What a field must hold.
  enum Content: Sendable {
    /// This value; of a list at least these elements.
    case value(MetadataValue)
    /// Text with this in it.
    case contains(String)

    func fits(_ found: MetadataValue) -> Bool {
      switch self {
      case .value(let expected): ExpectedValue.fits(expected, found, isPartial: true)
      case .contains(let part): found.string?.contains(part) ?? false
      }
    }

    var shown: String {
      switch self {
      case .value(let value): value.shown
      case .contains(let part): "{contains: \(MetadataValue.string(part).shown)}"
      }
    }
  }

  let fields: [(name: String, content: Content)]
  /// Whether the test gives a bare text for the main field.
  let isBare: Bool
  let location: SourceLocation

  func fits(_ item: LayerItem) -> Bool { fields.allSatisfy { $0.content.fits(item[$0.name]) } }

  /// The pattern as a test file writes it.
  var shown: String {
    if isBare, let only = fields.first { return only.content.shown }
    return "{\(fields.map { "\($0.name): \($0.content.shown)" }.joined(separator: ", "))}"
  }
}
