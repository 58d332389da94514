import Pipeline

/// Recognises titles and headings: short lines without a final stop that stand before running text.
struct HeadlinePattern: Sendable {
  let data: LayoutData
  let datelines: DatelinePattern

  /// Whether a line is a title: short, without a final stop, no sentence inside, and prose after it.
  func isTitle(_ bytes: Span<UInt8>, _ lines: [Line], _ index: Int) -> Bool {
    let line = lines[index]
    guard isShort(bytes, line, data.limits.titleCharacters, data.limits.titleWords), Prose.hasLetter(bytes, line.range),
      ListMarker.end(bytes, line.range) == nil
    else { return false }
    let next = lines[index + 1]
    if !next.isAfterBlank, Scalars.isLower(Scalars.decode(bytes, next.start).value) { return false }
    guard endsAsTitle(bytes, line), !Prose.hasInnerSentence(bytes, line.range) else { return false }
    if let match = datelines.match(bytes, line.range) {
      // `Iran: Talks resume` is a title; so may be a short line with a dash.
      let isColon = bytes[match.end - 1] == UInt8(ascii: ":")
      if match.strength == .certain || match.strength == .strong && !isColon && line.count > data.limits.proseCharacters { return false }
    }
    // A small letter at the start, unless as in `iPhone`, is the middle of a sentence.
    if let first = Prose.firstMark(bytes, line.range), Scalars.isLower(first), lines.count > 1 {
      guard line.count > 1, Scalars.isUpper(UInt32(bytes[line.start + 1])) || next.isAfterBlank else { return false }
    }
    let reach = next.isAfterBlank ? 9 : 4
    for following in index + 1..<min(lines.count, index + reach) where isProse(bytes, lines[following]) { return true }
    return false
  }

  private func endsAsTitle(_ bytes: Span<UInt8>, _ line: Line) -> Bool {
    let last = Scalars.decode(bytes, before: line.end).value
    let mark = Prose.lastMark(bytes, line.range) ?? last
    let isQuoted = Scalars.isQuote(last)
    switch mark {
    case 0x2C, 0x3B, 0x3A: return false
    case 0x2E:
      if isHeadlineCase(bytes, line) { return true }
      if isQuoted || last != mark { return false }
      return endsInShortForm(bytes, line) || endsInEllipsis(bytes, line)
    case 0x3F, 0x21: return !isQuoted && line.count <= data.limits.questionCharacters
    default: return true
    }
  }

  /// Whether nearly all longer words begin with a capital, as only headlines have it.
  private func isHeadlineCase(_ bytes: Span<UInt8>, _ line: Line) -> Bool {
    var long = 0
    var capitalised = 0
    var offset = line.start
    while offset < line.end {
      let start = offset
      while offset < line.end, bytes[offset] != 0x20 { offset += 1 }
      if offset - start >= 4, start > line.start {
        long += 1
        if let first = Prose.firstMark(bytes, start..<offset), Scalars.isUpper(first) { capitalised += 1 }
      }
      offset += 1
    }
    return long >= data.limits.titleCaseWords && Double(capitalised) >= data.limits.titleCaseShare * Double(long)
  }

  private func endsInEllipsis(_ bytes: Span<UInt8>, _ line: Line) -> Bool {
    line.count > 3 && bytes[line.end - 2] == 0x2E && bytes[line.end - 3] == 0x2E
  }

  /// Whether the last word is an abbreviation: `U.S.`, `Inc.`
  private func endsInShortForm(_ bytes: Span<UInt8>, _ line: Line) -> Bool {
    var start = line.end
    while start > line.start, bytes[start - 1] != 0x20 { start -= 1 }
    let word = (start..<line.end).map { Scalars.lowercased(bytes[$0]) }
    return data.abbreviations.contains(word)
      || (word.count >= 4 && word.count % 2 == 0
        && stride(from: 1, to: word.count, by: 2).allSatisfy { word[$0] == 0x2E && word[$0 - 1] != 0x2E })
  }

  func isHeading(_ bytes: Span<UInt8>, _ lines: [Line], _ index: Int, isSpaced: Bool, isFirst: Bool) -> Bool {
    let line = lines[index]
    guard line.count <= data.limits.headingCharacters * 3, index + 1 < lines.count else { return false }
    if isSpaced && !line.isAfterBlank { return false }
    guard endsAsHeading(bytes, line), isShort(bytes, line, data.limits.headingCharacters, data.limits.headingWords) else { return false }
    guard Prose.hasLetter(bytes, line.range), !Prose.hasInnerSentence(bytes, line.range) else { return false }
    guard let first = Prose.firstMark(bytes, line.range),
      Scalars.isUpper(first) || Scalars.isLetter(first) && !Scalars.isLower(first)
        || (0x30...0x39).contains(first)
    else { return false }
    let next = lines[index + 1]
    if !next.isAfterBlank, Scalars.isLower(Scalars.decode(bytes, next.start).value) { return false }
    return isProse(bytes, next) || (isFirst && index + 2 < lines.count && isProse(bytes, lines[index + 2]))
      || isCapitalisedItem(bytes, next)
  }

  /// Whether a line ends as headings do: in a word, a bracket or a closing quotation mark, or as a short question.
  private func endsAsHeading(_ bytes: Span<UInt8>, _ line: Line) -> Bool {
    let last = Scalars.decode(bytes, before: line.end).value
    let opensQuote = leavesQuoteOpen(bytes, line)
    switch last {
    case 0x2E, 0x2C, 0x3B, 0x3A, 0x21, 0x2026, 0x2D, 0x2013, 0x2014: return false
    case 0x3F:
      // In interviews a question is a turn.
      return !Scalars.isQuote(Scalars.decode(bytes, line.start).value) && line.count <= data.limits.proseCharacters
        && !line.range.contains { bytes[$0] == UInt8(ascii: ":") }
    default:
      // Quoted speech that goes on in the next paragraph, or ends in a stop, is a paragraph.
      return Scalars.isQuote(last) ? !Prose.endsSentence(bytes, line.range) && Prose.lastMark(bytes, line.range) != 0x2C : !opensQuote
    }
  }

  /// Whether a line begins with a quotation mark that is not closed in it.
  private func leavesQuoteOpen(_ bytes: Span<UInt8>, _ line: Line) -> Bool {
    let (first, length) = Scalars.decode(bytes, line.start)
    guard Scalars.isQuote(first) else { return false }
    var offset = line.start + length
    while offset < line.end {
      let (value, length) = Scalars.decode(bytes, offset)
      offset += length
      if Scalars.isQuote(value), offset == line.end || !Scalars.isLetter(Scalars.decode(bytes, offset).value) { return false }
    }
    return true
  }

  /// Whether a line is an item of a list that begins with a capital, so that it does not continue the line before it.
  private func isCapitalisedItem(_ bytes: Span<UInt8>, _ line: Line) -> Bool {
    guard let end = ListMarker.end(bytes, line.range), end < line.end else { return false }
    return !Scalars.isLower(Scalars.decode(bytes, end).value)
  }

  private func isShort(_ bytes: Span<UInt8>, _ line: Line, _ characters: Int, _ words: Int) -> Bool {
    guard line.count <= characters * 3, line.count <= characters || Scalars.count(bytes, line.range) <= characters else { return false }
    return Prose.words(bytes, line.range) <= words
  }

  /// Whether a line is running text: long, or of some length with a stop at its end.
  func isProse(_ bytes: Span<UInt8>, _ line: Line) -> Bool {
    let enough = data.limits.proseCharacters
    return line.count >= 2 * enough || (line.count >= enough / 2 && Prose.endsSentence(bytes, line.range))
  }
}
