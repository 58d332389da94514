/// What a file holds, as its name says.
package enum FileFormat: Sendable, Hashable {
  /// One document of plain text.
  case text
  /// A document or record on each line.
  case jsonLines

  /// The format that an extension (lower case, without its dot) stands for, or nil.
  static func known(by suffix: String) -> FileFormat? {
    switch suffix {
    case "", "txt", "text", "md", "markdown": .text
    case "jsonl", "ndjson", "jsonlines": .jsonLines
    default: nil
    }
  }

  /// The part of a name after its last dot, in lower case; empty where there is no dot, or only one at the beginning.
  static func suffix(of name: some Collection<UInt8>) -> String {
    let name = Array(name)
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return "" }
    return String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
  }
}

/// Which files of a folder are read.
package struct FileFilter: Sendable {
  /// What to do with a file.
  enum Decision: Equatable {
    case take(FileFormat)
    /// Hidden, or left out by a pattern: as the person wishes.
    case leave
    /// Of a format that is not read.
    case skip(suffix: String)
  }

  private let pattern: Glob?
  private let include: [Glob]
  private let exclude: [Glob]

  /// Creates a filter.
  ///
  /// - Parameters:
  ///   - pattern: What a file must fit besides, where the input is a pattern. It counts as an `include` where there is none.
  ///   - include: Where there are any, only files that one of them takes are read, those with other extensions too, as text; hidden ones where the pattern has the dot.
  ///   - exclude: Files and folders that one of them takes are left out.
  package init(pattern: Glob? = nil, include: [Glob] = [], exclude: [Glob] = []) {
    self.pattern = pattern
    self.include = include.isEmpty ? pattern.map { [$0] } ?? [] : include
    self.exclude = exclude
  }

  /// Decides on a file by its path below the input.
  func decision(on path: [UInt8]) -> Decision {
    let name = path.lastIndex(of: UInt8(ascii: "/")).map { path[($0 + 1)...] } ?? path[...]
    if exclude.contains(where: { $0.matches(path, hidden: true) }) { return .leave }
    if let pattern, !pattern.matches(path) { return .leave }
    let suffix = FileFormat.suffix(of: name)
    let format = FileFormat.known(by: suffix)
    if !include.isEmpty {
      return include.contains { $0.matches(path) } ? .take(format ?? .text) : .leave
    }
    if name.first == UInt8(ascii: ".") { return .leave }
    return format.map { .take($0) } ?? .skip(suffix: suffix)
  }

  /// Whether to look into a folder: a hidden one only where a pattern names it.
  func enters(_ path: [UInt8], isHidden: Bool) -> Bool {
    if include.isEmpty ? isHidden : !include.contains(where: { $0.mayMatch(below: path) }) { return false }
    if let pattern, !pattern.mayMatch(below: path) { return false }
    return !exclude.contains { $0.matches(path, hidden: true) }
  }
}
