import Pipeline

/// The labels of a model that marks entities word by word: `O` outside, `B-TYPE` at the first word, `I-TYPE` at the others (BIO, also called IOB2).
///
/// A type without `B-` begins with `I-` (IOB1).
package struct LabelScheme: Sendable {
  /// What a label says of a word.
  package enum Part: Sendable, Hashable {
    case outside, begin, inside
  }

  /// One label.
  struct Label: Sendable {
    var part: Part
    /// The number of its type; 0 for outside.
    var type: Int
    /// For an inside label: the number of the beginning label of its type, or its own where there is none.
    var begin: Int
  }

  /// The types in the order of the labels.
  package let types: [String]
  /// The labels in the model's order.
  let labels: [Label]
  /// The numbers of the inside labels.
  let inside: [Int]
  /// The number of the outside label.
  let outside: Int
  /// For each type the number of its inside label, or -1.
  let insideOfType: [Int]

  /// How many labels there are.
  package var count: Int { labels.count }

  /// Reads the labels.
  ///
  /// - Returns: nil where they are no such labels; `problem` says why.
  package init(_ names: [String]) throws(Problem) {
    var types: [String] = []
    var parsed: [(part: Part, type: Int)] = []
    for name in names {
      if name == "O" {
        parsed.append((.outside, 0))
        continue
      }
      let type = String(name.dropFirst(2))
      guard name.hasPrefix("B-") || name.hasPrefix("I-"), !type.isEmpty else {
        throw Problem(message: "the label '\(name)' is neither 'O' nor begins with 'B-' or 'I-' and a type")
      }
      let number = types.firstIndex(of: type) ?? types.count
      if number == types.count { types.append(type) }
      parsed.append((name.hasPrefix("B-") ? .begin : .inside, number))
    }
    for (index, name) in names.enumerated() where names.firstIndex(of: name) != index {
      throw Problem(message: "the label '\(name)' stands twice")
    }
    guard let outside = names.firstIndex(of: "O") else { throw Problem(message: "there is no label 'O'") }
    guard names.count <= Int(UInt16.max) else { throw Problem(message: "there are more than 65,535 labels") }
    self.types = types
    self.outside = outside
    labels = parsed.enumerated().map { index, label in
      let begin = label.part == .inside ? parsed.firstIndex { $0.part == .begin && $0.type == label.type } ?? index : index
      return Label(part: label.part, type: label.type, begin: begin)
    }
    inside = labels.indices.filter { parsed[$0].part == .inside }
    insideOfType = types.indices.map { type in parsed.firstIndex { $0.part == .inside && $0.type == type } ?? -1 }
  }

  /// Why labels cannot be used.
  package struct Problem: Error {
    /// One lower-case sentence.
    package let message: String
  }

  /// Whether an inside label begins an entity where nothing of its type stands before it.
  func mayStart(_ inside: Int) -> Bool { labels[inside].begin == inside }
}

/// An entity among the words of a sentence.
package struct LabelledWords: Sendable, Hashable {
  /// The words.
  package var words: Range<Int>
  /// The number of the type in the label scheme.
  package var type: Int
  /// The probability of these words and this type; see `EntityDecoder`.
  package var confidence: Float

  /// Creates an entity.
  package init(words: Range<Int>, type: Int, confidence: Float) {
    self.words = words
    self.type = type
    self.confidence = confidence
  }
}
