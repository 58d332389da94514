import Pipeline

/// Cuts an article into its blocks: title, dateline, byline, headings, paragraphs and items of lists.
///
/// Every line is a block, except that a dateline at the start of a paragraph is a block of its own. Only the first lines are looked at closely; for the rest of a
/// text a line costs the same whatever its length.
struct BlockFinder: Sendable {
  let data: LayoutData
  let datelines: DatelinePattern
  let bylines: BylinePattern

  /// Takes the word lists.
  init(data: LayoutData) {
    self.data = data
    self.datelines = DatelinePattern(data: data)
    self.bylines = BylinePattern(data: data)
  }

  /// The blocks of a text, in order.
  ///
  /// - Parameters:
  ///   - lines: Its lines; those of a paragraph that is wrapped over several are one.
  ///   - title: The title that the input gave.
  func blocks(_ text: Text, _ lines: [Line], title: String?) -> [Block] {
    let bytes = text.bytes
    var blocks: [Block] = []
    blocks.reserveCapacity(lines.count + 1)
    var index = header(bytes, text, lines, title, &blocks)
    let bodyStart = index
    let credits = firstCredit(bytes, lines, after: bodyStart)
    let isSpaced = hasBlankLines(lines, from: bodyStart)
    var mayHaveDateline = true
    while index < lines.count {
      let line = lines[index]
      if index >= credits {
        blocks.append(Block(.byline, TextSpan(line.range)))
      } else if isItem(bytes, lines, index) {
        blocks.append(Block(.listItem, TextSpan(line.range)))
      } else if isHeading(bytes, lines, index, isSpaced: isSpaced, isFirst: index == bodyStart) {
        blocks.append(Block(.heading, TextSpan(line.range)))
      } else {
        appendParagraph(bytes, line, position: index - bodyStart, mayHaveDateline: &mayHaveDateline, &blocks)
      }
      index += 1
    }
    return blocks
  }

  /// Adds the blocks before the article's text; returns the index of the first line of the text.
  private func header(_ bytes: Span<UInt8>, _ text: Text, _ lines: [Line], _ title: String?, _ blocks: inout [Block]) -> Int {
    var index = 0
    var hasTitle = false
    var hasByline = false
    while index < min(lines.count, 5), index + 1 < lines.count {
      let line = lines[index]
      if !hasTitle, let title, text.equals(TextSpan(line.range), title.utf8) {
        hasTitle = true
        blocks.append(Block(.title, TextSpan(line.range)))
      } else if bylines.matches(bytes, line.range) || (!hasByline && isNameLine(bytes, lines, index, hasTitle: hasTitle)) {
        hasByline = true
        blocks.append(Block(.byline, TextSpan(line.range)))
      } else if datelines.matchesLine(bytes, line.range) {
        blocks.append(Block(.dateline, TextSpan(line.range)))
      } else if !hasTitle, isTitle(bytes, lines, index) {
        hasTitle = true
        blocks.append(Block(.title, TextSpan(line.range)))
      } else {
        break
      }
      index += 1
    }
    return index
  }

  /// Whether a line in the header is the author's name alone. Before a title it has an empty line after it, for titles of two words exist.
  private func isNameLine(_ bytes: Span<UInt8>, _ lines: [Line], _ index: Int, hasTitle: Bool) -> Bool {
    (hasTitle || lines[index + 1].isAfterBlank) && bylines.isName(bytes, lines[index].range) && isProse(bytes, lines[index + 1])
  }

