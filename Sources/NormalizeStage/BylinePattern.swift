import Pipeline

/// Recognises the line with an article's author, and the credits after its end.
struct BylinePattern: Sendable {
  let data: LayoutData

  /// Whether a line before the text names its author: `By Jane Doe`, `By Jane Doe and John Roe, Staff Writers`, `Our Correspondent`.
  func matches(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= data.limits.bylineCharacters, let rest = afterOpener(data.bylineOpeners, bytes, range) else {
      return isRole(bytes, range)
    }
    let words = self.words(bytes, rest)
    guard let first = words.first, words.count <= 16, first.isCapitalised || data.roles.contains(first.lower) else { return false }
    if data.days.contains(first.lower) || data.months.contains(first.lower) { return false }
    // A name of one word may be an agency or a pen name, but `By Monday` and `From Beirut` are not.
    if words.count == 1 { return data.agencies.contains(first.lower) || data.roles.contains(first.lower) }
    if bytes[rest.upperBound - 1] == UInt8(ascii: "."), words.count > 6, !hasTitleAfterName(bytes, rest) { return false }
    return words.allSatisfy { $0.isCapitalised || $0.isNumber || data.roles.contains($0.lower) || data.connectors.contains($0.lower) }
  }

  /// Whether a comma follows two to four capitalised words, as in `Jane Doe, Head of Research at the Bank of Ports`.
  private func hasTitleAfterName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let comma = range.first(where: { bytes[$0] == UInt8(ascii: ",") }) else { return false }
    let name = words(bytes, range.lowerBound..<comma)
    return (2...4).contains(name.count) && name.allSatisfy(\.isName)
  }

  /// Whether a line is a name and nothing else: two or three capitalised words that are neither common words nor places.
  func isName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 40, range.count >= 5 else { return false }
    let words = self.words(bytes, range)
    guard words.count == 2 || words.count == 3, words.allSatisfy(\.isName) else { return false }
    if words.contains(where: {
      data.words.contains($0.lower) || data.months.contains($0.lower) || data.labels.contains($0.lower)
        || data.starters.contains($0.lower)
    }) {
      return false
    }
    return !data.places.contains(range.map { Scalars.lowercased(bytes[$0]) }) && !words.contains { data.places.contains($0.lower) }
  }

  /// Whether a line after the text says who wrote or edited it: `(Reporting by Jane Doe; Editing by John Roe)`.
  func isCredit(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 4 * data.limits.bylineCharacters else { return false }
    var start = range.lowerBound
    while start < range.upperBound, "([*-_ ".utf8.contains(bytes[start]) { start += 1 }
    guard let rest = afterOpener(data.creditOpeners, bytes, start..<range.upperBound) else { return false }
    return words(bytes, rest).first?.isCapitalised ?? false
  }

  /// The text after the first opener that a line begins with, or nil where it begins with none.
  private func afterOpener(_ openers: [[UInt8]], _ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    for opener in openers where range.count > opener.count + 2 {
      var matches = true
      for (index, byte) in opener.enumerated() where Scalars.lowercased(bytes[range.lowerBound + index]) != byte {
        matches = false
        break
      }
      guard matches else { continue }
      let next = bytes[range.lowerBound + opener.count]
      guard next == 0x20 || next == UInt8(ascii: ":") else { continue }
      let rest = LineTable.trimmed(bytes, range.lowerBound + opener.count + 1..<range.upperBound)
      if !rest.isEmpty { return rest }
    }
    return nil
  }

  /// Whether a line consists of words for reporters and desks: `Staff Reporter`, `Our Correspondent`.
  private func isRole(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 40 else { return false }
    let words = self.words(bytes, range)
    return words.count >= 2 && words.count <= 4 && words.allSatisfy { data.roles.contains($0.lower) && $0.isCapitalised }
      && ["reporter", "reporters", "correspondent", "correspondents", "writer", "desk", "bureau", "agencies", "editor", "team"]
        .contains { words.last!.lower.elementsEqual($0.utf8) }
  }

  /// A word of a line.
  private struct Word {
    var lower: [UInt8]
    var isCapitalised: Bool
    /// Whether it has letters, apostrophes, hyphens and a stop only.
    var isName: Bool
    var isNumber: Bool
  }

  private func words(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Word] {
    var words: [Word] = []
    var offset = range.lowerBound
    while offset < range.upperBound, words.count < 40 {
      if " ,;&|()/:".utf8.contains(bytes[offset]) {
        offset += 1
        continue
      }
      let isCapitalised = Scalars.isUpper(Scalars.decode(bytes, offset).value)
      var word = Word(lower: [], isCapitalised: isCapitalised, isName: isCapitalised, isNumber: true)
      while offset < range.upperBound, !" ,;&|()/:".utf8.contains(bytes[offset]) {
        let byte = bytes[offset]
        if !Scalars.isDigit(byte) { word.isNumber = false }
        if !(Scalars.isASCIILetter(byte) || byte >= 0x80 || byte == 0x2D || byte == 0x27 || byte == 0x2E && word.lower.count == 1) {
          word.isName = false
        }
        word.lower.append(Scalars.lowercased(byte))
        offset += 1
      }
      if word.lower.last == 0x2E { word.lower.removeLast() }
      if !word.lower.isEmpty { words.append(word) }
    }
    return words
  }
}
