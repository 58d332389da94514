import Pipeline

/// Finds the sentences in the tokens of a block.
///
/// Only a stop, an ellipsis or a word that keeps its stop can end a sentence, and a bullet or the next number of a list begin one. What closes
/// after a stop (quotation marks, brackets, notes such as `[3]`) belongs to its sentence. Whether the sentence ends is decided by the class of the
/// word with the stop and by the word that follows. Looks ahead are bounded: time is linear.
struct SentenceSplitter {
  let lexicon: Lexicon
  /// The sentences so far.
  var sentences: [Sentence] = []

  /// Adds a sentence of all the tokens in a range.
  mutating func append(_ tokens: Range<Int>, of buffer: borrowing TokenBuffer) {
    if tokens.isEmpty { return }
    let span = TextSpan(buffer.spans[tokens.lowerBound].start, buffer.spans[tokens.upperBound - 1].end)
    sentences.append(Sentence(span, tokens: IndexRange(tokens)))
  }

  /// Adds the sentences of a block's tokens.
  mutating func split(_ bytes: Span<UInt8>, _ tokens: Range<Int>, of buffer: borrowing TokenBuffer) {
    let end = tokens.upperBound
    var first = tokens.lowerBound
    var index = first
    var list = ListMarker(bytes, at: first, end, of: buffer)
    while index < end {
      let mark = buffer.marks[index]
      if index > first, beginsItem(bytes, index, mark, list, end, of: buffer) {
        append(first..<index, of: buffer)
        first = index
        list = ListMarker(bytes, at: first, end, of: buffer) ?? list
      }
      guard mark.mayEnd else {
        index += 1
        continue
      }
      var stop = SentenceStop(index: index, mark: mark, first: first)
      stop.absorb(bytes, end, of: buffer)
      if stop.next < end, ends(bytes, stop, end, of: buffer) {
        append(first..<stop.next, of: buffer)
        first = stop.next
        if let marker = ListMarker(bytes, at: first, end, of: buffer) { list = marker }
      }
      index = stop.next
    }
    append(first..<end, of: buffer)
  }

  /// Whether an item of a list begins here: a bullet after white space, or the marker after the one before.
  private func beginsItem(
    _ bytes: Span<UInt8>, _ index: Int, _ mark: TokenMark, _ list: ListMarker?, _ end: Int, of buffer: borrowing TokenBuffer
  ) -> Bool {
    if mark == .bullet {
      let start = Int(buffer.spans[index].start)
      return bytes[start] >= 0x80 && bytes[start] != 0xC2 && buffer.spans[index - 1].end < buffer.spans[index].start
    }
    guard let list, mark == .number || mark == .word || mark == .openBracket || mark == .inside else { return false }
    guard buffer.spans[index - 1].end < buffer.spans[index].start else { return false }
    return list.isFollowed(by: ListMarker(bytes, at: index, end, of: buffer))
  }

  /// Whether the sentence ends with what a stop and its closers are.
  private func ends(_ bytes: Span<UInt8>, _ stop: SentenceStop, _ end: Int, of buffer: borrowing TokenBuffer) -> Bool {
    let opening = Opening(bytes, at: stop.next, end, of: buffer)
    let isSpaced = buffer.spans[stop.next].start > buffer.spans[stop.next - 1].end
    switch stop.mark {
    case .inside: return false
    case .initial, .closing:
      return opening.kind == .upper && isSpaced && stop.index > stop.first && isWord(bytes, opening, .opener, of: buffer)
    case .final: return opening.kind == .upper && isSpaced
    case .time:
      // `At 5 a.m. Mr. Hill left.`
      return opening.kind == .upper && isSpaced && stop.index - stop.first >= 4 && !isWord(bytes, opening, .clock, of: buffer)
    case .ellipsis:
      // `[...] (Hill 55)`; `I think ... I see`, but `I can't... I won't`.
      guard opening.kind == .upper, isSpaced, !(opening.isBracketed && stop.closesBracket) else { return false }
      return !isPronounI(bytes, opening, of: buffer)
        || (stop.index > 0 && buffer.spans[stop.index - 1].end == buffer.spans[stop.index].start)
    default: break
    }
    // A full stop, question or exclamation mark.
    if stop.isSpacedEllipsis { return opening.kind == .upper && !isPronounI(bytes, opening, of: buffer) }
    switch opening.kind {
    case .upper:
      if stop.isListMarker(bytes, of: buffer) { return false }
      if stop.closesQuote, bytes[Int(buffer.spans[stop.index].start)] != UInt8(ascii: ".") {
        return !isReported(bytes, opening, end, of: buffer)
      }
      return true
    case .number: return (isSpaced || stop.next == stop.index + 1) && !stop.isListMarker(bytes, of: buffer)
    case .caseless: return true
    case .lower:
      return isSpaced && !stop.closesQuote && !stop.closesBracket && beginsInLowerCase(bytes, stop, opening, end, of: buffer)
    case .other: return false
    }
  }

