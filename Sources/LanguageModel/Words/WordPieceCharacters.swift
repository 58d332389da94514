import Pipeline

/// What BERT's uncased basic tokenizer does to each character (`clean_text`, `handle_chinese_chars`, `strip_accents` and `lowercase` of the reference).
///
/// The table is made from the reference itself; Hangul syllables, whose canonical decomposition is arithmetic (Unicode 3.12), are not in it. Characters are
/// looked at one by one: the canonical order of marks that are no accents is not restored, which no text in a living script shows.
struct WordPieceCharacters: Sendable {
  /// What a character is.
  enum Kind: UInt16 {
    case ordinary
    /// It is taken out: a control character, or an accent.
    case removed
    /// It ends a word.
    case space
    /// It is a word of its own.
    case punctuation
    /// It, or what it becomes, is set apart by white space.
    case ideograph
  }

  /// The scalars that a character becomes; those after the first are 0 where there are fewer than three.
  typealias Mapping = (UInt32, UInt32, UInt32)

  // A code holds the kind in its lowest three bits, and above them the number of the mapping, from 1. Most pages of 256 characters are the first, empty one.
  private var pages = [UInt16](repeating: 0, count: 0x1100)
  private var codes = [UInt16](repeating: 0, count: 256)
  private var mappings: [Mapping] = []

  /// Reads the table that ships with this target.
  init() throws(Diagnostics) {
    try self.init(table: ResourceFolder.bytes(of: "Data/wordpiece-characters.txt", in: "LanguageModel"))
  }

  /// Reads a table: comments, `kind range…`, and `character scalars…`, with hexadecimal numbers.
  init(table: [UInt8]) {
    for line in table.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      let fields = line.split(separator: UInt8(ascii: " "))
      guard let head = fields.first else { continue }
      if let kind = Self.kind(head) {
        for field in fields.dropFirst() {
          let ends = field.split(separator: UInt8(ascii: "-")).map(Self.number)
          if let first = ends.first, let last = ends.last, first <= last { set(first...last, to: kind) }
        }
      } else {
        let scalars = fields.dropFirst().map(Self.number)
        guard let first = scalars.first else { continue }
        mappings.append((first, scalars.count > 1 ? scalars[1] : 0, scalars.count > 2 ? scalars[2] : 0))
        codes[place(Self.number(head))] |= UInt16(mappings.count) << 3
      }
    }
  }

  /// What a character is.
  @inline(__always)
  func kind(of scalar: UInt32) -> Kind { Kind(rawValue: code(of: scalar) & 7) ?? .ordinary }

  /// Whether a character is an accent, which belongs to the letter before it.
  func isMark(_ scalar: UInt32) -> Bool { Unicode.Scalar(scalar)?.properties.generalCategory == .nonspacingMark }

  /// What a character becomes; nil where it stays as it is.
  @inline(__always)
  func mapping(of scalar: UInt32) -> Mapping? {
    let number = Int(code(of: scalar) >> 3)
    if number > 0 { return mappings[number - 1] }
    // The syllables of Hangul stand in an order from which their letters can be reckoned.
    guard scalar >= 0xAC00, scalar <= 0xD7A3 else { return nil }
    let index = scalar - 0xAC00
    let last = index % 28
    return (0x1100 + index / 588, 0x1161 + index % 588 / 28, last == 0 ? 0 : 0x11A7 + last)
  }

  @inline(__always)
  private func code(of scalar: UInt32) -> UInt16 { codes[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)] }

  private mutating func set(_ range: ClosedRange<UInt32>, to kind: Kind) {
    for scalar in range { codes[place(scalar)] |= kind.rawValue }
  }

  /// Where the code of a character stands; its page is made if need be.
  private mutating func place(_ scalar: UInt32) -> Int {
    let page = Int(scalar >> 8)
    if pages[page] == 0 {
      pages[page] = UInt16(codes.count >> 8)
      codes.append(contentsOf: repeatElement(0, count: 256))
    }
    return Int(pages[page]) << 8 | Int(scalar & 0xFF)
  }

  private static func kind(_ name: ArraySlice<UInt8>) -> Kind? {
    for (kind, wanted) in [
      (Kind.removed, "remove"), (.space, "space"), (.punctuation, "punctuation"), (.ideograph, "ideograph"),
    ] where name.elementsEqual(wanted.utf8) { return kind }
    return nil
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt32 {
    var value: UInt32 = 0
    for digit in digits { value = value << 4 | UInt32(digit < 0x41 ? digit - 0x30 : digit - 0x37) & 0xF }
    return min(value, 0x10FFFF)
  }
}
