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
  private let limits: [String: Double]

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
    var limits: [String: Double] = [:]
    for (name, values) in lists where name.hasPrefix("limit.") {
      limits[name] = values.first.flatMap { Double(String(decoding: $0, as: UTF8.self)) }
    }
    self.limits = limits
    let missing = ["title_characters", "title_words", "heading_characters", "heading_words", "byline_characters", "prose_characters"]
      .filter { limits["limit.\($0)"] == nil }
    guard missing.isEmpty else {
      throw Diagnostics(
        Diagnostic(code: "broken-resource", "the data file 'layout.tsv' lacks the limit '\(missing[0])': install the program again"))
    }
  }

  /// A limit by its name in `layout.tsv`.
  func limit(_ name: String) -> Int { Int(limits["limit.\(name)"] ?? 0) }

  /// A share between 0 and 1 by its name in `layout.tsv`, or the given one.
  func share(_ name: String, _ value: Double) -> Double { limits["limit.\(name)"] ?? value }
}
