import Pipeline

/// Reads sentences with somebody else's model for token classification, whose positions are pieces. A word's label is that of its first piece.
///
/// Each window is run alone and without padding, because such a model may round by what is in a batch; what it finds never depends on other sentences.
final class PieceReader: SentenceReader {
  let heads: Set<ModelHead> = [.entities]
  private let model: ModelManifest.Pieces
  private let graphs: GraphStore
  private let tokenizer: WordPieceTokenizer
  private let start: Int32
  private let end: Int32
  private let workspaces: Pool<Workspace>

  private struct Workspace {
    var decoder: EntityDecoder
    var scratch = WordPieceTokenizer.Scratch()
    var pieces: [Int32] = []
    var ids: [Int64] = []
    var ones: [Int64] = []
    var zeros: [Int64] = []
    var logits: [Float] = []
  }

  /// Of a sentence without end so many words are decoded at once.
  private static let stretch = 4096

  init(_ model: ModelManifest.Pieces, folder: ModelFolder, graphs: GraphStore) throws(Diagnostics) {
    self.model = model
    self.graphs = graphs
    tokenizer = try WordPieceTokenizer(
      vocabulary: folder.bytes(of: model.vocabulary), named: "\(folder.path)/\(model.vocabulary)", isUncased: model.isUncased)
    guard let start = tokenizer.piece("[CLS]"), let end = tokenizer.piece("[SEP]") else {
      throw Diagnostics(
        Diagnostic(code: "wrong-model", "the vocabulary of the model '\(folder.manifest.name)' needs the pieces '[CLS]' and '[SEP]'"))
    }
    self.start = start
    self.end = end
    let scheme = model.scheme
    let temperature = model.temperature
    workspaces = Pool { Workspace(decoder: EntityDecoder(scheme, temperature: temperature)) }
  }

  func load(_ heads: Set<ModelHead>) throws(Diagnostics) {
    let inputs = [model.ids, model.mask, model.types].compactMap { $0 }.map {
      GraphStore.Need(name: $0, element: .int64, shape: [nil, nil])
    }
    try graphs.load(
      model.model, inputs: inputs, outputs: [GraphStore.Need(name: model.output, element: .float, shape: [nil, nil, model.scheme.count])])
  }

  func read(_ documents: [Document], heads: Set<ModelHead>) -> (findings: [ModelFindings], failures: [StageFailure?]) {
    workspaces.with { workspace in
      var findings = [ModelFindings](repeating: ModelFindings(), count: documents.count)
      var failures = [StageFailure?](repeating: nil, count: documents.count)
      for index in documents.indices {
        do throws(StageFailure) {
          findings[index].entities = try entities(in: documents[index], &workspace)
        } catch {
          failures[index] = error
        }
      }
      return (findings, failures)
    }
  }

  private func entities(in document: Document, _ workspace: inout Workspace) throws(StageFailure) -> [LabelledWords] {
    var sentences: [Range<Int>] = []
    SentenceWindows.sentences(of: document) { sentences.append($0) }
    var entities: [LabelledWords] = []
    var section = NameAgreement(document: 0, start: sentences.first?.lowerBound ?? 0, width: model.scheme.count)
    for sentence in sentences {
      if section.isFull {
        entities += section.entities(in: document, &workspace.decoder)
        section = NameAgreement(document: 0, start: sentence.lowerBound, width: model.scheme.count)
      }
      for start in stride(from: sentence.lowerBound, to: sentence.upperBound, by: Self.stretch) {
        let words = start..<min(start + Self.stretch, sentence.upperBound)
        try readLogits(of: words, in: document, &workspace)
        section.add(words)
        workspace.logits.withUnsafeBufferPointer { section.take($0, from: start) }
      }
    }
    return entities + section.entities(in: document, &workspace.decoder)
  }

