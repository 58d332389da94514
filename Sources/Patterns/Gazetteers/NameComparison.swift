/// Whether letters in another case count as equal.
package enum CaseRule: String, Sendable, CaseIterable {
  /// Every letter as the entry has it.
  case exact
  /// Any case.
  case insensitive
  /// As the entry has it; words may also stand in capitals, and small words with a capital, as headlines write them.
  case smart
}

/// Compares an entry's name with a stretch of text whose folded atoms are equal.
enum NameComparison {
  /// Whether the text is the name, under a rule for case and, where `ignoresDiacritics`, with and without diacritics.
  static func isEqual(
    _ name: Range<Int>, of pool: Span<UInt8>, to range: Range<Int>, of text: Span<UInt8>, case rule: CaseRule, ignoresDiacritics: Bool
  ) -> Bool {
    if isIdentical(name, of: pool, to: range, of: text) { return true }
    if rule == .insensitive && ignoresDiacritics { return true }
    var left = NameScalars(name, ignoresDiacritics: ignoresDiacritics)
    var right = NameScalars(range, ignoresDiacritics: ignoresDiacritics)
    var word = WordCase()
    while true {
      let expected = left.next(of: pool)
      let found = right.next(of: text)
      guard let expected, let found else {
        return expected == nil && found == nil && (rule != .smart || word.isAllowed)
      }
      if NameFolding.lowercased(expected.scalar) != NameFolding.lowercased(found.scalar) { return false }
      switch rule {
      case .exact: if expected.scalar != found.scalar { return false }
      case .insensitive: break
      case .smart:
        if found.startsWord {
          if !word.isAllowed { return false }
          word = WordCase()
        }
        word.add(expected: expected.scalar, found: found.scalar)
      }
    }
  }

  private static func isIdentical(_ name: Range<Int>, of pool: Span<UInt8>, to range: Range<Int>, of text: Span<UInt8>) -> Bool {
    guard name.count == range.count else { return false }
    var offset = 0
    while offset < name.count {
      if pool[name.lowerBound + offset] != text[range.lowerBound + offset] { return false }
      offset += 1
    }
    return true
  }

  /// The case of one word of the text against the entry's.
  private struct WordCase {
    private var isEqual = true
    private var isCapitals = true
    private var isCapitalized = true
    private var count = 0

    mutating func add(expected: UInt32, found: UInt32) {
      let small = NameFolding.lowercased(found) == found
      let expectedSmall = NameFolding.lowercased(expected) == expected
      if expected != found { isEqual = false }
      if small && !isCaseless(found) { isCapitals = false }
      if !expectedSmall || (count > 0 && !small) { isCapitalized = false }
      count += 1
    }

    /// Equal, in capitals, or a small word with a capital.
    var isAllowed: Bool { isEqual || isCapitals || isCapitalized }

    private func isCaseless(_ scalar: UInt32) -> Bool {
      guard scalar >= 0x80 else { return scalar &- 0x61 >= 26 }
      return Unicode.Scalar(scalar).map { !$0.properties.isLowercase } ?? true
    }
  }
}

/// The scalars of a name as they are compared: white space and invisible ones left out, punctuation plain.
private struct NameScalars {
  private let end: Int
  private let ignoresDiacritics: Bool
  private var offset: Int
  private var pending: UInt32?
  private var isInWord = false

  init(_ range: Range<Int>, ignoresDiacritics: Bool) {
    self.offset = range.lowerBound
    self.end = range.upperBound
    self.ignoresDiacritics = ignoresDiacritics
  }

  mutating func next(of bytes: Span<UInt8>) -> (scalar: UInt32, startsWord: Bool)? {
    if let scalar = pending {
      pending = nil
      return (scalar, false)
    }
    while offset < end {
      let (scalar, count) = NameFolding.decode(bytes, at: offset)
      offset += count
      switch scalar < 0x80 ? NameFolding.kind(ofASCII: UInt8(truncatingIfNeeded: scalar)) : NameFolding.kind(of: scalar) {
      case .invisible: continue
      case .space: isInWord = false
      case .punctuation:
        isInWord = false
        return (NameFolding.plain(scalar), true)
      case .word:
        let starts = !isInWord
        isInWord = true
        if !ignoresDiacritics { return (scalar, starts) }
        let (first, second) = NameFolding.stripped(scalar)
        if first == 0 { continue }
        pending = second
        return (first, starts)
      }
    }
    return nil
  }
}
