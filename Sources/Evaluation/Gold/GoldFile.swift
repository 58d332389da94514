import Foundation
import Pipeline

/// A file with gold annotation: its lines, and what is wrong with them.
struct GoldFile {
  /// How many problems of one file are told.
  static let toldProblems = 20

  /// The file as the person named it.
  let name: String
  /// The bytes, valid UTF-8.
  let bytes: [UInt8]
  private(set) var problems: [Diagnostic] = []
  private var untold = 0

  /// Reads a file.
  init(_ name: String) throws(Diagnostics) {
    guard let data = FileManager.default.contents(atPath: name) else {
      let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: name)) != nil
      let reason = isFolder ? "it is a folder" : String(cString: strerror(errno)).lowercased()
      throw Diagnostics(Diagnostic(code: "unreadable-gold", "the gold file '\(name)' cannot be read: \(reason)"))
    }
    self.init(name, bytes: [UInt8](data))
    if let unpacking = Self.unpacking(bytes) {
      throw Diagnostics(
        Diagnostic(code: "packed-gold", "the gold file '\(name)' is packed: unpack it first, with '\(unpacking) \(name)'"))
    }
    if Text(validating: bytes) == nil { throw Diagnostics(notUTF8()) }
  }

  /// A file that was read already.
  init(_ name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// The command that unpacks a file that begins so.
  private static func unpacking(_ bytes: [UInt8]) -> String? {
    let signatures: [(bytes: [UInt8], command: String)] = [
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz -dk"), ([0x1F, 0x8B], "gzip -dk"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd -d"),
      (Array("BZh".utf8), "bzip2 -dk"),
    ]
    return signatures.first { bytes.starts(with: $0.bytes) }?.command
  }

  private func notUTF8() -> Diagnostic {
    for (number, line) in lines where Text(validating: Array(line)) == nil {
      let good = (0..<line.count).last { Text(validating: Array(line.prefix($0))) != nil } ?? 0
      let column = String(decoding: line.prefix(good), as: UTF8.self).unicodeScalars.count + 1
      return Diagnostic(
        code: "gold-not-utf8", "the gold file is not valid UTF-8 here", at: SourceLocation(file: name, line: number, column: column))
    }
    return Diagnostic(code: "gold-not-utf8", "the gold file '\(name)' is not valid UTF-8, or too long")
  }

  /// The lines with their numbers from 1, without line ends (LF or CRLF). The last line end begins no line.
  var lines: [(number: Int, bytes: ArraySlice<UInt8>)] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.enumerated().map { ($0.offset + 1, $0.element.last == 0x0D ? $0.element.dropLast() : $0.element) }
  }

  /// Notes what is wrong at an offset of the file.
  mutating func report(
    _ code: String, _ message: String, as severity: Diagnostic.Severity = .error, line: (number: Int, bytes: ArraySlice<UInt8>),
    at offset: Int
  ) {
    guard problems.count < Self.toldProblems else {
      untold += 1
      return
    }
    let column =
      String(decoding: line.bytes[line.bytes.startIndex..<min(offset, line.bytes.endIndex)], as: UTF8.self).unicodeScalars.count + 1
    problems.append(Diagnostic(severity, code: code, message, at: SourceLocation(file: name, line: line.number, column: column)))
  }

  /// Throws what is wrong, if it is an error; otherwise gives the warnings.
  func finish() throws(Diagnostics) -> Diagnostics {
    var all = Diagnostics(problems)
    if untold > 0 { all.append(Diagnostic(.note, code: "more-problems", "'\(name)' has \(untold) more such places")) }
    try all.throwIfErrors()
    return all
  }
}
