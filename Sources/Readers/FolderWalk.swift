import Foundation

/// Walks through a folder and the folders in it, one file at a time, in the order of the paths' bytes.
///
/// Holds the listings of the folders from the input down to the present one. Links are followed; a folder inside itself is not entered again.
struct FolderWalk {
  /// What the walk comes to.
  struct Item {
    /// The path to open.
    var path: [UInt8]
    /// The path below the input.
    var relative: [UInt8]
    var format: FileFormat
    /// The size in bytes, as far as it is known.
    var size: Int
    /// The reason why a folder cannot be listed: the item is then the folder.
    var failure: Int32?
  }

  private struct Level {
    var listing: DirectoryListing
    var next = 0
    /// The path below the input, with a `/` at its end; empty for the input.
    var prefix: [UInt8]
    var identity: FileIdentity
  }

  private let root: [UInt8]
  private let filter: FileFilter
  private let avoided: FileIdentity?
  private let measures: Bool
  private var levels: [Level] = []
  private var pending: Item?
  /// The files that were left because of their format, by extension.
  private(set) var skipped: [String: Int] = [:]

  private static let maximumDepth = 128
  private static let maximumKinds = 64

  /// Starts a walk.
  ///
  /// - Parameters:
  ///   - root: The folder.
  ///   - avoided: A folder that is not entered: the one that the run writes to.
  ///   - measures: Whether to look up the files' sizes.
  init(_ root: [UInt8], filter: FileFilter, avoided: FileIdentity? = nil, measures: Bool = true) {
    self.root = root
    self.filter = filter
    self.avoided = avoided
    self.measures = measures
    enter([])
  }

  /// The next file, or folder that cannot be listed.
  mutating func next() -> Item? {
    while true {
      if let item = pending {
        pending = nil
        return item
      }
      guard var level = levels.popLast() else { return nil }
      guard level.next < level.listing.entries.count else { continue }
      let entry = level.listing.entries[level.next]
      let relative = level.prefix + level.listing.name(of: entry)
      level.next += 1
      levels.append(level)
      if entry.isFolder {
        enter(relative + [UInt8(ascii: "/")])
      } else {
        let path = path(of: relative)
        return Item(path: path, relative: relative, format: entry.format, size: measures ? FileIdentity.size(of: path) : 0)
      }
    }
  }

  private func path(of relative: [UInt8]) -> [UInt8] {
    relative.isEmpty ? root : root.last == UInt8(ascii: "/") ? root + relative : root + [UInt8(ascii: "/")] + relative
  }

  private mutating func enter(_ prefix: [UInt8]) {
    let path = path(of: prefix)
    guard let identity = FileIdentity(path) else { return fail(prefix, path, errno) }
    if identity == avoided || levels.contains(where: { $0.identity == identity }) { return }
    guard levels.count < Self.maximumDepth else { return fail(prefix, path, ENAMETOOLONG) }
    var found: [String: Int] = [:]
    guard let listing = DirectoryListing(path, prefix: prefix, filter: filter, onSkip: { found[$0, default: 0] += 1 }) else {
      return fail(prefix, path, errno)
    }
    for (suffix, count) in found.sorted(by: { $0.key < $1.key }) {
      let isKnown = skipped[suffix] != nil || skipped.count < Self.maximumKinds
      skipped[isKnown ? suffix : SkippedFiles.others, default: 0] += count
    }
    levels.append(Level(listing: listing, prefix: prefix, identity: identity))
  }

  private mutating func fail(_ prefix: [UInt8], _ path: [UInt8], _ reason: Int32) {
    pending = Item(path: path, relative: prefix, format: .text, size: 0, failure: reason)
  }
}

/// What makes two paths the same file: device and number.
struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let number: UInt64

  /// Looks a path up, following links; nil, with `errno` set, where that is impossible.
  init?(_ path: [UInt8]) {
    var status = stat()
    guard path.withCPath({ stat($0, &status) }) == 0 else { return nil }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }

  /// A file's size, or 0 where it cannot be looked up.
  static func size(of path: [UInt8]) -> Int {
    var status = stat()
    return path.withCPath { stat($0, &status) } == 0 ? Int(status.st_size) : 0
  }
}