  /// Whether a line is a title: short, without a final stop, no sentence inside, and prose after it.
  func isTitle(_ bytes: Span<UInt8>, _ lines: [Line], _ index: Int) -> Bool {
    let line = lines[index]
    guard isShort(bytes, line, "title"), Prose.hasLetter(bytes, line.range), ListMarker.end(bytes, line.range) == nil else { return false }
    let next = lines[index + 1]
    if !next.isAfterBlank, Scalars.isLower(Scalars.decode(bytes, next.start).value) { return false }
    guard endsAsTitle(bytes, line), !Prose.hasInnerSentence(bytes, line.range) else { return false }
    if let match = datelines.match(bytes, line.range), match.strength == .strong, line.count > data.limit("prose_characters") {
      return false
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
      if isQuoted || last != mark { return false }
      return endsInShortForm(bytes, line) || endsInEllipsis(bytes, line)
    case 0x3F, 0x21: return !isQuoted && line.count <= data.limit("question_characters")
    default: return true
    }
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

  private func isShort(_ bytes: Span<UInt8>, _ line: Line, _ kind: String) -> Bool {
    let characters = data.limit("\(kind)_characters")
    guard line.count <= characters * 3, Scalars.count(bytes, line.range) <= characters else { return false }
    return Prose.words(bytes, line.range) <= data.limit("\(kind)_words")
  }

  /// Whether a line is running text: long, or of some length with a stop at its end.
  private func isProse(_ bytes: Span<UInt8>, _ line: Line) -> Bool {
    let enough = data.limit("prose_characters")
    return line.count >= 2 * enough || (line.count >= enough / 2 && Prose.endsSentence(bytes, line.range))
  }

  /// Whether most of the lines from an index on have an empty line before them.
  private func hasBlankLines(_ lines: [Line], from start: Int) -> Bool {
    var blank = 0
    for index in lines.indices.dropFirst(start + 1) where lines[index].isAfterBlank { blank += 1 }
    return blank * 2 >= max(1, lines.count - start - 1)
  }

  private func isHeading(_ bytes: Span<UInt8>, _ lines: [Line], _ index: Int, isSpaced: Bool, isFirst: Bool) -> Bool {
    let line = lines[index]
    guard line.count <= data.limit("heading_characters") * 3, index + 1 < lines.count else { return false }
    if isSpaced && !line.isAfterBlank { return false }
    guard isShort(bytes, line, "heading"), Prose.hasLetter(bytes, line.range), !Prose.hasInnerSentence(bytes, line.range) else {
      return false
    }
    guard let first = Prose.firstMark(bytes, line.range), !Scalars.isLower(first) else { return false }
    let last = Scalars.decode(bytes, before: line.end).value
    switch last {
    case 0x2E, 0x2C, 0x3B, 0x3A, 0x21, 0x2026, 0x2D, 0x2013, 0x2014: return false
    default: break
    }
    // Quoted speech that ends in a stop is a paragraph.
    if Scalars.isQuote(last), Prose.endsSentence(bytes, line.range) { return false }
    let next = lines[index + 1]
    if !next.isAfterBlank, Scalars.isLower(Scalars.decode(bytes, next.start).value) { return false }
    return isProse(bytes, next) || (isFirst && index + 2 < lines.count && isProse(bytes, lines[index + 2]))
      || (ListMarker.end(bytes, next.range) != nil && Prose.words(bytes, line.range) <= 4)
  }

  private func isItem(_ bytes: Span<UInt8>, _ lines: [Line], _ index: Int) -> Bool {
    guard let kind = ListMarker.marker(bytes, lines[index].range)?.kind else { return false }
    if kind == .bullet { return true }
    // A number, letter or dash alone is no list.
    for neighbour in [index - 1, index + 1] where lines.indices.contains(neighbour) {
      if let other = ListMarker.marker(bytes, lines[neighbour].range)?.kind, follows(kind, other) { return true }
    }
    // Items may have paragraphs between them.
    for distance in 2...4 {
      for neighbour in [index - distance, index + distance] where lines.indices.contains(neighbour) {
        guard let other = ListMarker.marker(bytes, lines[neighbour].range)?.kind, kind != .dash else { continue }
        if follows(kind, other) { return true }
      }
    }
    return false
  }

  private func follows(_ kind: ListMarker.Kind, _ other: ListMarker.Kind) -> Bool {
    switch (kind, other) {
    case (.dash, .dash): true
    case (.number(let left), .number(let right)): abs(left - right) == 1
    case (.letter(let left), .letter(let right)): left == right &+ 1 || right == left &+ 1
    default: false
    }
  }

  /// The index of the first line of the credits at the end, or the number of lines.
  private func firstCredit(_ bytes: Span<UInt8>, _ lines: [Line], after bodyStart: Int) -> Int {
    var first = lines.count
    for index in lines.indices.suffix(4).reversed() where index > bodyStart {
      guard bylines.isCredit(bytes, lines[index].range) else { break }
      first = index
    }
    return first
  }

  private func appendParagraph(
    _ bytes: Span<UInt8>, _ line: Line, position: Int, mayHaveDateline: inout Bool, _ blocks: inout [Block]
  ) {
    if mayHaveDateline, position < 3, let (end, strength) = datelines.match(bytes, line.range), position == 0 || strength == .strong {
      mayHaveDateline = false
      blocks.append(Block(.dateline, TextSpan(LineTable.trimmed(bytes, line.start..<end))))
      let rest = LineTable.trimmed(bytes, end..<line.end)
      if !rest.isEmpty { blocks.append(Block(.paragraph, TextSpan(rest))) }
    } else {
      blocks.append(Block(.paragraph, TextSpan(line.range)))
    }
  }
}
