import Pipeline

/// Reads one file of names into a builder, and tells every bad row.
struct GazetteerFileReader {
  /// How many bad rows are told; the rest is counted.
  private static let maximumProblems = 100

  private let file: GazetteerFile
  private let format: GazetteerFile.Format
  private let bytes: [UInt8]
  private let maximum: Int
  private var diagnostics = Diagnostics()
  private var untold = 0
  /// Where the file's bytes, and those of unescaped fields, begin in the builder's pool.
  private var base = 0

  /// Starts to read.
  ///
  /// - Parameter maximum: The largest file, in bytes.
  init(_ file: GazetteerFile, format: GazetteerFile.Format, bytes: [UInt8], maximum: Int = Text.maximumCount) {
    self.maximum = maximum
    self.file = file
    self.format = format
    self.bytes = bytes
  }

  mutating func read(into builder: inout GazetteerBuilder) throws(Diagnostics) {
    if bytes.count > maximum {
      let message =
        "the gazetteer '\(file.path)' has \(bytes.count) bytes, more than the \(maximum) that one may have: split it into several files"
      throw Diagnostics(Diagnostic(code: "too-large", message))
    }
    if Text(validating: bytes) == nil {
      let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      let message =
        isWide ? "the gazetteer is in UTF-16: save it in UTF-8" : "what stands here is not UTF-8: save the gazetteer in that encoding"
      throw Diagnostics(Diagnostic(code: "not-utf-8", message, at: place(isWide ? 0 : firstInvalid())))
    }
    if !bytes.isEmpty { base = builder.append(bytes) }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    switch format {
    case .json: readJSON(start..<bytes.count, into: &builder)
    case .txt: readLines(start..<bytes.count, into: &builder)
    case .csv: readRows(UInt8(ascii: ","), start..<bytes.count, into: &builder)
    case .tsv: readRows(UInt8(ascii: "\t"), start..<bytes.count, into: &builder)
    }
    if untold > 0 {
      diagnostics.append(Diagnostic(.note, code: "more-rows", "\(untold) more bad rows in '\(file.path)'"))
    }
    try diagnostics.throwIfErrors()
  }

  // MARK: - Rows

  private mutating func readRows(_ separator: UInt8, _ range: Range<Int>, into builder: inout GazetteerBuilder) {
    var rows = DelimitedReader(separator: separator, range: range)
    var fields: [DelimitedReader.Field] = []
    var problem: DelimitedReader.Problem?
    var columns: GazetteerFirstRow.Columns?
    while rows.next(of: bytes.span, into: &fields, problem: &problem) {
      switch problem {
      case .unclosedQuote(let offset)?:
        report("unclosed-quote", "a quotation mark opens this field and none closes it", offset)
        continue
      case .textAfterQuote(let offset)?:
        report("text-after-quote", "text follows the field's closing quotation mark: double the marks inside a field", offset)
        continue
      case nil: break
      }
      guard let known = columns else {
        let first = firstRow(fields, rows)
        if let problem = first.separatorProblem(separator) {
          report("wrong-separator", problem, rows.rowStart)
          return
        }
        do {
          let found = try first.columns()
          columns = found
          if found.count == nil { row(fields, rows, found, into: &builder) }
          continue
        } catch {
          for problem in error.all { report(problem.code, problem.message, fields[problem.column].origin) }
          return
        }
      }
      row(fields, rows, known, into: &builder)
    }
  }

  private mutating func row(
    _ fields: [DelimitedReader.Field], _ rows: borrowing DelimitedReader, _ columns: GazetteerFirstRow.Columns,
    into builder: inout GazetteerBuilder
  ) {
    if let count = columns.count, fields.count > count {
      let plural = count == 1 ? "" : "s"
      return report(
        "extra-field", "the row has \(fields.count) fields, and the header names \(count) column\(plural)", fields[count].origin)
    }
    guard columns.name < fields.count, !fields[columns.name].range.isEmpty else {
      return report("missing-name", "the row has no name", columns.name < fields.count ? fields[columns.name].origin : rows.rowStart)
    }
    let name = fields[columns.name]
    var type: UInt16?
    if let column = columns.type, column < fields.count, !fields[column].range.isEmpty {
      let field = fields[column]
      type = self.type(field.isUnescaped ? rows.unescaped[field.range] : bytes[field.range], field.origin, into: &builder)
      if type == nil { return }
    } else {
      type = file.defaultType.map { builder.number(of: $0.name.utf8) }
    }
    guard let type else {
      return report("missing-type", "the row has no type: give one, or say 'type' for the whole file", name.origin)
    }
    let canonical = columns.canonical.flatMap { $0 < fields.count ? fields[$0] : nil }
    add(place(name, rows, in: &builder), type, canonical.map { place($0, rows, in: &builder) } ?? 0..<0, name.origin, into: &builder)
  }

