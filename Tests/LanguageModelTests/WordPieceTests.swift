import Foundation
import LanguageModel
import Pipeline
import TestSupport
import Testing

@Suite struct WordPieceTests {
  private struct Vector: Decodable {
    let text: String
    let pieces: [Int32]
  }

  private struct Shape: Decodable {
    let word: String
    let shape: UInt8
  }

  @Test func piecesAreThoseOfTheReference() throws {
    let tokenizer = try Fixtures.tokenizer()
    let vectors = try JSONDecoder().decode([Vector].self, from: Data(Fixtures.bytes("\(Fixtures.models)/wordpiece-vectors.json")))
    #expect(vectors.count > 40)
    for vector in vectors {
      #expect(tokenizer.pieces(vector.text) == vector.pieces, "\(vector.text.debugDescription)")
    }
  }

  @Test func aTextGivesThePiecesOfItsWordsInTurn() throws {
    let tokenizer = try Fixtures.tokenizer()
    Fuzzing.run(rounds: 300, seed: 11) { _, random in
      let words = (0..<6).map { _ in RandomText.make(&random, scalars: Int.random(in: 0...12, using: &random)) }
      #expect(tokenizer.pieces(words.joined(separator: " ")) == words.flatMap { tokenizer.pieces($0) }, "\(words)")
    }
  }

  @Test(.enabled(if: Fixtures.hasData)) func developmentTextsHaveThePiecesOfTheReference() throws {
    let tokenizer = try Fixtures.tokenizer()
    let list = String(decoding: try Fixtures.bytes("\(Fixtures.models)/wordpiece-development.txt"), as: UTF8.self)
    var compared = 0
    for line in list.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: " ")
      guard fields.count == 3, let bytes = try? Fixtures.bytes("\(Fixtures.data)/\(fields[0])") else { continue }
      var count = 0
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      var pieces: [Int32] = []
      var scratch = WordPieceTokenizer.Scratch()
      for word in bytes.split(whereSeparator: { $0 == 0x20 || (0x09...0x0D).contains($0) }) {
        pieces.removeAll(keepingCapacity: true)
        tokenizer.append(word.span, to: &pieces, &scratch)
        count += pieces.count
        for piece in pieces {
          hash = (hash ^ UInt64(piece & 0xFF)) &* 0x100_0000_01B3
          hash = (hash ^ UInt64(piece >> 8)) &* 0x100_0000_01B3
        }
      }
      #expect("\(count) \(String(format: "%016llx", hash))" == "\(fields[1]) \(fields[2])", "\(fields[0])")
      compared += 1
    }
    #expect(compared > 0)
  }

  @Test func aVocabularyWithoutTheUnknownPieceIsRefused() {
    let found = problems { () throws(Diagnostics) in try WordPieceTokenizer(vocabulary: Array("a\nb\n".utf8), named: "v.txt") }
    #expect(found.map(\.message) == ["the vocabulary 'v.txt' has no piece '[UNK]'"])
  }

  @Test func windowsLineEndsAndALastLineWithoutOneAreRead() throws {
    let tokenizer = try WordPieceTokenizer(vocabulary: Array("[UNK]\r\na\r\n##b".utf8), named: "v.txt")
    #expect(tokenizer.count == 3)
    #expect(tokenizer.pieces("ab abc") == [1, 2, 0])
    #expect(tokenizer.piece("##b") == 2 && tokenizer.piece("b") == nil)
  }

  @Test func aWordOfAMillionLettersTakesNoLongerThanItsBytes() throws {
    let tokenizer = try Fixtures.tokenizer()
    #expect(tokenizer.pieces(String(repeating: "a", count: 1_000_000)) == [tokenizer.unknown])
    #expect(tokenizer.pieces(String(repeating: "!", count: 100_000)).count == 100_000)
  }

  @Test func lettersHaveTheShapesThatModelsAreTrainedWith() throws {
    let shapes = try JSONDecoder().decode([Shape].self, from: Data(Fixtures.bytes("\(Fixtures.models)/letter-shapes.json")))
    #expect(shapes.count > 40 && Set(shapes.map(\.shape)).count == 8)
    for shape in shapes {
      let bytes = Array(shape.word.utf8)
      #expect(LetterShape(bytes.span).rawValue == shape.shape, "\(shape.word)")
    }
  }
}
