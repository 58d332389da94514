import Pipeline

/// The first row of a table of names, which may name the columns.
struct GazetteerFirstRow {
  /// Which column holds what, from 0.
  struct Columns {
    var name: Int
    var type: Int?
    var canonical: Int?
    /// How many columns the header names; nil where the row is no header.
    var count: Int?
  }

  /// What is wrong with the row.
  struct Problems: Error {
    /// Each with the column that it stands at, from 0.
    var all: [(code: String, message: String, column: Int)] = []

    mutating func add(_ code: String, _ message: String, column: Int = 0) { all.append((code, message, column)) }
  }

  private let words: [String]
  private let folded: [String]
  private let isQuoted: Bool
  private let file: GazetteerFile

  /// Takes a row.
  ///
  /// - Parameters:
  ///   - words: Its fields, at least one.
  ///   - isQuoted: Whether the first field stands in quotation marks.
  ///   - file: The file, and how it is to be read.
  init(words: [String], isQuoted: Bool, file: GazetteerFile) {
    self.words = words
    self.folded = words.map { $0.lowercased() }
    self.isQuoted = isQuoted
    self.file = file
  }

  /// What is wrong where the row is one field that another separator would cut: told once, in place of what follows from it in every row.
  ///
  /// A comma or semicolon may also stand in a name: it counts only where the header gives it away or the rows would have no type.
  func separatorProblem(_ separator: UInt8) -> String? {
    guard words.count == 1, !isQuoted else { return nil }
    let isComma = separator == UInt8(ascii: ",")
    let own = isComma ? "commas" : "tabs"
    let others: [(mark: Character, name: String, advice: String)] = [
      isComma ? ("\t", "tabs", "say 'format: tsv'") : (",", "commas", "say 'format: csv'"),
      (";", "semicolons", "write \(own) instead"), ("|", "bars", "write \(own) instead"),
    ]
    for other in others where words[0].contains(other.mark) {
      let parts = folded[0].split(separator: other.mark).map { String($0.drop { $0 == " " }) }
      if other.mark == "\t" || parts.contains(nameWord) || file.defaultType == nil {
        return "the columns are to be separated by \(own), and this row has \(other.name): \(other.advice)"
      }
    }
    return nil
  }

  /// Finds the columns.
  ///
  /// - Throws: Columns that are asked for and not there, or are only misspelt.
  func columns() throws(Problems) -> Columns {
    let asked = [file.nameColumn, file.typeColumn, file.canonicalColumn]
    let isNamed = asked.contains { if case .named? = $0 { true } else { false } }
    let isHeader = file.hasHeader ?? (isNamed || folded.contains(nameWord))
    var problems = Problems()
    let name = index(file.nameColumn, "name", standard: isHeader ? nil : 0, &problems)
    let type = index(file.typeColumn, "type", standard: isHeader ? nil : 1, &problems)
    let canonical = index(file.canonicalColumn, "canonical", standard: isHeader ? nil : 2, &problems)
    if problems.all.isEmpty, name == nil {
      problems.add("unknown-column", "the header has no column 'name': say which one holds the names with 'columns'")
    } else if problems.all.isEmpty, type == nil, file.defaultType == nil {
      problems.add(
        "missing-type",
        "the header has no column 'type': say which one holds the types with 'columns', or give one 'type' for the whole file")
    }
    guard let name, problems.all.isEmpty else { throw problems }
    return Columns(name: name, type: type, canonical: canonical, count: isHeader ? words.count : nil)
  }

  /// The place of a column: as the file's options say, else under its word in the header, else the standard one.
  private func index(_ column: GazetteerFile.Column?, _ word: String, standard: Int?, _ problems: inout Problems) -> Int? {
    switch column {
    case .number(let number)?: return number - 1
    case .named(let name)?:
      if let index = folded.firstIndex(of: name.lowercased()) { return index }
      problems.add("unknown-column", "the header has no column '\(name)'\(Suggestion.suffix(for: name, in: folded))")
      return nil
    case nil:
      if let standard { return standard }
      if let index = folded.firstIndex(of: word) { return index }
      // A column that is only misspelt would be passed over without a word.
      if let near = Suggestion.nearest(to: word, in: folded), let index = folded.firstIndex(of: near), !isTaken(index) {
        problems.add(
          "unknown-column",
          "the column '\(words[index])' is not known; did you mean '\(word)'? Rename it, or say 'columns: { \(word): \(words[index]) }'",
          column: index)
      }
      return nil
    }
  }

  /// Whether a column of the header has a meaning already.
  private func isTaken(_ index: Int) -> Bool {
    if ["name", "type", "canonical"].contains(folded[index]) { return true }
    return [file.nameColumn, file.typeColumn, file.canonicalColumn].contains { column in
      switch column {
      case .named(let name)?: name.lowercased() == folded[index]
      case .number(let number)?: number - 1 == index
      case nil: false
      }
    }
  }

  /// The header's word for the column of names.
  private var nameWord: String {
    if case .named(let name)? = file.nameColumn { name.lowercased() } else { "name" }
  }
}
