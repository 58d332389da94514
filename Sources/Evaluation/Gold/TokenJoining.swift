import Pipeline

/// Writes the tokens of gold data together again to a text.
///
/// The data does not say where white space stood. By rules, punctuation and clitics are joined to their words as in print; with single spaces nothing is,
/// and a pipeline sees a text as nobody writes it.
package struct TokenJoining: Sendable {
  /// How tokens are written together.
  package enum Style: String, Sendable, CaseIterable {
    /// As in print, by the rules of `Data/english.txt`.
    case print
    /// A space between any two.
    case spaces
  }

  private let style: Style
  private let left: Set<String>
  private let right: Set<String>
  private let afterCapitals: Set<String>
  private let between: Set<String>
  private let apostrophes: Set<String>
  private let clitics: Set<String>
  private let pairs: Set<String>
  private let written: [String: String]

  /// Loads the rules.
  package init(_ style: Style) throws(Diagnostics) {
    let words = try WordSections.load("english.txt")
    self.style = style
    left = Set(words["left"])
    right = Set(words["right"])
    afterCapitals = Set(words["after-capitals"])
    between = Set(words["between"])
    apostrophes = Set(words["apostrophes"])
    clitics = Set(words["clitics"])
    pairs = Set(words["pairs"])
    written = Dictionary(
      words["written"].compactMap { pair in
        pair.firstIndex(of: "=").map { (String(pair[..<$0]), String(pair[pair.index(after: $0)...])) }
      }, uniquingKeysWith: { $1 })
  }

  /// Appends the tokens of a segment to a text.
  ///
  /// - Returns: The span of each.
  func append(_ tokens: [String], to text: inout [UInt8]) -> [TextSpan] {
    if style == .spaces { return put(tokens, spaces: tokens.indices.map { $0 > 0 }, in: &text) }
    let tokens = tokens.map { written[$0.lowercased()] ?? $0 }
    return put(tokens, spaces: spaces(tokens), in: &text)
  }

  private func put(_ tokens: [String], spaces: [Bool], in text: inout [UInt8]) -> [TextSpan] {
    zip(tokens, spaces).map { token, space in
      if space { text.append(0x20) }
      let start = text.count
      text += token.utf8
      return TextSpan(start..<text.count)
    }
  }

  /// Before which tokens a space stands. Linear in the number of tokens.
  private func spaces(_ tokens: [String]) -> [Bool] {
    var spaces: [Bool] = []
    var open: Set<String> = []
    var last: [String: Int] = [:]
    for (index, token) in tokens.enumerated() where pairs.contains(token) { last[token] = index }
    var isJoined = true
    for (index, token) in tokens.enumerated() {
      var space = !isJoined
      isJoined = false
      let before = index > 0 ? tokens[index - 1] : ""
      let after = index + 1 < tokens.count ? tokens[index + 1] : ""
      if apostrophes.contains(token), Self.isWord(before.last), clitics.contains(after.lowercased()) {
        space = false
        isJoined = true
      } else if between.contains(token), Self.isWord(before.last), Self.isWord(after.first) {
        space = false
        isJoined = true
      } else if left.contains(token.lowercased()) {
        space = false
      } else if right.contains(token) {
        if afterCapitals.contains(token), before.count <= 3, !before.isEmpty, before.allSatisfy(\.isUppercase) { space = false }
        isJoined = true
      } else if pairs.contains(token) {
        if open.remove(token) != nil {
          space = false
        } else if token == "'", last[token] == index || before.last == "s" {
          space = false
        } else {
          open.insert(token)
          isJoined = true
        }
      }
      spaces.append(space && index > 0)
    }
    return spaces
  }

  private static func isWord(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
}
