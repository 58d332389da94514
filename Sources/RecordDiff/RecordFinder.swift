import Foundation
import Pipeline

/// Finds the records that a user means by a file, or by the folder that a run wrote to.
package enum RecordFinder {
  /// The endings of files in which records are looked for.
  private static let extensions: Set<String> = ["jsonl", "ndjson", "json", ""]
  /// How much of a file is looked at: its first line, if that is not longer.
  private static let peeked = 1 << 16

  /// The path of the file of records.
  ///
  /// In a folder it is the one file, at any depth, that begins with a record; a run that had no documents left an empty one.
  ///
  /// - Throws: `missing-records` where there is nothing; `several-records` where there are more.
  package static func file(at path: String) throws(Diagnostics) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure("missing-records", "there is no file or folder '\(path)'") }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return path
    case S_IFDIR: return try file(inFolder: path)
    default: throw failure("missing-records", "'\(path)' is neither a file nor a folder: records are read more than once")
    }
  }

  private static func file(inFolder folder: String) throws(Diagnostics) -> String {
    let base = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    var found: [String] = []
    var empty: [String] = []
    for name in candidates(in: folder) {
      let path = "\(base)/\(name)"
      guard let first = firstLine(of: path) else { continue }
      if first.isEmpty {
        if name.hasSuffix("jsonl") { empty.append(path) }
      } else if RecordLine.isRecord(first) {
        found.append(path)
      }
    }
    if found.isEmpty { found = empty }
    switch found.count {
    case 1: return found[0]
    case 0:
      throw failure(
        "missing-records",
        "the folder '\(folder)' holds no records: name the file, or let the pipeline write them with export: { jsonl: documents.jsonl }")
    default:
      let names = found.sorted().prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      throw failure(
        "several-records",
        "the folder '\(folder)' holds \(found.count) files of records: name one of \(names)\(found.count > 5 ? ", …" : "")")
    }
  }

  /// The files below a folder that may hold records; not what a run has staged.
  private static func candidates(in folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      let parts = name.split(separator: "/")
      return !parts.contains { $0.hasPrefix(".") } && extensions.contains((name as NSString).pathExtension)
    }.sorted()
  }

  /// The beginning of a regular file's first line that is not blank; nil where it is none.
  private static func firstLine(of path: String) -> [UInt8]? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: peeked)
    let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    bytes.removeLast(peeked - max(0, count))
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let rest = bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    return Array(rest.prefix { $0 != 0x0A })
  }

  private static func failure(_ code: String, _ message: String) -> Diagnostics { Diagnostics(Diagnostic(code: code, message)) }
}
