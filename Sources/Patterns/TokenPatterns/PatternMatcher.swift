import Pipeline

/// Runs compiled patterns by backtracking with memory: a pattern never passes the same split at the same token twice in vain, so the time for a
/// sentence is bounded by its tokens times the pattern's size, whatever the pattern. (The bit-state search of RE2, over tokens.)
struct PatternMatcher {
  /// What is still to be tried.
  private struct Branch {
    var pc: Int32
    var position: Int32
    var trail: Int32
  }

  /// The beginning or end of a capture on the way to here; a list through `previous`.
  private struct Mark {
    var slot: Int32
    var position: Int32
    var previous: Int32
    var isEnd: Bool
  }

  /// How many instructions a sentence may take in one pattern, look-arounds included.
  static let stepLimit = 2_000_000

  private let code: [PatternInstruction]
  private let looks: [LookAround]
  private let nodes: [PhraseTries.Node]
  private let edges: [PhraseTries.Edge]
  let checks: [TokenChecks.Check]
  let children: [Int32]
  let blobs: [UInt8]
  let bits: [UInt64]
  private var branches: [Branch] = []
  private var marks: [Mark] = []
  private var visited: [UInt64] = []
  private var steps = 0
  private var trail: Int32 = -1
  /// Whether a sentence was given up because it took too many steps.
  private(set) var hasExceededLimit = false

  /// Takes the program's arrays, so that no step asks for them anew.
  init(_ program: PatternProgram) {
    code = program.code
    looks = program.looks
    nodes = program.tries.nodes
    edges = program.tries.edges
    checks = program.checks.checks
    children = program.checks.children
    blobs = program.checks.blobs
    bits = program.checks.sets.bits
  }

  /// Calls the body for every match of a pattern in a sentence, from left to right and without overlap. Matches of no token are not reported.
  ///
  /// - Parameter lastStart: The last token at which a match can begin: a word that it needs is not found behind it.
  mutating func search(
    _ entry: PatternEntry, in sentence: Range<Int>, upTo lastStart: Int, _ tokens: [TokenFeature], _ text: Text,
    _ body: (Range<Int>, [PatternMatch.Capture]) -> Void
  ) {
    let words = (entry.splits * (sentence.count + 1) + 63) / 64
    var isFresh = false
    steps = 0
    var start = sentence.lowerBound
    while start <= lastStart {
      guard canStart(entry.start, tokens[start]) else {
        start += 1
        continue
      }
      if !isFresh { forget(words) }
      isFresh = true
      branches.removeAll(keepingCapacity: true)
      marks.removeAll(keepingCapacity: true)
      let end = run(entry.entry, at: start, sentence, tokens, text, exactEnd: -1, remembers: true)
      if steps > Self.stepLimit {
        hasExceededLimit = true
        return
      }
      if end > start {
        body(start..<end, captures())
        isFresh = false
        start = end
      } else {
        start += 1
      }
    }
  }

  private mutating func forget(_ words: Int) {
    if visited.count < words { visited = [UInt64](repeating: 0, count: words) }
    for index in 0..<words { visited[index] = 0 }
  }

  @inline(__always)
  private func canStart(_ start: PatternBeginning, _ token: TokenFeature) -> Bool {
    if start.isOpen { return true }
    if token.unitEnd != 0, start.units & token.mask != 0 { return true }
    return contains(start.set, token.surface) || contains(start.set, token.lemma)
  }

