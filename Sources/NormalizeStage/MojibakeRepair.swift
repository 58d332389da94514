import Pipeline

/// Undoes UTF-8 that was read as Windows-1252: `â€œ` becomes `“`, `Ã©` becomes `é`.
///
/// A sequence of scalars is repaired only if their Windows-1252 bytes are one well-formed UTF-8 scalar and the sequence does not occur in
/// correct text. A letter before a quotation mark, dash, ellipsis or space does occur (`AMANHÃ”`, `café…”`), so that those need a
/// letter beside them that shows the middle of a word, or a neighbour that is a sequence as well. C1 controls become what Windows-1252 has in their place.
enum MojibakeRepair {
  /// The repaired text, or nil where nothing is to be repaired.
  static func rewrite(_ text: Text) -> (text: Text, alignment: Alignment)? {
    let bytes = text.bytes
    var rewriter = TextRewriter(text)
    var offset = 0
    var repairedUpTo = -1
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte != 0xC2 && byte != 0xC3 {
        offset += 1
        continue
      }
      let (value, length) = Scalars.decode(bytes, offset)
      if (0x80...0x9F).contains(value) {
        let scalar = Windows1252.scalar(of: UInt8(value))
        if scalar != value { rewriter.replace(offset..<offset + length, with: Scalars.encode(scalar)) }
        offset += length
        continue
      }
      guard let found = sequence(bytes, at: offset), isBroken(found, bytes, at: offset, afterRepair: repairedUpTo == offset) else {
        offset += length
        continue
      }
      rewriter.replace(offset..<found.end, with: Scalars.encode(found.scalar))
      offset = found.end
      repairedUpTo = offset
    }
    return rewriter.finish()
  }

  /// Scalars that are one scalar's UTF-8 in Windows-1252.
  struct Sequence {
    /// The lead byte.
    var lead: UInt8
    /// Whether every further byte is punctuation or space in Windows-1252.
    var isPunctuation: Bool
    /// The scalar that they stand for.
    var scalar: UInt32
    /// Where they end.
    var end: Int
  }

  /// The sequence that starts at an offset.
  static func sequence(_ bytes: Span<UInt8>, at offset: Int) -> Sequence? {
    let (first, firstLength) = Scalars.decode(bytes, offset)
    guard (0xC2...0xF4).contains(first) else { return nil }
    let needed = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3
    var scalar = first & (needed == 1 ? 0x1F : needed == 2 ? 0x0F : 0x07)
    var end = offset + firstLength
    var isPunctuation = true
    for index in 0..<needed {
      guard end < bytes.count else { return first == 0xE2 && scalar == 0x80 && index == 1 ? mutilated(bytes, offset, end, end) : nil }
      let (next, nextLength) = Scalars.decode(bytes, end)
      guard let byte = Windows1252.byte(of: next), byte >= 0x80, byte <= 0xBF else {
        guard first == 0xE2 && scalar == 0x80 && index == 1 else { return nil }
        return mutilated(bytes, offset, end, next == 0xFFFD ? end + nextLength : end)
      }
      if !punctuation.contains(byte) { isPunctuation = false }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
      end += nextLength
    }
    let least: UInt32 = needed == 1 ? 0x80 : needed == 2 ? 0x800 : 0x10000
    guard scalar >= least, Unicode.Scalar(scalar) != nil else { return nil }
    return Sequence(lead: UInt8(first), isPunctuation: isPunctuation, scalar: scalar, end: end)
  }

  /// The sequence `â€` whose last byte has no character in Windows-1252 and was dropped or became U+FFFD: a hyphen (0x90) between
  /// letters, else a closing quotation mark (0x9D); before a straight quotation mark it may have been a dash as well.
  private static func mutilated(_ bytes: Span<UInt8>, _ start: Int, _ middle: Int, _ end: Int) -> Sequence? {
    let after = end < bytes.count ? Scalars.decode(bytes, end).value : 0x20
    let before = start > 0 ? Scalars.decode(bytes, before: start).value : 0x20
    if after == 0x22 && middle == end { return nil }
    let isHyphen = Scalars.isLetter(before) && Scalars.isLetter(after)
    return Sequence(lead: 0xE2, isPunctuation: false, scalar: isHyphen ? 0x2010 : 0x201D, end: end)
  }

  /// Bytes that are quotation marks, dashes, bullets, ellipses or spaces in Windows-1252: what may follow a letter in correct text.
  private static let punctuation: Set<UInt8> = [
    0x82, 0x84, 0x85, 0x8B, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9B, 0xA0, 0xA1, 0xA9, 0xAB, 0xAE, 0xB0, 0xB7, 0xBB, 0xBF,
  ]

  private static func isBroken(_ found: Sequence, _ bytes: Span<UInt8>, at offset: Int, afterRepair: Bool) -> Bool {
    let before = offset > 0 ? Scalars.decode(bytes, before: offset).value : 0x20
    let after = found.end < bytes.count ? Scalars.decode(bytes, found.end).value : 0x20
    switch found.lead {
    case 0xC2:
      // U+0080–U+00BF. `Â` in a word of capitals is a letter; elsewhere it hardly stands before a symbol.
      if (0x80...0x9F).contains(found.scalar) { return afterRepair }
      return afterRepair || !Scalars.isLetter(before) || Scalars.isLower(before)
    case 0xC3:
      // U+00C0–U+00FF. The copyright and other signs hardly follow `Ã`; quotation marks and spaces do at the end of a word.
      if found.scalar == 0xE9 || found.scalar == 0xEE || found.scalar == 0xF0 || found.scalar == 0xE1 { return true }
      if found.scalar == 0xE0 && !Scalars.isUpper(before) { return true }
      return !found.isPunctuation || afterRepair || Scalars.isLetter(after) || Scalars.isLower(before)
    case 0xC4...0xDF:
      if afterRepair || isSequence(bytes, at: found.end) { return true }
      // A combining mark stands after its letter.
      if (0x300...0x36F).contains(found.scalar) { return Scalars.isLetter(before) }
      guard found.lead <= 0xC9 else { return false }
      // Latin Extended: in the middle or at the edge of a word of small letters.
      return found.isPunctuation ? Scalars.isLower(after) : Scalars.isLower(after) || Scalars.isLower(before)
    case 0xE2: return found.scalar >= 0x2000 && found.scalar < 0x2C00
    case 0xEF where found.scalar == 0xFEFF: return true
    case 0xF0: return found.scalar >= 0x1F000
    default:
      if afterRepair || isSequence(bytes, at: found.end) { return true }
      // Latin Extended Additional, in a word.
      return (0x1E00...0x1EFF).contains(found.scalar) && !found.isPunctuation && (Scalars.isLower(before) || Scalars.isLower(after))
    }
  }

  private static func isSequence(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
    guard offset < bytes.count, let next = sequence(bytes, at: offset) else { return false }
    return next.lead >= 0xC3
  }
}
