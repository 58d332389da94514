import Pipeline

/// Runs compiled patterns by backtracking with memory: a pattern never passes the same split at the same token twice in vain, so the time for a
/// sentence is bounded by its tokens times the pattern's size, whatever the pattern. (The bit-state search of RE2, over tokens.)
struct PatternMatcher: ~Copyable {
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

  private let program: PatternProgram
  private var branches: [Branch] = []
  private var marks: [Mark] = []
  private var visited: [UInt64] = []
  private var steps = 0
  /// Whether a sentence was given up because it took too many steps.
  private(set) var hasExceededLimit = false

  init(_ program: PatternProgram) { self.program = program }

  /// Calls the body for every match of a pattern in a sentence, from left to right and without overlap. Matches of no token are not reported.
  mutating func search(
    _ entry: PatternEntry, in sentence: Range<Int>, _ features: borrowing TokenFeatures,
    _ body: (Range<Int>, [PatternMatch.Capture]) -> Void
  ) {
    let words = (entry.splits * (sentence.count + 1) + 63) / 64
    forget(words)
    steps = 0
    var start = sentence.lowerBound
    while start < sentence.upperBound {
      guard canStart(entry, features.tokens[start]) else {
        start += 1
        continue
      }
      branches.removeAll(keepingCapacity: true)
      marks.removeAll(keepingCapacity: true)
      let (end, trail) = run(entry.entry, at: start, sentence, features, exactEnd: nil, remembers: true)
      if steps > Self.stepLimit {
        hasExceededLimit = true
        return
      }
      if let end, end > start {
        body(start..<end, captures(from: trail))
        forget(words)
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
  private func canStart(_ entry: PatternEntry, _ token: TokenFeature) -> Bool {
    if entry.isOpen { return true }
    if token.unitEnd != 0, entry.firstUnits & mask(of: token) != 0 { return true }
    let sets = program.checks.sets
    return sets.contains(entry.firstSet, token.surface) || sets.contains(entry.firstSet, token.lemma)
  }

  @inline(__always)
  private func mask(of token: TokenFeature) -> UInt64 { token.inside < 64 ? 1 << UInt64(token.inside) : 0 }

  /// Runs from an instruction; returns where the match ends, and its marks. `remembers` is off inside look-arounds.
  private mutating func run(
    _ entry: Int, at start: Int, _ sentence: Range<Int>, _ features: borrowing TokenFeatures, exactEnd: Int?, remembers: Bool
  ) -> (end: Int?, trail: Int32) {
    let base = branches.count
    let width = sentence.count + 1
    var pc = entry
    var position = start
    var trail: Int32 = -1
    func nothing() -> (end: Int?, trail: Int32) { (nil, -1) }
    while true {
      steps += 1
      if steps > Self.stepLimit { return nothing() }
      let instruction = program.code[pc]
      var holds = true
      switch instruction.operation {
      case .token:
        holds = position < sentence.upperBound && program.checks.holds(instruction.a, features.tokens[position], features.text)
        if holds { position += 1 }
      case .unit:
        holds = false
        if position < sentence.upperBound, features.tokens[position].unitEnd != 0 {
          let wanted = UInt64(UInt32(bitPattern: instruction.a)) | UInt64(UInt32(bitPattern: instruction.b)) << 32
          let end = Int(features.tokens[position].unitEnd)
          holds = wanted & mask(of: features.tokens[position]) != 0 && end <= sentence.upperBound
          if holds { position = end }
        }
      case .phrase: holds = phrase(instruction.a, &position, sentence.upperBound, features, pc, trail)
      case .split:
        if remembers {
          let bit = Int(instruction.c) * width + position - sentence.lowerBound
          holds = visited[bit >> 6] & (1 << UInt64(bit & 63)) == 0
          visited[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        if holds {
          branches.append(Branch(pc: instruction.b, position: Int32(position), trail: trail))
          pc = Int(instruction.a) - 1
        }
      case .jump: pc = Int(instruction.a) - 1
      case .open, .close:
        marks.append(Mark(slot: instruction.a, position: Int32(position), previous: trail, isEnd: instruction.operation == .close))
        trail = Int32(marks.count - 1)
      case .sentenceStart: holds = position == sentence.lowerBound
      case .sentenceEnd: holds = position == sentence.upperBound
      case .look: holds = look(program.looks[Int(instruction.a)], at: position, sentence, features)
      case .match:
        if exactEnd == nil || exactEnd == position {
          branches.removeLast(branches.count - base)
          return (position, trail)
        }
        holds = false
      }
      if holds {
        pc += 1
      } else {
        guard branches.count > base, let branch = branches.popLast() else { return nothing() }
        (pc, position, trail) = (Int(branch.pc), Int(branch.position), branch.trail)
      }
    }
  }

  /// Takes the longest phrase here and keeps the shorter ones for later.
  private mutating func phrase(
    _ index: Int32, _ position: inout Int, _ end: Int, _ features: borrowing TokenFeatures, _ pc: Int, _ trail: Int32
  ) -> Bool {
    var node: Int32 = 0
    var at = position
    var best: Int?
    while at < end {
      let surface = features.tokens[at].surface
      guard surface >= 0, let next = program.tries[Int(index)].next(node, surface) else { break }
      node = next
      at += 1
      if program.tries[Int(index)].isEnd(node) {
        if let shorter = best { branches.append(Branch(pc: Int32(pc + 1), position: Int32(shorter), trail: trail)) }
        best = at
      }
    }
    if let best { position = best }
    return best != nil
  }

  private mutating func look(_ look: LookAround, at position: Int, _ sentence: Range<Int>, _ features: borrowing TokenFeatures) -> Bool {
    if look.isAhead {
      return (run(look.entry, at: position, sentence, features, exactEnd: nil, remembers: false).end != nil) != look.isNegative
    }
    let first = max(sentence.lowerBound, position - look.reach)
    for start in stride(from: position, through: first, by: -1)
    where run(look.entry, at: start, sentence, features, exactEnd: position, remembers: false).end != nil {
      return !look.isNegative
    }
    return look.isNegative
  }

  /// The captures of a match in the order in which they end; those of no token are left out.
  private func captures(from trail: Int32) -> [PatternMatch.Capture] {
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
