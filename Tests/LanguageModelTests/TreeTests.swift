import LanguageModel
import TestSupport
import Testing

/// The decoders of trees, against all trees where those can be tried.
@Suite struct TreeTests {
  /// Scores of arcs: a row per word, a column per head, the first for the root.
  private struct Arcs {
    var count: Int
    var scores: [Float]

    init(count: Int, _ random: inout SeededGenerator, ties: Bool = false) {
      self.count = count
      scores = (0..<count * (count + 1)).map { _ in
        ties ? Float(Int.random(in: 0...2, using: &random)) : Float.random(in: -5...5, using: &random)
      }
    }

    func score(_ word: Int, _ head: Int) -> Float { scores[word * (count + 1) + head] }

    func total(_ heads: [Int32]) -> Double { heads.enumerated().reduce(0) { $0 + Double(score($1.offset, Int($1.element))) } }
  }

  /// All trees with one child of the root.
  private func trees(_ count: Int) -> [[Int32]] {
    var heads = [Int32](repeating: 0, count: count)
    var found: [[Int32]] = []
    while true {
      if isTree(heads) { found.append(heads) }
      var place = 0
      while place < count, heads[place] == Int32(count) {
        heads[place] = 0
        place += 1
      }
      if place == count { return found }
      heads[place] += 1
    }
  }

  /// Written otherwise than the decoder's own check.
  private func isTree(_ heads: [Int32]) -> Bool {
    guard heads.count(where: { $0 == 0 }) == 1 else { return false }
    for word in heads.indices {
      var at = word
      var steps = 0
      while heads[at] != 0 {
        at = Int(heads[at]) - 1
        steps += 1
        if steps > heads.count { return false }
      }
    }
    return true
  }

  private func isProjective(_ heads: [Int32]) -> Bool {
    for (word, head) in heads.enumerated() {
      let (low, high) = (min(word + 1, Int(head)), max(word + 1, Int(head)))
      for (other, otherHead) in heads.enumerated() {
        let (a, b) = (min(other + 1, Int(otherHead)), max(other + 1, Int(otherHead)))
        if low < a, a < high, b > high { return false }
      }
    }
    return true
  }

  @Test func theSpanningTreeIsTheBestOfAllTreesWithOneRoot() {
    let trees = (0...5).map { self.trees($0) }
    #expect(trees.map(\.count) == [0, 1, 2, 9, 64, 625], "as Cayley counts them")
    var decoder = SpanningTree()
    Fuzzing.run(rounds: 1500, seed: 21) { round, random in
      let count = Int.random(in: 1...5, using: &random)
      let arcs = Arcs(count: count, &random, ties: round % 3 == 0)
      var heads: [Int32] = []
      decoder.find(arcs.score, count: count, heads: &heads)
      #expect(isTree(heads), "\(heads)")
      let best = trees[count].map(arcs.total).max() ?? 0
      #expect(abs(arcs.total(heads) - best) < 1e-4, "\(arcs.scores)")
    }
  }

  @Test func theProjectiveTreeIsTheBestOfThoseWithoutCrossingArcs() {
    let trees = (0...5).map { self.trees($0).filter(isProjective) }
    var decoder = ProjectiveTree()
    Fuzzing.run(rounds: 800, seed: 22) { round, random in
      let count = Int.random(in: 1...5, using: &random)
      let arcs = Arcs(count: count, &random, ties: round % 3 == 0)
      var heads: [Int32] = []
      decoder.find(arcs.score, count: count, heads: &heads)
      #expect(isTree(heads) && isProjective(heads), "\(heads)")
      let best = trees[count].map(arcs.total).max() ?? 0
      #expect(abs(arcs.total(heads) - best) < 1e-4, "\(arcs.scores)")
    }
  }

  @Test func longSentencesGiveTreesThatNoProjectiveOneBeats() {
    var spanning = SpanningTree()
    var projective = ProjectiveTree()
    Fuzzing.run(rounds: 12, seed: 23) { round, random in
      let count = Int.random(in: 60...254, using: &random)
      // Padding's score is a possible one too.
      var arcs = Arcs(count: count, &random)
      if round % 2 == 0 { for index in arcs.scores.indices where Int.random(in: 0..<4, using: &random) == 0 { arcs.scores[index] = -1e4 } }
      var heads: [Int32] = []
      var other: [Int32] = []
      spanning.find(arcs.score, count: count, heads: &heads)
      #expect(isTree(heads) && SpanningTree.isTree(heads))
      if round < 3 {
        projective.find(arcs.score, count: count, heads: &other)
        #expect(isTree(other) && isProjective(other))
        #expect(arcs.total(heads) >= arcs.total(other) - 1e-3)
      }
      // No better tree is one arc away.
      for word in heads.indices where heads[word] != 0 {
        var changed = heads
        for head in 1...Int32(count)
        where head != Int32(word) + 1 && arcs.score(word, Int(head)) > arcs.score(word, Int(heads[word])) + 1e-3 {
          changed[word] = head
          #expect(!isTree(changed))
        }
      }
    }
  }

  @Test func heedlessHeadsAreKnownAsNoTree() {
    #expect(SpanningTree.isTree([0, 1, 2]) && SpanningTree.isTree([2, 3, 0]))
    #expect(!SpanningTree.isTree([2, 1]) && !SpanningTree.isTree([0, 0]) && !SpanningTree.isTree([0, 3, 2]))
  }

  @Test func aSentenceOfOneWordIsItsRoot() {
    var heads: [Int32] = []
    var spanning = SpanningTree()
    spanning.find({ _, _ in -3 }, count: 1, heads: &heads)
    #expect(heads == [0])
    spanning.find({ _, _ in 0 }, count: 0, heads: &heads)
    #expect(heads.isEmpty)
  }
}
