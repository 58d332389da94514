import Pipeline

/// What two texts share, word by word: the longest common subsequence of their words (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations",
/// Algorithmica 1, 1986), up to a bound on the work; beyond it, what they share at both ends.
struct SharedText: Sendable {
  /// Words that only one of them has, above which the middle counts as wholly other. The work is at most the sum of both lengths by this.
  private static let bound = 2_000

  /// A run of words that both have: equally long in words, white space between them may differ.
  private struct Run {
    var old: Int
    var new: Int
    var count: Int
  }

  private let oldWords: [TextSpan]
  private let newWords: [TextSpan]
  /// For each old word the new one, or -1.
  private let counterparts: [Int32]
  /// Words that only the old text has.
  let lostWords: Int
  /// Words that only the new text has.
  let gainedWords: Int

  init(old: Text, new: Text) {
    oldWords = Self.words(of: old)
    newWords = Self.words(of: new)
    let (left, right) = Self.numbered(old, oldWords, new, newWords)
    counterparts = Self.counterparts(left, right)
    let shared = counterparts.count { $0 >= 0 }
    lostWords = oldWords.count - shared
    gainedWords = newWords.count - shared
  }

  /// The span in the new text of a span in the old one whose first and last word both texts share; nil elsewhere.
  func newSpan(of span: TextSpan) -> TextSpan? {
    guard let start = newOffset(of: span.start, isEnd: false), let end = newOffset(of: span.end, isEnd: true), start <= end else {
      return nil
    }
    return TextSpan(start, end)
  }

  private func newOffset(of offset: UInt32, isEnd: Bool) -> UInt32? {
    // The first word that ends behind the offset, or at it where it is an end.
    var low = 0
    var high = oldWords.count
    while low < high {
      let middle = (low + high) / 2
      let end = oldWords[middle].end
      if isEnd ? end < offset : end <= offset { low = middle + 1 } else { high = middle }
    }
    guard low < oldWords.count, oldWords[low].start <= offset, counterparts[low] >= 0 else { return nil }
    return newWords[Int(counterparts[low])].start + (offset - oldWords[low].start)
  }

  /// Stretches without ASCII white space.
  private static func words(of text: Text) -> [TextSpan] {
    var words: [TextSpan] = []
    let bytes = text.bytes
    var start: Int?
    for offset in bytes.indices {
      let isSpace = bytes[offset] == 0x20 || (0x09...0x0D).contains(bytes[offset])
      if isSpace, let first = start {
        words.append(TextSpan(first..<offset))
        start = nil
      } else if !isSpace, start == nil {
        start = offset
      }
    }
    if let start { words.append(TextSpan(start..<bytes.count)) }
    return words
  }

  /// The words of both texts as numbers: the same for the same word.
  private static func numbered(_ old: Text, _ oldWords: [TextSpan], _ new: Text, _ newWords: [TextSpan]) -> ([Int32], [Int32]) {
    var numbers: [ArraySlice<UInt8>: Int32] = [:]
    func number(_ word: ArraySlice<UInt8>) -> Int32 {
      if let known = numbers[word] { return known }
      let next = Int32(truncatingIfNeeded: numbers.count)
      numbers[word] = next
      return next
    }
    return (oldWords.map { number(old[$0]) }, newWords.map { number(new[$0]) })
  }

  private static func counterparts(_ old: [Int32], _ new: [Int32]) -> [Int32] {
    var result = [Int32](repeating: -1, count: old.count)
    let most = min(old.count, new.count)
    var head = 0
    while head < most, old[head] == new[head] {
      result[head] = Int32(head)
      head += 1
    }
    var tail = 0
    while tail < most - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
      tail += 1
      result[old.count - tail] = Int32(new.count - tail)
    }
    for run in runs(old[head..<old.count - tail], new[head..<new.count - tail]) {
      for index in 0..<run.count { result[run.old + index] = Int32(run.new + index) }
    }
    return result
  }

  /// The runs of a longest common subsequence, in no order; none where the bound is passed.
  private static func runs(_ old: ArraySlice<Int32>, _ new: ArraySlice<Int32>) -> [Run] {
    if old.isEmpty || new.isEmpty { return [] }
    let most = min(old.count + new.count, bound)
    // furthest[most + k]: how far into the old words the diagonal k has come. trace keeps what each step began with.
    var furthest = [Int32](repeating: 0, count: 2 * most + 2)
    var trace: [[Int32]] = []
    for step in 0...most {
      trace.append(Array(furthest[max(0, most - step - 1)...min(2 * most + 1, most + step + 1)]))
      for k in stride(from: -step, through: step, by: 2) {
        let goesDown = k == -step || (k != step && furthest[most + k - 1] < furthest[most + k + 1])
        var x = Int(goesDown ? furthest[most + k + 1] : furthest[most + k - 1] + 1)
        var y = x - k
        while x < old.count, y < new.count, old[old.startIndex + x] == new[new.startIndex + y] {
          x += 1
          y += 1
        }
        furthest[most + k] = Int32(x)
        if x >= old.count, y >= new.count { return backtracked(trace, old, new, most) }
      }
    }
    return []
  }

  private static func backtracked(_ trace: [[Int32]], _ old: ArraySlice<Int32>, _ new: ArraySlice<Int32>, _ most: Int) -> [Run] {
    var runs: [Run] = []
    var (x, y) = (old.count, new.count)
    for step in stride(from: trace.count - 1, through: 0, by: -1) {
      let first = max(0, most - step - 1)
      func reached(_ k: Int) -> Int { Int(trace[step][most + k - first]) }
      let k = x - y
      let goesDown = k == -step || (k != step && reached(k - 1) < reached(k + 1))
      let before = goesDown ? k + 1 : k - 1
      let (beforeX, beforeY) = step == 0 ? (0, 0) : (reached(before), reached(before) - before)
      let start = step == 0 ? 0 : goesDown ? beforeX : beforeX + 1
      if x > start { runs.append(Run(old: old.startIndex + start, new: new.startIndex + (start - k), count: x - start)) }
      (x, y) = (beforeX, beforeY)
    }
    return runs
  }
}
