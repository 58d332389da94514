import Pipeline

/// The phrases of a document that may be keywords, each with its number of occurrences.
struct PhraseTable {
  /// A phrase, by its first occurrence.
  struct Phrase {
    /// The first unit.
    var start: UInt32
    /// How many units it has.
    var length: UInt32
    /// How often it occurs.
    var count: UInt32
    /// Whether it occurs outside titles and headings, whose clipped grammar makes false phrases.
    var isInBody: Bool
  }

  /// In the order of their first occurrence.
  private(set) var phrases: [Phrase] = []
  /// Every occurrence: the phrase and its first unit, in order.
  private(set) var occurrences: [(phrase: UInt32, start: UInt32)] = []
  private let units: [KeywordUnits.Unit]
  private var hashes: [UInt32] = []
  private var slots: [UInt32]

  var isEmpty: Bool { phrases.isEmpty }

  /// Collects the phrases of up to `maxWords` units, and longer names. Time and space grow with units times `maxWords`.
  init(of document: KeywordUnits, maxWords: Int) {
    units = document.units
    slots = Array(repeating: 0, count: 1024)
    for start in units.indices where mayStart(start) {
      var hash: UInt32 = 0x811C_9DC5
      var isOneName = true
      for end in start..<min(start + max(maxWords, document.nameLimit), units.count) {
        if end > start, !mayFollow(units[end - 1], units[end]) || !joins(end, from: start) { break }
        if end > start, !units[end].flags.contains(.insideName) { isOneName = false }
        if end >= start + maxWords, !isOneName { break }
        hash = (hash ^ units[end].word) &* 0x0100_0193
        hash ^= hash >> 15
        if mayEnd(end, length: end - start + 1) { add(start, end - start + 1, hash) }
      }
    }
  }

  /// Whether a phrase may begin at a unit: not inside a name, and not with a form of a verb behind its subject.
  private func mayStart(_ start: Int) -> Bool {
    let flags = units[start].flags
    guard flags.isSuperset(of: [.content, .start]), !flags.contains(.insideName) else { return false }
    guard !flags.isDisjoint(with: [.participle, .gerund]) else { return true }
    guard start > 0, units[start - 1].sentence == units[start].sentence else { return false }
    return flags.contains(.gerund) ? units[start - 1].flags.contains(.determiner) : !units[start - 1].flags.contains(.content)
  }

  /// Whether a phrase may go on with a unit.
  ///
  /// A small word before a capitalised one is no part of the same phrase (`visited Azerbaijan`), but for a joining word inside a name.
  private func mayFollow(_ left: KeywordUnits.Unit, _ right: KeywordUnits.Unit) -> Bool {
    guard left.sentence == right.sentence, right.flags.isDisjoint(with: [.gap, .participle, .gerund, .newName]) else { return false }
    if right.flags.contains(.content) {
      return !left.flags.isDisjoint(with: [.upper, .link]) || !right.flags.contains(.upper) || right.flags.contains(.weakCase)
    }
    // A joining word stands between content words only, and one at a time.
    return right.flags.contains(.link) && left.flags.contains(.content)
  }

  /// Whether the unit behind a joining word fits the one before it: both names (`Ministry of Education`) or neither (`court of appeal`).
  private func joins(_ end: Int, from start: Int) -> Bool {
    guard end >= start + 2, units[end].flags.contains(.content), !units[end - 1].flags.contains(.content) else { return true }
    return units[end].flags.contains(.upper) == units[end - 2].flags.contains(.upper)
  }

  /// Whether a phrase may end with a unit: not inside a name, and, as the last noun of an English phrase is its head, not before a further
  /// noun in small letters.
  private func mayEnd(_ end: Int, length: Int) -> Bool {
    let flags = units[end].flags
    guard flags.contains(.end), length > 1 || flags.contains(.alone) else { return false }
    guard end + 1 < units.count, units[end + 1].sentence == units[end].sentence else { return true }
    let next = units[end + 1].flags
    if next.contains(.insideName) { return false }
    return length == 1 || flags.contains(.upper) || !next.isSuperset(of: [.content, .end]) || next.contains(.upper)
  }

  private mutating func add(_ start: Int, _ length: Int, _ hash: UInt32) {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let known = slots[slot] - 1
      if hashes[Int(known)] == hash, equals(known, start, length) {
        phrases[Int(known)].count += 1
        if !units[start].flags.contains(.heading) { phrases[Int(known)].isInBody = true }
        occurrences.append((known, UInt32(start)))
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let phrase = UInt32(phrases.count)
    slots[slot] = phrase + 1
    phrases.append(Phrase(start: UInt32(start), length: UInt32(length), count: 1, isInBody: !units[start].flags.contains(.heading)))
    hashes.append(hash)
    occurrences.append((phrase, UInt32(start)))
    if phrases.count * 2 > slots.count { grow() }
  }

  private func equals(_ phrase: UInt32, _ start: Int, _ length: Int) -> Bool {
    let known = phrases[Int(phrase)]
    guard known.length == length else { return false }
    for offset in 0..<length where units[Int(known.start) + offset].word != units[start + offset].word { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (phrase, hash) in hashes.enumerated() {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(phrase) + 1
    }
  }
}
