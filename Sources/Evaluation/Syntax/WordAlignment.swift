import Pipeline

/// Pairs the words of a treebank with those of a pipeline, as the evaluation of the CoNLL 2018 shared task (Zeman et al., 2018) does.
///
/// Words are at the same place where the characters before them and in them are as many, white space left out of account. In the stretch of a multiword token, whose words
/// have no places of their own, words are paired by the longest common subsequence of their forms in small letters.
struct WordAlignment {
  /// A word, with its place among the characters.
  struct Word {
    var span: TextSpan
    var isMultiword: Bool
    var form: String
  }

  /// The pairs of indices, in order.
  private(set) var pairs: [(gold: Int, found: Int)] = []

  private let gold: [Word]
  private let found: [Word]

  /// Pairs words that are in the order of their places. Linear, but for the product of the counts inside a multiword token.
  init(gold: [Word], found: [Word]) {
    self.gold = gold
    self.found = found
    var (g, f) = (0, 0)
    while g < gold.count, f < found.count {
      if gold[g].isMultiword || found[f].isMultiword {
        let (goldStart, foundStart) = enterStretch(&g, &f)
        pairByForms(goldStart..<g, foundStart..<f)
      } else if gold[g].span == found[f].span {
        pairs.append((g, f))
        g += 1
        f += 1
      } else if gold[g].span.start <= found[f].span.start {
        g += 1
      } else {
        f += 1
      }
    }
  }

  /// Goes to the end of the stretch in which multiword tokens and what overlaps them lie; gives its beginning.
  private func enterStretch(_ g: inout Int, _ f: inout Int) -> (Int, Int) {
    var end: UInt32
    if gold[g].isMultiword {
      end = gold[g].span.end
      if !found[f].isMultiword, found[f].span.start < gold[g].span.start { f += 1 }
    } else {
      end = found[f].span.end
      if !gold[g].isMultiword, gold[g].span.start < found[f].span.start { g += 1 }
    }
    let start = (g, f)
    while !Self.isBeyond(gold, g, end) || !Self.isBeyond(found, f, end) {
      if g < gold.count, f >= found.count || gold[g].span.start <= found[f].span.start {
        if gold[g].isMultiword { end = max(end, gold[g].span.end) }
        g += 1
      } else {
        if found[f].isMultiword { end = max(end, found[f].span.end) }
        f += 1
      }
    }
    return start
  }

  private static func isBeyond(_ words: [Word], _ index: Int, _ end: UInt32) -> Bool {
    if index >= words.count { return true }
    return words[index].isMultiword ? words[index].span.start >= end : words[index].span.end > end
  }

  private mutating func pairByForms(_ goldRange: Range<Int>, _ foundRange: Range<Int>) {
    if goldRange.isEmpty || foundRange.isEmpty { return }
    let left = gold[goldRange].map { $0.form.lowercased() }
    let right = found[foundRange].map { $0.form.lowercased() }
    var longest = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
    for g in left.indices.reversed() {
      for f in right.indices.reversed() {
        let same = left[g] == right[f] ? 1 + longest[g + 1][f + 1] : 0
        longest[g][f] = max(same, longest[g + 1][f], longest[g][f + 1])
      }
    }
    var (g, f) = (0, 0)
    while g < left.count, f < right.count {
      if left[g] == right[f] {
        pairs.append((goldRange.lowerBound + g, foundRange.lowerBound + f))
        g += 1
        f += 1
      } else if longest[g][f] == longest[g + 1][f] {
        g += 1
      } else {
        f += 1
      }
    }
  }
}
