import Foundation
import LanguageModel
import TestSupport
import Testing

/// The decoder of labels, against all sequences of labels.
@Suite struct EntityDecoderTests {
  private static let names = ["I-ORG", "O", "B-PERSON", "I-PERSON", "B-ORG"]

  /// The entities of a sequence of labels, or nil where it makes no sense.
  private func entities(_ labels: [String], startsInside: Bool) -> [LabelledWords]? {
    var found: [LabelledWords] = []
    for (word, label) in labels.enumerated() where label != "O" {
      let type = String(label.dropFirst(2)) == "ORG" ? 0 : 1
      let continues = label.hasPrefix("I-") && found.last?.words.upperBound == word && found.last?.type == type
      if continues {
        let last = found.removeLast()
        found.append(LabelledWords(words: last.words.lowerBound..<word + 1, type: type, confidence: 0))
      } else {
        if label.hasPrefix("I-"), !startsInside { return nil }
        found.append(LabelledWords(words: word..<word + 1, type: type, confidence: 0))
      }
    }
    return found
  }

  private func sequences(_ names: [String], _ count: Int) -> [[Int]] {
    (0..<count).reduce([[]]) { sequences, _ in sequences.flatMap { sequence in names.indices.map { sequence + [$0] } } }
  }

  /// Compares with all sequences.
  private func check(_ names: [String], startsInside: Bool, seed: UInt64) throws {
    let scheme = try LabelScheme(names)
    Fuzzing.run(rounds: 150, seed: seed) { round, random in
      let count = Int.random(in: 1...5, using: &random)
      let temperature = [1, 0.5, 2.5][round % 3]
      let logits = (0..<count * names.count).map { _ in Float.random(in: -4...4, using: &random) }
      var decoder = EntityDecoder(scheme, temperature: temperature)
      let found = logits.withUnsafeBufferPointer { decoder.entities($0) }

      var best: (score: Double, entities: [LabelledWords]) = (-.infinity, [])
      var total = 0.0
      var shares: [LabelledWords: Double] = [:]
      for sequence in sequences(names, count) {
        guard let entities = entities(sequence.map { names[$0] }, startsInside: startsInside) else { continue }
        let score = sequence.enumerated().reduce(0.0) { $0 + Double(logits[$1.offset * names.count + $1.element]) }
        if score > best.score { best = (score, entities) }
        total += exp(score / temperature)
        for entity in entities { shares[entity, default: 0] += exp(score / temperature) }
      }
      #expect(found.map(\.words) == best.entities.map(\.words) && found.map(\.type) == best.entities.map(\.type))
      for (found, wanted) in zip(found, best.entities) {
        #expect(abs(Double(found.confidence) - (shares[wanted] ?? 0) / total) < 1e-5)
      }
    }
  }

  @Test func entitiesAreThoseOfTheBestSequenceAndTheirConfidenceIsTheirShare() throws {
    try check(Self.names, startsInside: false, seed: 31)
  }

  @Test func aTypeWithoutABeginningBeginsInside() throws {
    try check(["O", "I-ORG", "I-PERSON"], startsInside: true, seed: 32)
  }

  @Test func confidencesStayProbabilitiesWhereTheModelIsVerySure() throws {
    let scheme = try LabelScheme(Self.names)
    var decoder = EntityDecoder(scheme, temperature: 0.5)
    // An inside label that nothing begins is a thousand times a thousand surer than all else.
    let logits: [Float] = [3000, 0, 0, 0, 0, -3000, -3000, 3000, 0, 0, 0, 0, 0, 3000, 0]
    let found = logits.withUnsafeBufferPointer { decoder.entities($0) }
    #expect(!found.isEmpty && found.allSatisfy { $0.confidence >= 0 && $0.confidence <= 1 })
  }

  @Test func ahundredThousandWordsAreDecodedInATime() throws {
    let scheme = try LabelScheme(Self.names)
    var random = SeededGenerator(seed: 33)
    let logits = (0..<100_000 * Self.names.count).map { _ in Float.random(in: -4...4, using: &random) }
    var decoder = EntityDecoder(scheme, temperature: 1)
    let found = logits.withUnsafeBufferPointer { decoder.entities($0) }
    #expect(found.count > 10_000 && found.allSatisfy { $0.confidence > 0 && $0.confidence <= 1 })
  }

  @Test func labelsThatAreNoneAreRefused() {
    func problem(_ names: [String]) -> String? {
      do throws(LabelScheme.Problem) {
        _ = try LabelScheme(names)
        return nil
      } catch {
        return error.message
      }
    }
    #expect(problem(["O", "B-PER", "LABEL_3"]) == "the label 'LABEL_3' is neither 'O' nor begins with 'B-' or 'I-' and a type")
    #expect(problem(["B-PER", "I-PER"]) == "there is no label 'O'")
    #expect(problem(["O", "B-PER", "O"]) == "the label 'O' stands twice")
    #expect(problem(["O", "B-"]) != nil)
  }
}
