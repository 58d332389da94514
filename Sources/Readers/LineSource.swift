import Foundation
import Pipeline
import Records

/// The documents of one stream of JSON Lines, in order. Only the line at hand is in memory.
struct LineSource {
  private let reader: LineReader
  /// The name that ids begin with.
  private let id: String
  /// The path below the input.
  private let name: String
  private let fields: RowFields
  private let isStandardInput: Bool
  private var isFirst = true
  private var isAtEnd = false

  /// Reads an open stream.
  init(descriptor: Int32, closes: Bool, id: String, name: String, options: ReadingOptions) {
    reader = LineReader(
      descriptor: descriptor, closes: closes, maximum: options.maximumLine, padding: JSONParser.padding, isCancelled: options.isCancelled)
    self.id = id
    self.name = name
    fields = options.fields
    isStandardInput = descriptor == STDIN_FILENO
  }

  /// Opens a file; nil, with `errno` set, where that is impossible.
  init?(path: [UInt8], id: String, name: String, options: ReadingOptions) {
    let descriptor = path.withCPath { open($0, O_RDONLY | O_CLOEXEC) }
    if descriptor < 0 { return nil }
    self.init(descriptor: descriptor, closes: true, id: id, name: name, options: options)
  }

  /// The next document, or nil at the end. Blank lines are passed over.
  mutating func next(_ registry: inout IdentifierRegistry) -> SourceItem? {
    while !isAtEnd, let line = reader.next() {
      let place = "\(id):\(reader.number)"
      switch line {
      case .tooLong(let count):
        return failed(place, StageFailure(code: "line-too-long", "the line is \(count) bytes long, more than the limit"), &registry)
      case .failure(let reason):
        isAtEnd = true
        return failed(place, .unreadable(reason), &registry)
      case .bytes(var bytes):
        if isFirst {
          isFirst = false
          if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            isAtEnd = true
            return failed(place, StageFailure(code: "bad-encoding", "JSON Lines must be in UTF-8; these are in UTF-16"), &registry)
          }
          if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        let given = JSONScanner.identifier(named: Array((isRecord(bytes) ? "id" : fields.id).utf8), in: bytes)
        let id = registry.claim(given.flatMap { $0.isEmpty ? nil : $0 } ?? place)
        let loader = LineLoader(
          line: bytes, id: id, place: given == nil ? id : registry.claim(place), name: name, fields: fields,
          isStandardInput: isStandardInput)
        return SourceItem(size: bytes.count) { loader.load() }
      }
    }
    return nil
  }

  /// Whether a line begins as records do. A record that does not is read as one all the same, with the id that the rows' field gives.
  private func isRecord(_ line: [UInt8]) -> Bool {
    line.starts(with: Array(#"{"schema":"textmill/"#.utf8))
  }

  private func failed(_ place: String, _ failure: StageFailure, _ registry: inout IdentifierRegistry) -> SourceItem {
    let place = registry.claim(place)
    let source = Document.Source(path: name, format: "jsonl")
    return SourceItem(size: 0) { .unread(id: place, source: source, failure) }
  }
}
