import Foundation

/// Finds the best sequence of labels among those that make sense, and how sure each of its entities is.
///
/// The model gives each word a logit per label. A sequence's weight is the product of the exponents of its logits, divided by the temperature; sequences in which
/// an inside label follows another type, or nothing, weigh nothing. The best is found by Viterbi's algorithm. An entity's confidence is the share of the weight of
/// all sequences that have exactly this entity, with these words and this type, among theirs, by the forward-backward algorithm (Rabiner 1989; Culotta and McCallum
/// 2004). The temperature, which the model's manifest gives, makes these shares agree with how often such entities are right; it does not change the best sequence.
///
/// All in O(words × labels). Nothing is allocated once the buffers have grown.
package struct EntityDecoder: Sendable {
  private let scheme: LabelScheme
  private let temperature: Double
  private var previous: [UInt16] = []
  private var path: [Int] = []
  private var scores: [Float] = []
  private var nextScores: [Float] = []
  private var weights: [Double] = []
  private var forward: [Double] = []
  private var backward: [Double] = []
  private var scales: [Double] = []

  /// Creates a decoder.
  ///
  /// - Parameter temperature: Greater than 0; more than 1 makes it less sure.
  package init(_ scheme: LabelScheme, temperature: Double) {
    self.scheme = scheme
    self.temperature = temperature
  }

  /// Finds the entities of a sentence.
  ///
  /// - Parameters:
  ///   - logits: A row of one number per label for each word; all are finite.
  ///   - confident: Whether confidences are wanted; without, each is 1.
  /// - Returns: The entities in order.
  package mutating func entities(_ logits: UnsafeBufferPointer<Float>, confident: Bool = true) -> [LabelledWords] {
    let count = logits.count / scheme.count
    if count == 0 { return [] }
    findPath(logits, count)
    var entities: [LabelledWords] = []
    var word = 0
    while word < count {
      let label = scheme.labels[path[word]]
      if label.part == .outside {
        word += 1
        continue
      }
      let start = word
      let inside = scheme.insideOfType[label.type]
      word += 1
      while word < count, path[word] == inside { word += 1 }
      entities.append(LabelledWords(words: start..<word, type: label.type, confidence: 1))
    }
    if confident, !entities.isEmpty {
      findMarginals(logits, count)
      for index in entities.indices { entities[index].confidence = Float(share(of: entities[index], count)) }
    }
    return entities
  }

  /// Viterbi's algorithm. Of equal sequences the one with the lower label at the first difference from the end is taken.
  private mutating func findPath(_ logits: UnsafeBufferPointer<Float>, _ count: Int) {
    let width = scheme.count
    if previous.count < count * width { previous = [UInt16](repeating: 0, count: count * width) }
    if path.count < count { path = [Int](repeating: 0, count: count) }
    if scores.count < width {
      scores = [Float](repeating: 0, count: width)
      nextScores = scores
    }
    for label in 0..<width { scores[label] = logits[label] }
    for label in scheme.inside where !scheme.mayStart(label) { scores[label] = -.infinity }
    for word in 1..<max(1, count) {
      let row = word * width
      var best = 0
      for label in 1..<width where scores[label] > scores[best] { best = label }
      for label in 0..<width {
        previous[row + label] = UInt16(best)
        nextScores[label] = scores[best] + logits[row + label]
      }
      for label in scheme.inside where !scheme.mayStart(label) {
        let begin = scheme.labels[label].begin
        let from = scores[begin] > scores[label] || (scores[begin] == scores[label] && begin < label) ? begin : label
        previous[row + label] = UInt16(from)
        nextScores[label] = scores[from] + logits[row + label]
      }
      swap(&scores, &nextScores)
    }
    var best = 0
    for label in 1..<width where scores[label] > scores[best] { best = label }
    for word in stride(from: count - 1, through: 0, by: -1) {
      path[word] = best
      if word > 0 { best = Int(previous[word * width + best]) }
    }
  }

  /// The forward-backward algorithm, scaled at every word so that the forward weights sum to 1.
  private mutating func findMarginals(_ logits: UnsafeBufferPointer<Float>, _ count: Int) {
    let width = scheme.count
    if weights.count < count * width {
      weights = [Double](repeating: 0, count: count * width)
      forward = weights
      backward = weights
    }
    if scales.count < count { scales = [Double](repeating: 0, count: count) }
    for word in 0..<count {
      let row = word * width
      var most = logits[row]
      for label in 1..<width { most = max(most, logits[row + label]) }
      for label in 0..<width {
        // Where a sequence that makes sense has no weight at all, the shares would not be defined.
        weights[row + label] = max(exp(Double(logits[row + label] - most) / temperature), 1e-200)
      }
    }
    for word in 0..<count {
      let row = word * width
      var scale = 0.0
      // The forward weights of the word before sum to 1.
      for label in 0..<width { forward[row + label] = weights[row + label] }
      for label in scheme.inside where !scheme.mayStart(label) {
        let before = word == 0 ? 0 : forward[row - width + label] + forward[row - width + scheme.labels[label].begin]
        forward[row + label] = weights[row + label] * before
      }
      for label in 0..<width { scale += forward[row + label] }
      for label in 0..<width { forward[row + label] /= scale }
      scales[word] = scale
    }
    let last = (count - 1) * width
    for label in 0..<width { backward[last + label] = 1 }
    for word in stride(from: count - 2, through: 0, by: -1) {
      let row = word * width
      let any = weightAfter(word, count)
      for label in 0..<width { backward[row + label] = any }
      for label in scheme.inside where !scheme.mayStart(label) {
        let after = weights[row + width + label] * backward[row + width + label] / scales[word + 1]
        backward[row + label] += after
        backward[row + scheme.labels[label].begin] += after
      }
    }
  }

  /// The weight of all that may follow a word whatever its label is, over the scale of the next word; 1 at the end.
  private func weightAfter(_ word: Int, _ count: Int) -> Double {
    if word + 1 == count { return 1 }
    let next = (word + 1) * scheme.count
    var sum = 0.0
    for label in 0..<scheme.count where scheme.labels[label].part != .inside || scheme.mayStart(label) {
      sum += weights[next + label] * backward[next + label]
    }
    return sum / scales[word + 1]
  }

  /// The share of the sequences that have an entity.
  private func share(of entity: LabelledWords, _ count: Int) -> Double {
    let width = scheme.count
    let inside = scheme.insideOfType[entity.type]
    let first = entity.words.lowerBound
    var share = forward[first * width + path[first]]
    // In a scheme without beginnings the same inside label before or after would make it another entity.
    let isOpen = inside >= 0 && scheme.mayStart(inside)
    if isOpen, first > 0 { share -= weights[first * width + inside] * forward[(first - 1) * width + inside] / scales[first] }
    for word in entity.words.dropFirst() { share *= weights[word * width + inside] / scales[word] }
    let next = entity.words.upperBound
    var after = weightAfter(next - 1, count)
    if isOpen, next < count { after -= weights[next * width + inside] * backward[next * width + inside] / scales[next] }
    return min(1, max(0, share * after))
  }
}
