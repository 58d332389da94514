import Foundation
import Pipeline
import Records

/// A file of records with an index: where each line is, whose record it holds, and a hash of its bytes. The records stay in the file.
///
/// Safe to read from several threads: what is not constant is the file's, read at given offsets.
package final class RecordFile: Sendable {
  /// A line that holds a record, as far as its first members tell.
  struct Entry: Sendable {
    var id: String
    /// How many lines before it have the same id.
    var occurrence: Int
    var line: Int
    var offset: Int
    var count: Int
    /// Of the line's bytes, by a function that is another one in each process.
    var hash: Int
  }

  /// A line that holds no record that can be read.
  package struct Unreadable: Sendable, Hashable {
    /// The number of the line, from 1.
    package var line: Int
    /// Why, without any of its text.
    package var reason: String
  }

  /// The path as the user named it, or that of the file found in the folder.
  package let path: String
  /// The lines that are records, in order.
  let entries: [Entry]
  /// The lines that are none.
  let unreadable: [Unreadable]
  private let descriptor: Int32

  /// Reads a file once from its beginning to its end, to make the index.
  ///
  /// - Throws: `unreadable-records` where that is impossible; `no-records` where there are lines, but none is a record.
  package init(path: String) throws(Diagnostics) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path, "cannot be opened: \(Self.systemError)") }
    var index = IndexBuilder()
    var lines = LineCutter(descriptor: descriptor)
    do {
      while let line = try lines.next() { index.add(line) }
    } catch {
      close(descriptor)
      throw Self.failure(path, "cannot be read: \(String(cString: strerror(error.number)))")
    }
    guard !index.entries.isEmpty || index.unreadable.isEmpty else {
      close(descriptor)
      throw Diagnostics(
        Diagnostic(
          code: "no-records",
          "'\(path)' holds no records: none of its \(index.unreadable.count) lines is an object with \"schema\":\"\(RecordWriter.schema)\"")
      )
    }
    self.path = path
    self.descriptor = descriptor
    entries = index.entries
    unreadable = index.unreadable
  }

  deinit { close(descriptor) }

  /// The document of an entry.
  func document(of entry: Entry) throws(StageFailure) -> Document {
    var bytes = [UInt8](repeating: 0, count: entry.count + JSONParser.padding)
    var filled = 0
    while filled < entry.count {
      let count = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress! + filled, entry.count - filled, off_t(entry.offset + filled))
      }
      if count > 0 {
        filled += count
      } else if count == 0 || errno != EINTR {
        throw StageFailure(code: "changed-file", "the file was changed while it was read")
      }
    }
    bytes.removeLast(JSONParser.padding)
    return try RecordReader().document(from: bytes)
  }

  /// Whether a record has a plugin's layer of a name. Reads records until one has it.
  package func hasLayer(_ name: String) -> Bool {
    entries.contains { entry in (try? document(of: entry))?.openLayers[Layer(name)] != nil }
  }

  private static var systemError: String { String(cString: strerror(errno)) }

  private static func failure(_ path: String, _ what: String) -> Diagnostics {
    Diagnostics(Diagnostic(code: "unreadable-records", "'\(path)' \(what)"))
  }
}

/// Collects what is known of each line.
private struct IndexBuilder {
  private(set) var entries: [RecordFile.Entry] = []
  private(set) var unreadable: [RecordFile.Unreadable] = []
  private var occurrences: [String: Int] = [:]

  mutating func add(_ line: LineCutter.Line) {
    if line.bytes.isEmpty && line.isWhole { return }
    guard line.isWhole else {
      unreadable.append(.init(line: line.number, reason: "the line is longer than \(LineCutter.maximum >> 20) MiB"))
      return
    }
    if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return }
    guard RecordLine.isRecord(line.bytes), let id = JSONScanner.identifier(named: RecordLine.id, in: line.bytes), !id.isEmpty else {
      unreadable.append(.init(line: line.number, reason: RecordLine.reason(line.bytes)))
      return
    }
    let occurrence = occurrences[id, default: 0]
    occurrences[id] = occurrence + 1
    var hasher = Hasher()
    line.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    entries.append(
      RecordFile.Entry(
        id: id, occurrence: occurrence, line: line.number, offset: line.offset, count: line.bytes.count, hash: hasher.finalize()))
  }
}

/// What a line says at its beginning.
enum RecordLine {
  static let id = Array("id".utf8)
  private static let schema = Array("schema".utf8)
  private static let usual = Array(#"{"schema":"textmill/"#.utf8)

  /// Whether it says that it is a record, of this version or another.
  static func isRecord(_ line: [UInt8]) -> Bool {
    line.starts(with: usual) || (JSONScanner.identifier(named: schema, in: line)?.hasPrefix("textmill/") ?? false)
  }

  /// Why it cannot be read as one.
  static func reason(_ line: [UInt8]) -> String {
    do throws(StageFailure) {
      _ = try RecordReader().document(from: line)
      return "the record must have an 'id'"
    } catch {
      return error.message
    }
  }
}
