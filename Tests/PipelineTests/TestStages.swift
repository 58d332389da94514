import Foundation
import Pipeline

/// The number in a test document's text.
private func number(of document: Document) -> Int { Int(document.text.string.dropFirst("number ".count)) ?? 0 }

/// Takes longer for some documents than for others, so that batches end out of order.
struct SlowStage: Stage {
  var layers: LayerUse { LayerUse() }

  func process(_ document: inout Document) throws(StageFailure) {
    if number(of: document) % 23 == 0 { usleep(2_000) }
  }
}

/// Fails on every n-th document, after it has begun to write.
struct FailingStage: Stage {
  var every = 10
  var layers: LayerUse { LayerUse(writes: [.keywords]) }

  init() {}
  init(every: Int) { self.every = every }

  func process(_ document: inout Document) throws(StageFailure) {
    document.keywords.append(Keyword("half done", score: 1))
    if number(of: document) % every == 0 { throw StageFailure(code: "unlucky", "the number is unlucky") }
  }
}

struct NeedsTokens: Stage {
  var layers: LayerUse { LayerUse(requires: [.tokens]) }
  func process(_ document: inout Document) throws(StageFailure) {}
}

struct UpdatesTokens: Stage {
  var layers: LayerUse { LayerUse(requires: [.tokens], updates: [.tokens]) }
  func process(_ document: inout Document) throws(StageFailure) {}
}

/// Makes one sentence of everything.
struct WritesSentences: Stage {
  var layers: LayerUse { LayerUse(requires: [.tokens], writes: [.sentences]) }

  func process(_ document: inout Document) throws(StageFailure) {
    document.sentences = [Sentence(document.text.span, tokens: IndexRange(0..<document.tokens.count))]
  }
}

/// A batch stage that takes a document out of its batch.
struct LosingBatchStage: BatchStage {
  var layers: LayerUse { LayerUse() }

  func process(batch: inout [Document]) -> [StageFailure?] {
    batch.removeFirst()
    return batch.map { _ in nil } + [nil]
  }
}

/// A batch stage that fails on some documents and once returns too few results.
struct CountingBatchStage: BatchStage {
  var layers: LayerUse { LayerUse() }

  func process(batch: inout [Document]) -> [StageFailure?] {
    let results = batch.map { number(of: $0) % 7 == 0 ? StageFailure(code: "seventh", "the number is a multiple of seven") : nil }
    return batch.last.map(number) == 199 ? results.dropLast() : results
  }
}

/// Writes a line for each document, with the code of its last problem.
struct ListSink: SinkStage {
  var layers: LayerUse { LayerUse() }

  func render(_ document: Document) throws(StageFailure) -> Rendering {
    let line = ([document.id] + document.problems.suffix(1).map(\.code)).joined(separator: " ") + "\n"
    return Rendering(parts: [Rendering.Part(output: 0, bytes: Array(line.utf8))])
  }

  func makeSink(in output: OutputFolder) throws(OutputFailure) -> any Sink {
    CountedSink(
      staged: try StagedSink(stage: "list", outputs: [.file(path: "list.txt", header: Array("begin\n".utf8))], in: output))
  }
}

/// A sink that ends its file with a count.
private struct CountedSink: Sink {
  var staged: StagedSink
  var count = 0

  mutating func append(_ rendering: Rendering, position: Int) throws(OutputFailure) {
    count += 1
    try staged.append(rendering, position: position)
  }

  mutating func checkpoint() throws(OutputFailure) { try staged.checkpoint() }

  mutating func publish() throws(OutputFailure) {
    staged.setFooter(Array("\(count) end\n".utf8), output: 0)
    try staged.publish()
  }
}

/// A collection stage that puts the ids of all documents into one file.
struct ConcatenatingStage: CollectionStage {
  var layers: LayerUse { LayerUse() }

  func process(_ document: inout Document) throws(StageFailure) {}

  func contribution(of document: Document) throws(StageFailure) -> [UInt8] { Array(document.id.utf8) }

  func makeReduction(in output: OutputFolder) throws(OutputFailure) -> any Reduction {
    ConcatenatingReduction(path: output.path("all.txt"))
  }
}

private struct ConcatenatingReduction: Reduction {
  let path: String
  var text = ""

  mutating func add(_ contribution: [UInt8], position: Int) throws(OutputFailure) {
    text += "\(position)=\(String(decoding: contribution, as: UTF8.self)) "
  }

  mutating func finish() throws(OutputFailure) {
    if !FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) { throw OutputFailure(path: path, "cannot be written") }
  }
}

/// A source that says how far it was read.
struct CountingSource: DocumentSource {
  let count: Int
  let read: @Sendable () -> Void
  var made = 0

  init(count: Int, read: @escaping @Sendable () -> Void) {
    self.count = count
    self.read = read
  }

  mutating func next() -> SourceItem? {
    if made == count { return nil }
    made += 1
    read()
    let document = Document(id: "d\(made)", text: Text("number \(made)"))
    return SourceItem(size: 10) { document }
  }
}
