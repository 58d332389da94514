import Pipeline

/// The bytes of a YAML file with a table of its lines, for positions and excerpts.
///
/// Lines end at LF, CR LF or CR, as editors count them (libyaml's own line counts also break at U+0085, U+2028 and U+2029, so only its scalar
/// indices are used). Columns count Unicode scalars. A byte order mark at the start belongs to no line.
///
/// CR LF becomes LF first: libyaml 0.2.5 counts a CR LF inside a scalar as one character, so its indices would be off.
package struct YAMLSource: Sendable {
  /// The file as the person named it.
  package let file: String
  /// The bytes without a byte order mark, CR LF as LF.
  package let bytes: [UInt8]
  /// Where each line starts. In malformed UTF-8 every byte that is not a continuation byte counts as a scalar.
  private let lines: [(byte: Int, scalar: Int)]
  private let scalarCount: Int

  /// The longest line in bytes that is shown as an excerpt.
  private static let longestExcerpt = 2_000

  /// Makes the table. Never fails: what is wrong with the encoding is `encodingProblem()`'s matter.
  package init(_ bytes: [UInt8], file: String) {
    self.file = file
    self.bytes = Self.normalized(bytes)
    var lines = [(byte: 0, scalar: 0)]
    var scalar = 0
    var previous: UInt8 = 0
    for (index, byte) in self.bytes.enumerated() {
      if previous == UInt8(ascii: "\n") || previous == UInt8(ascii: "\r") { lines.append((index, scalar)) }
      if byte & 0xC0 != 0x80 { scalar += 1 }
      previous = byte
    }
    if previous == UInt8(ascii: "\n") || previous == UInt8(ascii: "\r") { lines.append((self.bytes.count, scalar)) }
    self.lines = lines
    self.scalarCount = scalar
  }

  private static func normalized(_ bytes: [UInt8]) -> [UInt8] {
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if mark == 0 && !bytes.contains(UInt8(ascii: "\r")) { return bytes }
    var normalized: [UInt8] = []
    normalized.reserveCapacity(bytes.count)
    for index in mark..<bytes.count {
      if bytes[index] == UInt8(ascii: "\r"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") { continue }
      normalized.append(bytes[index])
    }
    return normalized
  }

  /// The location of a range of scalars, cut at the end of its first line. O(log lines).
  func location(scalars start: Int, _ end: Int) -> SourceLocation {
    let line = lineIndex { $0.scalar <= start }
    let lineEnd = line + 1 < lines.count ? lines[line + 1].scalar - 1 : scalarCount
    return SourceLocation(file: file, line: line + 1, column: start - lines[line].scalar + 1, length: min(end, lineEnd) - start)
  }

  /// The location of the scalar that holds a byte.
  package func location(byte offset: Int) -> SourceLocation {
    let line = lineIndex { $0.byte <= offset }
    let before = bytes[lines[line].byte..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
    return SourceLocation(file: file, line: line + 1, column: before + 1)
  }

  /// The number of bytes before a scalar.
  func byteOffset(scalar index: Int) -> Int {
    let line = lines[lineIndex { $0.scalar <= index }]
    var (byte, scalar) = line
    while byte < bytes.count {
      if bytes[byte] & 0xC0 != 0x80 {
        if scalar == index { break }
        scalar += 1
      }
      byte += 1
    }
    return byte
  }

  private func lineIndex(where isBefore: ((byte: Int, scalar: Int)) -> Bool) -> Int {
    var (low, high) = (0, lines.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if isBefore(lines[middle]) { low = middle } else { high = middle }
    }
    return low
  }

  /// A line of the file without its line end, malformed bytes as U+FFFD; nil where there is no such line or it is longer than 2,000 bytes.
  package func excerpt(line number: Int) -> String? {
    guard number >= 1, number <= lines.count else { return nil }
    var (start, end) = (lines[number - 1].byte, number < lines.count ? lines[number].byte : bytes.count)
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    start = min(start, end)
    return end - start > Self.longestExcerpt ? nil : String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// A problem with the line on which it stands.
  package func diagnostic(
    _ severity: Diagnostic.Severity = .error, code: String, _ message: String, at location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(severity, code: code, message, at: location, excerpt: excerpt(line: location.line))
  }
}