  /// The pieces of words one after another, and where each word's begin; one more at the end.
  private func cut(_ sentence: Range<Int>, of document: Document, _ workspace: inout Workspace) -> [Int] {
    workspace.pieces.removeAll(keepingCapacity: true)
    var starts: [Int] = []
    let bytes = document.text.bytes
    for word in sentence {
      starts.append(workspace.pieces.count)
      tokenizer.append(bytes.extracting(document.tokens[word].range), to: &workspace.pieces, &workspace.scratch)
      if workspace.pieces.count == starts[starts.count - 1] { workspace.pieces.append(tokenizer.unknown) }
      // A word of more pieces than this has no meaning that the last of them would tell.
      let most = starts[starts.count - 1] + max(1, model.maximumPieces / 8)
      if workspace.pieces.count > most { workspace.pieces.removeSubrange(most...) }
    }
    starts.append(workspace.pieces.count)
    return starts
  }

  /// Reads a sentence, in windows where it is too long; a fifth of a window is shared with the next, and each takes half of that.
  private func readLogits(of sentence: Range<Int>, in document: Document, _ workspace: inout Workspace) throws(StageFailure) {
    let starts = cut(sentence, of: document, &workspace)
    let width = model.scheme.count
    workspace.logits.removeAll(keepingCapacity: true)
    workspace.logits.append(contentsOf: repeatElement(0, count: sentence.count * width))
    let room = model.maximumPieces - 2
    var first = 0
    var done = 0
    while done < sentence.count {
      var last = first
      while last < sentence.count, starts[last + 1] - starts[first] <= room { last += 1 }
      let isLast = last == sentence.count
      // The next window begins so many pieces before this one's end.
      var next = last
      while !isLast, next - 1 > done, starts[last] - starts[next - 1] <= room / 5 { next -= 1 }
      let coreEnd = isLast ? last : (next + last + 1) / 2
      try run(starts, first..<last, core: done..<coreEnd, &workspace)
      done = coreEnd
      first = next
    }
  }

  /// Runs a window, and takes the logits of the words of its core.
  private func run(_ starts: [Int], _ words: Range<Int>, core: Range<Int>, _ workspace: inout Workspace) throws(StageFailure) {
    let session = try graphs.session(model.model)
    let width = model.scheme.count
    let pieces = starts[words.lowerBound]..<starts[words.upperBound]
    let length = pieces.count + 2
    let shape = [1, length]
    workspace.ids.removeAll(keepingCapacity: true)
    workspace.ids.append(Int64(start))
    for piece in workspace.pieces[pieces] { workspace.ids.append(Int64(piece)) }
    workspace.ids.append(Int64(end))
    while workspace.ones.count < length {
      workspace.ones.append(1)
      workspace.zeros.append(0)
    }
    let (ids, ones, zeros) = (workspace.ids, workspace.ones, workspace.zeros)
    try ids.withUnsafeBufferPointer { (ids) throws(StageFailure) in
      try ones.withUnsafeBufferPointer { (ones) throws(StageFailure) in
        try zeros.withUnsafeBufferPointer { (zeros) throws(StageFailure) in
          var inputs = [
            OnnxInput(model.ids, .int64, shape, UnsafeRawBufferPointer(ids)),
            OnnxInput(model.mask, .int64, shape, UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(ones)[..<(8 * length)])),
          ]
          if let types = model.types {
            inputs.append(OnnxInput(types, .int64, shape, UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(zeros)[..<(8 * length)])))
          }
          inputs = inputs.filter { input in session.inputs.contains { $0.name == input.name } }
          try session.run(inputs, outputs: [model.output]) { (outputs) throws(StageFailure) in
            let values = try outputs[0].checked(shape + [width], model.output).values
            if !values.areFinite {
              throw StageFailure(code: "model-failed", "the model gives numbers that are infinite or none: get the model again")
            }
            for word in core {
              let from = (1 + starts[word] - pieces.lowerBound) * width
              for label in 0..<width { workspace.logits[word * width + label] = values[from + label] }
            }
          }
        }
      }
    }
  }
}
