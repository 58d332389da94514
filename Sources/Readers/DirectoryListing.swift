import Foundation

/// The entries of a folder that are wanted, in the order of their paths' bytes. Names stand in one array: a folder may hold a million.
struct DirectoryListing {
  /// An entry.
  struct Entry {
    fileprivate var start: UInt32
    fileprivate var count: UInt32
    /// Whether it is a folder, or a link to one.
    var isFolder: Bool
    var format: FileFormat
  }

  private var names: [UInt8] = []
  private(set) var entries: [Entry] = []

  /// An entry's name.
  func name(of entry: Entry) -> ArraySlice<UInt8> {
    names[Int(entry.start)..<Int(entry.start + entry.count)]
  }

  /// Lists a folder; nil, with `errno` set, where that is impossible.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - prefix: Its path below the input, with a `/` at its end, or nothing.
  ///   - onSkip: Called with the extension of each file of a format that is not read.
  init?(_ path: [UInt8], prefix: [UInt8], filter: FileFilter, onSkip: (String) -> Void) {
    guard let folder = path.withCPath({ opendir($0) }) else { return nil }
    defer { closedir(folder) }
    while true {
      errno = 0
      guard let found = readdir(folder) else {
        if errno != 0 { return nil }
        break
      }
      // The record may be shorter than the declared type: only its name up to the zero byte is looked at, in place.
      let name = UnsafeRawPointer(found).advanced(by: MemoryLayout<dirent>.offset(of: \.d_name)!)
        .assumingMemoryBound(to: CChar.self)
      let count = strlen(name)
      let bytes = UnsafeRawBufferPointer(start: name, count: count)
      if bytes.elementsEqual(".".utf8) || bytes.elementsEqual("..".utf8) { continue }
      add(bytes, kind(of: found.pointee.d_type, name, in: dirfd(folder)), prefix, filter, onSkip)
    }
    sort()
  }

  private enum Kind { case folder, file, other }

  /// What an entry is; links are followed. What cannot be told is taken for a file, so that reading it says what is wrong.
  private func kind(of type: UInt8, _ name: UnsafePointer<CChar>, in folder: Int32) -> Kind {
    switch Int(type) {
    case Int(DT_DIR): return .folder
    case Int(DT_REG): return .file
    case Int(DT_LNK), Int(DT_UNKNOWN): break
    default: return .other
    }
    var status = stat()
    if fstatat(folder, name, &status, 0) != 0 { return .file }
    return switch status.st_mode & S_IFMT {
    case S_IFDIR: .folder
    case S_IFREG: .file
    default: .other
    }
  }

  private mutating func add(
    _ name: UnsafeRawBufferPointer, _ kind: Kind, _ prefix: [UInt8], _ filter: FileFilter, _ onSkip: (String) -> Void
  ) {
    var format = FileFormat.text
    switch kind {
    case .other: return onSkip(SkippedFiles.noFile)
    case .folder: if !filter.enters(prefix + name, isHidden: name.first == UInt8(ascii: ".")) { return }
    case .file:
      switch filter.decision(on: prefix + name) {
      case .take(let known): format = known
      case .leave: return
      case .skip(let suffix): return onSkip(suffix)
      }
    }
    entries.append(Entry(start: UInt32(names.count), count: UInt32(name.count), isFolder: kind == .folder, format: format))
    names.append(contentsOf: name)
    // A folder's files come where its path with its `/` would.
    if kind == .folder { names.append(UInt8(ascii: "/")) }
  }

  private mutating func sort() {
    names.withUnsafeBufferPointer { names in
      func key(_ entry: Entry) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: names[Int(entry.start)..<Int(entry.start + entry.count) + (entry.isFolder ? 1 : 0)])
      }
      entries.sort { left, right in
        let (left, right) = (key(left), key(right))
        let order = memcmp(left.baseAddress!, right.baseAddress!, min(left.count, right.count))
        return order == 0 ? left.count < right.count : order < 0
      }
    }
  }
}

extension [UInt8] {
  /// Calls the body with the bytes as a C string.
  func withCPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    var path = self.map { CChar(bitPattern: $0) }
    path.append(0)
    return path.withUnsafeBufferPointer { body($0.baseAddress!) }
  }
}
