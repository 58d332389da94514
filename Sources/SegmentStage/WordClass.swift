/// What the lexicon knows of a word: the classes of `Data/abbreviations.txt` and `Data/words.txt`, as bits.
struct WordClass: OptionSet, Sendable {
  let rawValue: UInt32

  // Abbreviations.
  static let title = WordClass(rawValue: 1 << 0)
  static let inside = WordClass(rawValue: 1 << 1)
  static let closing = WordClass(rawValue: 1 << 2)
  static let final = WordClass(rawValue: 1 << 3)
  static let time = WordClass(rawValue: 1 << 4)
  static let reference = WordClass(rawValue: 1 << 5)
  static let date = WordClass(rawValue: 1 << 6)
  static let state = WordClass(rawValue: 1 << 7)
  /// The abbreviation needs a capital.
  static let capitalised = WordClass(rawValue: 1 << 8)

  // Other words.
  static let opener = WordClass(rawValue: 1 << 9)
  static let plain = WordClass(rawValue: 1 << 10)
  static let reporting = WordClass(rawValue: 1 << 11)
  static let clock = WordClass(rawValue: 1 << 12)
  static let prefix = WordClass(rawValue: 1 << 13)
  static let suffix = WordClass(rawValue: 1 << 14)
  static let unit = WordClass(rawValue: 1 << 15)
  static let domain = WordClass(rawValue: 1 << 16)
  static let slashed = WordClass(rawValue: 1 << 17)
  static let elided = WordClass(rawValue: 1 << 18)

  static let abbreviation: WordClass = [.title, .inside, .closing, .final, .time, .reference, .date, .state]

  /// The class of a name in the data files.
  static func named(_ name: String) -> WordClass? {
    switch name {
    case "title": .title
    case "inside": .inside
    case "closing": .closing
    case "final": .final
    case "time": .time
    case "reference": .reference
    case "date": .date
    case "state": .state
    case "opener": .opener
    case "plain": .plain
    case "reporting": .reporting
    case "clock": .clock
    case "prefix": .prefix
    case "suffix": .suffix
    case "unit": .unit
    case "domain": .domain
    case "slashed": .slashed
    case "elided": .elided
    default: nil
    }
  }
}
