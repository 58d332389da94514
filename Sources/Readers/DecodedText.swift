import Pipeline

/// A text with the encoding that its bytes were in.
package struct DecodedText: Sendable {
  /// The text, without a byte order mark.
  package var text: Text
  /// The encoding, in lower case: `utf-8`, `utf-16le`, `windows-1252`, `iso-8859-1`, `koi8-r`.
  package var encoding: String
  /// How many broken places there were; each is U+FFFD in the text.
  package var brokenCount = 0

  /// What to tell about broken places, if there were any.
  package var problem: Problem? {
    if brokenCount == 0 { return nil }
    let message =
      brokenCount == 1
      ? "1 place that is not valid \(encoding) was replaced by U+FFFD"
      : "\(brokenCount) places that are not valid \(encoding) were replaced by U+FFFD"
    return Problem(
      stage: Problem.readStage, code: "broken-bytes", message: message)
  }
}

/// Finds out in which encoding bytes are, and decodes them.
///
/// A byte order mark decides. Without one, a pattern of zero bytes means UTF-16 or UTF-32, and what is valid UTF-8 is UTF-8. The rest is UTF-8 with broken
/// places where it has at least as many whole sequences as broken ones, or in one of the encodings of a byte or two per character: see `LegacyEncoding`.
package enum TextDecoder {
  /// Decodes bytes.
  ///
  /// - Throws: `binary-file` where they are no text.
  package static func decode(_ bytes: [UInt8]) throws(StageFailure) -> DecodedText {
    if let format = BinaryCheck.format(of: bytes) { throw failure("is \(format), not text") }
    if let marked = decodeMarked(bytes) { return marked }
    let text = Text(validating: bytes)
    let isPlain = text.map { !BinaryCheck.isBinary($0) } ?? false
    if let (wide, isSure) = WideEncoding.guess(bytes), isSure || !isPlain {
      let decoded = wide.decode(bytes[...])
      if isSure ? !BinaryCheck.isBinary(decoded.text) : !BinaryCheck.hasControls(decoded.text) { return decoded }
    }
    if let text {
      if !isPlain { throw failure("has too many control characters for a text") }
      return LegacyEncoding.decodeEscapes(bytes) ?? DecodedText(text: text, encoding: "utf-8")
    }
    let counts = UTF8Repair.counts(of: bytes[...])
    if counts.whole > 0, counts.whole >= counts.broken {
      let decoded = decodeUTF8(bytes[...])
      if BinaryCheck.isBinary(decoded.text) { throw failure("has too many control characters for a text") }
      return decoded
    }
    if BinaryCheck.isBinary(bytes) { throw failure("has too many control characters for a text") }
    return LegacyEncoding.decode(bytes)
  }

  private static func failure(_ message: String) -> StageFailure { StageFailure(code: "binary-file", "the file \(message)") }

  /// Decodes by a byte order mark, if there is one.
  private static func decodeMarked(_ bytes: [UInt8]) -> DecodedText? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return decodeUTF8(bytes.dropFirst(3)) }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]), bytes.count % 4 == 0 { return WideEncoding.utf32le.decode(bytes.dropFirst(4)) }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return WideEncoding.utf32be.decode(bytes.dropFirst(4)) }
    if bytes.starts(with: [0xFF, 0xFE]) { return WideEncoding.utf16le.decode(bytes.dropFirst(2)) }
    if bytes.starts(with: [0xFE, 0xFF]) { return WideEncoding.utf16be.decode(bytes.dropFirst(2)) }
    return nil
  }

  /// Bytes that are UTF-8, perhaps with broken places.
  static func decodeUTF8(_ bytes: ArraySlice<UInt8>) -> DecodedText {
    if let text = Text(validating: Array(bytes)) { return DecodedText(text: text, encoding: "utf-8") }
    let repaired = UTF8Repair.repaired(bytes)
    return DecodedText(text: Text(trusted: repaired.bytes), encoding: "utf-8", brokenCount: repaired.count)
  }
}
