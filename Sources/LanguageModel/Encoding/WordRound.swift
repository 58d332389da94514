import Pipeline

/// The windows of a part of a batch of documents: makes batches of them, and findings of what comes out.
struct WordRound {
  let documents: [Document]
  let heads: Set<ModelHead>
  /// What was found, by document.
  var findings: [ModelFindings]
  /// Why documents failed.
  var failures: [StageFailure?]
  /// How many positions wait to be run.
  private(set) var positions = 0
  private let model: ModelManifest.Words
  private let rootRelation: Int?
  private var waiting: [(length: Int, item: WordItem)] = []
  private var longSentences: [LongSentence] = []

  /// The windows of a sentence that is too long for one, until all have been run.
  private struct LongSentence {
    var document: Int
    var words: Range<Int>
    var logits: [Float]
  }

  /// Of a sentence without end so many words are decoded at once.
  private static let stretch = 4096

  init(_ documents: [Document], heads: Set<ModelHead>, model: ModelManifest.Words) {
    self.documents = documents
    self.heads = heads
    self.model = model
    rootRelation = model.dependencies?.labels.firstIndex(of: "root")
    failures = [StageFailure?](repeating: nil, count: documents.count)
    findings = documents.map { document in
      var findings = ModelFindings()
      let count = document.tokens.count
      if heads.contains(.tags) { findings.tags = [UInt8](repeating: 0, count: count) }
      if heads.contains(.lemmas) { findings.lemmas = [UInt16](repeating: 0, count: count) }
      if heads.contains(.dependencies) {
        findings.heads = [Int32](repeating: -1, count: count)
        findings.relations = [UInt16](repeating: 0, count: count)
      }
      return findings
    }
  }

  /// Adds a window; those of a sentence come in order.
  mutating func add(_ window: SentenceWindow, document: Int, length: Int) {
    var sentence = -1
    if !(window.isFirst && window.isLast) {
      if window.isFirst || longSentences.isEmpty || isStretchFull {
        longSentences.append(LongSentence(document: document, words: window.core, logits: []))
      } else {
        longSentences[longSentences.count - 1].words = longSentences[longSentences.count - 1].words.lowerBound..<window.core.upperBound
      }
      sentence = longSentences.count - 1
    }
    waiting.append((length, WordItem(document: document, window: window, sentence: sentence)))
    positions += length
  }

  /// Whether the long sentence that was added to last has as many words as are decoded at once.
  var isStretchFull: Bool { (longSentences.last?.words.count ?? 0) >= Self.stretch }

  /// Takes out what waits, windows of one length together. Which windows those are changes nothing but the time it takes.
  mutating func takeBatches(maximum: Int) -> [WordBatch] {
    for index in longSentences.indices where heads.contains(.entities) {
      longSentences[index].logits = [Float](repeating: 0, count: longSentences[index].words.count * (model.entities?.scheme.count ?? 0))
    }
    let order = waiting.indices.sorted { (waiting[$0].length, $0) < (waiting[$1].length, $1) }
    var batches: [WordBatch] = []
    for index in order {
      let (length, item) = waiting[index]
      if let last = batches.last, last.length == length, (last.items.count + 1) * length <= maximum {
        batches[batches.count - 1].items.append(item)
      } else {
        batches.append(WordBatch(length: length, items: [item]))
      }
    }
    waiting.removeAll(keepingCapacity: true)
    positions = 0
    return batches
  }

  /// Takes the logits of a window's core: decodes those of a whole sentence, keeps those of a part.
  mutating func take(_ logits: UnsafeBufferPointer<Float>, of item: WordItem, _ workspace: inout WordWorkspace) {
    guard logits.areFinite else { return failUnusable(item.document) }
    if item.sentence < 0 {
      decode(logits, document: item.document, first: item.window.core.lowerBound, &workspace)
    } else {
      let width = logits.count / max(1, item.window.core.count)
      let start = (item.window.core.lowerBound - longSentences[item.sentence].words.lowerBound) * width
      for index in logits.indices { longSentences[item.sentence].logits[start + index] = logits[index] }
    }
  }

  /// Decodes the long sentences, all of whose windows have been run.
  mutating func decodeLongSentences(_ workspace: inout WordWorkspace) {
    let sentences = longSentences
    longSentences.removeAll(keepingCapacity: true)
    for sentence in sentences where heads.contains(.entities) && failures[sentence.document] == nil {
      sentence.logits.withUnsafeBufferPointer {
        decode($0, document: sentence.document, first: sentence.words.lowerBound, &workspace)
      }
    }
  }

  private mutating func decode(_ logits: UnsafeBufferPointer<Float>, document: Int, first: Int, _ workspace: inout WordWorkspace) {
    for var entity in workspace.entities?.entities(logits) ?? [] {
      entity.words = entity.words.lowerBound + first..<entity.words.upperBound + first
      findings[document].entities.append(entity)
    }
  }

