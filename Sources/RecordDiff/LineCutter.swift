import Foundation

/// Cuts a file into lines and says where each begins. Holds one buffer and one line.
struct LineCutter {
  /// The longest line in bytes that is kept; as long as the reader of pipelines' inputs allows.
  static let maximum = 64 << 20

  /// A line.
  struct Line {
    /// From 1.
    var number: Int
    /// Of its first byte in the file.
    var offset: Int
    /// Without the line end (LF or CRLF), and the first without a byte order mark.
    var bytes: [UInt8]
    /// False where the line is too long: its bytes are then missing.
    var isWhole: Bool
  }

  /// The system's number of what went wrong.
  struct Failure: Error {
    let number: Int32
  }

  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  private var number = 0
  /// Of the buffer's first byte in the file.
  private var base = 0

  /// Starts at the file's beginning.
  init(descriptor: Int32) { self.descriptor = descriptor }

  /// The next line, or nil at the end.
  mutating func next() throws(Failure) -> Line? {
    var bytes: [UInt8] = []
    var count = 0
    let offset = base + start
    while true {
      if start == end {
        if !isAtEnd {
          try fill()
          continue
        }
        return count == 0 ? nil : line(bytes, count, offset)
      }
      let stop = lineEnd()
      let piece = start..<(stop ?? end)
      count += piece.count
      if count <= Self.maximum { bytes.append(contentsOf: buffer[piece]) }
      start = piece.upperBound
      if stop != nil {
        start += 1
        return line(bytes, count, offset)
      }
    }
  }

  private mutating func line(_ bytes: [UInt8], _ count: Int, _ offset: Int) -> Line {
    number += 1
    guard count <= Self.maximum else { return Line(number: number, offset: offset, bytes: [], isWhole: false) }
    var line = Line(number: number, offset: offset, bytes: bytes, isWhole: true)
    if line.bytes.last == UInt8(ascii: "\r") { line.bytes.removeLast() }
    if number == 1, line.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      line.bytes.removeFirst(3)
      line.offset += 3
    }
    return line
  }

  private func lineEnd() -> Int? {
    buffer.withUnsafeBytes { raw in
      guard let base = raw.baseAddress, let found = memchr(base + start, 0x0A, end - start) else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// By offset, so that the file must be one that can be read again.
  private mutating func fill() throws(Failure) {
    base += end
    (start, end) = (0, 0)
    while true {
      let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(base)) }
      if count >= 0 {
        end = count
        isAtEnd = count == 0
        return
      }
      if errno != EINTR { throw Failure(number: errno) }
    }
  }
}
