import Foundation

/// The contributions of a run's documents to a collection stage, kept on disk in document order.
///
/// Each entry is the position and the length as 8-byte little-endian integers, then the bytes.
struct ContributionSpool {
  private let path: String
  private var file: StagedFile

  init(path: String) throws(OutputFailure) {
    self.path = path
    self.file = try StagedFile(folder: path)
  }

  mutating func append(_ contribution: [UInt8], position: Int) throws(OutputFailure) {
    var entry: [UInt8] = []
    entry.reserveCapacity(16 + contribution.count)
    for number in [position, contribution.count] {
      withUnsafeBytes(of: UInt64(number).littleEndian) { entry.append(contentsOf: $0) }
    }
    entry.append(contentsOf: contribution)
    try file.append(entry, position: position)
  }

  mutating func checkpoint() throws(OutputFailure) { try file.checkpoint() }

  /// Reads all contributions back in order, one at a time.
  mutating func replay(_ body: ([UInt8], Int) throws(OutputFailure) -> Void) throws(OutputFailure) {
    let assembled = "\(path).all"
    try file.publish(to: assembled)
    guard let handle = FileHandle(forReadingAtPath: assembled) else { throw .system(assembled, "cannot be opened") }
    defer { try? handle.close() }
    while let head = try bytes(16, from: handle), head.count == 16 {
      let numbers = head.withUnsafeBytes { raw in
        [0, 8].map { Int(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: UInt64.self))) }
      }
      try body(numbers[1] == 0 ? [] : try bytes(numbers[1], from: handle) ?? [], numbers[0])
    }
  }

  private func bytes(_ count: Int, from handle: FileHandle) throws(OutputFailure) -> [UInt8]? {
    do {
      return try handle.read(upToCount: count).map { [UInt8]($0) }
    } catch {
      throw OutputFailure(path: path, "the contributions cannot be read back")
    }
  }
}