  mutating func takeTags(_ values: UnsafeBufferPointer<Float>, width: Int, _ batch: WordBatch, before: Int) {
    forEachWord(batch, before, values, width) { round, item, word, _, row in round.findings[item.document].tags[word] = UInt8(row.best()) }
  }

  mutating func takeLemmas(_ values: UnsafeBufferPointer<Float>, width: Int, _ batch: WordBatch, before: Int) {
    let scripts = model.lemmas?.scripts ?? []
    forEachWord(batch, before, values, width) { round, item, word, _, row in
      let document = round.documents[item.document]
      let form = document.text[document.tokens[word]]
      round.findings[item.document].lemmas[word] = UInt16(LemmaScript.choose(row, of: scripts, word: form) ?? 0)
    }
  }

  /// Makes trees of the scores of arcs, and notes the heads' positions for the graph that names the relations.
  mutating func takeArcs(_ values: UnsafeBufferPointer<Float>, _ batch: WordBatch, before: Int, _ workspace: inout WordWorkspace) {
    let length = batch.length
    workspace.headPositions.removeAll(keepingCapacity: true)
    workspace.headPositions.append(contentsOf: repeatElement(0, count: batch.items.count * length))
    for (row, item) in batch.items.enumerated() {
      let window = item.window
      let scores = UnsafeBufferPointer(rebasing: values[row * length * length..<(row + 1) * length * length])
      if !scores.areFinite {
        failUnusable(item.document)
        continue
      }
      // Where the core's first word stands, and the score of an arc between words of the core.
      let first = before + window.core.lowerBound - window.words.lowerBound
      let score = { (word: Int, head: Int) -> Float in scores[(first + word) * length + (head == 0 ? 0 : first + head - 1)] }
      if model.dependencies?.isProjective == true {
        workspace.projective.find(score, count: window.core.count, heads: &workspace.heads)
      } else {
        workspace.spanning.find(score, count: window.core.count, heads: &workspace.heads)
      }
      for (index, head) in workspace.heads.enumerated() {
        var position = head == 0 ? 0 : first + Int(head) - 1
        if head == 0, !window.isFirst {
          // A sentence has one root, in its first window; a tree of a later one hangs on the best word that was read before it.
          position = (before..<first).max { scores[(first + index) * length + $0] < scores[(first + index) * length + $1] } ?? 0
        }
        workspace.headPositions[row * length + first + index] = Int64(position)
        findings[item.document].heads[window.core.lowerBound + index] =
          position < before ? -1 : Int32(window.words.lowerBound + position - before)
      }
    }
  }

  mutating func takeRelations(_ values: UnsafeBufferPointer<Float>, width: Int, _ batch: WordBatch, before: Int) {
    let root = rootRelation
    forEachWord(batch, before, values, width) { round, item, word, _, row in
      let isRoot = round.findings[item.document].heads[word] < 0
      let relation = isRoot ? root ?? row.best() : row.best(but: root)
      round.findings[item.document].relations[word] = UInt16(relation)
    }
  }

  /// Puts entities in the order of the text: sentences were decoded in the order of their lengths.
  mutating func finish() {
    for index in findings.indices { findings[index].entities.sort { $0.words.lowerBound < $1.words.lowerBound } }
  }

  /// Calls the body for each word of the cores with its row of numbers.
  private mutating func forEachWord(
    _ batch: WordBatch, _ before: Int, _ values: UnsafeBufferPointer<Float>, _ width: Int,
    _ body: (inout WordRound, WordItem, _ word: Int, _ position: Int, UnsafeBufferPointer<Float>) -> Void
  ) {
    for (row, item) in batch.items.enumerated() where failures[item.document] == nil {
      for word in item.window.core {
        let position = row * batch.length + before + word - item.window.words.lowerBound
        let numbers = UnsafeBufferPointer(rebasing: values[position * width..<(position + 1) * width])
        body(&self, item, word, position, numbers)
      }
    }
  }

  private mutating func failUnusable(_ document: Int) {
    failures[document] = StageFailure(code: "model-failed", "the model gives numbers that are infinite or none: get the model again")
  }
}

extension UnsafeBufferPointer<Float> {
  /// The index of the largest number; of equals the first. Another index than the one left out.
  func best(but omitted: Int? = nil) -> Int {
    var best = omitted == 0 ? Swift.min(1, count - 1) : 0
    for index in indices where index != omitted && self[index] > self[best] { best = index }
    return best
  }

  /// Whether all numbers are finite.
  var areFinite: Bool {
    var probe = SIMD8<Float>.zero
    var index = 0
    while index + 8 <= count {
      probe += UnsafeRawPointer(baseAddress.unsafelyUnwrapped + index).loadUnaligned(as: SIMD8<Float>.self) * 0
      index += 8
    }
    var rest: Float = 0
    while index < count {
      rest += self[index] * 0
      index += 1
    }
    return (probe.sum() + rest) == 0
  }
}
