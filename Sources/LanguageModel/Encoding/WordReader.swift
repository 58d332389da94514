import Pipeline

/// Reads sentences with a model whose positions are words.
///
/// Windows whose sentences are padded to the same length are run together, up to `batchPositions` positions. That length depends on the window alone, so that what
/// comes out for a sentence depends neither on the sentences beside it nor on their number: matrix products work on each row alike, whatever other rows there are.
final class WordReader: SentenceReader {
  let heads: Set<ModelHead>
  private let model: ModelManifest.Words
  private let graphs: GraphStore
  private let tokenizer: WordPieceTokenizer
  private let table: PieceTable
  private let before: [Int32]
  private let after: [Int32]
  private let workspaces: Pool<WordWorkspace>
  private let folder: ModelFolder
  /// Read with the head of lemmas.
  private let baseForms = Locked<BaseForms?>(nil)

  /// The most positions of a batch that has more than one window.
  static let batchPositions = 512
  /// So many positions are gathered before batches are made of them, so that memory does not grow with a document.
  private static let roundPositions = 16_384

  /// Loads what all heads need.
  init(_ model: ModelManifest.Words, folder: ModelFolder, graphs: GraphStore) throws(Diagnostics) {
    self.model = model
    self.folder = folder
    self.graphs = graphs
    var inputs = [GraphStore.Need(name: "vectors", element: .float, shape: [nil, nil, model.dimensions]), Self.mask]
    if model.shapes > 0 { inputs.append(GraphStore.Need(name: "shapes", element: .int64, shape: [nil, nil])) }
    let needs = inputs
    // The graph takes the longest: half of the time of an article alone.
    let (_, (tokenizer, table)) = try Concurrently.both { () throws(Diagnostics) in
      try graphs.load(model.encoder.file, inputs: needs, outputs: [Self.floats("hidden", model.encoder.hidden)])
    } _: { () throws(Diagnostics) in
      try Self.words(model, folder)
    }
    self.tokenizer = tokenizer
    self.table = table
    before = try Self.pieces(model.before, tokenizer, folder)
    after = try Self.pieces(model.after, tokenizer, folder)
    var heads: Set<ModelHead> = []
    if model.entities != nil { heads.insert(.entities) }
    if model.tags != nil { heads.insert(.tags) }
    if model.lemmas != nil { heads.insert(.lemmas) }
    if model.dependencies != nil { heads.insert(.dependencies) }
    self.heads = heads
    workspaces = Pool { WordWorkspace(entities: model.entities.map { EntityDecoder($0.scheme, temperature: $0.temperature) }) }
  }

  /// Reads the vocabulary and the table.
  private static func words(_ model: ModelManifest.Words, _ folder: ModelFolder) throws(Diagnostics) -> (WordPieceTokenizer, PieceTable) {
    let tokenizer = try WordPieceTokenizer(
      vocabulary: folder.bytes(of: model.vocabulary), named: "\(folder.path)/\(model.vocabulary)", isUncased: model.isUncased)
    guard let table = PieceTable(try folder.bytes(of: model.table), dimensions: model.dimensions, count: tokenizer.count) else {
      throw Diagnostics(
        Diagnostic(
          code: "wrong-model",
          "the table '\(folder.path)/\(model.table)' has another size than \(tokenizer.count) pieces of \(model.dimensions) bytes and a scale"
        ))
    }
    return (tokenizer, table)
  }

  private static func pieces(_ names: [String], _ tokenizer: WordPieceTokenizer, _ folder: ModelFolder) throws(Diagnostics) -> [Int32] {
    var pieces: [Int32] = []
    for name in names {
      guard let piece = tokenizer.piece(name) else {
        throw Diagnostics(Diagnostic(code: "wrong-model", "the vocabulary of the model '\(folder.manifest.name)' has no piece '\(name)'"))
      }
      pieces.append(piece)
    }
    return pieces
  }

  private static let mask = GraphStore.Need(name: "mask", element: .float, shape: [nil, nil])
  private static func floats(_ name: String, _ width: Int?) -> GraphStore.Need {
    GraphStore.Need(name: name, element: .float, shape: [nil, nil, width])
  }

