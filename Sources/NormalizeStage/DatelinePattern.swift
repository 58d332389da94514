import Pipeline

/// Recognises a dateline: place, date and agency before an article's first sentence, with the dash or colon that ends it.
///
/// It is told by its shape: capitalised words, commas, a date, an agency in brackets, then a dash before a capital. Lists of months,
/// agencies and places strengthen the weaker shapes; labels such as `Exclusive` are none.
struct DatelinePattern: Sendable {
  let data: LayoutData

  /// How sure a dateline is.
  enum Strength: Int, Comparable {
    /// Capitalised words before a dash, or one before a colon.
    case weak
    /// Capitals throughout, or a known place.
    case strong
    /// A date or an agency.
    case certain

    static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }
  }

  /// What was read of a dateline.
  struct Head {
    /// Words of the place: capitalised ones.
    var names = 0
    /// Those of them in capitals throughout.
    var capitals = 0
    /// Letters in the names.
    var letters = 0
    /// The name of the place before the first comma or bracket, in small letters.
    var place: [UInt8] = []
    /// The first word, in small letters.
    var firstWord: [UInt8] = []
    var startsSmall = false
    var hasMonth = false
    var hasDay = false
    var hasNumber = false
    var hasComma = false
    var isPlaceDone = false
    var hasKnownAgency = false
    var hasBracket = false

    var hasDate: Bool { hasMonth || hasDay }
    var isCapitals: Bool { names > 0 && names == capitals && letters >= 3 }
    /// Whether it is no beginning of a sentence.
    var isCertain: Bool { isCapitals || hasDate || hasKnownAgency || hasComma }
  }

  /// What ends a dateline.
  enum Separator { case dash, tightDash, colon, none }

  /// The end of the dateline at the start of a paragraph, after its dash or colon; nil where there is none.
  ///
  /// - Parameter range: The paragraph without white space at its ends.
  func match(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (end: Int, strength: Strength)? {
    guard let first = matchOne(bytes, range) else { return nil }
    // An agency may stand before the place: `AFP.- London - …`.
    let rest = LineTable.trimmed(bytes, first.end..<range.upperBound)
    if let second = matchOne(bytes, rest), second.strength >= .strong { return second }
    return first
  }

  private func matchOne(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (end: Int, strength: Strength)? {
    guard let read = read(bytes, range) else { return nil }
    var (head, end, separator) = read
    if separator == .none {
      // `CITY (Reuters) The …`, without a dash.
      guard head.hasKnownAgency, head.isCapitals || head.names == 0, end < range.upperBound else { return nil }
    }
    let rest = LineTable.trimmed(bytes, end..<range.upperBound)
    guard rest.count >= 12, startsSentence(bytes, rest) else { return nil }
    guard let strength = strength(of: head, separator, isListed: isListed(head)) else { return nil }
    if !head.isCertain, hasClosingDash(bytes, rest) { return nil }
    if separator == .none { end = rest.lowerBound - 1 }
    return (end, strength)
  }

  /// Whether a whole line is a dateline: `KABUL, Afghanistan`, `TEHRAN, March 3 (IRNA)`, `3 March 2020`.
  func matchesLine(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= data.limits.datelineCharacters, let (head, end, separator) = read(bytes, range), end == range.upperBound else {
      return false
    }
    let isListed = isListed(head)
    if separator == .dash || separator == .tightDash { return strength(of: head, .dash, isListed: isListed) ?? .weak >= .strong }
    if head.hasKnownAgency { return head.names <= 6 }
    if head.hasMonth && head.hasNumber { return head.names <= 6 && (head.hasComma || head.names == 0 || isListed || head.isCapitals) }
    return head.names <= 4 && isListed && (head.isCapitals || head.capitals > 0)
  }

  private func isListed(_ head: Head) -> Bool { data.places.contains(head.place) }

  private func strength(of head: Head, _ separator: Separator, isListed: Bool) -> Strength? {
    if head.names > 7 || (head.hasNumber && !head.hasDate) { return nil }
    let isLabel = data.labels.contains(head.place) || data.labels.contains(head.firstWord)
    let isStarter = data.starters.contains(head.place) || !head.isCapitals && data.starters.contains(head.firstWord)
    if isLabel || isStarter, !head.hasKnownAgency, !isListed { return nil }
    if head.hasKnownAgency { return .certain }
    if head.hasDate {
      if head.names == 0 { return head.hasNumber && head.hasMonth ? .certain : nil }
      return head.hasComma || head.isCapitals || isListed ? .certain : nil
    }
    if head.names == 0 || head.startsSmall { return nil }
    switch separator {
    case .none: return nil
    case .tightDash: return head.isCapitals || isListed ? .strong : nil
    case .dash:
      if head.isCapitals && (head.names <= 4 || head.hasComma) || isListed { return .strong }
      return head.names <= 5 ? .weak : nil
    case .colon:
      if head.hasBracket { return nil }
      if isListed { return .strong }
      // `Smith:` is a speaker.
      return head.names == 1 && head.isCapitals && head.letters >= 4 && !data.words.contains(head.place) ? .weak : nil
    }
  }

  /// Whether a text begins as a sentence may: with a capital, a digit, or a letter of a script without capitals.
  private func startsSentence(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let value = Prose.firstMark(bytes, range) else { return false }
    if value < 0x80 { return Scalars.isUpper(value) || (0x30...0x39).contains(value) || value == 0x24 || value == 0x23 }
    return !Scalars.isLower(value)
  }

  /// Whether a second dash before the first stop makes both a parenthesis: `China – Asia's largest economy – said`.
  private func hasClosingDash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    while offset + 4 < range.upperBound {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "."), bytes[offset + 1] == 0x20 { return false }
      let start = byte == 0xE2 ? offset : offset + 1
      if byte == 0x20 || byte == 0xE2, let (separator, end) = separator(bytes, start, limit: range.upperBound), separator != .colon {
        let rest = LineTable.trimmed(bytes, end..<range.upperBound)
        return !rest.isEmpty && Scalars.isLower(Scalars.decode(bytes, rest.lowerBound).value)
      }
      offset += 1
    }
    return false
  }
}

extension Array<UInt8> {
  /// Whether the bytes end with those of a string.
  func ends(with suffix: String) -> Bool { count >= suffix.utf8.count && self[(count - suffix.utf8.count)...].elementsEqual(suffix.utf8) }
}
