import Pipeline

/// Tells files that are no text.
enum BinaryCheck {
  /// What the first bytes of common formats say.
  private static let formats: [(bytes: [UInt8], name: String)] = [
    (Array("%PDF-".utf8), "a PDF file"), (Array("{\\rtf".utf8), "an RTF file"),
    ([0x50, 0x4B, 0x03, 0x04], "a ZIP file, perhaps a Word document or an EPUB"), ([0xD0, 0xCF, 0x11, 0xE0], "an old Office file"),
    ([0x1F, 0x8B], "a gzip file"), ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz file"),
    (Array("BZh".utf8), "a bzip2 file"), ([0x89, 0x50, 0x4E, 0x47], "a PNG image"), ([0xFF, 0xD8, 0xFF], "a JPEG image"),
    (Array("GIF8".utf8), "a GIF image"), ([0x7F, 0x45, 0x4C, 0x46], "a program"), (Array("SQLite format 3".utf8), "an SQLite database"),
  ]

  /// What files in mark-up languages begin with, in lower case.
  private static let markup: [(bytes: [UInt8], name: String)] = [
    (Array("<!doctype html".utf8), "an HTML page"), (Array("<html".utf8), "an HTML page"), (Array("<?xml".utf8), "an XML file"),
  ]

  /// The name of the mark-up language, with its article, if the bytes begin as a file in one: its tags would be read as words.
  private static func markup(of bytes: [UInt8]) -> String? {
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let start = content.prefix(1024).drop { $0 <= 0x20 }
    guard start.first == UInt8(ascii: "<") else { return nil }
    let lower = start.prefix(64).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return markup.first { lower.starts(with: $0.bytes) && lower.dropFirst($0.bytes.count).first.map { $0 <= 0x20 || $0 == 0x3E } ?? true }?
      .name
  }

  /// The name of the format, with its article, if the bytes begin as one that is no text.
  static func format(of bytes: [UInt8]) -> String? {
    if let markup = markup(of: bytes) { return markup }
    guard let format = formats.first(where: { bytes.starts(with: $0.bytes) }) else { return nil }
    // "BZh" may begin a text; a text has no control characters soon after.
    return format.bytes.count > 3 || bytes.prefix(64).contains(where: isControl) ? format.name : nil
  }

  /// Whether the beginning holds more control characters than any text: one in ten characters, and at least four.
  static func isBinary(_ text: Text) -> Bool {
    let sample = min(text.count, 1 << 16)
    var controls = 0
    for offset in 0..<sample where isControl(text[offset]) { controls += 1 }
    return controls >= 4 && controls * 10 > sample
  }

  /// Whether there is any control character near the beginning.
  static func hasControls(_ text: Text) -> Bool {
    (0..<min(text.count, 1 << 13)).contains { isControl(text[$0]) }
  }

  /// Whether the beginning of bytes that are no UTF-8 holds more control characters than a text in an old encoding: one in fifty, and at least four.
  static func isBinary(_ bytes: [UInt8]) -> Bool {
    let sample = bytes.prefix(1 << 16)
    let controls = sample.count(where: isControl)
    return controls >= 4 && controls * 50 > sample.count
  }

  /// A control character that is neither white space nor backspace nor escape.
  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x08 || (0x0E...0x1A).contains(byte) || (0x1C...0x1F).contains(byte) || byte == 0x7F
  }
}
