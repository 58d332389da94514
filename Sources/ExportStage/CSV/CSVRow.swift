import Pipeline

/// A row of a CSV table by RFC 4180: commas between cells, CR LF at the end, quotation marks where a cell needs them.
struct CSVRow {
  /// The bytes of the table so far.
  private(set) var writer: ByteWriter
  /// Whether text that a spreadsheet would take for a formula gets a `'` in front.
  private let isSafe: Bool
  private var isAtStart = true

  init(isSafe: Bool, capacity: Int = 0) {
    self.isSafe = isSafe
    writer = ByteWriter(capacity: capacity)
  }

  /// A cell of text.
  mutating func cell(_ string: String) { string.withBytes { cell($0) } }

  /// A cell of text, empty where there is none.
  mutating func cell(_ string: String?) { cell(string ?? "") }

  /// A cell with a piece of a text.
  mutating func cell(_ text: Text, _ span: TextSpan) { text.withBytes(of: span) { cell($0) } }

  /// A cell with a plain value of a plugin's layer, empty where there is none.
  mutating func cell(_ value: ShownLayer.Plain?) {
    switch value {
    case .text(let text): cell(text)
    case .literal(let literal):
      // Digits, `true` and the like: a minus before them begins no formula.
      separate()
      writer.raw(Array(literal.utf8))
    case nil: separate()
    }
  }

  /// A cell with a whole number, empty where there is none.
  mutating func cell(_ integer: Int?) {
    separate()
    if let integer { writer.integer(integer) }
  }

  /// A cell with a probability in the shortest form that reads back the same, empty where there is none.
  mutating func cell(_ probability: Float?) {
    separate()
    if let probability, probability.isFinite { writer.bytes.append(contentsOf: probability.description.utf8) }
  }

  /// A cell with true or false.
  mutating func cell(_ bool: Bool) {
    separate()
    if bool { writer.raw("true") } else { writer.raw("false") }
  }

  /// Ends the row.
  mutating func end() {
    writer.raw("\r\n")
    isAtStart = true
  }

  private mutating func separate() {
    if !isAtStart { writer.raw(",") }
    isAtStart = false
  }

  private mutating func cell(_ utf8: UnsafeBufferPointer<UInt8>) {
    separate()
    guard let first = utf8.first else { return }
    let isFormula = isSafe && Self.startsFormula(first)
    guard isFormula || first == 0x20 || utf8[utf8.count - 1] == 0x20 || utf8.contains(where: Self.needsQuotes) else {
      writer.bytes.append(contentsOf: utf8)
      return
    }
    writer.raw("\"")
    if isFormula { writer.raw("'") }
    var start = 0
    while let quote = utf8[start...].firstIndex(of: UInt8(ascii: "\"")) {
      writer.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...quote]))
      writer.raw("\"")
      start = quote + 1
    }
    writer.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    writer.raw("\"")
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
  }

  /// What OWASP's page on CSV injection lists.
  private static func startsFormula(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: true
    default: false
    }
  }
}
