import Pipeline

/// Finds the line ends inside paragraphs that a program wrapped at a fixed width, and the hyphens that it set there.
///
/// Wrapped prose shows in two ways: the first word of a line would not have fitted on the line before it, and most lines begin in the middle of a sentence, with a
/// small letter. Poems, lists, tables and texts with one paragraph per line lack one or both.
struct LineJoiner: Sendable {
  /// The widest line that counts as wrapped, in characters.
  let width: Int
  /// How wrapped lines are told.
  let limits: WrappingLimits

  /// What is done with the line end after a line.
  enum Joint: UInt8 {
    /// It ends a paragraph and stays.
    case keep
    /// It ends a paragraph of wrapped text: an empty line follows.
    case paragraph
    /// It becomes a space.
    case space
    /// It is dropped: the line ends in a hyphen that belongs to the word.
    case glue
    /// It is dropped with the hyphen before it.
    case unhyphenate
  }

  /// What a decision needs to know of a line and the one after it.
  private struct Pair {
    /// The length of the line in characters.
    var length: Int
    /// The same with a space and the first word of the next line.
    var fullLength: Int
    var endsSentence: Bool
    var nextIsLower: Bool
    /// Whether the next line begins with a bullet, or with a number or dash as this one does.
    var nextIsItem: Bool
    /// Whether the next line begins with a number or dash, which may as well stand in a sentence.
    var nextMayBeItem: Bool

    /// Whether the next line continues the sentence.
    var continues: Bool { nextIsLower && !endsSentence }
  }

  /// How a stretch of lines was wrapped.
  private struct Wrapping {
    /// The longest line, in characters.
    var width: Int
    /// The least length of a line with the word that did not fit: more than the width where every line was filled, less in proportional type.
    var least: Double

    func isFull(_ pair: Pair) -> Bool { Double(pair.fullLength) >= least }
  }

  /// The joint after each line but the last. Linear.
  ///
  /// - Parameters:
  ///   - wrapped: Whether wrapped lines are joined.
  ///   - hyphens: Whether words that were divided at line ends are, in any text.
  func joints(_ text: Text, _ lines: [Line], wrapped: Bool, hyphens: Bool) -> [Joint] {
    let bytes = text.bytes
    var joints = [Joint](repeating: .keep, count: max(0, lines.count - 1))
    var pairs: [Pair?] = []
    if wrapped { pairs = self.pairs(bytes, lines, isASCII: text.isASCII) }
    if wrapped, pairs.contains(where: { $0 != nil }) { joinWrapped(pairs, &joints) }
    for index in joints.indices where !lines[index + 1].isAfterBlank {
      guard bytes[lines[index].end - 1] == UInt8(ascii: "-"), lines[index].count > 1 else { continue }
      let before = Scalars.decode(bytes, before: lines[index].end - 1).value
      let after = Scalars.decode(bytes, lines[index + 1].start).value
      if hyphens, Scalars.isLetter(before) && Scalars.isLower(after) {
        joints[index] = .unhyphenate
      } else if joints[index] == .space, before != 0x2D, before != 0x20, Scalars.isLetter(after) || (0x30...0x39).contains(after) {
        joints[index] = .glue
      }
    }
    return joints
  }

  private func pairs(_ bytes: Span<UInt8>, _ lines: [Line], isASCII: Bool) -> [Pair?] {
    var pairs = [Pair?](repeating: nil, count: max(0, lines.count - 1))
    for index in pairs.indices where !lines[index + 1].isAfterBlank {
      let line = lines[index]
      let next = lines[index + 1]
      // No line of wrapped text is longer than its width in scalars of four bytes.
      if line.count > width * 4 { continue }
      let length = isASCII ? line.count : Scalars.count(bytes, line.range)
      if length > width { continue }
      var wordEnd = next.start
      while wordEnd < next.end, bytes[wordEnd] != 0x20, wordEnd - next.start < width { wordEnd += 1 }
      let word = isASCII ? wordEnd - next.start : Scalars.count(bytes, next.start..<wordEnd)
      let isHyphen = bytes[line.end - 1] == UInt8(ascii: "-")
      let item = ListMarker.marker(bytes, next.range)?.kind
      let isItem = item != nil && ListMarker.end(bytes, line.range) != nil
      pairs[index] = Pair(
        length: length, fullLength: length + word + (isHyphen ? -1 : 1), endsSentence: Prose.endsSentence(bytes, line.range),
        nextIsLower: Scalars.isLower(Scalars.decode(bytes, next.start).value), nextIsItem: item == .bullet || isItem,
        nextMayBeItem: item != nil)
    }
    return pairs
  }

  private func joinWrapped(_ pairs: [Pair?], _ joints: inout [Joint]) {
    // First what every stretch of lines shows by itself, then what the text shows as a whole.
    var widest: Wrapping?
    var start = 0
    while start < pairs.count {
      guard pairs[start] != nil else {
        start += 1
        continue
      }
      var end = start
      while end < pairs.count, pairs[end] != nil { end += 1 }
      if let wrapping = wrapping(of: pairs[start..<end], least: 2) {
        if wrapping.width > widest?.width ?? 0 { widest = wrapping }
        for index in start..<end {
          guard let pair = pairs[index] else { continue }
          joints[index] = endsParagraph(pair, wrapping) ? .paragraph : .space
        }
      }
      start = end
    }
    guard let common = widest ?? wrapping(of: pairs[...], least: 1) else { return }
    for index in pairs.indices where joints[index] == .keep {
      guard let pair = pairs[index], !endsParagraph(pair, common) else { continue }
      // A line of a stretch that shows nothing by itself is joined only where the next word would not have fitted.
      if pair.fullLength > common.width || (pair.continues && common.isFull(pair)) { joints[index] = .space }
    }
  }

  /// How a stretch of lines was wrapped, or nil where it was not.
  private func wrapping(of pairs: ArraySlice<Pair?>, least: Int) -> Wrapping? {
    let present = pairs.compactMap { $0 }
    let width = present.map(\.length).max() ?? 0
    guard width >= limits.leastWidth else { return nil }
    var wrapping = Wrapping(width: width, least: limits.fill * Double(width))
    let inner = present.filter { !endsParagraph($0, wrapping) }
    guard inner.count >= least else { return nil }
    let full = inner.count(where: wrapping.isFull)
    let continued = inner.filter(\.continues)
    guard Double(full) >= limits.fullShare * Double(inner.count), Double(continued.count) >= limits.lowerShare * Double(inner.count) else {
      return nil
    }
    let filled = continued.count { $0.fullLength > width }
    if Double(filled) >= limits.filledShare * Double(continued.count) { wrapping.least = Double(width) + 1 }
    return wrapping
  }

  /// Whether a paragraph ends with the line: a short one before a new sentence or an item of a list.
  private func endsParagraph(_ pair: Pair, _ wrapping: Wrapping) -> Bool {
    if pair.nextIsItem { return true }
    if pair.nextMayBeItem { return pair.endsSentence || pair.fullLength <= wrapping.width }
    return !pair.nextIsLower && !wrapping.isFull(pair)
  }
}
