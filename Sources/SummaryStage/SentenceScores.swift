/// The scores of the candidate sentences: the method's, mixed with their position, their likeness to the title, and whether they are cut out of a quotation.
struct SentenceScores {
  /// By candidate, larger for better, rounded to nine decimals so that equal sentences are equal.
  let values: [Double]

  init(_ options: SummaryOptions, candidates: CandidateSentences, words: SentenceWords, graph: SimilarityGraph) {
    let count = candidates.count
    let ranks =
      switch options.method {
      case .lead: (0..<count).map { Double(count - $0) / Double(count) }
      case .lexrank: Self.scaled(graph.lexRank(threshold: options.threshold))
      case .textrank: Self.scaled(graph.textRank(lengths: candidates.candidates.map(\.words)))
      }
    guard options.method != .lead else {
      values = ranks
      return
    }
    let title = Self.scaled(graph.titleCosine)
    values = (0..<count).map { index in
      let position = 1 / Double(index + 1).squareRoot()
      let mixed =
        ranks[index] + options.position * position + options.title * title[index]
        - (candidates.candidates[index].isWhole ? 0 : options.quotation)
      return (mixed * 1e9).rounded() / 1e9
    }
  }

  /// The values divided by the largest.
  private static func scaled(_ values: [Double]) -> [Double] {
    let largest = values.max() ?? 0
    return largest > 0 ? values.map { $0 / largest } : values
  }
}
