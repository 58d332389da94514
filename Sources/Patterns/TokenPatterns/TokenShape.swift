/// The shape of a spelling: capitals as `X`, small letters as `x`, digits as `d`, the rest as it is; runs longer than four are cut to four.
enum TokenShape {
  /// The shape of the bytes, which are valid UTF-8.
  static func of(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var shape: [UInt8] = []
    var run = 0
    for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
      let letter: [UInt8] =
        if scalar.properties.isUppercase || scalar.properties.generalCategory == .titlecaseLetter {
          [UInt8(ascii: "X")]
        } else if scalar.properties.isAlphabetic { [UInt8(ascii: "x")] } else if scalar.properties.generalCategory == .decimalNumber {
          [UInt8(ascii: "d")]
        } else { Array(String(scalar).utf8) }
      run = shape.ends(with: letter) ? run + 1 : 1
      if run <= 4 { shape += letter }
    }
    return shape
  }

  /// Whether a token's spelling is of a kind.
  static func holds(_ flag: TokenFlag, _ range: Range<Int>, of bytes: Span<UInt8>) -> Bool {
    guard let first = range.first else { return false }
    switch flag {
    case .number: return isDigit(bytes[first])
    case .digit: return range.allSatisfy { isDigit(bytes[$0]) }
    case .capitalized where bytes[first] < 0x80: return bytes[first] &- 0x41 < 26
    default: break
    }
    var letters = 0, small = 0, others = 0, firstIsCapital = false
    var isFirst = true
    func count(isUpper: Bool, isLower: Bool, isLetter: Bool, isNumber: Bool) {
      if isFirst { firstIsCapital = isUpper }
      isFirst = false
      if isLetter { letters += 1 } else if !isNumber { others += 1 } else { digits += 1 }
      if isLower { small += 1 }
    }
    var digits = 0
    var isASCII = true
    for offset in range where bytes[offset] >= 0x80 { isASCII = false }
    if isASCII {
      for offset in range {
        let byte = bytes[offset]
        let upper = byte &- 0x41 < 26
        let lower = byte &- 0x61 < 26
        count(isUpper: upper, isLower: lower, isLetter: upper || lower, isNumber: isDigit(byte))
      }
    } else {
      for scalar in String(decoding: range.map { bytes[$0] }, as: UTF8.self).unicodeScalars {
        let properties = scalar.properties
        count(
          isUpper: properties.isUppercase, isLower: properties.isLowercase, isLetter: properties.isAlphabetic,
          isNumber: properties.numericType != nil)
      }
    }
    switch flag {
    case .capitalized: return firstIsCapital
    case .upper: return letters > 0 && small == 0
    case .lower: return letters > 0 && small == letters
    case .alpha: return letters > 0 && digits == 0 && others == 0
    case .punct: return letters == 0 && digits == 0
    case .digit, .number: return false
    }
  }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}

extension [UInt8] {
  func ends(with suffix: [UInt8]) -> Bool { suffix.count <= count && self.suffix(suffix.count).elementsEqual(suffix) }
}