  func load(_ heads: Set<ModelHead>) throws(Diagnostics) {
    let inputs = [Self.floats("hidden", model.encoder.hidden), Self.mask]
    if heads.contains(.entities), let head = model.entities {
      try graphs.load(head.file, inputs: inputs, outputs: [Self.floats("entities", head.scheme.count)])
    }
    if heads.contains(.tags), let head = model.tags {
      try graphs.load(head.file, inputs: inputs, outputs: [Self.floats("tags", head.labels.count)])
    }
    if heads.contains(.lemmas), let head = model.lemmas {
      try graphs.load(head.file, inputs: inputs, outputs: [Self.floats("lemmas", head.scripts.count)])
      if let file = head.words {
        try baseForms.withLock { (forms) throws(Diagnostics) in
          if forms == nil { forms = try BaseForms(folder.bytes(of: file), named: "\(folder.path)/\(file)") }
        }
      }
    }
    if heads.contains(.dependencies), let head = model.dependencies {
      try graphs.load(head.arcs, inputs: inputs, outputs: [Self.floats("arcs", nil)])
      try graphs.load(
        head.labelsFile, inputs: inputs + [GraphStore.Need(name: "heads", element: .int64, shape: [nil, nil])],
        outputs: [Self.floats("relations", head.labels.count)])
    }
  }

  func read(_ documents: [Document], heads: Set<ModelHead>) -> (findings: [ModelFindings], failures: [StageFailure?]) {
    workspaces.with { workspace in
      var round = WordRound(documents, heads: heads, model: model, baseForms: baseForms.withLock(\.self))
      for index in documents.indices {
        var windows: [SentenceWindow] = []
        SentenceWindows.sentences(of: documents[index]) { sentence in
          SentenceWindows.windows(of: sentence, maximum: model.encoder.maximumWords, overlap: model.encoder.overlap) { windows.append($0) }
        }
        for window in windows {
          round.add(window, document: index, length: paddedLength(of: window))
          if round.positions >= Self.roundPositions, window.isLast || round.isStretchFull { run(&round, &workspace) }
        }
      }
      run(&round, &workspace)
      round.decodeSections(all: true, &workspace)
      return (round.findings, round.failures)
    }
  }

  /// The positions that a window takes: rounded up, so that few lengths are many windows', and a sixth is wasted at most.
  private func paddedLength(of window: SentenceWindow) -> Int {
    let length = before.count + window.words.count + after.count
    let step = length <= 32 ? 4 : length <= 64 ? 8 : length <= 128 ? 16 : 32
    let most = before.count + model.encoder.maximumWords + after.count
    return min((length + step - 1) / step * step, max(most, length))
  }

  private func run(_ round: inout WordRound, _ workspace: inout WordWorkspace) {
    for batch in round.takeBatches(maximum: Self.batchPositions) {
      do throws(StageFailure) {
        try run(batch, &round, &workspace)
      } catch {
        for item in batch.items { round.failures[item.document] = error }
      }
    }
    round.decodeSections(all: false, &workspace)
  }

  private func run(_ batch: WordBatch, _ round: inout WordRound, _ workspace: inout WordWorkspace) throws(StageFailure) {
    let shape = [batch.items.count, batch.length]
    let encoder = try graphs.session(model.encoder.file)
    let hiddenSize = model.encoder.hidden
    fill(batch, round.documents, &workspace.forms, &workspace.tensors)
    // They are moved out, so that the workspace is free for the decoders.
    var tensors = WordTensors()
    swap(&tensors, &workspace.tensors)
    defer { swap(&tensors, &workspace.tensors) }
    try tensors.withInputs(shape, dimensions: model.dimensions) { (vectors, shapes, mask) throws(StageFailure) in
      let inputs = [vectors, shapes, mask].filter { input in encoder.inputs.contains { $0.name == input.name } }
      try encoder.run(inputs, outputs: ["hidden"]) { (outputs) throws(StageFailure) in
        let hidden = try outputs[0].checked(shape + [hiddenSize], "hidden")
        let input = OnnxInput("hidden", .float, hidden.shape, UnsafeRawBufferPointer(hidden.values))
        try findEntities(batch, input, mask, &round)
        try findSyntax(batch, input, mask, &round, &workspace)
      }
    }
  }

