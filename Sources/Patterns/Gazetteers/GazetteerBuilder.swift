import Pipeline

/// Collects names, and makes the gazetteer that finds them. No string is made for an entry: names stay in the bytes that were read.
package struct GazetteerBuilder {
  /// The most bytes that a name or canonical name may have.
  package static let longestName = Int(UInt16.max)

  private var sources: [Gazetteer.Source] = []
  private var types: [EntityType] = []
  private var typeNumbers: [[UInt8]: UInt16] = [:]
  private var lastType: (bytes: [UInt8], number: UInt16)?
  private var entries: [Gazetteer.Entry] = []
  private var pool: [UInt8] = []
  private var index = GazetteerIndex()

  package init() {}

  /// The types that entries have so far.
  package var knownTypes: [EntityType] { types }

  /// Begins a list. The names that follow belong to it.
  ///
  /// - Returns: The list's number.
  @discardableResult
  package mutating func begin(_ source: Gazetteer.Source) -> Int {
    sources.append(source)
    return sources.count - 1
  }

  /// Adds a name to the last list. Of names that differ in nothing the first counts.
  ///
  /// - Returns: False where the name holds neither a letter nor a digit, or is too long.
  @discardableResult
  package mutating func add(_ name: String, type: EntityType, canonical: String? = nil) -> Bool {
    let bytes = Array(name.utf8)
    let start = pool.count
    pool += bytes
    let canonicalStart = pool.count
    if let canonical { pool += canonical.utf8 }
    return add(start..<canonicalStart, type: number(of: type.name.utf8), canonical: canonicalStart..<pool.count)
  }

  /// Appends bytes in which names stand.
  ///
  /// - Returns: Where they begin in the pool.
  mutating func append(_ bytes: [UInt8]) -> Int {
    let start = pool.count
    if pool.isEmpty { pool = bytes } else { pool += bytes }
    return start
  }

  /// The number of a type.
  mutating func number(of name: some Collection<UInt8>) -> UInt16 {
    if let lastType, lastType.bytes.elementsEqual(name) { return lastType.number }
    let bytes = Array(name)
    let number = typeNumbers[bytes] ?? UInt16(truncatingIfNeeded: types.count)
    if number == types.count {
      typeNumbers[bytes] = number
      types.append(EntityType(String(decoding: bytes, as: UTF8.self)))
    }
    lastType = (bytes, number)
    return number
  }

  /// Adds a name that stands in the pool.
  @discardableResult
  mutating func add(_ name: Range<Int>, type: UInt16, canonical: Range<Int>) -> Bool {
    guard name.count <= Self.longestName, canonical.count <= Self.longestName else { return false }
    let entry = Int32(truncatingIfNeeded: entries.count)
    guard let hash = Self.makePath(of: name, in: pool, &index) else { return false }
    let first = index.insert(hash, entry: entry)
    if first >= 0, !link(entry, name, behind: first) { return true }
    entries.append(
      Gazetteer.Entry(
        nameStart: UInt32(truncatingIfNeeded: name.lowerBound), canonicalStart: UInt32(truncatingIfNeeded: canonical.lowerBound),
        nameCount: UInt16(name.count), canonicalCount: UInt16(canonical.count), source: UInt16(truncatingIfNeeded: sources.count - 1),
        type: type))
    return true
  }

  /// Makes the nodes of all atoms of a name but the last, and returns the last one's hash; nil where no atom is a word.
  @inline(__always)
  private static func makePath(of name: Range<Int>, in pool: [UInt8], _ index: inout GazetteerIndex) -> UInt64? {
    var hash: UInt64 = 0
    var hasWord = false
    var isFirst = true
    TokenAtoms.scan(name, of: pool.span) { atom in
      if !isFirst { _ = index.insert(hash, entry: GazetteerIndex.prefix) }
      isFirst = false
      hash = TokenAtoms.extended(hash, by: atom.hash)
      if !hasWord { hasWord = isWord(pool[Int(atom.start)]) }
    }
    return hasWord ? hash : nil
  }

  /// Puts an entry at the end of a node's entries. False where the same name of the same list is already there.
  private mutating func link(_ entry: Int32, _ name: Range<Int>, behind first: Int32) -> Bool {
    var last = first
    while true {
      let other = entries[Int(last)]
      let range = Int(other.nameStart)..<Int(other.nameStart) + Int(other.nameCount)
      if Int(other.source) == sources.count - 1, pool[range].elementsEqual(pool[name]) { return false }
      if other.next < 0 { break }
      last = other.next
    }
    entries[Int(last)].next = entry
    return true
  }

  private static func isWord(_ byte: UInt8) -> Bool { byte >= 0x80 || NameFolding.kind(ofASCII: byte) == .word }

  /// The gazetteer of all that was added.
  package consuming func build() -> Gazetteer {
    Gazetteer(sources: sources, types: types, entries: entries, pool: pool, index: index)
  }
}
