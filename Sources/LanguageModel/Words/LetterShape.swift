/// How a word's letters are written, which a vocabulary in lower case loses. Models are trained with these numbers.
package enum LetterShape: UInt8, Sendable, Hashable {
  /// Neither letters nor digits; also what stands around a sentence.
  case none
  /// No capital letter: `talks`.
  case lower
  /// One capital letter, the first of several letters: `Herzog`, `Al-arabi`.
  case title
  /// Capitals alone, several: `NATO`, `U.S.`.
  case capitals
  /// One letter, a capital: `J.`.
  case initial
  /// Other mixtures: `McDonald`, `iPhone`.
  case mixed
  /// Digits and no letter: `1,000`.
  case digits
  /// Letters and digits: `3rd`.
  case lettersAndDigits

  /// The shape of a word. Letters are of the general categories L, digits of the numeric types decimal and digit.
  package init(_ word: Span<UInt8>) {
    var letters = 0
    var capitals = 0
    var startsWithCapital = false
    var hasDigit = false
    var offset = 0
    while offset < word.count {
      let isLetter: Bool
      let isCapital: Bool
      let byte = word[offset]
      if byte < 0x80 {
        offset += 1
        isCapital = byte >= 0x41 && byte <= 0x5A
        isLetter = isCapital || (byte >= 0x61 && byte <= 0x7A)
        if byte >= 0x30, byte <= 0x39 { hasDigit = true }
      } else {
        guard let scalar = Unicode.Scalar(WordPieceTokenizer.scalar(word, &offset)) else { continue }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: isLetter = true
        default: isLetter = false
        }
        isCapital = isLetter && properties.isUppercase
        if let type = properties.numericType, type != .numeric { hasDigit = true }
      }
      if isLetter {
        if isCapital {
          capitals += 1
          if letters == 0 { startsWithCapital = true }
        }
        letters += 1
      }
    }
    self =
      if letters == 0 {
        hasDigit ? .digits : .none
      } else if hasDigit {
        .lettersAndDigits
      } else if capitals == 0 {
        .lower
      } else if letters == 1 {
        .initial
      } else if capitals == letters {
        .capitals
      } else if capitals == 1, startsWithCapital {
        .title
      } else {
        .mixed
      }
  }
}