  /// Writes what goes into the encoder.
  private func fill(_ batch: WordBatch, _ documents: [Document], _ forms: inout WordForms, _ tensors: inout WordTensors) {
    let dimensions = model.dimensions
    tensors.clear(batch.items.count * batch.length, dimensions: dimensions)
    tensors.vectors.withUnsafeMutableBufferPointer { vectors in
      guard var next = vectors.baseAddress else { return }
      for (row, item) in batch.items.enumerated() {
        var position = row * batch.length
        let rowStart = next
        func put(_ pieces: ArraySlice<Int32>, shape: LetterShape) {
          table.write(pieces, to: next)
          tensors.shapes[position] = Int64(shape.rawValue)
          tensors.mask[position] = 1
          next += dimensions
          position += 1
        }
        for piece in before { put([piece], shape: .none) }
        let text = documents[item.document].text
        let bytes = text.bytes
        for word in item.window.words {
          let form = forms.form(
            of: bytes.extracting(documents[item.document].tokens[word].range), tokenizer, limit: model.maximumPieces)
          put(forms.pieces[form.pieces], shape: form.shape)
        }
        for piece in after { put([piece], shape: .none) }
        next = rowStart + batch.length * dimensions
      }
    }
  }

  private func findEntities(
    _ batch: WordBatch, _ hidden: OnnxInput, _ mask: OnnxInput, _ round: inout WordRound
  ) throws(StageFailure) {
    guard round.heads.contains(.entities), let head = model.entities else { return }
    let session = try graphs.session(head.file)
    let width = head.scheme.count
    try session.run(inputs(of: session, hidden, mask), outputs: ["entities"]) { (outputs) throws(StageFailure) in
      let logits = try outputs[0].checked([batch.items.count, batch.length, width], "entities")
      for (row, item) in batch.items.enumerated() {
        let first = row * batch.length + before.count + item.window.core.lowerBound - item.window.words.lowerBound
        let rows = UnsafeBufferPointer(rebasing: logits.values[first * width..<(first + item.window.core.count) * width])
        round.take(rows, of: item)
      }
    }
  }

  private func findSyntax(
    _ batch: WordBatch, _ hidden: OnnxInput, _ mask: OnnxInput, _ round: inout WordRound, _ workspace: inout WordWorkspace
  ) throws(StageFailure) {
    var wanted: [(file: String, output: String, width: Int)] = []
    if round.heads.contains(.tags), let head = model.tags { wanted.append((head.file, "tags", head.labels.count)) }
    if round.heads.contains(.lemmas), let head = model.lemmas { wanted.append((head.file, "lemmas", head.scripts.count)) }
    if round.heads.contains(.dependencies), let head = model.dependencies { wanted.append((head.arcs, "arcs", batch.length)) }
    while let file = wanted.first?.file {
      let here = wanted.filter { $0.file == file }
      wanted.removeAll { $0.file == file }
      let session = try graphs.session(file)
      try session.run(inputs(of: session, hidden, mask), outputs: here.map(\.output)) { (outputs) throws(StageFailure) in
        for (output, wanted) in zip(outputs, here) {
          let values = try output.checked([batch.items.count, batch.length, wanted.width], wanted.output).values
          switch wanted.output {
          case "tags": round.takeTags(values, width: wanted.width, batch, before: before.count)
          case "lemmas": round.takeLemmas(values, width: wanted.width, batch, before: before.count)
          default:
            round.takeArcs(values, batch, before: before.count, &workspace)
            try findRelations(batch, hidden, mask, &round, &workspace)
          }
        }
      }
    }
  }

  private func findRelations(
    _ batch: WordBatch, _ hidden: OnnxInput, _ mask: OnnxInput, _ round: inout WordRound, _ workspace: inout WordWorkspace
  ) throws(StageFailure) {
    guard let head = model.dependencies else { return }
    let session = try graphs.session(head.labelsFile)
    let shape = [batch.items.count, batch.length]
    try workspace.headPositions.withUnsafeBufferPointer { (positions) throws(StageFailure) in
      let heads = OnnxInput("heads", .int64, shape, UnsafeRawBufferPointer(positions))
      try session.run(inputs(of: session, hidden, mask, heads), outputs: ["relations"]) { (outputs) throws(StageFailure) in
        let values = try outputs[0].checked(shape + [head.labels.count], "relations").values
        round.takeRelations(values, width: head.labels.count, batch, before: before.count)
      }
    }
  }

  /// Of what can be given to a head what its graph takes.
  private func inputs(of session: OnnxSession, _ known: OnnxInput...) -> [OnnxInput] {
    known.filter { input in session.inputs.contains { $0.name == input.name } }
  }
}

extension OnnxOutput {
  /// The output, if it is of a shape.
  func checked(_ wanted: [Int], _ name: String) throws(StageFailure) -> OnnxOutput {
    if shape == wanted { return self }
    throw StageFailure(code: "model-failed", "the model's output '\(name)' has the shape \(shape), where \(wanted) was expected")
  }
}
