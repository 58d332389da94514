import Pipeline

/// How the entities of a pipeline compare with gold ones.
package struct EntityScores: Sendable {
  /// Counts of one type.
  package struct TypeScores: Sendable, Hashable {
    /// Both ends and the type are right.
    package var exact = Counts()
    /// As exact, with a leading article and a trailing possessive forgiven.
    package var lenient = Counts()
  }

  /// An entity with its span.
  package struct Item: Sendable, Hashable {
    /// Where it is.
    package var span: TextSpan
    /// Its type, by its common name.
    package var type: String
  }

  /// A pair of types, of which one may be missing.
  package struct Pair: Hashable, Sendable {
    /// The type in the gold data; nil where there is nothing.
    package var gold: String?
    /// The type that the pipeline gives; nil where it gives none.
    package var found: String?
  }

  /// The scores of each type.
  package var types: [String: TypeScores]
  /// How often types were paired.
  package var confusion: [Pair: Int] = [:]
  /// The mistakes.
  package var mistakes = EntityMistakes()
  /// How reliable the confidences are.
  package var calibration = Calibration()
  /// Gold labels that are not scored, with their numbers.
  package var leftOutGold: [String: Int] = [:]
  /// The pipeline's types that are not scored, with their numbers.
  package var leftOutPipeline: [String: Int] = [:]

  /// Starts with no counts.
  package init(types: [String]) {
    self.types = Dictionary(uniqueKeysWithValues: types.map { ($0, TypeScores()) })
  }

  /// All types together.
  package var micro: TypeScores {
    types.values.reduce(into: TypeScores()) { sum, type in
      sum.exact += type.exact
      sum.lenient += type.lenient
    }
  }

  /// The mean F1 of the types, exact.
  package var macro: Double { mean(\.exact.f1) }
  /// The mean F1 of the types, lenient.
  package var macroLenient: Double { mean(\.lenient.f1) }

  private func mean(_ value: KeyPath<TypeScores, Double>) -> Double {
    // In the order of the names, so that the last digit is the same in every run.
    types.isEmpty ? 0 : types.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value[keyPath: value] } / Double(types.count)
  }

  mutating func add(_ gold: Item?, _ found: Item?, _ document: GoldEntityDocument) {
    confusion[Pair(gold: gold?.type, found: found?.type), default: 0] += 1
    if gold != found { mistakes.add(gold, found, document) }
  }
}

/// How reliable confidences are: ten bins of equal width.
package struct Calibration: Sendable {
  /// The entities whose confidence is in one range.
  package struct Bin: Sendable {
    /// How many there are.
    package var count = 0
    /// How many of them are right.
    package var right = 0
    /// The sum of their confidences.
    package var confidence = 0.0
  }

  /// The scored entities that the pipeline found, with and without a confidence.
  package var total = 0
  /// The bins, from 0 to 1.
  package private(set) var bins = Array(repeating: Bin(), count: 10)

  /// Counts an entity.
  mutating func add(_ confidence: Float, isRight: Bool) {
    let value = min(max(confidence, 0), 1)
    let bin = min(Int(value * 10), 9)
    bins[bin].count += 1
    bins[bin].right += isRight ? 1 : 0
    bins[bin].confidence += Double(value)
  }

  /// How many entities have a confidence.
  package var count: Int { bins.reduce(0) { $0 + $1.count } }

  /// The expected calibration error in percent (Naeini et al., 2015): the mean distance of confidence and accuracy in a bin, weighted by the bins' counts; nil
  /// where no entity has a confidence.
  package var expectedError: Double? {
    if count == 0 { return nil }
    return 100 * bins.reduce(0) { $0 + abs(Double($1.right) - $1.confidence) } / Double(count)
  }
}
