import Pipeline

/// Words and phrases, folded. A class, so that a list that many patterns name is compiled once.
final class PatternWords: Sendable {
  /// A list of phrases among which there may be single words, taken apart.
  struct Parts: Sendable {
    /// The single words.
    let single: PatternWords
    /// The phrases of several words.
    let phrases: PatternWords
    /// The first words of the phrases.
    let heads: PatternWords
  }

  /// The entries, each the words of a phrase.
  let entries: [PatternList.Entry]
  /// Nil where every entry is one word.
  let parts: Parts?

  /// Whether every entry is one word.
  var isSingle: Bool { parts == nil }

  init(_ entries: [PatternList.Entry]) {
    self.entries = entries
    let phrases = entries.filter { $0.count > 1 }
    parts =
      phrases.isEmpty
      ? nil
      : Parts(
        single: PatternWords(entries.filter { $0.count == 1 }), phrases: PatternWords(allPhrases: phrases),
        heads: PatternWords(phrases.map { [$0[0]] }))
  }

  /// A list without single words, which is not taken apart any further.
  private init(allPhrases entries: [PatternList.Entry]) {
    self.entries = entries
    parts = nil
  }
}

/// Two lists are equal where they are the same object: enough to find what was compiled before.
extension PatternWords: Hashable {
  static func == (left: PatternWords, right: PatternWords) -> Bool { left === right }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A named list of words and phrases that patterns refer to as `@name`.
package struct PatternList: Sendable {
  /// An entry: its words in lower case.
  package typealias Entry = [[UInt8]]

  /// The entries as they were given, without repetition.
  let given: PatternWords
  /// The entries, and those with hyphens inside words once more with the hyphens set apart as tokens: segmenters differ about it.
  let all: PatternWords

  /// Creates a list. Words of an entry are set apart by spaces; the order does not matter.
  package init(_ entries: some Sequence<String>) { self.init(entries.map(Self.words)) }

  /// Creates a list from entries cut into words.
  init(_ entries: [Entry]) {
    var seen = Set<Entry>()
    given = PatternWords(entries.filter { !$0.isEmpty && seen.insert($0).inserted })
    let variants = given.entries.map { $0.flatMap(Self.split) }.filter { seen.insert($0).inserted }
    all = variants.isEmpty ? given : PatternWords(given.entries + variants)
  }

  /// The parts of a word at its inner hyphens, with the hyphens.
  private static func split(_ word: [UInt8]) -> [[UInt8]] {
    let hyphen = UInt8(ascii: "-")
    guard word.count > 2, word.first != hyphen, word.last != hyphen else { return [word] }
    let parts = word.split(separator: hyphen).map { Array($0) }
    return Array(parts.map { [$0] }.joined(separator: [[hyphen]]))
  }

  /// The words of a phrase, folded.
  static func words(of text: String) -> Entry {
    text.utf8.split { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }.map { Folding.folded($0) }
  }

}

/// What patterns of one file may refer to: lists, named parts, further entity types.
package struct PatternLibrary: Sendable {
  /// A named part of patterns, `$name` or `$name(argument)`.
  package struct Definition: Sendable {
    /// The names of its parameters.
    package var parameters: [String]
    /// Its text.
    package var source: PatternSource

    package init(parameters: [String] = [], source: PatternSource) {
      self.parameters = parameters
      self.source = source
    }
  }

  /// Stands for one state of a library, so that what was parsed with it can be found again.
  final class Identity: Sendable {}

  /// By name.
  package var lists: [String: PatternList] { didSet { identity = Identity() } }
  /// By name.
  package var definitions: [String: Definition] { didSet { identity = Identity() } }
  /// The entity types that a pattern may name.
  package var types: Set<String> { didSet { identity = Identity() } }
  /// The captures that a pattern may name; nil for any.
  package var captures: [String]? { didSet { identity = Identity() } }
  private(set) var identity = Identity()

  package init(
    lists: [String: PatternList] = [:], definitions: [String: Definition] = [:],
    types: Set<String> = Set(EntityType.builtIn.map(\.name)), captures: [String]? = nil
  ) {
    self.lists = lists
    self.definitions = definitions
    self.types = types
    self.captures = captures
  }

  /// The library with what another adds; the other's entries win.
  package func adding(_ other: PatternLibrary) -> PatternLibrary {
    PatternLibrary(
      lists: lists.merging(other.lists) { $1 }, definitions: definitions.merging(other.definitions) { $1 },
      types: types.union(other.types), captures: other.captures ?? captures)
  }
}
