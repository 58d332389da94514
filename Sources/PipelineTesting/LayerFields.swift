import Pipeline

/// What an item of a layer has that a test can speak about.
///
/// The first field of a layer, unless `notation` says otherwise, is what a bare text in a test stands for.
struct LayerFields: Sendable {
  /// What a field holds.
  enum Kind: Sendable {
    /// Text, or nothing.
    case text
    /// A number, or nothing.
    case number
    /// True or false.
    case bool
    /// One of a few words.
    case choice([String])
    /// A list of texts.
    case texts
    /// A list of further arguments of a relation.
    case roles
  }

  /// The fields with what they hold, the most telling ones first.
  let fields: [(name: String, kind: Kind)]
  /// How many of the fields, from the first, are shown of an item where nothing says which matter.
  let shown: Int
  /// Whether a bare text stands for the item's line in the notation of `Document.lines(of:)`.
  var usesNotation = false

  /// The name of the pseudo-field that holds the line.
  static let notation = "notation"

  /// The field that a bare text stands for.
  var main: String { usesNotation ? Self.notation : fields[0].name }

  private static let place: [(name: String, kind: Kind)] = [("start", .number), ("end", .number), ("source", .text)]

  /// The fields of a layer's items; nil for a plugin's layer.
  static func of(_ layer: Layer) -> LayerFields? {
    switch layer {
    case .blocks: LayerFields(fields: [("text", .text), ("kind", .choice(Block.Kind.allCases.map(\.rawValue)))] + place, shown: 2)
    case .sentences, .tokens: LayerFields(fields: [("text", .text)] + place, shown: 1)
    case .tags:
      LayerFields(
        fields: [("text", .text), ("pos", .choice(UniversalPartOfSpeech.allCases.map(\.rawValue))), ("lemma", .text)], shown: 3,
        usesNotation: true)
    case .syntax: LayerFields(fields: [("text", .text), ("relation", .text), ("head", .text)], shown: 3, usesNotation: true)
    case .entities:
      LayerFields(
        fields: [("text", .text), ("type", .text), ("canonical", .text), ("by", .text), ("confidence", .number)] + place, shown: 2)
    case .coreference: LayerFields(fields: [("name", .text), ("type", .text), ("mentions", .texts)], shown: 3)
    case .relations:
      LayerFields(
        fields: [
          ("type", .text), ("subject", .text), ("predicate", .text), ("object", .text), ("arguments", .roles), ("negated", .bool),
          ("hypothetical", .bool), ("lemma", .text), ("attributed_to", .text), ("sentence", .number), ("confidence", .number),
          ("by", .text),
        ], shown: 4, usesNotation: true)
    case .quotes:
      LayerFields(
        fields: [("text", .text), ("speaker", .text), ("kind", .choice(Quote.Kind.allCases.map(\.rawValue))), ("cue", .text)] + place,
        shown: 2)
    case .keywords: LayerFields(fields: [("text", .text), ("score", .number)], shown: 1)
    case .summary: LayerFields(fields: [("text", .text)], shown: 1)
    default: nil
    }
  }

  /// The fields of a document's problems.
  static let problems = LayerFields(fields: [("code", .text), ("stage", .text), ("message", .text)], shown: 2)
}
