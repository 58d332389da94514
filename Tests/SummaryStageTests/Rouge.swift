/// ROUGE-1, ROUGE-2 and ROUGE-L (Lin 2004) as F1 over lower-case words, without stemming; ROUGE-L over the whole summary as one sequence.
struct Rouge {
  var one = 0.0
  var two = 0.0
  var longest = 0.0

  init() {}

  init(_ summary: String, reference: String) {
    let (left, right) = (Self.words(summary), Self.words(reference))
    one = Self.overlap(left.map { [$0] }, right.map { [$0] })
    two = Self.overlap(Self.pairs(left), Self.pairs(right))
    longest = Self.f1(Self.longestCommonSubsequence(left, right), left.count, right.count)
  }

  static func + (left: Rouge, right: Rouge) -> Rouge {
    var sum = left
    sum.one += right.one
    sum.two += right.two
    sum.longest += right.longest
    return sum
  }

  static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  private static func pairs(_ words: [String]) -> [[String]] { zip(words, words.dropFirst()).map { [$0, $1] } }

  private static func overlap(_ left: [[String]], _ right: [[String]]) -> Double {
    let counts = Dictionary(left.map { ($0, 1) }, uniquingKeysWith: +)
    let others = Dictionary(right.map { ($0, 1) }, uniquingKeysWith: +)
    return f1(counts.reduce(0) { $0 + min($1.value, others[$1.key] ?? 0) }, left.count, right.count)
  }

  private static func f1(_ common: Int, _ left: Int, _ right: Int) -> Double {
    common == 0 ? 0 : 2 * Double(common) / Double(left + right)
  }

  private static func longestCommonSubsequence(_ left: [String], _ right: [String]) -> Int {
    var row = Array(repeating: 0, count: right.count + 1)
    for a in left {
      var diagonal = 0
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = a == b ? diagonal + 1 : max(above, row[j])
        diagonal = above
      }
    }
    return row[right.count]
  }
}
