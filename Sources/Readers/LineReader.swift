import Foundation

/// Cuts a stream of bytes into lines. Holds one buffer and at most one line.
package final class LineReader {
  /// What a line is.
  package enum Line {
    /// Its bytes, without the line end (LF or CRLF), with room behind them so that simdjson need not copy them.
    case bytes([UInt8])
    /// Longer than the limit: it was passed over.
    case tooLong(Int)
    /// The stream cannot be read any further.
    case failure(Int32)
  }

  private let descriptor: Int32
  private let closes: Bool
  private let maximum: Int
  private let padding: Int
  private let isCancelled: @Sendable () -> Bool
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  /// The number of the last line, from 1.
  private(set) var number = 0

  /// Starts to read.
  ///
  /// - Parameters:
  ///   - maximum: The longest line, in bytes.
  ///   - padding: How many bytes of capacity a line's array has beyond the line.
  ///   - isCancelled: Ends the stream where it gives nothing for a while and this says so.
  package init(descriptor: Int32, closes: Bool, maximum: Int, padding: Int, isCancelled: @escaping @Sendable () -> Bool = { false }) {
    self.descriptor = descriptor
    self.closes = closes
    self.maximum = maximum
    self.padding = padding
    self.isCancelled = isCancelled
  }

  deinit {
    if closes { close(descriptor) }
  }

  /// The next line, or nil at the end. Blocks until a whole line is there.
  package func next() -> Line? {
    var partial: [UInt8] = []
    var count = 0
    while true {
      if start == end {
        if isAtEnd { return count == 0 ? nil : finish(partial, count) }
        if let reason = fill() {
          isAtEnd = true
          number += 1
          return .failure(reason)
        }
        continue
      }
      let lineEnd = findLineEnd()
      let stop = lineEnd ?? end
      count += stop - start
      if count <= maximum { append(start..<stop, to: &partial, isWhole: lineEnd != nil) }
      start = stop
      if lineEnd != nil {
        start += 1
        return finish(partial, count)
      }
    }
  }

  private func finish(_ line: [UInt8], _ count: Int) -> Line {
    number += 1
    if count > maximum { return .tooLong(count) }
    if line.last != UInt8(ascii: "\r") { return .bytes(line) }
    var line = line
    line.removeLast()
    return .bytes(line)
  }

  private func append(_ range: Range<Int>, to line: inout [UInt8], isWhole: Bool) {
    let needed = line.count + range.count + (isWhole ? padding : 0)
    if line.capacity < needed { line.reserveCapacity(isWhole ? needed : max(needed, 2 * line.capacity)) }
    line.append(contentsOf: buffer[range])
  }

  private func findLineEnd() -> Int? {
    buffer.withUnsafeBytes { raw in
      guard let base = raw.baseAddress, let found = memchr(base + start, 0x0A, end - start) else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// Reads once; returns the reason where that is impossible.
  private func fill() -> Int32? {
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, 100) == 0 {
        if !isCancelled() { continue }
        (start, end, isAtEnd) = (0, 0, true)
        return nil
      }
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        start = 0
        end = count
        isAtEnd = count == 0
        return nil
      }
      if errno != EINTR { return errno }
    }
  }
}
