import Pipeline

/// How often common words stand in text, from `Data/common-words.txt`: patterns are looked up by the rarest word that they need.
struct CommonWords: Sendable {
  private var frequencies: [[UInt8]: Int] = [:]

  /// Loads the table that the package ships.
  init() throws(Diagnostics) {
    let data = try ResourceFolder.bytes(of: "Data/common-words.txt", in: "Patterns")
    for line in data.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      guard let space = line.lastIndex(of: 0x20), let count = Int(String(decoding: line[(space + 1)...], as: UTF8.self)) else { continue }
      frequencies[Folding.folded(line[..<space])] = count
    }
  }

  /// How often a folded spelling stands in 10,000 tokens, roughly; at least 1.
  func frequency(_ spelling: [UInt8]) -> Int { frequencies[spelling] ?? 1 }
}