  /// Runs from an instruction; returns where the match ends, or -1, and leaves its marks in `trail`. `remembers` is off inside look-arounds.
  private mutating func run(
    _ entry: Int, at start: Int, _ sentence: Range<Int>, _ tokens: [TokenFeature], _ text: Text, exactEnd: Int, remembers: Bool
  ) -> Int {
    let base = branches.count
    let width = sentence.count + 1
    var pc = entry
    var position = start
    var trail: Int32 = -1
    while true {
      steps += 1
      if steps > Self.stepLimit { return -1 }
      let instruction = code[pc]
      var holds = true
      switch instruction.operation {
      case .token:
        holds = false
        if position < sentence.upperBound { holds = self.holds(instruction.a, tokens[position], text) }
        position += 1
      case .unit:
        holds = false
        if position < sentence.upperBound, tokens[position].unitEnd != 0 {
          let wanted = UInt64(UInt32(bitPattern: instruction.a)) | UInt64(UInt32(bitPattern: instruction.b)) << 32
          let end = Int(tokens[position].unitEnd)
          let mask = tokens[position].mask
          holds = wanted & mask != 0 && end <= sentence.upperBound
          position = end
        }
      case .phrase:
        let end = phrase(instruction.a, at: position, sentence.upperBound, tokens, pc, trail)
        holds = end >= 0
        position = end
      case .split:
        if remembers {
          let bit = Int(instruction.c) * width + position - sentence.lowerBound
          holds = visited[bit >> 6] & (1 << UInt64(bit & 63)) == 0
          visited[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        if holds {
          branches.append(Branch(pc: instruction.b, position: Int32(truncatingIfNeeded: position), trail: trail))
          pc = Int(instruction.a) - 1
        }
      case .jump: pc = Int(instruction.a) - 1
      case .open, .close:
        marks.append(
          Mark(
            slot: instruction.a, position: Int32(truncatingIfNeeded: position), previous: trail, isEnd: instruction.operation == .close))
        trail = Int32(truncatingIfNeeded: marks.count - 1)
      case .sentenceStart: holds = position == sentence.lowerBound
      case .sentenceEnd: holds = position == sentence.upperBound
      case .look: holds = look(looks[Int(instruction.a)], at: position, sentence, tokens, text)
      case .match:
        if exactEnd < 0 || exactEnd == position {
          branches.removeLast(branches.count - base)
          self.trail = trail
          return position
        }
        holds = false
      }
      if holds {
        pc += 1
      } else {
        guard branches.count > base, let branch = branches.popLast() else { return -1 }
        (pc, position, trail) = (Int(branch.pc), Int(branch.position), branch.trail)
      }
    }
  }

  /// Takes the longest phrase here and keeps the shorter ones for later. Returns where it ends, or -1.
  private mutating func phrase(
    _ root: Int32, at position: Int, _ end: Int, _ tokens: [TokenFeature], _ pc: Int, _ trail: Int32
  ) -> Int {
    var node = nodes[Int(root)]
    var at = position
    var best = -1
    while at < end, tokens[at].surface >= 0 {
      let next = next(node, tokens[at].surface)
      if next < 0 { break }
      node = nodes[Int(next)]
      at += 1
      if node.isEnd {
        if best >= 0 {
          branches.append(Branch(pc: Int32(truncatingIfNeeded: pc + 1), position: Int32(truncatingIfNeeded: best), trail: trail))
        }
        best = at
      }
    }
    return best
  }

  /// The node behind a word, or -1 where no phrase goes on so.
  @inline(__always)
  private func next(_ node: PhraseTries.Node, _ surface: Int32) -> Int32 {
    var (low, high) = (Int(node.start), Int(node.end))
    while low < high {
      let middle = (low + high) >> 1
      let edge = edges[middle]
      if edge.surface == surface { return edge.node }
      if edge.surface < surface { low = middle + 1 } else { high = middle }
    }
    return -1
  }

  private mutating func look(
    _ look: LookAround, at position: Int, _ sentence: Range<Int>, _ tokens: [TokenFeature], _ text: Text
  ) -> Bool {
    if look.isAhead {
      if position < sentence.upperBound, !canStart(look.start, tokens[position]) { return look.isNegative }
      return (run(look.entry, at: position, sentence, tokens, text, exactEnd: -1, remembers: false) >= 0) != look.isNegative
    }
    var start = position
    let first = max(sentence.lowerBound, position - look.reach)
    while start >= first {
      let isPossible = look.start.isOpen || start < position && canStart(look.start, tokens[start])
      if isPossible, run(look.entry, at: start, sentence, tokens, text, exactEnd: position, remembers: false) >= 0 {
        return !look.isNegative
      }
      start -= 1
    }
    return look.isNegative
  }

  /// The captures of the last match in the order of the text, shorter ones first; those of no token are left out.
  private func captures() -> [PatternMatch.Capture] {
    var captures: [PatternMatch.Capture] = []
    var open: [Mark] = []
    var at = trail
    while at >= 0 {
      let mark = marks[Int(at)]
      if mark.isEnd {
        open.append(mark)
      } else if let end = open.popLast(), end.position > mark.position {
        captures.append(.init(name: Int(mark.slot), tokens: Int(mark.position)..<Int(end.position)))
      }
      at = mark.previous
    }
    return captures.sorted { ($0.tokens.lowerBound, $0.tokens.upperBound) < ($1.tokens.lowerBound, $1.tokens.upperBound) }
  }
}
