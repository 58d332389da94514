/// The code page Windows-1252, both ways.
enum Windows1252 {
  /// The scalars of the bytes 0x80–0x9F; the five that the code page leaves out are the controls of the same number, as the Encoding Standard has it.
  static let high: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]

  /// The scalar of a byte.
  static func scalar(of byte: UInt8) -> UInt32 {
    byte >= 0x80 && byte < 0xA0 ? high[Int(byte) - 0x80] : UInt32(byte)
  }

  /// The byte from which a scalar above U+007F was read, in Windows-1252 or, for C1 controls, Latin-1; nil where there is none.
  static func byte(of scalar: UInt32) -> UInt8? {
    if scalar >= 0x80 && scalar <= 0xFF { return UInt8(scalar) }
    if scalar < 0x80 || scalar > 0x2122 { return nil }
    return high.firstIndex(of: scalar).map { UInt8($0 + 0x80) }
  }
}
