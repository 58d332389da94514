import Foundation
import Pipeline

/// Unicode normalisation form C (UAX 15).
///
/// A quick check of our own finds the stretches that might not be in NFC; Foundation normalises these alone.
enum CanonicalComposition {
  /// Whether the scalar is in NFC whatever stands beside it, does not join with what stands before it, and keeps its place.
  ///
  /// True only where that is certain: Latin up to U+02FF, most of Greek and Cyrillic, punctuation and symbols, CJK ideographs, Hangul syllables, emoji.
  @inline(__always)
  static func isInert(_ value: UInt32) -> Bool {
    if value < 0x300 { return true }
    switch value {
    case 0x375...0x37D, 0x37F...0x386, 0x388...0x482, 0x48A...0x530, 0x2002...0x20CF, 0x2100...0x2125, 0x2127...0x2129, 0x212C...0x2328,
      0x232B...0x2ADB, 0x2B00...0x2BFF, 0x3000...0x3029, 0x3400...0x9FFF, 0xAC00...0xD7A3, 0xFE00...0xFE0F, 0xFF01...0xFFDC,
      0x1F000...0x1FAFF:
      return true
    default: return false
    }
  }

  /// The text in NFC, or nil where it is so already.
  static func rewrite(_ text: Text) -> (text: Text, alignment: Alignment)? {
    let bytes = text.bytes
    var rewriter = TextRewriter(text)
    var starter = 0
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] < 0xCC {
        // Below U+0300; a continuation byte cannot stand here.
        starter = offset
        offset += bytes[offset] < 0x80 ? 1 : 2
        continue
      }
      let (value, length) = Scalars.decode(bytes, offset)
      if isInert(value) {
        starter = offset
        offset += length
        continue
      }
      var end = offset + length
      while end < bytes.count {
        let (following, followingLength) = Scalars.decode(bytes, end)
        if isInert(following) { break }
        end += followingLength
      }
      let old = text[TextSpan(starter..<end)]
      let new = Array(String(decoding: old, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
      if !old.elementsEqual(new) { rewriter.replace(starter..<end, with: new) }
      starter = end
      offset = end
    }
    return rewriter.finish()
  }
}
