import Pipeline

/// A page with places for content, `{{name}}`: split once, then copied in pieces. What is put in is already escaped for its place.
struct Template: Sendable {
  /// The bytes between the places, and the place after each; nil after the last.
  private var pieces: [(literal: [UInt8], slot: String?)] = []

  /// Splits a template.
  ///
  /// - Parameter known: Content that is the same on every page; those places are filled at once.
  init(_ bytes: [UInt8], known: [String: [UInt8]] = [:]) {
    var literal: [UInt8] = []
    var index = 0
    let open = UInt8(ascii: "{")
    while index < bytes.count {
      if bytes[index] == open, index + 1 < bytes.count, bytes[index + 1] == open,
        let end = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: "}")), end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "}")
      {
        let slot = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
        if let content = known[slot] {
          literal += content
        } else {
          pieces.append((literal, slot))
          literal = []
        }
        index = end + 2
      } else {
        literal.append(bytes[index])
        index += 1
      }
    }
    pieces.append((literal, nil))
  }

  /// The names of the places that are left.
  var slots: [String] { pieces.compactMap(\.slot) }

  /// The length without what is put in.
  var count: Int { pieces.reduce(0) { $0 + $1.literal.count } }

  /// Appends the page, asking for the content of each place in turn.
  func write(to writer: inout ByteWriter, _ fill: (String, inout ByteWriter) -> Void) {
    for piece in pieces {
      writer.raw(piece.literal)
      if let slot = piece.slot { fill(slot, &writer) }
    }
  }

  /// The page before its first place, and all after that place.
  func splitAtFirstSlot() -> (before: [UInt8], after: Template) {
    var after = self
    let before = after.pieces.removeFirst().literal
    return (before, after)
  }
}