  /// Whether a sentence begins with a small letter here, as some writers have it: `the food is good. it is cheap`. The word before the stop shows it:
  /// abbreviations that the lexicon lacks are short or have a capital.
  private func beginsInLowerCase(
    _ bytes: Span<UInt8>, _ stop: SentenceStop, _ opening: Opening, _ end: Int, of buffer: borrowing TokenBuffer
  ) -> Bool {
    guard stop.index > stop.first + 1 else { return false }
    if ListMarker(bytes, at: stop.next, end, of: buffer) != nil { return true }
    let before = stop.index - 1
    let span = buffer.spans[before]
    switch buffer.marks[before] {
    case .word:
      guard bytes[Int(span.start)].isASCIILower else { return false }
      // `Alas! either` goes on.
      let isExclaimed = bytes[Int(buffer.spans[stop.index].start)] == UInt8(ascii: "!")
      return (span.count >= 4 && !isExclaimed) || isWord(bytes, opening, .plain, of: buffer)
    case .closeBracket, .closeQuote: return isWord(bytes, opening, .plain, of: buffer)
    default: return false
    }
  }

  private func isWord(_ bytes: Span<UInt8>, _ opening: Opening, _ wordClass: WordClass, of buffer: borrowing TokenBuffer) -> Bool {
    guard opening.token < buffer.spans.count else { return false }
    var range = buffer.spans[opening.token].range
    // `Mr.`
    if buffer.marks[opening.token] == .inside, bytes[range.upperBound - 1] == UInt8(ascii: ".") { range = range.dropLast() }
    return lexicon.words.value(bytes, range)?.contains(wordClass) ?? false
  }

  /// `I` has a capital everywhere: it shows nothing.
  private func isPronounI(_ bytes: Span<UInt8>, _ opening: Opening, of buffer: borrowing TokenBuffer) -> Bool {
    let span = buffer.spans[opening.token]
    return span.count == 1 && bytes[Int(span.start)] == UInt8(ascii: "I") && !opening.isQuoted
  }

  /// Whether a name and a verb of speaking follow a quote: `"Who?" Jane Hill asked.`
  private func isReported(_ bytes: Span<UInt8>, _ opening: Opening, _ end: Int, of buffer: borrowing TokenBuffer) -> Bool {
    if opening.isQuoted { return false }
    let limit = min(end, opening.token + 5)
    var index = opening.token
    while index < limit {
      let span = buffer.spans[index]
      let byte = bytes[Int(span.start)]
      if byte.isASCIILower {
        guard index > opening.token, lexicon.words.value(bytes, span.range)?.contains(.reporting) == true else { return false }
        // What is reported comes after it instead: `"Why?" Mr. Hill said he did not know.`
        return index + 1 == end || lexicon.words.value(bytes, buffer.spans[index + 1].range)?.contains(.plain) != true
      }
      guard byte.isASCIIUpper || byte >= 0xC0 || buffer.marks[index] == .dash else { return false }
      index += 1
    }
    return false
  }
}
