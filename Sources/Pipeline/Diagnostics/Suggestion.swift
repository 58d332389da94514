/// The nearest valid name for a mistyped one.
package enum Suggestion {
  /// The candidate with the fewest edits to `name`, if it is near enough to be what was meant.
  ///
  /// Edits are insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). A third of the
  /// shorter name may differ, or one edit; ties go to the first candidate. An extension that both have does not count towards the length. Case and the
  /// choice between `-` and `_` are ignored.
  /// A name of more than 200 bytes is no mistyped one: a hostile file cannot make this slow.
  package static func nearest(to name: String, in candidates: some Sequence<String>) -> String? {
    guard name.utf8.count <= longestName else { return nil }
    let wanted = folded(name)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let other = folded(candidate)
      let distance = editDistance(wanted, other)
      if distance <= allowedDistance(wanted, other), distance < best?.distance ?? .max {
        best = (candidate, distance)
      }
    }
    return best?.candidate
  }

  /// `; did you mean 'x'?`, or nothing where no candidate is near.
  package static func suffix(for name: String, in candidates: some Sequence<String>) -> String {
    nearest(to: name, in: candidates).map { "; did you mean '\($0)'?" } ?? ""
  }

  private static let longestName = 200

  /// How many edits may lie between a name and what was meant.
  private static func allowedDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var shorter = min(left.count, right.count)
    var longer = max(left.count, right.count)
    if let dot = left.lastIndex(of: UInt8(ascii: ".")), dot > 0, right.count > left.count - dot,
      right.suffix(left.count - dot) == left[dot...]
    {
      shorter -= left.count - dot
      longer -= left.count - dot
    }
    return longer < 3 ? 0 : max(1, shorter / 3)
  }

  private static func folded(_ name: String) -> [UInt8] {
    name.lowercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
  }

  /// Optimal string alignment distance in bytes, in O(n·m) time and O(m) space.
  static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    var current = previous
    for i in 1...left.count {
      current[0] = i
      for j in 1...right.count {
        let cost = left[i - 1] == right[j - 1] ? 0 : 1
        var distance = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          distance = min(distance, beforePrevious[j - 2] + 1)
        }
        current[j] = distance
      }
      (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    return previous[right.count]
  }
}
