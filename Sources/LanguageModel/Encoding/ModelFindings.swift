import Pipeline

/// What a model can find in sentences, each by a part of its own that runs on what the encoder made of them.
package enum ModelHead: String, Sendable, Hashable, CaseIterable {
  case entities, tags, lemmas, dependencies
}

/// What a model found in a document. Indices are those of the document's tokens; what was not asked for, or the model has no head for, is empty.
package struct ModelFindings: Sendable, Hashable {
  /// The entities in order; types are numbers in the model's scheme.
  package var entities: [LabelledWords] = []
  /// For each token the number of its part of speech among the model's.
  package var tags: [UInt8] = []
  /// For each token the number of the model's script that makes its lemma.
  package var lemmas: [UInt16] = []
  /// For each token its head, or -1 for the root of a sentence.
  package var heads: [Int32] = []
  /// For each token the number of the relation to its head among the model's.
  package var relations: [UInt16] = []
}
