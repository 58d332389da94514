/// Makes the ids of a run unique: the second document that asks for an id gets `id#2`, and so on, in the order of the documents.
///
/// Keeps eight bytes for each id, its hash. Two ids with one hash (one pair in about five thousand million documents) would only cost one of them its plain form.
struct IdentifierRegistry {
  private var taken: Set<UInt64> = []
  /// The last number tried for ids that were asked for again.
  private var repeats: [UInt64: Int] = [:]

  /// Takes the id, or the first form of it that is free.
  mutating func claim(_ id: String) -> String {
    let hash = Self.hash(id)
    if taken.insert(hash).inserted { return id }
    var number = repeats[hash] ?? 1
    while true {
      number += 1
      let candidate = "\(id)#\(number)"
      if taken.insert(Self.hash(candidate)).inserted {
        repeats[hash] = number
        return candidate
      }
    }
  }

  /// FNV-1a, with the end of SplitMix64 to spread it: the same in every run, unlike `Hasher`.
  private static func hash(_ id: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}
