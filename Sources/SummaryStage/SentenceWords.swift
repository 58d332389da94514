import Foundation
import Patterns
import Pipeline

/// The content words of the candidate sentences as sparse vectors.
struct SentenceWords {
  /// A word in a sentence.
  struct Term {
    var word: UInt32
    /// How often it occurs there.
    var count: Double
  }

  /// By sentence; words in the order of their first occurrence.
  private(set) var terms: [[Term]] = []
  /// The words of the title.
  private(set) var title: [Term] = []
  /// How many different words there are.
  private(set) var wordCount = 0
  /// By word: `1 + log(sentences / sentences with the word)`.
  private(set) var rarity: [Double] = []

  init(_ candidates: CandidateSentences, of document: Document, lexicon: WordLexicon) {
    let text = document.text.bytes
    var table = WordTable(capacity: 512)
    // By word: whether it counts, and where it stands in the sentence at work.
    var counts: [Bool] = []
    var place: [Int32] = []
    func vector(_ tokens: [IndexRange], _ text: Span<UInt8>) -> [Term] {
      var vector: [Term] = []
      for token in tokens.lazy.flatMap(\.range) {
        let span = Self.stem(document.tokens[token], text)
        let word = Int(table.intern(text, span))
        if word == counts.count {
          counts.append(Self.counts(text, document.tokens[token], lexicon))
          place.append(-1)
        }
        if !counts[word] { continue }
        if place[word] >= 0 {
          vector[Int(place[word])].count += 1
        } else {
          place[word] = Int32(vector.count)
          vector.append(Term(word: UInt32(word), count: 1))
        }
      }
      for term in vector { place[Int(term.word)] = -1 }
      return vector
    }
    terms = candidates.candidates.map { vector([$0.tokens], text) }
    title = vector(candidates.titleTokens, text)
    wordCount = counts.count
    var frequency = [Double](repeating: 0, count: wordCount)
    for sentence in terms { for term in sentence { frequency[Int(term.word)] += 1 } }
    rarity = frequency.map { $0 == 0 ? 0 : 1 + log(Double(terms.count) / $0) }
  }

  /// Whether a word says something: it is no function or reporting word and holds a letter or digit.
  private static func counts(_ text: Span<UInt8>, _ span: TextSpan, _ lexicon: WordLexicon) -> Bool {
    guard span.count <= 60 else { return false }
    let shape = WordShape(text, span)
    guard shape.letters > 0 || shape.digits > 0 else { return false }
    return lexicon.traits(of: text, span).isDisjoint(with: [.stop, .reporting])
  }

  /// A word without the ending of a plural (the S stemmer of Harman, 1991), so that `talk` and `talks` agree.
  private static func stem(_ span: TextSpan, _ text: Span<UInt8>) -> TextSpan {
    guard span.count > 3, text[Int(span.end) - 1] == UInt8(ascii: "s") else { return span }
    let before = text[Int(span.end) - 2]
    if before == UInt8(ascii: "s") || before == UInt8(ascii: "u") || before == UInt8(ascii: "'") { return span }
    return TextSpan(span.start, span.end - 1)
  }
}
