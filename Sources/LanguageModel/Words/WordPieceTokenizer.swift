import Pipeline

/// BERT's tokenizer over bytes: the basic tokenizer, then the longest pieces from the left. Equal to the reference, piece by piece.
///
/// For a vocabulary in lower case accents and capitals are taken off first; else they stay.
///
/// Special tokens in the text, such as `[SEP]`, are text.
package struct WordPieceTokenizer: Sendable {
  private let characters: WordPieceCharacters
  private let vocabulary: WordPieceVocabulary
  private let isUncased: Bool

  /// Reads a vocabulary.
  ///
  /// - Parameters:
  ///   - name: The file, for messages.
  ///   - isUncased: Whether the vocabulary is in lower case and without accents.
  package init(vocabulary: [UInt8], named name: String, isUncased: Bool = true) throws(Diagnostics) {
    characters = try WordPieceCharacters()
    self.vocabulary = try WordPieceVocabulary(vocabulary, named: name)
    self.isUncased = isUncased
  }

  /// The number of pieces in the vocabulary.
  package var count: Int { vocabulary.count }
  /// The piece of what has none.
  package var unknown: Int32 { vocabulary.unknown }

  /// The number of a piece as it is written in the vocabulary.
  package func piece(_ text: String) -> Int32? { vocabulary.piece(text) }

  /// Room for one text after another, so that none allocates.
  package struct Scratch: Sendable {
    /// The word in work, decomposed and in lower case.
    fileprivate var word: [UInt8] = []
    /// How many characters it has.
    fileprivate var count = 0
    fileprivate var hashes: [UInt64] = []

    /// Creates the room.
    package init() {}
  }

  /// Words of more characters than this are unknown.
  private static let longestWord = 100

  /// Appends the pieces of a text of valid UTF-8. Linear in its length.
  package func append(_ text: Span<UInt8>, to pieces: inout [Int32], _ scratch: inout Scratch) {
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      if byte < 0x80 {
        offset += 1
        switch byte {
        case 0x61...0x7A, 0x30...0x39: add(byte, &scratch)
        case 0x41...0x5A: add(isUncased ? byte | 0x20 : byte, &scratch)
        case 0x20, 0x09, 0x0A, 0x0D: endWord(&pieces, &scratch)
        case 0x21...0x7E:
          endWord(&pieces, &scratch)
          add(byte, &scratch)
          endWord(&pieces, &scratch)
        default: break
        }
        continue
      }
      append(Self.scalar(text, &offset), to: &pieces, &scratch)
    }
    endWord(&pieces, &scratch)
  }

  /// Appends a character that is not ASCII.
  private func append(_ scalar: UInt32, to pieces: inout [Int32], _ scratch: inout Scratch) {
    let kind = characters.kind(of: scalar)
    switch kind {
    case .removed:
      // An accent is taken off only there; what has no meaning to a reader always.
      if isUncased || !characters.isMark(scalar) { return }
    case .space: return endWord(&pieces, &scratch)
    case .ideograph: endWord(&pieces, &scratch)
    case .ordinary, .punctuation: break
    }
    if isUncased, let (first, second, third) = characters.mapping(of: scalar) {
      appendMapped(first, to: &pieces, &scratch)
      if second != 0 { appendMapped(second, to: &pieces, &scratch) }
      if third != 0 { appendMapped(third, to: &pieces, &scratch) }
    } else {
      appendMapped(scalar, to: &pieces, &scratch)
    }
    if kind == .ideograph { endWord(&pieces, &scratch) }
  }

  private func appendMapped(_ scalar: UInt32, to pieces: inout [Int32], _ scratch: inout Scratch) {
    if characters.kind(of: scalar) == .punctuation {
      endWord(&pieces, &scratch)
      add(scalar, &scratch)
      endWord(&pieces, &scratch)
    } else {
      add(scalar, &scratch)
    }
  }

  @inline(__always)
  private func add(_ ascii: UInt8, _ scratch: inout Scratch) {
    scratch.count += 1
    if scratch.count <= Self.longestWord { scratch.word.append(ascii) }
  }

  private func add(_ scalar: UInt32, _ scratch: inout Scratch) {
    scratch.count += 1
    guard scratch.count <= Self.longestWord, let scalar = Unicode.Scalar(scalar), let bytes = UTF8.encode(scalar) else { return }
    scratch.word.append(contentsOf: bytes)
  }

  private func endWord(_ pieces: inout [Int32], _ scratch: inout Scratch) {
    if scratch.count == 0 { return }
    if scratch.count > Self.longestWord {
      pieces.append(vocabulary.unknown)
    } else {
      vocabulary.append(scratch.word, to: &pieces, hashes: &scratch.hashes)
    }
    scratch.count = 0
    scratch.word.removeAll(keepingCapacity: true)
  }

  /// The scalar at an offset of valid UTF-8, which is moved behind it.
  @inline(__always)
  static func scalar(_ text: Span<UInt8>, _ offset: inout Int) -> UInt32 {
    let lead = text[offset]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var scalar = length == 1 ? UInt32(lead) : UInt32(lead) & (0x7F >> UInt32(length))
    for index in 1..<max(1, length) where offset + index < text.count { scalar = scalar << 6 | UInt32(text[offset + index] & 0x3F) }
    offset += length
    return min(scalar, 0x10FFFF)
  }
}
