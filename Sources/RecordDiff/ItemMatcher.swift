import Pipeline

/// Finds for each annotation of the old document the one of the new document that it became, if it became one. Each is taken once, the most alike first:
///
/// 1. alike in all that is compared;
/// 2. at the same places with the same type, then with another type;
/// 3. where one has no place in the other's text, or none at all: with the same words;
/// 4. of the same type at places that overlap: other boundaries.
///
/// Takes time in proportion to the items, but for the last step, which is left out where more than four million pairs are in question.
struct ItemMatcher {
  private static let mostPairs = 4_000_000

  /// An item by what is compared.
  private struct Key: Hashable {
    var type: String?
    var places: [TextSpan] = []
    var content: String?
    var attributes: [String]?
  }

  private struct Candidate {
    var item: ComparedItem
    /// In the measure of both texts; nil where it stands nowhere there.
    var places: [TextSpan]?
    var content: String
    var attributes: [String]
    var isTaken = false
  }

  private let needsContent: Bool
  private var old: [Candidate] = []
  private var new: [Candidate] = []
  private var pairs: [(old: Int, new: Int)] = []

  init(_ old: [ComparedItem], _ new: [ComparedItem], _ texts: TextPlaces) {
    needsContent = texts.needsContent
    // A quotation mark that was normalised otherwise is no other word.
    let isFolded = texts.relation == .renormalized
    func fold(_ text: String) -> String { isFolded ? Printable.folded(text) : text }
    self.old = old.map { Self.candidate($0, fold, texts.place(ofOld:)) }
    self.new = new.map { Self.candidate($0, fold) { texts.place(ofNew: $0) } }
    match { [needsContent] candidate in
      Key(
        type: candidate.item.type, places: candidate.places ?? [],
        content: candidate.places == nil || needsContent ? candidate.content : nil, attributes: candidate.attributes)
    }
    // Only what is not alike is worth more steps; mostly nothing is left.
    if self.old.allSatisfy(\.isTaken) || self.new.allSatisfy(\.isTaken) { return }
    match { candidate in candidate.places.map { Key(type: candidate.item.type, places: $0) } }
    match { candidate in candidate.places.map { Key(places: $0) } }
    match {
      Key(type: $0.item.type, content: $0.content, attributes: $0.attributes)
    } where: {
      $0.places == nil || $1.places == nil
    }
    match {
      Key(type: $0.item.type, content: $0.content)
    } where: {
      $0.places == nil || $1.places == nil
    }
    matchWithoutContent()
    matchOverlapping()
  }

  /// What differs, in the order of the text; of what stands nowhere, the lost first and the gained last.
  var changes: [Change] {
    var changes: [(key: (UInt32, Int), change: Change)] = []
    for pair in pairs {
      let (one, other) = (old[pair.old], new[pair.new])
      let what = differences(one, other)
      if !what.isEmpty { changes.append((order(other, pair.new), Change(old: one.item, new: other.item, what: what))) }
    }
    for (index, candidate) in old.enumerated() where !candidate.isTaken {
      changes.append((order(candidate, index), Change(old: candidate.item, new: nil)))
    }
    for (index, candidate) in new.enumerated() where !candidate.isTaken {
      let key = candidate.item.places.isEmpty ? (UInt32.max, index) : order(candidate, index)
      changes.append((key, Change(old: nil, new: candidate.item)))
    }
    return changes.enumerated().sorted { ($0.element.key.0, $0.element.key.1, $0.offset) < ($1.element.key.0, $1.element.key.1, $1.offset) }
      .map(\.element.change)
  }

  private func order(_ candidate: Candidate, _ index: Int) -> (UInt32, Int) {
    (candidate.places?.first?.start ?? candidate.item.places.first?.start ?? 0, index)
  }

  private static func candidate(_ item: ComparedItem, _ fold: (String) -> String, _ place: (TextSpan) -> TextSpan?) -> Candidate {
    let places = item.places.compactMap(place)
    let isPlaced = !item.places.isEmpty && places.count == item.places.count
    let attributes = item.attributes.map { attribute in
      if let span = attribute.place.flatMap(place) { return "\(attribute.name) \(span.start) \(span.end)" }
      return "\(attribute.name) \(fold(attribute.value))"
    }
    return Candidate(item: item, places: isPlaced ? places : nil, content: fold(item.content), attributes: attributes)
  }

  /// Pairs what has the same key, in order. What has none is passed over.
  private mutating func match(_ key: (Candidate) -> Key?, where isAllowed: ((Candidate, Candidate) -> Bool)? = nil) {
    var waiting: [Key: [Int]] = [:]
    for index in new.indices.reversed() where !new[index].isTaken {
      if let key = key(new[index]) { waiting[key, default: []].append(index) }
    }
    if waiting.isEmpty { return }
    for index in old.indices where !old[index].isTaken {
      guard let key = key(old[index]), let other = waiting[key]?.last, isAllowed?(old[index], new[other]) ?? true else { continue }
      waiting[key]?.removeLast()
      take(index, other)
    }
  }

  /// Items that say nothing but their attributes, such as a title: the one becomes the other.
  private mutating func matchWithoutContent() {
    match { $0.content.isEmpty && $0.places == nil ? Key(type: $0.item.type) : nil }
    match { $0.places == nil && $0.item.type.isEmpty ? Key(content: $0.content.lowercased()) : nil }
    // A problem of one stage and code, with another message.
    match { $0.item.places.isEmpty && !$0.item.type.isEmpty ? Key(type: $0.item.type) : nil }
  }

  private mutating func matchOverlapping() {
    let left = old.indices.filter { !old[$0].isTaken && old[$0].places != nil }
    var right = new.indices.filter { !new[$0].isTaken && new[$0].places != nil }
    if left.isEmpty || right.isEmpty || left.count > Self.mostPairs / right.count { return }
    for index in left {
      guard let found = right.firstIndex(where: { overlaps(old[index], new[$0]) }) else { continue }
      take(index, right.remove(at: found))
    }
  }

  /// Whether the first two places overlap, as far as there are two: of a relation, subject and predicate.
  private func overlaps(_ one: Candidate, _ other: Candidate) -> Bool {
    guard one.item.type == other.item.type, let places = one.places, let others = other.places else { return false }
    return zip(places, others).prefix(2).allSatisfy { $0.overlaps($1) }
  }

  private mutating func take(_ index: Int, _ other: Int) {
    old[index].isTaken = true
    new[other].isTaken = true
    pairs.append((index, other))
  }

  /// What is not alike in a pair.
  private func differences(_ one: Candidate, _ other: Candidate) -> [String] {
    var what: [String] = []
    if one.item.type != other.item.type { what.append("type") }
    if let places = one.places, let others = other.places {
      if places != others { what.append("span") } else if needsContent, one.content != other.content { what.append("words") }
    } else if one.content != other.content {
      what.append("words")
    }
    if one.attributes != other.attributes { what += differingAttributes(one, other) }
    return what
  }

  private func differingAttributes(_ one: Candidate, _ other: Candidate) -> [String] {
    func byName(_ candidate: Candidate) -> [String: [String]] {
      Dictionary(grouping: zip(candidate.item.attributes, candidate.attributes), by: \.0.name).mapValues { $0.map(\.1) }
    }
    let (mine, theirs) = (byName(one), byName(other))
    var names: [String] = []
    for name in (one.item.attributes + other.item.attributes).map(\.name) where mine[name] != theirs[name] && !names.contains(name) {
      names.append(name)
    }
    return names
  }
}
