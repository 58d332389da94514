import Foundation
import Pipeline

/// Reads one file of text into a document.
struct FileLoader: Sendable {
  let path: [UInt8]
  let id: String
  /// The path below the input.
  let name: String
  let maximum: Int

  /// The document; a failed one where the file cannot be read as text.
  func load() -> Document {
    var source = Document.Source(path: name, format: "text")
    do {
      let bytes = try contents()
      source.sha256 = SHA256.hexadecimal(of: bytes)
      let decoded = try TextDecoder.decode(bytes)
      source.encoding = decoded.encoding
      var document = Document(id: id, text: decoded.text, source: source)
      if let problem = decoded.problem { document.problems.append(problem) }
      return document
    } catch {
      return .unread(id: id, source: source, error)
    }
  }

  private func contents() throws(StageFailure) -> [UInt8] {
    let descriptor = path.withCPath { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .unreadable(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .unreadable(EISDIR) }
    guard Int(status.st_size) <= maximum else { throw tooLarge }
    // A size of zero is also that of pipes and of files under /proc. One byte more than the size tells the end without a second chunk.
    let size = Int(status.st_size)
    var chunk = try Self.chunk(descriptor, size == 0 ? 1 << 16 : size + 1)
    var bytes = chunk.bytes
    while !chunk.isLast {
      guard bytes.count <= maximum else { throw tooLarge }
      chunk = try Self.chunk(descriptor, 1 << 16)
      bytes += chunk.bytes
    }
    guard bytes.count <= maximum else { throw tooLarge }
    return bytes
  }

  /// Reads until there are so many bytes, or the end is reached.
  private static func chunk(_ descriptor: Int32, _ room: Int) throws(StageFailure) -> (bytes: [UInt8], isLast: Bool) {
    var reason: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      while count < room, let base = buffer.baseAddress {
        let found = read(descriptor, base + count, room - count)
        if found == 0 { break }
        if found > 0 {
          count += found
        } else if errno != EINTR {
          reason = errno
          break
        }
      }
    }
    if reason != 0 { throw .unreadable(reason) }
    return (bytes, bytes.count < room)
  }

  private var tooLarge: StageFailure {
    StageFailure(code: "too-large", "the file is larger than the limit of \(maximum) bytes")
  }
}

extension StageFailure {
  /// What the system says of a file or folder.
  static func unreadable(_ reason: Int32, _ kind: String = "file") -> StageFailure {
    StageFailure(code: "unreadable-\(kind)", "the \(kind) cannot be read: \(systemMessage(reason))")
  }

  /// The system's words for an error, beginning in lower case.
  static func systemMessage(_ reason: Int32) -> String {
    let message = String(cString: strerror(reason))
    return message.prefix(1).lowercased() + message.dropFirst()
  }
}

extension Document {
  /// A document that keeps the place of what could not be read.
  static func unread(id: String, source: Source, _ failure: StageFailure) -> Document {
    var document = Document(id: id, text: "", source: source)
    document.fail(in: Problem.readStage, failure)
    return document
  }
}
