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
  private let baseForms: BaseForms?
  private let rootRelation: Int?
  private var waiting: [(length: Int, item: WordItem)] = []
  /// The sections of documents whose entities have not been decoded, in order, and how many were before the first of them.
  private var sections: [NameAgreement] = []
  private var doneSections = 0

  /// Of a sentence without end so many words are decoded at once.
  private static let stretch = 4096

  init(_ documents: [Document], heads: Set<ModelHead>, model: ModelManifest.Words, baseForms: BaseForms?) {
    self.documents = documents
    self.heads = heads
    self.model = model
    self.baseForms = baseForms
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
    if sections.last?.document != document || (window.isFirst && sections.last?.isFull == true) {
      sections.append(
        NameAgreement(document: document, start: window.core.lowerBound, width: model.entities?.scheme.count ?? 0))
    }
    let last = sections.count - 1
    if window.isFirst || sections[last].stretches.isEmpty || isStretchFull {
      sections[last].add(window.core)
    } else {
      sections[last].extendLast(to: window.core.upperBound)
    }
    waiting.append((length, WordItem(document: document, window: window, section: doneSections + last)))
    positions += length
  }

  /// Whether the words that were added to last are as many as are decoded at once.
  var isStretchFull: Bool { (sections.last?.stretches.last?.count ?? 0) >= Self.stretch }

  /// Takes out what waits, windows of one length together. Which windows those are changes nothing but the time it takes.
  mutating func takeBatches(maximum: Int) -> [WordBatch] {
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

  /// Takes the logits of a window's core.
  mutating func take(_ logits: UnsafeBufferPointer<Float>, of item: WordItem) {
    guard logits.areFinite else { return failUnusable(item.document) }
    sections[item.section - doneSections].take(logits, from: item.window.core.lowerBound)
  }

  /// Decodes the entities of sections, all of whose windows have been run.
  ///
  /// - Parameter all: Whether the last section has no more windows to come.
  mutating func decodeSections(all: Bool, _ workspace: inout WordWorkspace) {
    let count = all ? sections.count : max(0, sections.count - 1)
    for index in 0..<count where heads.contains(.entities) && failures[sections[index].document] == nil {
      let document = sections[index].document
      if var decoder = workspace.entities.take() {
        findings[document].entities += sections[index].entities(in: documents[document], &decoder)
        workspace.entities = decoder
      }
    }
    sections.removeFirst(count)
    doneSections += count
  }

  mutating func takeTags(_ values: UnsafeBufferPointer<Float>, width: Int, _ batch: WordBatch, before: Int) {
    forEachWord(batch, before, values, width) { round, item, word, _, row in round.findings[item.document].tags[word] = UInt8(row.best()) }
  }

  mutating func takeLemmas(_ values: UnsafeBufferPointer<Float>, width: Int, _ batch: WordBatch, before: Int) {
    let scripts = model.lemmas?.scripts ?? []
    let known = baseForms
    let labels = heads.contains(.tags) ? model.tags?.labels : nil
    forEachWord(batch, before, values, width) { round, item, word, _, row in
      let document = round.documents[item.document]
      let form = document.text[document.tokens[word]]
      // Parts of speech are taken before lemmas.
      let pos = labels.map { $0[Int(round.findings[item.document].tags[word])] }
      round.findings[item.document].lemmas[word] = UInt16(LemmaScript.choose(row, of: scripts, word: form, known: known, pos: pos) ?? 0)
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
