import CUchardet
import Foundation
import Pipeline

/// The encodings of a byte or two per character, of which nothing in the bytes tells with certainty.
///
/// libuchardet guesses, but takes English in Windows-1252 for Windows-1250 and the like. So its word counts only where bytes beyond ASCII are frequent: in English
/// they are a quotation mark here and an accent there, far below the shares below; in other alphabets they are most of the text.
enum LegacyEncoding {
  /// Other Latin alphabets (Polish, Czech, Turkish) have letters beyond ASCII at 7 % or more; English, Spanish, German and French, all in Windows-1252, at 5 % or less.
  private static let otherLatinShare = 0.05
  /// In other scripts most letters are beyond ASCII, even where much mark-up is between them, and stand side by side.
  private static let otherScriptShare = 0.15
  private static let otherScriptNeighbours = 0.5

  private static let otherLatin: Set<String> = [
    "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-9", "ISO-8859-10", "ISO-8859-13", "ISO-8859-16", "WINDOWS-1250", "WINDOWS-1254",
    "WINDOWS-1257", "WINDOWS-1258", "VISCII", "IBM852", "MAC-CENTRALEUROPE",
  ]
  private static let western: Set<String> = ["ASCII", "UTF-8", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252"]

  /// Decodes bytes that are no valid UTF-8: in Windows-1252 unless another encoding is likely.
  static func decode(_ bytes: [UInt8]) -> DecodedText {
    guard let first = bytes.firstIndex(where: { $0 >= 0x80 }), let guess = advice(bytes[max(0, first - 1024)...]), !western.contains(guess)
    else { return windows1252(bytes) }
    let visible = Double(max(1, bytes.count { $0 > 0x20 }))
    let high = bytes.count { $0 >= 0x80 }
    // Below 0xA0 are the typographic quotation marks and dashes of all Windows encodings.
    let isOtherLatin = otherLatin.contains(guess) && Double(bytes.count { $0 >= 0xA0 }) / visible >= otherLatinShare
    let isOtherScript = Double(high) / visible >= otherScriptShare && neighbours(bytes) >= otherScriptNeighbours
    if isOtherLatin || isOtherScript, let decoded = convert(bytes, from: guess), decoded.brokenCount * 20 <= high { return decoded }
    return windows1252(bytes)
  }

  /// The share of the bytes beyond ASCII that stand beside another one.
  private static func neighbours(_ bytes: [UInt8]) -> Double {
    var high = 0
    var beside = 0
    for index in bytes.indices where bytes[index] >= 0x80 {
      high += 1
      if (index > 0 && bytes[index - 1] >= 0x80) || (index + 1 < bytes.count && bytes[index + 1] >= 0x80) { beside += 1 }
    }
    return Double(beside) / Double(max(1, high))
  }

  /// Decodes the encodings that switch between character sets by escape sequences, all below 0x80, such as ISO-2022-JP; nil where there is no such sequence.
  static func decodeEscapes(_ bytes: [UInt8]) -> DecodedText? {
    guard let escape = bytes.firstIndex(of: 0x1B), escape + 1 < bytes.count, [0x24, 0x28].contains(bytes[escape + 1]),
      let guess = advice(bytes[max(0, escape - 1024)...]), guess.hasPrefix("ISO-2022"), let decoded = convert(bytes, from: guess),
      decoded.brokenCount == 0
    else { return nil }
    return decoded
  }

  /// What libuchardet says of the first 256 KB, in capitals.
  private static func advice(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    let sample = bytes.prefix(1 << 18)
    let status = sample.withUnsafeBytes { raw in
      uchardet_handle_data(detector, raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count)
    }
    if status != 0 { return nil }
    uchardet_data_end(detector)
    let name = uchardet_get_charset(detector).map { String(cString: $0) } ?? ""
    return name.isEmpty ? nil : name.uppercased()
  }

  /// Windows-1252 at 0x80 to 0x9F; zero where it defines nothing.
  private static let windows1252Controls: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  /// Windows-1252, or ISO-8859-1 where no byte tells the two apart.
  private static func windows1252(_ bytes: [UInt8]) -> DecodedText {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count + bytes.count / 16)
    var broken = 0
    var isWindows = false
    for byte in bytes {
      switch byte {
      case ..<0x80: utf8.append(byte)
      case 0xA0...:
        utf8.append(0xC0 | byte >> 6)
        utf8.append(0x80 | byte & 0x3F)
      default:
        isWindows = true
        let value = windows1252Controls[Int(byte) - 0x80]
        if value == 0 { broken += 1 }
        utf8.append(contentsOf: UTF8.encode(Unicode.Scalar(value == 0 ? 0xFFFD : value)!)!)
      }
    }
    return DecodedText(text: Text(trusted: utf8), encoding: isWindows ? "windows-1252" : "iso-8859-1", brokenCount: broken)
  }

  /// Converts through iconv; nil where the C library does not know the encoding.
  static func convert(_ bytes: [UInt8], from encoding: String) -> DecodedText? {
    guard let converter = iconv_open("UTF-8", encoding == "SHIFT_JIS" ? "CP932" : encoding), converter != iconv_t(bitPattern: -1) else {
      return nil
    }
    defer { iconv_close(converter) }
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count * 2)
    var broken = 0
    var input = bytes
    input.withUnsafeMutableBytes { raw in
      var source = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
      var left = raw.count
      let room = 1 << 16
      while left > 0 {
        var reason: Int32 = 0
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { buffer in
          var target = buffer.baseAddress
          var free = room
          if iconv(converter, &source, &left, &target, &free) == -1 { reason = errno }
          utf8.append(contentsOf: UnsafeRawBufferPointer(buffer).prefix(room - free))
        }
        if left == 0 { break }
        if reason == 0 || reason == E2BIG { continue }
        // A sequence that is broken, or cut off by the end.
        utf8.append(contentsOf: [0xEF, 0xBF, 0xBD])
        broken += 1
        if reason == EINVAL { break }
        source = source.map { $0 + 1 }
        left -= 1
      }
    }
    guard let text = Text(validating: utf8) else { return nil }
    return DecodedText(text: text, encoding: encoding.lowercased(), brokenCount: broken)
  }
}
