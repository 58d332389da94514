import Pipeline

/// What a worker needs to run a model of words, kept from batch to batch.
struct WordWorkspace: Sendable {
  var forms = WordForms()
  var tensors = WordTensors()
  var entities: EntityDecoder?
  var spanning = SpanningTree()
  var projective = ProjectiveTree()
  /// The heads of the words of one window.
  var heads: [Int32] = []
  /// The positions of the heads of all words of a batch.
  var headPositions: [Int64] = []

  init(entities: EntityDecoder?) { self.entities = entities }
}

/// What goes into an encoder.
struct WordTensors: Sendable {
  var vectors: [Float] = []
  var shapes: [Int64] = []
  var mask: [Float] = []

  /// Makes room for so many positions, all padding.
  mutating func clear(_ positions: Int, dimensions: Int) {
    Self.fill(&vectors, positions * dimensions, 0)
    Self.fill(&shapes, positions, 0)
    Self.fill(&mask, positions, 0)
  }

  private static func fill<Number>(_ array: inout [Number], _ count: Int, _ value: Number) {
    array.removeAll(keepingCapacity: true)
    array.append(contentsOf: repeatElement(value, count: count))
  }

  /// Hands the tensors over as inputs.
  func withInputs(
    _ shape: [Int], dimensions: Int, _ body: (OnnxInput, OnnxInput, OnnxInput) throws(StageFailure) -> Void
  ) throws(StageFailure) {
    try vectors.withUnsafeBufferPointer { (vectors) throws(StageFailure) in
      try shapes.withUnsafeBufferPointer { (shapes) throws(StageFailure) in
        try mask.withUnsafeBufferPointer { (mask) throws(StageFailure) in
          try body(
            OnnxInput("vectors", .float, shape + [dimensions], UnsafeRawBufferPointer(vectors)),
            OnnxInput("shapes", .int64, shape, UnsafeRawBufferPointer(shapes)),
            OnnxInput("mask", .float, shape, UnsafeRawBufferPointer(mask)))
        }
      }
    }
  }
}

/// A window on its way through the model.
struct WordItem {
  var document: Int
  var window: SentenceWindow
  /// The section that it is a part of, among all of the round.
  var section: Int
}

/// Windows that are run together, all padded to one length.
struct WordBatch {
  var length: Int
  var items: [WordItem]
}
