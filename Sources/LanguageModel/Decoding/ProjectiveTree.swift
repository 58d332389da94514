/// The best tree over the words of a sentence without crossing arcs, and with a single child of the root (Eisner 1996). O(words³) time, O(words²) space.
package struct ProjectiveTree: Sendable {
  // Best scores of spans from `i` to `j`, at `i * count + j`: with an arc between the ends, or closed on the side away from the head; and the words where they
  // were put together. The head is the right end in those whose name says left, because its arc points left.
  private var open: (left: [Double], right: [Double]) = ([], [])
  private var closed: (left: [Double], right: [Double]) = ([], [])
  private var openSplit: [Int32] = []
  private var closedSplit: (left: [Int32], right: [Int32]) = ([], [])

  /// Creates a decoder; its buffers grow with the longest sentence.
  package init() {}

  /// Finds the tree; the parameters are those of `SpanningTree`.
  package mutating func find(_ scores: (_ word: Int, _ head: Int) -> Float, count: Int, heads: inout [Int32]) {
    heads.removeAll(keepingCapacity: true)
    if count == 0 { return }
    heads.append(contentsOf: repeatElement(0, count: count))
    prepare(count)
    for length in 1..<max(1, count) {
      for first in 0..<count - length { join(first, first + length, count, scores) }
    }
    var root = 0
    var most = -Double.infinity
    for word in 0..<count {
      let score = closed.left[word] + closed.right[word * count + count - 1] + Double(scores(word, 0))
      if score > most { (most, root) = (score, word) }
    }
    heads[root] = 0
    readClosedLeft(0, root, count, &heads)
    readClosedRight(root, count - 1, count, &heads)
  }

  private mutating func prepare(_ count: Int) {
    let size = count * count
    let empty = [Double](repeating: 0, count: size)
    open = (empty, empty)
    closed = (empty, empty)
    openSplit = [Int32](repeating: 0, count: size)
    closedSplit = (openSplit, openSplit)
  }

  private mutating func join(_ first: Int, _ last: Int, _ count: Int, _ scores: (_ word: Int, _ head: Int) -> Float) {
    let at = first * count + last
    var most = -Double.infinity
    for split in first..<last {
      let score = closed.right[first * count + split] + closed.left[(split + 1) * count + last]
      if score > most {
        most = score
        openSplit[at] = Int32(split)
      }
    }
    open.left[at] = most + Double(scores(first, last + 1))
    open.right[at] = most + Double(scores(last, first + 1))
    most = -.infinity
    for split in first..<last {
      let score = closed.left[first * count + split] + open.left[split * count + last]
      if score > most {
        most = score
        closedSplit.left[at] = Int32(split)
      }
    }
    closed.left[at] = most
    most = -.infinity
    for split in first + 1...last {
      let score = open.right[first * count + split] + closed.right[split * count + last]
      if score > most {
        most = score
        closedSplit.right[at] = Int32(split)
      }
    }
    closed.right[at] = most
  }

  // Reading the tree goes as deep as the sentence is long, which is bounded by a window.
  private func readClosedLeft(_ first: Int, _ last: Int, _ count: Int, _ heads: inout [Int32]) {
    if first == last { return }
    let split = Int(closedSplit.left[first * count + last])
    readClosedLeft(first, split, count, &heads)
    heads[split] = Int32(last + 1)
    readOpen(split, last, count, &heads)
  }

  private func readClosedRight(_ first: Int, _ last: Int, _ count: Int, _ heads: inout [Int32]) {
    if first == last { return }
    let split = Int(closedSplit.right[first * count + last])
    heads[split] = Int32(first + 1)
    readOpen(first, split, count, &heads)
    readClosedRight(split, last, count, &heads)
  }

  private func readOpen(_ first: Int, _ last: Int, _ count: Int, _ heads: inout [Int32]) {
    let split = Int(openSplit[first * count + last])
    readClosedRight(first, split, count, &heads)
    readClosedLeft(split + 1, last, count, &heads)
  }
}
