/// Scores of words and phrases by TextRank (Mihalcea and Tarau, EMNLP 2004), section 3: an undirected graph without weights whose vertices are content
/// words, joined where they stand side by side (a window of two words, the best in the paper), ranked by PageRank with damping 0.85.
struct TextRankScores {
  /// The rank of each word by number; 0 for words that are no content words.
  let words: [Double]
  private let isKept: [Bool]
  private let units: [KeywordUnits.Unit]

  private static let damping = 0.85
  private static let tolerance = 0.0001
  private static let iterations = 100
  /// The part of the vertices that is kept for phrases.
  private static let keptPart = 3
  /// Short texts keep at least so many.
  private static let keptLeast = 10

  init(of document: KeywordUnits) {
    units = document.units
    var isContent = [Bool](repeating: false, count: document.words.count)
    var pairs = WordPairs()
    for (index, unit) in units.enumerated() where unit.flags.contains(.content) {
      isContent[Int(unit.word)] = true
      if index > 0, units[index - 1].flags.contains(.content), units[index - 1].sentence == unit.sentence,
        units[index - 1].word != unit.word
      {
        pairs.add(min(units[index - 1].word, unit.word), max(units[index - 1].word, unit.word))
      }
    }
    words = Self.rank(isContent, pairs)
    isKept = Self.kept(words, isContent)
  }

  /// PageRank: `S(v) = (1 - d) + d · Σ S(u) / degree(u)` over the neighbours u of v.
  private static func rank(_ isContent: [Bool], _ pairs: WordPairs) -> [Double] {
    var degrees = [Double](repeating: 0, count: isContent.count)
    for pair in pairs.pairs {
      degrees[Int(pair.left)] += 1
      degrees[Int(pair.right)] += 1
    }
    var ranks = isContent.map { $0 ? 1.0 : 0.0 }
    for _ in 0..<iterations {
      var next = isContent.map { $0 ? 1 - damping : 0.0 }
      for pair in pairs.pairs {
        next[Int(pair.left)] += damping * ranks[Int(pair.right)] / degrees[Int(pair.right)]
        next[Int(pair.right)] += damping * ranks[Int(pair.left)] / degrees[Int(pair.left)]
      }
      let change = zip(ranks, next).reduce(0) { max($0, abs($1.0 - $1.1)) }
      ranks = next
      if change < tolerance { break }
    }
    return ranks
  }

  private static func kept(_ ranks: [Double], _ isContent: [Bool]) -> [Bool] {
    let order = ranks.indices.filter { isContent[$0] }.sorted { ranks[$0] == ranks[$1] ? $0 < $1 : ranks[$0] > ranks[$1] }
    var kept = [Bool](repeating: false, count: ranks.count)
    for word in order.prefix(max(keptLeast, order.count / keptPart)) { kept[word] = true }
    return kept
  }

  /// The scores of phrases: the sum over their words, or 0 where one of them was not kept.
  func scores(of table: PhraseTable) -> [Double] {
    table.phrases.map { phrase in
      var sum = 0.0
      for unit in units[Int(phrase.start)..<Int(phrase.start + phrase.length)] where unit.flags.contains(.content) {
        if !isKept[Int(unit.word)] { return 0 }
        sum += words[Int(unit.word)]
      }
      return sum
    }
  }
}
