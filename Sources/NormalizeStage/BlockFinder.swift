import Pipeline

/// Cuts an article into its blocks: title, dateline, byline, headings, paragraphs and items of lists.
///
/// Every line is a block, except that a dateline at the start of a paragraph is a block of its own. Only the first lines are looked at closely; for the rest of a
/// text a line costs the same whatever its length.
struct BlockFinder: Sendable {
  let data: LayoutData
  let datelines: DatelinePattern
  let bylines: BylinePattern
  let headlines: HeadlinePattern

  /// Takes the word lists.
  init(data: LayoutData) {
    self.data = data
    self.datelines = DatelinePattern(data: data)
    self.bylines = BylinePattern(data: data)
    self.headlines = HeadlinePattern(data: data, datelines: datelines)
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
      } else if headlines.isHeading(bytes, lines, index, isSpaced: isSpaced, isFirst: index == bodyStart) {
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
      } else if !hasTitle, headlines.isTitle(bytes, lines, index) {
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
    (hasTitle || lines[index + 1].isAfterBlank) && bylines.isName(bytes, lines[index].range) && headlines.isProse(bytes, lines[index + 1])
  }

  /// Whether most of the lines from an index on have an empty line before them.
  private func hasBlankLines(_ lines: [Line], from start: Int) -> Bool {
    var blank = 0
    for index in lines.indices.dropFirst(start + 1) where lines[index].isAfterBlank { blank += 1 }
    return blank * 2 >= max(1, lines.count - start - 1)
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
    if mayHaveDateline, position < 3, let (end, strength) = datelines.match(bytes, line.range), position == 0 || strength >= .strong {
      mayHaveDateline = false
      blocks.append(Block(.dateline, TextSpan(LineTable.trimmed(bytes, line.start..<end))))
      let rest = LineTable.trimmed(bytes, end..<line.end)
      if !rest.isEmpty { blocks.append(Block(.paragraph, TextSpan(rest))) }
    } else {
      blocks.append(Block(.paragraph, TextSpan(line.range)))
    }
  }
}
