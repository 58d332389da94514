import Foundation

/// A file that is written in parts, each named by the position of its first document, and assembled at the end.
struct StagedFile {
  private static let bufferCount = 1 << 18

  private let folder: String
  private var parts: [String] = []
  private var descriptor: Int32 = -1
  private var buffer: [UInt8] = []

  /// Starts a file whose parts stand in a folder, which is emptied.
  init(folder: String) throws(OutputFailure) {
    self.folder = folder
    try? FileManager.default.removeItem(atPath: folder)
    try OutputFolder.create(folder)
  }

  /// Adds bytes that belong to the document at a position.
  mutating func append(_ bytes: [UInt8], position: Int) throws(OutputFailure) {
    if descriptor < 0 {
      let number = String(position)
      let path = "\(folder)/part-\(String(repeating: "0", count: max(0, 12 - number.count)))\(number)"
      descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o644)
      if descriptor < 0 { throw .system(path, "cannot be created") }
      parts.append(path)
    }
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferCount { try flush() }
  }

  private mutating func flush() throws(OutputFailure) {
    try write(buffer, to: descriptor, path: parts.last ?? folder)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Ends the current part and makes it durable.
  mutating func checkpoint() throws(OutputFailure) {
    if descriptor < 0 { return }
    try flush()
    if fsync(descriptor) != 0 { throw .system(parts.last ?? folder, "cannot be made durable") }
    close(descriptor)
    descriptor = -1
  }

  /// Puts the assembled file in its place in one step.
  mutating func publish(to destination: String) throws(OutputFailure) {
    try checkpoint()
    try OutputFolder.create((destination as NSString).deletingLastPathComponent)
    if let first = parts.first, parts.count > 1 {
      let target = open(first, O_WRONLY | O_APPEND | O_CLOEXEC)
      if target < 0 { throw .system(first, "cannot be opened") }
      defer { close(target) }
      for part in parts.dropFirst() {
        try copy(part, to: target, path: first)
        unlink(part)
      }
      if fsync(target) != 0 { throw .system(first, "cannot be made durable") }
    }
    let assembled = parts.first ?? "\(folder)/part-empty"
    if parts.isEmpty, !FileManager.default.createFile(atPath: assembled, contents: nil) {
      throw OutputFailure(path: assembled, "cannot be created")
    }
    try Self.checkPlace(destination)
    try OutputFolder.move(assembled, to: destination)
  }

  /// Makes sure that no folder is where the file is to be.
  static func checkPlace(_ path: String) throws(OutputFailure) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw OutputFailure(path: path, "a folder is in the place of this output file: move it away, or name another output")
    }
  }

  private func copy(_ source: String, to target: Int32, path: String) throws(OutputFailure) {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    if input < 0 { throw .system(source, "cannot be opened") }
    defer { close(input) }
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = block.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
      if count < 0 { throw .system(source, "cannot be read") }
      if count == 0 { return }
      try write(Array(block[..<count]), to: target, path: path)
    }
  }
}

/// Writes all bytes, however many calls that takes.
func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(OutputFailure) {
  var offset = 0
  while offset < bytes.count {
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + offset, $0.count - offset) }
    if count < 0 && errno == EINTR { continue }
    if count < 0 { throw .system(path, "cannot be written") }
    offset += count
  }
}
