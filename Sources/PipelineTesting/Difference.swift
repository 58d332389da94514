import Pipeline

/// Says how the items of a layer differ from what a test expects.
struct Difference {
  /// The layer's name.
  let name: String
  let items: [LayerItem]
  let fields: LayerFields

  /// How many items are shown where others would do.
  private static let most = 3
  private static let mostListed = 20

  /// Nothing fits a pattern: the nearest items, each with what is wrong with it.
  func missing(_ pattern: ItemPattern) -> [String] {
    if items.isEmpty { return ["\(name): nothing fits \(pattern.shown): there are none"] }
    let ranked = items.enumerated().map { (item: $0.element, index: $0.offset, score: Self.similarity(pattern, $0.element)) }
      .sorted { ($0.score, -$0.index) > ($1.score, -$1.index) }
    let count = items.count == 1 ? "there is one" : "there are \(items.count), the nearest first"
    return ["\(name): nothing fits \(pattern.shown); \(count):"]
      + ranked.prefix(Self.most).map { candidate in
        if pattern.isBare { return "  \(shown(candidate.item, isBare: true))" }
        let wrong = pattern.fields.filter { !$0.content.fits(candidate.item[$0.name]) }.map(\.name)
        let named = pattern.fields.map(\.name)
        let others = fields.fields.prefix(fields.shown).map(\.name).filter { !named.contains($0) }
        let members = (named + others).map { MetadataValue.Member($0, candidate.item[$0]) }
        return "  \(MetadataValue.object(members).shown)  (\(Wording(wrong).joined) \(wrong.count == 1 ? "differs" : "differ"))"
      }
  }

  /// Something fits a pattern that nothing should fit.
  func unwanted(_ pattern: ItemPattern) -> [String] {
    ["\(name): nothing should fit \(pattern.shown), but this does:"]
      + items.filter(pattern.fits).prefix(Self.most).map { "  \(shown($0, [pattern]))" }
  }

  /// There are more or fewer.
  func count(_ range: ClosedRange<Int>) -> [String] {
    ["\(name): expected \(Self.shown(range)), found \(items.isEmpty ? "none" : "\(items.count):")"] + listed()
  }

  /// A list that is not as expected: what is as it should be, what is missing (`-`) and what is too much (`+`).
  func lists(_ patterns: [ItemPattern]) -> [String] {
    var lines: [String] = []
    for step in Self.alignment(patterns, items) {
      switch step {
      case .both(let item): lines.append("    \(shown(item, patterns))")
      case .expected(let pattern): lines.append("  - \(pattern.shown)")
      case .found(let item): lines.append("  + \(shown(item, patterns))")
      }
    }
    return ["\(name): the list is not as expected (- expected, + found):"] + lines
  }

  private func listed() -> [String] {
    let isNotation = fields.usesNotation
    let shownItems = items.prefix(Self.mostListed).map { "  \(shown($0, isBare: isNotation || fields.shown == 1))" }
    return shownItems + (items.count > Self.mostListed ? ["  … and \(items.count - Self.mostListed) more"] : [])
  }

  /// The items of a layer, one a line.
  static func listed(_ items: [LayerItem], _ layer: Layer) -> [String] {
    LayerFields.of(layer).map { Difference(name: layer.name, items: items, fields: $0).listed() } ?? []
  }

  private func shown(_ item: LayerItem, isBare: Bool) -> String {
    if isBare { return item[fields.main].shown }
    return MetadataValue.object(fields.fields.prefix(fields.shown).map { .init($0.name, item[$0.name]) }).shown
  }

  /// An item with the fields that tell it from others, and those that patterns name.
  private func shown(_ item: LayerItem, _ patterns: [ItemPattern]) -> String {
    if patterns.allSatisfy(\.isBare) { return shown(item, isBare: true) }
    let named = Set(patterns.flatMap { $0.fields.map(\.name) })
    let members = fields.fields.enumerated().filter { $0.offset < fields.shown || named.contains($0.element.name) }
    return MetadataValue.object(members.map { .init($0.element.name, item[$0.element.name]) }).shown
  }

  /// `3`, `at least 1`, `1 to 3`.
  static func shown(_ range: ClosedRange<Int>) -> String {
    if range.lowerBound == range.upperBound { return range.lowerBound == 0 ? "none" : "\(range.lowerBound)" }
    if range.upperBound == .max { return "at least \(range.lowerBound)" }
    return range.lowerBound == 0 ? "at most \(range.upperBound)" : "\(range.lowerBound) to \(range.upperBound)"
  }

  /// Names with commas and `and`.
  private struct Wording {
    let joined: String

    init(_ names: [String]) {
      joined = names.count < 2 ? names.first ?? "" : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    }
  }
}

extension Difference {
  enum Step {
    case both(LayerItem)
    case expected(ItemPattern)
    case found(LayerItem)
  }

  /// The shortest way from the expected list to the found one (longest common subsequence). O(n·m).
  static func alignment(_ patterns: [ItemPattern], _ items: [LayerItem]) -> [Step] {
    let width = items.count + 1
    var lengths = [Int](repeating: 0, count: (patterns.count + 1) * width)
    for i in patterns.indices.reversed() {
      for j in items.indices.reversed() {
        lengths[i * width + j] =
          patterns[i].fits(items[j])
          ? lengths[(i + 1) * width + j + 1] + 1 : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var steps: [Step] = []
    var (i, j) = (0, 0)
    while i < patterns.count || j < items.count {
      if i < patterns.count, j < items.count, patterns[i].fits(items[j]) {
        steps.append(.both(items[j]))
        (i, j) = (i + 1, j + 1)
      } else if i < patterns.count, j == items.count || lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
        steps.append(.expected(patterns[i]))
        i += 1
      } else {
        steps.append(.found(items[j]))
        j += 1
      }
    }
    return steps
  }

  /// How near an item is to a pattern: the mean over the pattern's fields, each from 0 to 1.
  static func similarity(_ pattern: ItemPattern, _ item: LayerItem) -> Double {
    let scores = pattern.fields.map { field -> Double in
      let found = item[field.name]
      if field.content.fits(found) { return 1 }
      switch (field.content, found) {
      case (.value(.string(let a)), .string(let b)), (.contains(let a), .string(let b)): return 0.9 * overlap(a, b)
      default: return 0
      }
    }
    return scores.isEmpty ? 0 : scores.reduce(0, +) / Double(scores.count)
  }

  /// The Dice coefficient of the pairs of neighbouring bytes of two texts, whatever their case.
  private static func overlap(_ left: String, _ right: String) -> Double {
    func pairs(_ text: String) -> [UInt16: Int] {
      let bytes = Array(text.lowercased().utf8)
      return zip(bytes, bytes.dropFirst()).reduce(into: [:]) { $0[UInt16($1.0) << 8 | UInt16($1.1), default: 0] += 1 }
    }
    let (a, b) = (pairs(left), pairs(right))
    let total = a.values.reduce(0, +) + b.values.reduce(0, +)
    if total == 0 { return 0 }
    return 2 * Double(a.reduce(0) { $0 + min($1.value, b[$1.key] ?? 0) }) / Double(total)
  }
}
