import Pipeline

/// Finds the line ends inside paragraphs that a program wrapped at a fixed width, and the hyphens that it set there.
///
/// Wrapped prose shows in two ways: the first word of a line would not have fitted on the line before it, and most lines begin in the middle of a sentence, with a
/// small letter. Poems, lists, tables and texts with one paragraph per line lack one or both.
struct LineJoiner: Sendable {
  /// The widest line that counts as wrapped, in characters.
  var width = 120
  /// The narrowest widest line of a wrapped paragraph, in characters.
  var leastWidth = 45
  /// How much of the width a line fills, with the word that did not fit, where it was wrapped.
  var fill = 0.8
  /// The share of full lines in wrapped text.
  var fullShare = 0.8
  /// The share of lines in wrapped text that begin with a small letter.
  var lowerShare = 0.4

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
    var nextIsItem: Bool

    /// Whether the next line continues the sentence.
    var continues: Bool { nextIsLower && !endsSentence }
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
      pairs[index] = Pair(
        length: length, fullLength: length + word + (isHyphen ? -1 : 1), endsSentence: Prose.endsSentence(bytes, line.range),
        nextIsLower: Scalars.isLower(Scalars.decode(bytes, next.start).value),
        nextIsItem: ListMarker.end(bytes, next.range) != nil)
    }
    return pairs
  }

  private func joinWrapped(_ pairs: [Pair?], _ joints: inout [Joint]) {
    // First what every stretch of lines shows by itself, then what the text shows as a whole.
    var accepted = 0
    var start = 0
    while start < pairs.count {
      guard pairs[start] != nil else {
        start += 1
        continue
      }
      var end = start
      while end < pairs.count, pairs[end] != nil { end += 1 }
      if let width = wrapWidth(pairs[start..<end], least: 2) {
        accepted = max(accepted, width)
        join(pairs, start..<end, width, &joints)
      }
      start = end
    }
    let common = accepted > 0 ? accepted : wrapWidth(pairs[...], least: 1) ?? 0
    guard common > 0 else { return }
    for index in pairs.indices where joints[index] == .keep {
      guard let pair = pairs[index], pair.continues, !pair.nextIsItem, isFull(pair, common) else { continue }
      joints[index] = .space
    }
  }

  private func isFull(_ pair: Pair, _ width: Int) -> Bool { Double(pair.fullLength) >= fill * Double(width) }

  /// The width at which a stretch of lines was wrapped, or nil where it was not.
  private func wrapWidth(_ pairs: ArraySlice<Pair?>, least: Int) -> Int? {
    let present = pairs.compactMap { $0 }
    let width = present.map(\.length).max() ?? 0
    guard width >= leastWidth else { return nil }
    let inner = present.filter { !endsParagraph($0, width) }
    guard inner.count >= least else { return nil }
    let full = inner.count { isFull($0, width) }
    let lower = inner.count(where: \.continues)
    return Double(full) >= fullShare * Double(inner.count) && Double(lower) >= lowerShare * Double(inner.count) ? width : nil
  }

  /// Whether a paragraph ends with the line: a short one before a new sentence.
  private func endsParagraph(_ pair: Pair, _ width: Int) -> Bool {
    pair.nextIsItem || (!pair.nextIsLower && !isFull(pair, width))
  }

  private func join(_ pairs: [Pair?], _ range: Range<Int>, _ width: Int, _ joints: inout [Joint]) {
    for index in range {
      guard let pair = pairs[index] else { continue }
      joints[index] = endsParagraph(pair, width) ? .paragraph : .space
    }
  }
}
