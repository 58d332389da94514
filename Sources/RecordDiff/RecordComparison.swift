import Dispatch
import Foundation
import Pipeline

/// Compares the records of two runs, document by document, matched by id.
///
/// Holds the indices of both files and a few documents, never all. Documents come in the order of the new file, then those that only the old one has; of several
/// with one id, the first is compared with the first, and so on.
package struct RecordComparison: Sendable {
  /// The files.
  package let old: RecordFile
  package let new: RecordFile
  /// What is compared.
  package let layers: Set<DiffLayer>
  /// The entries to compare, and those without a counterpart.
  private let pairs: [Pair]

  /// A document by its entries in both files.
  struct Pair: Sendable {
    var old: Int?
    var new: Int?
  }

  /// What became of a document.
  enum Outcome: Sendable {
    case identical
    case equal
    case changed(DocumentChanges)
    case onlyOld
    case onlyNew
    /// A record is there, but not readable.
    case unreadable(old: RecordFile.Unreadable?, new: RecordFile.Unreadable?)
  }

  private struct Key: Hashable {
    var id: String
    var occurrence: Int
  }

  /// Matches the documents of two files.
  package init(old: RecordFile, new: RecordFile, layers: Set<DiffLayer>) {
    self.old = old
    self.new = new
    self.layers = layers
    var waiting: [Key: Int] = Dictionary(minimumCapacity: old.entries.count)
    for (index, entry) in old.entries.enumerated() { waiting[Key(id: entry.id, occurrence: entry.occurrence)] = index }
    var pairs = new.entries.enumerated().map { index, entry in
      Pair(old: waiting.removeValue(forKey: Key(id: entry.id, occurrence: entry.occurrence)), new: index)
    }
    pairs += waiting.values.sorted().map { Pair(old: $0, new: nil) }
    self.pairs = pairs
  }

  /// The id of a document, with its number where the file has several of that id.
  func id(of pair: Pair) -> String {
    guard let entry = pair.new.map({ new.entries[$0] }) ?? pair.old.map({ old.entries[$0] }) else { return "" }
    return entry.occurrence == 0 ? entry.id : "\(entry.id) (\(entry.occurrence + 1))"
  }

  /// The lines of a document in both files.
  func lines(of pair: Pair) -> (old: Int?, new: Int?) {
    (pair.old.map { old.entries[$0].line }, pair.new.map { new.entries[$0].line })
  }

  /// Compares all documents, on all processors, and hands over the outcomes in order.
  func forEach(_ body: (Pair, Outcome) throws -> Void) rethrows {
    let batch = 16 * ProcessInfo.processInfo.activeProcessorCount
    for start in stride(from: 0, to: pairs.count, by: batch) {
      let some = pairs[start..<min(start + batch, pairs.count)]
      let outcomes = Locked([Outcome?](repeating: nil, count: some.count))
      // What costs nothing is not worth a thread.
      let isIdentical = some.allSatisfy { self.isIdentical($0) }
      let work: @Sendable (Int) -> Void = { index in
        let outcome = self.outcome(of: self.pairs[start + index])
        outcomes.withLock { $0[index] = outcome }
      }
      if isIdentical { (0..<some.count).forEach(work) } else { DispatchQueue.concurrentPerform(iterations: some.count, execute: work) }
      for (pair, outcome) in zip(some, outcomes.withLock({ $0 })) {
        if let outcome { try body(pair, outcome) }
      }
    }
  }

  private func isIdentical(_ pair: Pair) -> Bool {
    guard let one = pair.old.map({ old.entries[$0] }), let other = pair.new.map({ new.entries[$0] }) else { return false }
    return one.count == other.count && one.hash == other.hash
  }

  /// Compares a document.
  func outcome(of pair: Pair) -> Outcome {
    guard let oldIndex = pair.old else {
      return pair.new.flatMap { unreadable($0, in: new) }.map { .unreadable(old: nil, new: $0) } ?? .onlyNew
    }
    guard let newIndex = pair.new else { return unreadable(oldIndex, in: old).map { .unreadable(old: $0, new: nil) } ?? .onlyOld }
    if isIdentical(pair) { return .identical }
    switch (read(oldIndex, in: old), read(newIndex, in: new)) {
    case (.success(let one), .success(let other)):
      let changes = DocumentChanges(old: one, new: other, in: layers)
      return changes.layers.isEmpty ? .equal : .changed(changes)
    case (let one, let other): return .unreadable(old: one.failure, new: other.failure)
    }
  }

  private func unreadable(_ index: Int, in file: RecordFile) -> RecordFile.Unreadable? { read(index, in: file).failure }

  private func read(_ index: Int, in file: RecordFile) -> Result<Document, RecordFile.Unreadable> {
    let entry = file.entries[index]
    do throws(StageFailure) {
      return .success(try file.document(of: entry))
    } catch {
      return .failure(RecordFile.Unreadable(line: entry.line, reason: error.message))
    }
  }
}

extension RecordFile.Unreadable: Error {}

extension Result where Failure == RecordFile.Unreadable {
  fileprivate var failure: RecordFile.Unreadable? {
    if case .failure(let failure) = self { failure } else { nil }
  }
}
