/// What a byte can begin. One table of 256 entries decides the path of every byte of a text.
enum ByteClass: UInt8 {
  case space, letter, digit, punctuation, high

  /// The classes by byte.
  static let table: [ByteClass] = (0...255).map { byte -> ByteClass in
    switch UInt8(byte) {
    case 0...0x20, 0x7F: .space
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case 0x80...0xFF: .high
    default: .punctuation
    }
  }
}

extension UInt8 {
  @inline(__always) var isASCIIUpper: Bool { self &- 0x41 < 26 }
  @inline(__always) var isASCIILower: Bool { self &- 0x61 < 26 }
  @inline(__always) var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  @inline(__always) var isASCIIDigit: Bool { self &- 0x30 < 10 }
  @inline(__always) var isASCIIWord: Bool { isASCIILetter || isASCIIDigit }
  @inline(__always) var isSpaceByte: Bool { self <= 0x20 || self == 0x7F }
}
