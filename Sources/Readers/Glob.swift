import Pipeline

/// A pattern for paths below an input, as shells and `.gitignore` files have them.
///
/// `*` is any run of characters and `?` any one, neither over `/`; `[a-z]` and `[!a-z]` are classes; `{a,b}` alternatives; `**` any number of folders; a backslash takes the
/// meaning of the next character away. A pattern without `/` is for the name at any depth, one that ends in `/` for everything in a folder.
package struct Glob: Sendable {
  private enum Component: Sendable, Hashable {
    case anyFolders
    case name([Token])
  }

  private enum Token: Sendable, Hashable {
    case literal(UInt32)
    case anyOne
    case anyRun
    case oneOf([ClosedRange<UInt32>], isNegated: Bool)

    func takes(_ scalar: UInt32) -> Bool {
      switch self {
      case .literal(let literal): literal == scalar
      case .anyOne: true
      case .anyRun: false
      case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
      }
    }
  }

  /// The largest number of patterns that braces may make.
  private static let maximumAlternatives = 1024

  /// The pattern as it is written.
  package let pattern: String
  private let alternatives: [[Component]]

  /// Reads a pattern.
  ///
  /// - Throws: `bad-glob` where a bracket or brace is not closed or braces make too many patterns.
  package init(_ pattern: String) throws(Diagnostics) {
    func bad(_ reason: String) -> Diagnostics { Diagnostics(Diagnostic(code: "bad-glob", "the pattern '\(pattern)' \(reason)")) }
    guard let expanded = Self.expand(Array(pattern.unicodeScalars.map(\.value))) else {
      throw bad("has a '{' without '}', or braces that make more than \(Self.maximumAlternatives) patterns")
    }
    var alternatives: [[Component]] = []
    for scalars in expanded {
      guard let components = Self.components(scalars) else { throw bad("has a '[' without ']'") }
      if components.isEmpty { throw bad("is empty") }
      alternatives.append(components)
    }
    self.pattern = pattern
    self.alternatives = alternatives
  }

  /// Whether a string has characters that make it a pattern.
  package static func isPattern(_ string: String) -> Bool {
    string.utf8.contains { "*?[{".utf8.contains($0) }
  }

  /// Whether the pattern takes a path.
  ///
  /// - Parameter hidden: Whether a wildcard takes the `.` at the beginning of a hidden name.
  package func matches(_ path: some Sequence<UInt8>, hidden: Bool = false) -> Bool {
    let names = Self.names(path)
    return alternatives.contains { Self.match($0, names, hidden).takesAll }
  }

  /// Whether the pattern may take something in a folder.
  func mayMatch(below folder: some Sequence<UInt8>) -> Bool {
    let names = Self.names(folder)
    return alternatives.contains { Self.match($0, names, false).takesMore }
  }

  private static func names(_ path: some Sequence<UInt8>) -> [[UInt32]] {
    String(decoding: Array(path), as: UTF8.self).unicodeScalars.split(separator: "/").map { $0.map(\.value) }
  }

  /// Whether all components take all names, and whether some of them take all and others are left.
  private static func match(_ components: [Component], _ names: [[UInt32]], _ hidden: Bool) -> (takesAll: Bool, takesMore: Bool) {
    var takesMore = false
    // Alternatives after `**` are tried once for each place, by a set of places: no pattern takes exponential time.
    var places: Set<Int> = [names.startIndex]
    for component in components {
      if places.contains(names.endIndex) { takesMore = true }
      var next: Set<Int> = []
      for place in places {
        switch component {
        case .anyFolders:
          var end = place
          next.insert(end)
          while end < names.endIndex, hidden || names[end].first != 0x2E {
            end += 1
            next.insert(end)
          }
        case .name(let tokens):
          if place < names.endIndex, match(tokens, names[place], hidden) { next.insert(place + 1) }
        }
      }
      places = next
      if places.isEmpty { return (false, takesMore) }
    }
    return (places.contains(names.endIndex), takesMore)
  }

  /// Matches one name, going back only to the last `*`.
  private static func match(_ tokens: [Token], _ name: [UInt32], _ hidden: Bool) -> Bool {
    if !hidden, name.first == 0x2E, tokens.first != .literal(0x2E) { return false }
    var token = 0
    var position = 0
    var retry: (token: Int, position: Int)?
    while position < name.count {
      if token < tokens.count, tokens[token] == .anyRun {
        retry = (token, position)
        token += 1
      } else if token < tokens.count, tokens[token].takes(name[position]) {
        token += 1
        position += 1
      } else if let last = retry {
        retry = (last.token, last.position + 1)
        token = last.token + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return tokens[token...].allSatisfy { $0 == .anyRun }
  }

  /// The patterns that braces stand for; nil where a brace is not closed or there are too many.
  private static func expand(_ pattern: [UInt32]) -> [[UInt32]]? {
    guard let open = firstIndex(of: "{", in: pattern, from: 0) else { return [pattern] }
    var depth = 0
    var parts: [[UInt32]] = []
    var start = open + 1
    var index = open
    while index < pattern.count {
      switch pattern[index] {
      case 0x5C: index += 1
      case 0x7B: depth += 1
      case 0x2C where depth == 1:
        parts.append(Array(pattern[start..<index]))
        start = index + 1
      case 0x7D:
        depth -= 1
        if depth == 0 {
          parts.append(Array(pattern[start..<index]))
          var expanded: [[UInt32]] = []
          for part in parts {
            guard let rest = expand(part + pattern[(index + 1)...]) else { return nil }
            expanded += rest.map { pattern[..<open] + $0 }
            if expanded.count > maximumAlternatives { return nil }
          }
          return expanded
        }
      default: break
      }
      index += 1
    }
    return nil
  }

  private static func firstIndex(of scalar: Unicode.Scalar, in pattern: [UInt32], from start: Int) -> Int? {
    var index = start
    while index < pattern.count {
      if pattern[index] == 0x5C { index += 1 } else if pattern[index] == scalar.value { return index }
      index += 1
    }
    return nil
  }

  private static func components(_ pattern: [UInt32]) -> [Component]? {
    let slash: UInt32 = 0x2F
    var names = pattern.split(separator: slash).map { Array($0) }
    if names.isEmpty { return [] }
    if pattern.last == slash { names.append([0x2A, 0x2A]) }
    var components: [Component] = pattern.dropLast().contains(slash) ? [] : [.anyFolders]
    for name in names {
      if name == [0x2A, 0x2A] {
        // One `**` in a row says what several would. At the end it is a name at least: everything inside, not the folder itself.
        if components.last != .anyFolders { components.append(.anyFolders) }
      } else {
        guard let tokens = tokens(name) else { return nil }
        components.append(.name(tokens))
      }
    }
    if components.last == .anyFolders { components.append(.name([.anyRun])) }
    return components
  }

  private static func tokens(_ name: [UInt32]) -> [Token]? {
    var tokens: [Token] = []
    var index = 0
    while index < name.count {
      switch name[index] {
      case 0x2A: if tokens.last != .anyRun { tokens.append(.anyRun) }
      case 0x3F: tokens.append(.anyOne)
      case 0x5C where index + 1 < name.count:
        index += 1
        tokens.append(.literal(name[index]))
      case 0x5B:
        guard let (token, end) = oneOf(name, index + 1) else { return nil }
        tokens.append(token)
        index = end
      default: tokens.append(.literal(name[index]))
      }
      index += 1
    }
    return tokens
  }

  /// The class that begins at an index, and the index of its `]`.
  private static func oneOf(_ name: [UInt32], _ start: Int) -> (Token, Int)? {
    var index = start
    let isNegated = index < name.count && (name[index] == 0x21 || name[index] == 0x5E)
    if isNegated { index += 1 }
    var ranges: [ClosedRange<UInt32>] = []
    while index < name.count, name[index] != 0x5D || ranges.isEmpty {
      let low = name[index]
      if index + 2 < name.count, name[index + 1] == 0x2D, name[index + 2] != 0x5D {
        ranges.append(low...max(low, name[index + 2]))
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    return index < name.count ? (.oneOf(ranges, isNegated: isNegated), index) : nil
  }
}
