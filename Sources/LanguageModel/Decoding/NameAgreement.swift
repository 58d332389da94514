import Foundation
import Pipeline

/// The scores of labels of a document, or of a section of a long one, and the entities that they make when the mentions of one name agree.
///
/// What one sentence leaves open another often tells. Where the best labels of two or more sentences have an entity of the same words, case aside, the log
/// probabilities of its words are replaced by their mean over all of these places, and the sentences are decoded again. The mean is taken in the order of the
/// text, of one document alone: nothing else changes what is found.
///
/// Linear in the number of words.
struct NameAgreement: Sendable {
  /// A document with more words than this is cut into sections, at the ends of sentences, so that memory stays bounded; names agree within each.
  static let sectionWords = 32_768
  /// Log probabilities below this count as this: one sure sentence shall not outweigh all others.
  private static let floor: Float = -14

  /// The number of the document.
  let document: Int
  /// The first of the words.
  let start: Int
  private let width: Int
  /// Sentences, or parts of those without end: what is decoded at once.
  private(set) var stretches: [Range<Int>] = []
  private var logits: [Float] = []

  /// Creates an empty section.
  ///
  /// - Parameter width: The number of labels.
  init(document: Int, start: Int, width: Int) {
    self.document = document
    self.start = start
    self.width = width
  }

  /// The end of what has been added.
  var end: Int { stretches.last?.upperBound ?? start }

  /// Whether the next sentence belongs to another section.
  var isFull: Bool { end - start >= Self.sectionWords }

  /// Adds words that are decoded at once.
  mutating func add(_ words: Range<Int>) { stretches.append(words) }

  /// Makes the words that were added last more.
  mutating func extendLast(to end: Int) { stretches[stretches.count - 1] = stretches[stretches.count - 1].lowerBound..<end }

  /// Takes the logits of some words that have been added.
  mutating func take(_ rows: UnsafeBufferPointer<Float>, from word: Int) {
    let wanted = (end - start) * width
    if logits.count < wanted { logits.append(contentsOf: repeatElement(0, count: wanted - logits.count)) }
    let first = (word - start) * width
    for index in rows.indices { logits[first + index] = rows[index] }
  }

  /// The entities in the order of the text.
  mutating func entities(in document: Document, _ decoder: inout EntityDecoder) -> [LabelledWords] {
    guard width > 0, !logits.isEmpty else { return [] }
    var places: [[UInt8]: [Range<Int>]] = [:]
    // In the order of the text, for the order in which a dictionary gives its keys is not fixed.
    var names: [[UInt8]] = []
    var found = [Bool](repeating: false, count: stretches.count)
    for (index, words) in stretches.enumerated() {
      for entity in decode(words, &decoder, confident: false) {
        found[index] = true
        let name = Self.name(entity.words, of: document)
        if places[name] == nil { names.append(name) }
        places[name, default: []].append(entity.words)
      }
    }
    for name in names {
      if let same = places[name], same.count > 1 { agree(same) }
    }
    var entities: [LabelledWords] = []
    for (index, words) in stretches.enumerated() where found[index] { entities += decode(words, &decoder, confident: true) }
    return entities
  }

  private func decode(_ words: Range<Int>, _ decoder: inout EntityDecoder, confident: Bool) -> [LabelledWords] {
    logits.withUnsafeBufferPointer { logits in
      let rows = UnsafeBufferPointer(rebasing: logits[(words.lowerBound - start) * width..<(words.upperBound - start) * width])
      return decoder.entities(rows, confident: confident).map { entity in
        LabelledWords(
          words: entity.words.lowerBound + words.lowerBound..<entity.words.upperBound + words.lowerBound, type: entity.type,
          confidence: entity.confidence)
      }
    }
  }

  /// Gives the words of some places of the same length the mean of their log probabilities.
  private mutating func agree(_ places: [Range<Int>]) {
    for offset in 0..<places[0].count {
      var mean = [Double](repeating: 0, count: width)
      for place in places {
        let row = (place.lowerBound + offset - start) * width
        let most = logits[row..<row + width].max() ?? 0
        var sum: Float = 0
        for label in 0..<width { sum += exp(logits[row + label] - most) }
        let total = most + log(sum)
        for label in 0..<width { mean[label] += Double(max(logits[row + label] - total, Self.floor)) }
      }
      for place in places {
        let row = (place.lowerBound + offset - start) * width
        for label in 0..<width { logits[row + label] = Float(mean[label] / Double(places.count)) }
      }
    }
  }

  /// The words in small letters, with zeros between.
  private static func name(_ words: Range<Int>, of document: Document) -> [UInt8] {
    var name: [UInt8] = []
    let bytes = document.text.bytes
    for word in words {
      let range = document.tokens[word].range
      var isASCII = true
      let first = name.count
      for index in range {
        let byte = bytes[index]
        if byte >= 0x80 { isASCII = false }
        name.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
      }
      if !isASCII {
        let lower = document.text.string(document.tokens[word]).lowercased()
        name.removeSubrange(first...)
        name.append(contentsOf: lower.utf8)
      }
      name.append(0)
    }
    return name
  }
}
