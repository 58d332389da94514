import Patterns
import Pipeline

/// A document as the keyword methods see it: words with hyphens put together, each with a number, what it may be part of, and where it stands.
struct KeywordUnits {
  /// What a unit may be part of.
  struct Flags: OptionSet {
    let rawValue: UInt32
    /// A content word: it may stand in a phrase.
    static let content = Flags(rawValue: 1 << 0)
    /// It may begin a phrase.
    static let start = Flags(rawValue: 1 << 1)
    /// It may end a phrase.
    static let end = Flags(rawValue: 1 << 2)
    /// It may be a phrase of one word.
    static let alone = Flags(rawValue: 1 << 3)
    /// It may stand inside a phrase without being a content word.
    static let link = Flags(rawValue: 1 << 4)
    /// It is no word: punctuation, a number, a value. Neighbours do not touch across it.
    static let gap = Flags(rawValue: 1 << 5)
    /// It begins with a capital that says something: not at a sentence's start, not in a title.
    static let capital = Flags(rawValue: 1 << 6)
    /// It is written in capitals alone, of which there are two or more, outside titles.
    static let acronym = Flags(rawValue: 1 << 7)
    /// It begins with a capital, wherever it stands.
    static let upper = Flags(rawValue: 1 << 8)
    /// It stands in a title or heading, or begins a sentence: its capitals may be due to that.
    static let weakCase = Flags(rawValue: 1 << 9)
    /// A phrase must not begin here: the unit before belongs to the same name.
    static let insideName = Flags(rawValue: 1 << 10)
    /// A function word.
    static let stop = Flags(rawValue: 1 << 11)
    /// The office before a person's name.
    static let title = Flags(rawValue: 1 << 12)
    /// A form of a verb that may begin a phrase behind a word that is no content word, and stand nowhere else in it: `armed forces`.
    static let participle = Flags(rawValue: 1 << 13)
    /// A form of a verb that may begin a phrase behind a determiner alone: `the ruling party`.
    static let gerund = Flags(rawValue: 1 << 14)
    /// It opens a noun phrase.
    static let determiner = Flags(rawValue: 1 << 15)
    /// It stands in a title or heading.
    static let heading = Flags(rawValue: 1 << 16)
    /// A phrase must not come from the unit before into this one: a person's name begins, or another name ended.
    static let newName = Flags(rawValue: 1 << 17)
  }

  /// A word, or several joined by hyphens.
  struct Unit {
    var span: TextSpan
    var word: UInt32
    /// Counted over the sentences that have units.
    var sentence: UInt32
    var flags: Flags
  }

  private(set) var units: [Unit] = []
  private(set) var words = WordTable(capacity: 1024)
  /// How many sentences have units.
  private(set) var sentenceCount = 0
  /// What the lists say, by word.
  private var traits: [WordTraits] = []

  /// Units longer than this are junk: addresses, encoded data.
  private static let longest = 60

  var isEmpty: Bool { units.isEmpty }

  /// Names of up to so many words are kept whole, unless only single words are wanted.
  let nameLimit: Int
  private static let longestName = 6

  init(of document: Document, lexicon: WordLexicon, maxWords: Int) {
    nameLimit = maxWords == 1 ? 1 : max(maxWords, Self.longestName)
    units.reserveCapacity(document.tokens.count)
    var layout = LayoutCursor(document)
    for sentence in document.sentences {
      let place = layout.place(of: sentence.span)
      if place.isCredit { continue }
      add(sentence, of: document, after: place.start, inTitle: place.isHeading, lexicon: lexicon)
    }
    markEntities(of: document)
    if document.layers.contains(.tags) { apply(tagsOf: document) }
    markNames()
  }

  /// Adds the units of a sentence, from an offset on (behind its dateline).
  private mutating func add(_ sentence: Sentence, of document: Document, after start: UInt32, inTitle: Bool, lexicon: WordLexicon) {
    let text = document.text.bytes
    let first = units.count
    var small = false
    var index = sentence.tokens.range.lowerBound
    let end = sentence.tokens.range.upperBound
    while index < end {
      var span = document.tokens[index]
      index += 1
      if span.start < start { continue }
      // A hyphen with no space around it joins words, whichever way the tokens were cut.
      while index + 1 < end, Self.isHyphen(text, document.tokens[index]), document.tokens[index].start == span.end,
        document.tokens[index + 1].start == document.tokens[index].end, Self.isLetter(text[Int(span.end) - 1]),
        Self.isLetter(text[Int(document.tokens[index + 1].start)])
      {
        span.end = document.tokens[index + 1].end
        index += 2
      }
      if Self.isSmall(text[Int(span.start)]) { small = true }
      units.append(Unit(span: span, word: 0, sentence: UInt32(sentenceCount), flags: []))
    }
    if units.count == first { return }
    sentenceCount += 1
    for position in first..<units.count { describe(position, isFirst: position == first, inTitle: inTitle, small, text, lexicon) }
  }

