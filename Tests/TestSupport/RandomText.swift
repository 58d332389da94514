/// A generator with a seed, so that a failing random test can be run again (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Texts that are hard on offsets: scalars of one to four bytes, combining marks, white space, quotation marks.
package enum RandomText {
  private static let scalars: [Unicode.Scalar] = [
    "a", "B", "c", " ", "\n", "\t", ".", "-", "é", "ß", "\u{301}", "\u{AD}", "“", "’", "—", "中", "\u{200B}", "\u{FEFF}", "😀", "𝒜",
    "\u{10FFFF}",
  ]

  package static func make(_ random: inout some RandomNumberGenerator, scalars count: Int) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<count { text.append(scalars.randomElement(using: &random)!) }
    return String(text)
  }
}
