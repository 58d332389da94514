/// Chooses sentences one by one: the best score less what the chosen ones already say (maximal marginal relevance, Carbonell and Goldstein 1998).
struct SummarySelection {
  /// The chosen candidates in the order of the text.
  private(set) var chosen: [Int] = []

  init(_ options: SummaryOptions, scores: [Double], graph: SimilarityGraph, candidates: CandidateSentences) {
    var room = options.maxWords ?? .max
    var overlap = [Double](repeating: 0, count: scores.count)
    var isOpen = [Bool](repeating: true, count: scores.count)
    let redundancy = options.method == .lead ? 0 : options.redundancy
    let dangling = options.method == .lead ? 0 : options.dangling
    while chosen.count < options.sentences {
      var best: Int?
      var bestValue = -Double.infinity
      for index in scores.indices where isOpen[index] && candidates.candidates[index].words <= room {
        var value = scores[index] - redundancy * overlap[index]
        if dangling > 0, value > bestValue, candidates.dangles(index, chosen: chosen) { value -= dangling }
        if value > bestValue { (best, bestValue) = (index, value) }
      }
      guard let best else { break }
      chosen.append(best)
      isOpen[best] = false
      room -= candidates.candidates[best].words
      for neighbour in graph.neighbours[best] {
        overlap[neighbour.sentence] = max(overlap[neighbour.sentence], neighbour.cosine)
        // The same sentence twice is never chosen twice.
        if neighbour.cosine > 0.999 { isOpen[neighbour.sentence] = false }
      }
    }
    chosen.sort()
  }
}
