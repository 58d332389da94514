import Foundation
import Patterns
import Pipeline
import TestSupport
import Testing

@testable import SummaryStage

/// LexRank and TextRank beside a plain implementation over dense matrices and dictionaries.
@Suite struct SentenceScoreTests {
  private let text = """
    The dam above the valley broke after rain filled the lake. The valley below the dam was flooded after midnight. \
    Engineers had warned the council about the dam. The council met engineers twice before the rain. \
    A choir sang in the town hall. Rain filled the lake again while engineers searched the valley.
    """

  private func parts() throws -> (CandidateSentences, SentenceWords, SimilarityGraph) {
    let document = PlainSegmenter.document(text)
    let candidates = CandidateSentences(
      of: document, boilerplate: PhraseList(parsing: []), openings: OpeningWords(parsing: []), lexicon: try WordLexicon.load(), limit: 400)
    let words = SentenceWords(candidates, of: document, lexicon: try WordLexicon.load())
    return (candidates, words, SimilarityGraph(words))
  }

  /// Bags of content words, made from strings.
  private func bags() throws -> [[String: Double]] {
    let document = PlainSegmenter.document(text)
    let lexicon = try WordLexicon.load()
    return document.sentences.map { sentence in
      var bag: [String: Double] = [:]
      for token in sentence.tokens.range {
        let word = document.text.string(document.tokens[token]).lowercased()
        let bytes = Array(word.utf8)
        let traits = lexicon.traits(of: bytes.span, TextSpan(0..<bytes.count))
        guard word.contains(where: \.isLetter), traits.isDisjoint(with: [.stop, .reporting]) else { continue }
        bag[word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word, default: 0] += 1
      }
      return bag
    }
  }

  /// With 0 for a sentence and itself.
  private func cosines(_ bags: [[String: Double]]) -> [[Double]] {
    func weight(_ word: String, _ bag: [String: Double]) -> Double {
      (bag[word] ?? 0) * (1 + log(Double(bags.count) / Double(bags.count { $0[word] != nil })))
    }
    return bags.enumerated().map { place, left in
      bags.enumerated().map { other, right in
        if place == other { return 0 }
        let product = left.keys.reduce(0) { $0 + weight($1, left) * weight($1, right) }
        let norms = [left, right].map { bag in bag.keys.reduce(0) { $0 + pow(weight($1, bag), 2) } }
        return product / (norms[0] * norms[1]).squareRoot()
      }
    }
  }

  /// The stationary distribution by many plain steps.
  private func stationary(_ weights: [[Double]]) -> [Double] {
    var ranks = Array(repeating: 1 / Double(weights.count), count: weights.count)
    for _ in 0..<500 {
      ranks = weights.indices.map { to in
        0.15 / Double(weights.count)
          + 0.85
          * weights.indices.reduce(0) { $0 + (weights[$1].reduce(0, +) > 0 ? ranks[$1] * weights[$1][to] / weights[$1].reduce(0, +) : 0) }
      }
    }
    return ranks
  }

  private func areClose(_ left: [Double], _ right: [Double]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) < 0.0001 }
  }

  @Test func cosinesAgreeWithAPlainImplementation() throws {
    let (candidates, _, graph) = try parts()
    let plain = cosines(try bags())
    for left in 0..<candidates.count {
      for right in 0..<candidates.count where left != right {
        #expect(abs(graph.cosine(left, right) - plain[left][right]) < 1e-9)
      }
    }
  }

  @Test(arguments: [0.1, 0.3]) func lexRankWithAThresholdAgreesWithAPlainImplementation(_ threshold: Double) throws {
    let (_, _, graph) = try parts()
    let plain = stationary(cosines(try bags()).map { $0.map { $0 > threshold ? 1 : 0 } })
    #expect(areClose(graph.lexRank(threshold: threshold), plain))
  }

  @Test func continuousLexRankAgreesWithAPlainImplementation() throws {
    let (_, _, graph) = try parts()
    #expect(areClose(graph.lexRank(threshold: 0), stationary(cosines(try bags()))))
  }

  @Test func textRankAgreesWithAPlainImplementation() throws {
    let (candidates, _, graph) = try parts()
    let bags = try bags()
    let lengths = candidates.candidates.map(\.words)
    let weights = bags.indices.map { left in
      bags.indices.map { right in
        left == right
          ? 0
          : Double(Set(bags[left].keys).intersection(bags[right].keys).count) / (log(Double(lengths[left])) + log(Double(lengths[right])))
      }
    }
    #expect(areClose(graph.textRank(lengths: lengths), stationary(weights)))
  }

  @Test func aSentenceThatSharesNoWordRanksLowest() throws {
    let (_, _, graph) = try parts()
    for ranks in [graph.lexRank(threshold: 0), graph.textRank(lengths: Array(repeating: 8, count: 6))] {
      #expect(ranks.indices.min { ranks[$0] < ranks[$1] } == 4)
    }
  }
}