  /// Interns a unit and says what it may be part of, from its bytes and the word lists.
  private mutating func describe(
    _ position: Int, isFirst: Bool, inTitle: Bool, _ sentenceHasSmall: Bool, _ text: Span<UInt8>, _ lexicon: WordLexicon
  ) {
    let span = units[position].span
    let shape = WordShape(text, span)
    guard shape.letters > 0, span.count <= Self.longest else {
      units[position].flags = .gap
      return
    }
    let isAcronym = shape.isAcronym && sentenceHasSmall
    var word = words.intern(text, span)
    if Int(word) == traits.count { traits.append(lexicon.traits(of: text, span)) }
    var listed = traits[Int(word)]
    // `US` and `WHO` are not `us` and `who`.
    if isAcronym, listed.contains(.stop), span.count > 1 {
      word = words.intern(text, span, folding: false)
      listed = []
      if Int(word) == traits.count { traits.append([]) }
    }
    var flags: Flags = []
    if shape.startsUpper { flags.insert(.upper) }
    if inTitle || isFirst { flags.insert(.weakCase) } else if shape.startsUpper { flags.insert(.capital) }
    if isAcronym && !inTitle { flags.insert(.acronym) }
    if inTitle { flags.insert(.heading) }
    if listed.contains(.stop) { flags.insert(.stop) }
    if listed.contains(.title) { flags.insert(.title) }
    if listed.contains(.link) { flags.insert(.link) }
    if listed.contains(.determiner) { flags.insert(.determiner) }
    if shape.startsWithDigit || !listed.isDisjoint(with: [.number, .calendar]) {
      flags.insert(.gap)
    } else if !listed.contains(.stop), shape.letters >= 3 || isAcronym || (listed.contains(.link) && shape.startsUpper) {
      flags.formUnion(Self.contentFlags(listed, isUpper: shape.startsUpper))
    }
    units[position].word = word
    units[position].flags = flags
  }

  /// What a word that is no function word may be, with no tagger to ask: by lists and endings.
  private static func contentFlags(_ listed: WordTraits, isUpper: Bool) -> Flags {
    let alone: Flags = listed.isDisjoint(with: [.generic, .title, .adjective]) ? [.alone] : []
    // A name's small words with a capital, as in `Da Vinci`.
    if isUpper, listed.contains(.link) { return [.content, .start] }
    if isUpper { return listed.contains(.reporting) ? [] : alone.union([.content, .start, .end]) }
    if !listed.isDisjoint(with: [.reporting, .adverb]) || (listed.contains(.verb) && !listed.contains(.generic)) { return [] }
    if listed.contains(.participle) { return [.content, .start, .participle] }
    if listed.contains(.gerund) { return [.content, .start, .gerund] }
    if listed.contains(.adjective) { return [.content, .start] }
    return alone.union([.content, .start, .end])
  }

  /// Takes dates, money and other values out of phrases, and keeps phrases from cutting names.
  private mutating func markEntities(of document: Document) {
    guard document.layers.contains(.entities) else { return }
    var index = 0
    // Behind the last unit of the name before.
    var nameEnd = -1
    for entity in document.entities {
      while index < units.count, units[index].span.end <= entity.span.start { index += 1 }
      let first = index
      var last = index
      while last < units.count, units[last].span.start < entity.span.end { last += 1 }
      switch entity.type.name {
      case "DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL":
        for position in first..<last { units[position].flags = [.gap] }
      default:
        let isPerson = entity.type.name == "PERSON"
        if first < last {
          if isPerson || first == nameEnd { units[first].flags.insert(.newName) }
          nameEnd = last
          if isPerson, last < units.count, units[last].flags.contains(.upper) { units[last].flags.insert(.newName) }
        }
        for position in first..<last {
          if !units[position].flags.contains(.stop), !units[position].flags.contains(.gap) {
            units[position].flags.formUnion([.content, .start, .end, .alone])
          }
          if position > first, last - first <= nameLimit { units[position].flags.insert(.insideName) }
        }
      }
      index = max(first, last - 1)
    }
  }

  /// Lets part-of-speech tags decide what may be part of a phrase: (ADJ | NOUN | PROPN)* (NOUN | PROPN).
  private mutating func apply(tagsOf document: Document) {
    var token = 0
    for position in units.indices where !units[position].flags.contains(.gap) {
      let end = units[position].span.end
      while token < document.tokens.count, document.tokens[token].end < end { token += 1 }
      guard token < document.tags.count else { break }
      var flags = units[position].flags.subtracting([.content, .start, .end, .alone, .participle, .gerund])
      if !flags.contains(.stop) {
        switch document.tags[token].pos {
        case .NOUN, .PROPN:
          flags.formUnion([.content, .start, .end])
          if units[position].flags.contains(.alone) || document.tags[token].pos == .PROPN { flags.insert(.alone) }
        case .ADJ: flags.formUnion([.content, .start])
        default: break
        }
      }
      units[position].flags = flags
    }
  }

  /// Marks where runs of capitalised words would be cut: `Amir Abdollahian` has no keyword `Amir`. A run breaks behind an office (`Minister`); one
  /// longer than a name may be is left alone.
  private mutating func markNames() {
    var first = 0
    while first < units.count {
      var end = first + 1
      guard isName(first) else {
        first = end
        continue
      }
      while end < units.count, units[end].sentence == units[first].sentence, isName(end), !units[end - 1].flags.contains(.title),
        !units[end].flags.contains(.newName)
      {
        end += 1
      }
      if end - first <= nameLimit {
        for position in first + 1..<max(end, first + 1) { units[position].flags.insert(.insideName) }
      }
      first = end
    }
  }

  /// Whether a unit is a capitalised content word; at a sentence's start only where the next is one too. In titles capitals say nothing.
  private func isName(_ position: Int) -> Bool {
    let flags = units[position].flags
    guard flags.contains(.content), flags.contains(.upper) else { return false }
    if flags.contains(.capital) { return true }
    return position + 1 < units.count && units[position + 1].flags.contains(.capital) && units[position + 1].flags.contains(.content)
      && units[position + 1].sentence == units[position].sentence
  }

  private static func isHyphen(_ text: Span<UInt8>, _ span: TextSpan) -> Bool {
    span.count == 1 && text[Int(span.start)] == UInt8(ascii: "-")
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 &- 0x61 < 26 || byte >= 0x80 }

  private static func isSmall(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
}
