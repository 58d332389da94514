import Pipeline

/// Cuts a text into tokens as Universal Dependencies' English treebanks do.
///
/// One pass over the bytes; every look ahead is bounded or consumes what it looked at, so that time is linear in any input.
/// Words are in `Tokenizer+Words.swift`, numbers in `Tokenizer+Numbers.swift`, all else in `Tokenizer+Punctuation.swift`.
struct Tokenizer {
  let lexicon: Lexicon
  /// The tokens so far.
  var buffer = TokenBuffer()
  /// Where the present block begins.
  var blockStart = 0
  /// Whether a straight double quote is open in the present block.
  var isQuoteOpen = false

  init(lexicon: Lexicon, byteCount: Int) {
    self.lexicon = lexicon
    buffer.spans.reserveCapacity(byteCount / 5 + 8)
    buffer.marks.reserveCapacity(byteCount / 5 + 8)
  }

  /// Adds the tokens of a block.
  mutating func tokenize(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let classes = ByteClass.table
    let end = range.upperBound
    var offset = range.lowerBound
    blockStart = offset
    isQuoteOpen = false
    while offset < end {
      switch classes[Int(bytes[offset])] {
      case .space: offset += 1
      case .letter: offset = word(bytes, offset, offset + 1, end)
      case .digit: offset = number(bytes, offset, end)
      case .punctuation: offset = punctuation(bytes, offset, end)
      case .high: offset = scalar(bytes, offset, end)
      }
    }
  }

  /// Takes a token outside ASCII.
  private mutating func scalar(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let (kind, count) = ScalarClass.decode(bytes, start, end)
    let next = start + count
    switch kind {
    case .upper, .lower, .caseless: return word(bytes, start, next, end)
    case .digit: return number(bytes, start, end)
    case .space, .ignorable, .joiner: return next
    case .mark: return symbol(bytes, start, next, end)
    case .openQuote: buffer.append(start, next, .openQuote)
    case .closeQuote: buffer.append(start, next, isOpening(bytes, start, next, end) ? .openQuote : .closeQuote)
    case .apostrophe: return apostrophe(bytes, start, count, end)
    case .openBracket: buffer.append(start, next, .openBracket)
    case .closeBracket: buffer.append(start, next, .closeBracket)
    case .hyphen, .dash: buffer.append(start, next, .dash)
    case .ellipsis: return dots(bytes, start, next, end)
    case .stop:
      var stop = next
      while stop < end, bytes[stop] >= 0x80 {
        let (following, length) = ScalarClass.decode(bytes, stop, end)
        if following != .stop { break }
        stop += length
      }
      buffer.append(start, stop, .stop)
      return stop
    case .comma: buffer.append(start, next, .comma)
    case .bullet: buffer.append(start, next, .bullet)
    case .currency: buffer.append(start, next, .symbol)
    case .symbol: return symbol(bytes, start, next, end)
    case .regional:
      let second = next < end && bytes[next] >= 0x80 ? ScalarClass.decode(bytes, next, end) : (.space, 0)
      let stop = second.0 == .regional ? next + second.1 : next
      buffer.append(start, stop, .symbol)
      return stop
    }
    return next
  }

  /// Takes a symbol with its modifiers: an emoji sequence is one token.
  private mutating func symbol(_ bytes: Span<UInt8>, _ start: Int, _ next: Int, _ end: Int) -> Int {
    var stop = next
    while stop < end, bytes[stop] >= 0x80 {
      let (kind, count) = ScalarClass.decode(bytes, stop, end)
      if kind == .joiner, stop + count < end, bytes[stop + count] >= 0x80 {
        let joined = ScalarClass.decode(bytes, stop + count, end)
        if joined.kind != .symbol { break }
        stop += count + joined.count
      } else if kind == .mark {
        stop += count
      } else {
        break
      }
    }
    buffer.append(start, stop, .symbol)
    return stop
  }

  /// Whether a quotation mark opens: white space, a bracket or a dash stands before it, and none after it.
  func isOpening(_ bytes: Span<UInt8>, _ start: Int, _ next: Int, _ end: Int) -> Bool {
    let spaceAfter = next >= end || bytes[next].isSpaceByte
    guard start > blockStart else { return !spaceAfter }
    switch bytes[start - 1] {
    case 0...0x20, UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return !spaceAfter
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "="): return next < end && wordStarts(bytes, next, end)
    case 0x80...0xFF:
      switch buffer.marks.last {
      case .dash?, .openQuote?, .openBracket?:
        return Int(buffer.spans[buffer.spans.count - 1].end) == start && next < end && wordStarts(bytes, next, end)
      default: return false
      }
    default: return false
    }
  }

  /// Whether a letter or digit stands at an offset inside the text.
  @inline(__always)
  func wordStarts(_ bytes: Span<UInt8>, _ offset: Int, _ end: Int) -> Bool {
    guard offset < end else { return false }
    let byte = bytes[offset]
    return byte.isASCIIWord || (byte >= 0x80 && ScalarClass.decode(bytes, offset, end).kind.isWord)
  }
}