  private func firstRow(_ fields: [DelimitedReader.Field], _ rows: borrowing DelimitedReader) -> GazetteerFirstRow {
    var words: [String] = []
    for field in fields {
      words.append(String(decoding: field.isUnescaped ? rows.unescaped[field.range] : bytes[field.range], as: UTF8.self))
    }
    return GazetteerFirstRow(words: words, isQuoted: bytes[rows.rowStart] == UInt8(ascii: "\""), file: file)
  }

  /// The place of a field in the builder's pool, where an unescaped one is put first.
  private func place(_ field: DelimitedReader.Field, _ rows: borrowing DelimitedReader, in builder: inout GazetteerBuilder) -> Range<Int> {
    if !field.isUnescaped { return field.range.lowerBound + base..<field.range.upperBound + base }
    let start = builder.append(Array(rows.unescaped[field.range]))
    return start..<start + field.range.count
  }

  // MARK: - Lines and JSON

  private mutating func readLines(_ range: Range<Int>, into builder: inout GazetteerBuilder) {
    guard let type = file.defaultType else {
      return report("missing-type", "a file of names alone needs 'type'", range.lowerBound)
    }
    let number = builder.number(of: type.name.utf8)
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, bytes[end] != 0x0A { end += 1 }
      var line = start..<end
      while let last = line.last, bytes[last] <= 0x20 { line = line.dropLast() }
      while let first = line.first, bytes[first] <= 0x20 { line = line.dropFirst() }
      let isComment = line.first.map { bytes[$0] == 0x23 } == true && (line.count == 1 || bytes[line.lowerBound + 1] == 0x20)
      if !line.isEmpty, !isComment { add(line.lowerBound + base..<line.upperBound + base, number, 0..<0, start, into: &builder) }
      start = end + 1
    }
  }

  private mutating func readJSON(_ range: Range<Int>, into builder: inout GazetteerBuilder) {
    var reader = NameListJSON(range: range)
    do {
      while let item = try reader.next(of: bytes.span) { add(item, reader, into: &builder) }
    } catch {
      report("bad-json", error.message, error.offset)
    }
  }

  private mutating func add(_ item: NameListJSON.Item, _ reader: borrowing NameListJSON, into builder: inout GazetteerBuilder) {
    guard let name = item.name, !name.range.isEmpty else { return report("missing-name", "the entry has no name", item.origin) }
    var type = file.defaultType.map { builder.number(of: $0.name.utf8) }
    if let given = item.type {
      type = self.type(given.isUnescaped ? reader.unescaped[given.range] : bytes[given.range], given.origin, into: &builder)
      if type == nil { return }
    }
    guard let type else {
      return report("missing-type", "the entry has no type: give one, or say 'type' for the whole file", item.origin)
    }
    let canonical = (item.canonical ?? (item.aliases.isEmpty ? nil : name)).map { place($0, reader, in: &builder) } ?? 0..<0
    for value in [name] + item.aliases { add(place(value, reader, in: &builder), type, canonical, value.origin, into: &builder) }
  }

  private func place(_ value: NameListJSON.Value, _ reader: borrowing NameListJSON, in builder: inout GazetteerBuilder) -> Range<Int> {
    if !value.isUnescaped { return value.range.lowerBound + base..<value.range.upperBound + base }
    let start = builder.append(Array(reader.unescaped[value.range]))
    return start..<start + value.range.count
  }

  // MARK: - Parts

  private mutating func add(
    _ name: Range<Int>, _ type: UInt16, _ canonical: Range<Int>, _ origin: Int, into builder: inout GazetteerBuilder
  ) {
    if builder.add(name, type: type, canonical: canonical) { return }
    if name.count > GazetteerBuilder.longestName || canonical.count > GazetteerBuilder.longestName {
      report("long-name", "the name is longer than \(GazetteerBuilder.longestName) bytes", origin)
    } else {
      report("empty-name", "the name holds neither a letter nor a digit", origin)
    }
  }

  private mutating func type(_ name: ArraySlice<UInt8>, _ origin: Int, into builder: inout GazetteerBuilder) -> UInt16? {
    if EntityTypeName.isValid(name) { return builder.number(of: name) }
    report("bad-type", EntityTypeName.complaint(about: String(decoding: name, as: UTF8.self)), origin)
    return nil
  }

  private mutating func report(_ code: String, _ message: String, _ offset: Int) {
    if diagnostics.all.count >= Self.maximumProblems {
      untold += 1
    } else {
      diagnostics.append(Diagnostic(code: code, message, at: place(offset)))
    }
  }

  /// The line and column of an offset. O(offset), for diagnostics alone.
  private func place(_ offset: Int) -> SourceLocation {
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]), offset >= 3 { column -= 1 }
    return SourceLocation(file: file.path, line: line, column: column)
  }

  private func firstInvalid() -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += String(Character(scalar)).utf8.count
      case .emptyInput: return min(offset, bytes.count)
      case .error: return offset
      }
    }
  }
}
