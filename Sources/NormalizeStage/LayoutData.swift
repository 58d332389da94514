import Pipeline

/// The word lists and limits that titles, datelines and bylines are told by.
struct LayoutData: Sendable {
  /// News agencies as they stand in brackets, in small letters.
  let agencies: Set<[UInt8]>
  /// Names of months and days, short and long, in small letters without a stop.
  let months: Set<[UInt8]>
  /// Names of days, likewise.
  let days: Set<[UInt8]>
  /// Cities and countries that datelines name, in small letters.
  let places: Set<[UInt8]>
  /// Words that announce what follows them, before a dash or colon: `breaking`, `analysis`.
  let labels: Set<[UInt8]>
  /// Words that begin sentences and no names of places: `however`, `two`, `Mr`.
  let starters: Set<[UInt8]>
  /// Small words inside names of places.
  let connectors: Set<[UInt8]>
  /// What a byline begins with: `by`, `written by`.
  let bylineOpeners: [[UInt8]]
  /// What the credits after an article begin with: `reporting by`, `editing by`.
  let creditOpeners: [[UInt8]]
  /// Words of bylines that are no names: `staff`, `writer`, `correspondent`.
  let roles: Set<[UInt8]>
  /// Abbreviations with a stop that may end a title.
  let abbreviations: Set<[UInt8]>
  /// Common English words.
  let words: WordList
  /// What is short and what is long.
  let limits: Limits

  /// Reads the data files of the stage.
  init() throws(Diagnostics) {
    func read(_ name: String) throws(Diagnostics) -> [UInt8] { try ResourceFolder.bytes(of: "Data/\(name)", in: "NormalizeStage") }
    var lists: [String: [[UInt8]]] = [:]
    for line in DataLines.lines(of: try read("layout.tsv")) {
      let fields = line.split(separator: UInt8(ascii: "\t"))
      guard fields.count == 2 else { continue }
      let entries = fields[1].split(separator: UInt8(ascii: ",")).map { $0.drop { $0 == 0x20 }.map(Scalars.lowercased) }
      lists[String(decoding: fields[0], as: UTF8.self), default: []] += entries
    }
    func set(_ name: String) -> Set<[UInt8]> { Set(lists[name] ?? []) }
    agencies = set("agency")
    months = set("month")
    days = set("day")
    labels = set("label")
    starters = set("starter")
    connectors = set("connector")
    roles = set("role")
    abbreviations = set("abbreviation")
    bylineOpeners = lists["byline"] ?? []
    creditOpeners = lists["credit"] ?? []
    places = DataLines.lowercased(try read("places.txt"))
    words = WordList(sorted: try read("words.txt"))
    limits = try Limits { name in lists["limit.\(name)"]?.first.flatMap { Double(String(decoding: $0, as: UTF8.self)) } }
  }
}

/// The lengths and shares by which the layout of an article is told.
struct Limits: Sendable {
  /// The longest title in characters, and in words.
  let titleCharacters, titleWords: Int
  /// The longest title that ends in a question or exclamation mark, in bytes.
  let questionCharacters: Int
  /// The fewest words of four or more letters, and the share of capitals among them, by which headline case is told.
  let titleCaseWords: Int
  let titleCaseShare: Double
  /// The longest heading in characters, and in words.
  let headingCharacters, headingWords: Int
  /// The longest byline, in bytes.
  let bylineCharacters: Int
  /// The longest dateline, in bytes.
  let datelineCharacters: Int
  /// Half the length in bytes from which a line is running text whatever its end, and twice that from which one with a stop is.
  let proseCharacters: Int
  /// How wrapped lines are told.
  let wrapping: WrappingLimits

  /// Takes each limit by its name in `layout.tsv`.
  ///
  /// - Throws: That one is not there.
  init(_ value: (String) -> Double?) throws(Diagnostics) {
    func read(_ name: String) throws(Diagnostics) -> Double {
      if let value = value(name) { return value }
      throw Diagnostics(
        Diagnostic(code: "broken-resource", "the data file 'layout.tsv' lacks the limit '\(name)': install the program again"))
    }
    titleCharacters = Int(try read("title_characters"))
    titleWords = Int(try read("title_words"))
    titleCaseWords = Int(try read("title_case_words"))
    titleCaseShare = try read("title_case_share")
    questionCharacters = Int(try read("question_characters"))
    headingCharacters = Int(try read("heading_characters"))
    headingWords = Int(try read("heading_words"))
    bylineCharacters = Int(try read("byline_characters"))
    datelineCharacters = Int(try read("dateline_characters"))
    proseCharacters = Int(try read("prose_characters"))
    wrapping = WrappingLimits(
      leastWidth: Int(try read("wrap_least")), fill: try read("wrap_fill"), fullShare: try read("wrap_full"),
      filledShare: try read("wrap_filled"), lowerShare: try read("wrap_lower"))
  }
}

/// How wrapped lines are told.
struct WrappingLimits: Sendable {
  /// The narrowest widest line of a wrapped paragraph, in characters.
  let leastWidth: Int
  /// How much of the width a line fills, with the word that did not fit, where it was wrapped.
  let fill: Double
  /// The share of full lines in wrapped text.
  let fullShare: Double
  /// The share of lines within sentences into which no further word would have fitted, where all were filled as far as they go.
  let filledShare: Double
  /// The share of lines in wrapped text that begin with a small letter.
  let lowerShare: Double
}
