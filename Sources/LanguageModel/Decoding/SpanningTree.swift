/// The best tree over the words of a sentence: the maximum spanning arborescence with a single child of the root.
///
/// Chu and Liu's algorithm (1965; Edmonds 1967), with the best arc into each node kept while cycles are contracted, so that it takes O(words²). Arcs from the root
/// pay a fine that no other arcs can make up for; that leaves exactly one, and among those trees the best. Most sentences need none of this: the best heads of
/// their words are a tree already.
package struct SpanningTree: Sendable {
  // A matrix over nodes: 0 is the root, then the words; a contracted cycle takes the place of one of its nodes. `score[head * size + dependent]`.
  private var score: [Double] = []
  // The arc between words, as head and dependent, that an arc of the matrix stands for.
  private var arcHead: [Int32] = []
  private var arcDependent: [Int32] = []
  private var best: [Int] = []
  private var isActive: [Bool] = []
  // The node in the forest of contractions that a place of the matrix is now: first the words themselves.
  private var nodeAt: [Int] = []
  private var parent: [Int] = []
  private var cycles: [(node: Int, members: [(node: Int, head: Int32, dependent: Int32)])] = []

  /// Creates a decoder; its buffers grow with the longest sentence.
  package init() {}

  /// Finds the tree.
  ///
  /// - Parameters:
  ///   - scores: The score of each arc, a row per word and in it a column per head: 0 is the root, then the words. All are finite.
  ///   - heads: Gets the head of each word: 0 for the root, a word's number plus 1 for a word.
  package mutating func find(_ scores: (_ word: Int, _ head: Int) -> Float, count: Int, heads: inout [Int32]) {
    heads.removeAll(keepingCapacity: true)
    if count == 0 { return }
    for word in 0..<count {
      var best: Int32 = word == 0 && count > 1 ? 2 : 1
      if count == 1 { best = 0 }
      var most = -Float.infinity
      for head in 0...count where head != word + 1 {
        let score = scores(word, head)
        if score > most { (most, best) = (score, Int32(head)) }
      }
      heads.append(best)
    }
    if Self.isTree(heads) { return }
    contract(scores, count)
    expand(count, &heads)
  }

  /// Whether all words lead to the root, and one of them directly.
  package static func isTree(_ heads: [Int32]) -> Bool {
    var roots = 0
    // A walk from a word marks what it meets with its own number; meeting its own mark is a cycle, meeting another's is an end.
    var mark = [Int32](repeating: -1, count: heads.count)
    for word in heads.indices {
      if heads[word] == 0 { roots += 1 }
      var at = word
      while mark[at] < 0 {
        mark[at] = Int32(word)
        if heads[at] == 0 { break }
        at = Int(heads[at]) - 1
        if mark[at] == Int32(word) { return false }
      }
    }
    return roots == 1
  }

  /// Contracts cycles of best arcs until there are none.
  private mutating func contract(_ scores: (_ word: Int, _ head: Int) -> Float, _ count: Int) {
    let size = count + 1
    fill(scores, count)
    cycles.removeAll(keepingCapacity: true)
    best = [Int](repeating: 0, count: size)
    isActive = [Bool](repeating: true, count: size)
    nodeAt = Array(0..<size)
    parent = [Int](repeating: -1, count: size)
    for dependent in 1..<size { best[dependent] = bestHead(of: dependent, size) }
    // Each place that has been followed to the root is done.
    var state = [Int](repeating: 0, count: size)
    state[0] = -1
    for start in 1..<size {
      var at = start
      if !isActive[at] || state[at] == -1 { continue }
      var walk: [Int] = []
      while state[at] != -1 {
        if state[at] == start {
          let cycle = Array(walk[(walk.lastIndex(of: at) ?? 0)...])
          walk.removeLast(cycle.count)
          at = merge(cycle, size)
          // The place of the cycle is walked from anew.
          for place in cycle { state[place] = 0 }
        }
        state[at] = start
        walk.append(at)
        at = best[at]
      }
      for place in walk { state[place] = -1 }
    }
  }

  private mutating func fill(_ scores: (_ word: Int, _ head: Int) -> Float, _ count: Int) {
    let size = count + 1
    score = [Double](repeating: -.infinity, count: size * size)
    arcHead = [Int32](repeating: 0, count: size * size)
    arcDependent = [Int32](repeating: 0, count: size * size)
    var least = Double.infinity
    var most = -Double.infinity
    for word in 0..<count {
      for head in 0..<size where head != word + 1 {
        let value = Double(scores(word, head))
        score[head * size + word + 1] = value
        arcHead[head * size + word + 1] = Int32(head)
        arcDependent[head * size + word + 1] = Int32(word + 1)
        least = min(least, value)
        most = max(most, value)
      }
    }
    let fine = (most - least + 1) * Double(size)
    for dependent in 1..<size { score[dependent] -= fine }
  }

  private func bestHead(of dependent: Int, _ size: Int) -> Int {
    var found = 0
    for head in 0..<size where isActive[head] && head != dependent && score[head * size + dependent] > score[found * size + dependent] {
      found = head
    }
    return found
  }

  /// Makes one node of a cycle; returns its place.
  private mutating func merge(_ cycle: [Int], _ size: Int) -> Int {
    let place = cycle[0]
    let node = parent.count
    parent.append(-1)
    var members: [(node: Int, head: Int32, dependent: Int32)] = []
    var isMember = [Bool](repeating: false, count: size)
    for member in cycle {
      isMember[member] = true
      parent[nodeAt[member]] = node
      let arc = best[member] * size + member
      members.append((nodeAt[member], arcHead[arc], arcDependent[arc]))
    }
    cycles.append((node, members))
    let inner = cycle.map { score[best[$0] * size + $0] }
    for other in 0..<size where isActive[other] && !isMember[other] {
      // An arc into the cycle is worth what it gains over the arc of the cycle that it replaces.
      var (into, gain) = (cycle[0], -Double.infinity)
      // An arc out of the cycle keeps its worth.
      var (out, worth) = (cycle[0], -Double.infinity)
      for (index, member) in cycle.enumerated() {
        let entering = score[other * size + member] - inner[index]
        if entering > gain { (into, gain) = (member, entering) }
        let leaving = score[member * size + other]
        if leaving > worth { (out, worth) = (member, leaving) }
      }
      let (entering, leaving) = (other * size + into, out * size + other)
      let (toHead, toDependent) = (arcHead[entering], arcDependent[entering])
      let (fromHead, fromDependent) = (arcHead[leaving], arcDependent[leaving])
      score[other * size + place] = gain
      arcHead[other * size + place] = toHead
      arcDependent[other * size + place] = toDependent
      score[place * size + other] = worth
      arcHead[place * size + other] = fromHead
      arcDependent[place * size + other] = fromDependent
      if other > 0, isMember[best[other]] { best[other] = place }
    }
    for member in cycle.dropFirst() { isActive[member] = false }
    nodeAt[place] = node
    best[place] = bestHead(of: place, size)
    return place
  }

  /// Takes the contractions apart, the last first: the arc that enters a cycle replaces the cycle's arc into the same node.
  private func expand(_ count: Int, _ heads: inout [Int32]) {
    let size = count + 1
    var incoming = [(head: Int32, dependent: Int32)?](repeating: nil, count: parent.count)
    for place in 1..<size where isActive[place] {
      let arc = best[place] * size + place
      incoming[nodeAt[place]] = (arcHead[arc], arcDependent[arc])
    }
    for cycle in cycles.reversed() {
      guard let entering = incoming[cycle.node] else { continue }
      var entered = Int(entering.dependent)
      while parent[entered] != cycle.node { entered = parent[entered] }
      for member in cycle.members { incoming[member.node] = member.node == entered ? entering : (member.head, member.dependent) }
    }
    for word in 0..<count { heads[word] = incoming[word + 1]?.head ?? 0 }
  }
}
