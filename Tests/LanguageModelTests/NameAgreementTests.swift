import Pipeline
import TestSupport
import Testing

@testable import LanguageModel

/// Labels `O`, `B-PER`, `I-PER`, `B-LOC`, `I-LOC`.
@Suite struct NameAgreementTests {
  private static let labels = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]

  /// The entities of sentences, a row of logits for each word.
  private func entities(_ sentences: [String], _ rows: [[Float]]) throws -> [LabelledWords] {
    let document = Document(sentences: sentences)
    var decoder = EntityDecoder(try LabelScheme(Self.labels), temperature: 1)
    var section = NameAgreement(document: 0, start: 0, width: Self.labels.count)
    for sentence in document.sentences { section.add(sentence.tokens.range) }
    for (word, row) in rows.enumerated() { row.withUnsafeBufferPointer { section.take($0, from: word) } }
    return section.entities(in: document, &decoder)
  }

  private let outside: [Float] = [9, 0, 0, 0, 0]

  @Test func aSureMentionDecidesForAnUnsureOneOfTheSameWords() throws {
    let unsure: [Float] = [0, 2, 0, 2.5, 0]
    let sure: [Float] = [0, 9, 0, 0, 0]
    let found = try entities(["Jordan spoke", "JORDAN left"], [unsure, outside, sure, outside])
    #expect(found.map(\.words) == [0..<1, 2..<3] && found.map(\.type) == [0, 0])
    #expect(found[0].confidence > 0.9 && found[0].confidence == found[1].confidence)
  }

  @Test func otherWordsAreLeftAlone() throws {
    let unsure: [Float] = [0, 2, 0, 2.5, 0]
    let sure: [Float] = [0, 9, 0, 0, 0]
    let found = try entities(["Jordan spoke", "Gordon left"], [unsure, outside, sure, outside])
    #expect(found.map(\.type) == [1, 0])
    #expect(found == (try entities(["Jordan spoke", "Élan left"], [unsure, outside, sure, outside])))
  }

  @Test func lettersBeyondASCIIAgreeInCapitals() throws {
    let unsure: [Float] = [0, 2, 0, 2.5, 0]
    let sure: [Float] = [0, 9, 0, 0, 0]
    let found = try entities(["Élan spoke", "ÉLAN left"], [unsure, outside, sure, outside])
    #expect(found.map(\.type) == [0, 0])
  }

  @Test func noMentionOutweighsManyByBeingCertain() throws {
    // A log probability of -1000 counts as one of -14.
    let certain: [Float] = [0, 0, 0, 1000, 0]
    let likely: [Float] = [0, 9, 0, 0, 0]
    let found = try entities(["Ely a", "Ely b", "Ely c"], [likely, outside, likely, outside, certain, outside])
    #expect(found.map(\.type) == [0, 0, 0])
  }

  @Test func anEmptySectionHasNothing() throws {
    #expect(try entities([], []).isEmpty)
  }
}
