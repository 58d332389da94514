import Pipeline

/// The encodings with units of two or four bytes.
enum WideEncoding: String, CaseIterable {
  case utf16le = "utf-16le"
  case utf16be = "utf-16be"
  case utf32le = "utf-32le"
  case utf32be = "utf-32be"

  /// The encoding that the places of zero bytes near the beginning speak for.
  ///
  /// In UTF-16 the high byte of every Latin letter, space and line end is zero: of nearly every second byte in English, which is sure, of a tenth where spaces and line
  /// ends alone are, which is not. In UTF-32 two or three bytes of every four are.
  static func guess(_ bytes: [UInt8]) -> (encoding: WideEncoding, isSure: Bool)? {
    let sample = bytes.prefix(4096)
    guard bytes.count >= 2, bytes.count % 2 == 0, sample.contains(0) else { return nil }
    var zeros = [0, 0, 0, 0]
    for (offset, byte) in sample.enumerated() where byte == 0 { zeros[offset % 4] += 1 }
    let quads = max(1, sample.count / 4)
    if zeros[2] * 10 > quads * 9, zeros[3] * 10 > quads * 9, zeros[0] * 10 < quads { return (.utf32le, true) }
    if zeros[0] * 10 > quads * 9, zeros[1] * 10 > quads * 9, zeros[3] * 10 < quads { return (.utf32be, true) }
    let pairs = max(1, sample.count / 2)
    let even = zeros[0] + zeros[2]
    let odd = zeros[1] + zeros[3]
    if odd * 10 >= pairs, even * 50 <= pairs { return (.utf16le, odd * 10 >= pairs * 4) }
    if even * 10 >= pairs, odd * 50 <= pairs { return (.utf16be, even * 10 >= pairs * 4) }
    return nil
  }

  /// Decodes bytes after a byte order mark. What is no scalar, such as half of a surrogate pair or an incomplete unit at the end, becomes U+FFFD.
  func decode(_ bytes: ArraySlice<UInt8>) -> DecodedText {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count)
    var broken = 0
    let width = self == .utf16le || self == .utf16be ? 2 : 4
    var offset = bytes.startIndex
    while offset + width <= bytes.endIndex {
      var value = unit(bytes, offset)
      offset += width
      if width == 2, value & 0xFC00 == 0xD800, offset + 2 <= bytes.endIndex {
        let low = unit(bytes, offset)
        if low & 0xFC00 == 0xDC00 {
          value = 0x1_0000 + (value & 0x3FF) << 10 + low & 0x3FF
          offset += 2
        }
      }
      if value < 0x80 {
        utf8.append(UInt8(value))
      } else if let scalar = Unicode.Scalar(value) {
        utf8.append(contentsOf: UTF8.encode(scalar)!)
      } else {
        utf8.append(contentsOf: [0xEF, 0xBF, 0xBD])
        broken += 1
      }
    }
    if offset < bytes.endIndex {
      utf8.append(contentsOf: [0xEF, 0xBF, 0xBD])
      broken += 1
    }
    return DecodedText(text: Text(trusted: utf8), encoding: rawValue, brokenCount: broken)
  }

  private func unit(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> UInt32 {
    func byte(_ distance: Int) -> UInt32 { UInt32(bytes[offset + distance]) }
    return switch self {
    case .utf16le: byte(0) | byte(1) << 8
    case .utf16be: byte(0) << 8 | byte(1)
    case .utf32le: byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24
    case .utf32be: byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3)
    }
  }
}
