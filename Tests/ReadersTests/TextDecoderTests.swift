import Foundation
import Pipeline
import TestSupport
import Testing

@testable import Readers

@Suite struct TextDecoderTests {
  private let sentence = "Café talks in Baku: “We’re ready”, said Zoë — 😀 costs €5."

  private func decoded(_ bytes: [UInt8]) throws -> (text: String, encoding: String, broken: Int) {
    let decoded = try TextDecoder.decode(bytes)
    return (decoded.text.string, decoded.encoding, decoded.brokenCount)
  }

  private func utf16(_ string: String, bigEndian: Bool) -> [UInt8] {
    string.utf16.flatMap { bigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  private func utf32(_ string: String, bigEndian: Bool) -> [UInt8] {
    string.unicodeScalars.flatMap { scalar in
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * UInt32($0))) }
      return bigEndian ? bytes.reversed() : bytes
    }
  }

  @Test func utf8IsReadWithAndWithoutMark() throws {
    #expect(try decoded(Array(sentence.utf8)) == (sentence, "utf-8", 0))
    #expect(try decoded([0xEF, 0xBB, 0xBF] + Array(sentence.utf8)) == (sentence, "utf-8", 0))
    #expect(try decoded([]) == ("", "utf-8", 0))
    #expect(try decoded([0xEF, 0xBB, 0xBF]) == ("", "utf-8", 0))
  }

  @Test func utf16And32AreReadWithAndWithoutMark() throws {
    for bigEndian in [false, true] {
      let suffix = bigEndian ? "be" : "le"
      #expect(try decoded(utf16("\u{FEFF}" + sentence, bigEndian: bigEndian)) == (sentence, "utf-16\(suffix)", 0))
      #expect(try decoded(utf16(sentence, bigEndian: bigEndian)) == (sentence, "utf-16\(suffix)", 0))
      #expect(try decoded(utf32("\u{FEFF}" + sentence, bigEndian: bigEndian)) == (sentence, "utf-32\(suffix)", 0))
      #expect(try decoded(utf32(sentence, bigEndian: bigEndian)) == (sentence, "utf-32\(suffix)", 0))
    }
  }

  @Test func russianInUTF16WithoutMarkIsToldByItsSpaces() throws {
    let russian = "Министр прибыл в столицу во вторник. Он встретился с президентом.\n"
    #expect(try decoded(utf16(russian, bigEndian: false)) == (russian, "utf-16le", 0))
    #expect(try decoded(utf16(russian, bigEndian: true)) == (russian, "utf-16be", 0))
  }

  @Test func brokenUTF16IsReplacedAndCounted() throws {
    let bytes = [0xFF, 0xFE] + utf16("ab", bigEndian: false) + [0x00, 0xD8] + utf16("c", bigEndian: false) + [0x41]
    #expect(try decoded(bytes) == ("ab\u{FFFD}c\u{FFFD}", "utf-16le", 2))
  }

  @Test func englishWithTypographicQuotesIsWindows1252() throws {
    let bytes =
      Array("He said: ".utf8) + [0x93] + Array("We".utf8) + [0x92] + Array("re ready".utf8) + [0x94, 0x20, 0x96, 0x20, 0x80]
      + Array("5".utf8)
    #expect(try decoded(bytes) == ("He said: “We’re ready” – €5", "windows-1252", 0))
  }

  @Test func englishWithAnAccentAloneIsLatin1() throws {
    let bytes = Array("The caf".utf8) + [0xE9] + Array(" in Z".utf8) + [0xFC] + Array("rich was closed on Monday, the owner said.".utf8)
    #expect(try decoded(bytes) == ("The café in Zürich was closed on Monday, the owner said.", "iso-8859-1", 0))
  }

  @Test func whatWindows1252DoesNotDefineIsBroken() throws {
    #expect(try decoded(Array("A ".utf8) + [0x93, 0x81, 0x94]) == ("A “\u{FFFD}”", "windows-1252", 1))
  }

  @Test(arguments: LegacySentences.all.map(\.encoding))
  func otherAlphabetsAreToldApart(_ encoding: String) throws {
    let known = try #require(LegacySentences.all.first { $0.encoding == encoding })
    let bytes = [UInt8](try #require(Data(base64Encoded: known.base64)))
    #expect(try decoded(bytes) == (known.text, encoding, 0))
  }

  @Test func utf8WithBrokenPlacesIsRepairedAsSwiftRepairsIt() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      var bytes = Array(RandomText.make(&random, scalars: 40).utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0x80...0xFF, using: &random)
      }
      let repaired = UTF8Repair.repaired(bytes[...])
      let expected = String(decoding: bytes, as: UTF8.self)
      #expect(repaired.bytes == Array(expected.utf8))
      #expect(repaired.count == expected.unicodeScalars.count { $0 == "\u{FFFD}" })
    }
  }

  @Test func aFewBrokenPlacesAreReportedAndDoNotFail() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.txt", Array("“Zoë” ".utf8) + [0xFF] + Array(" and “Åsa”".utf8) + [0xE2, 0x80])
    let document = FileLoader(path: Array(path.utf8), id: "a", name: "a", maximum: 100).load()
    #expect(document.text.string == "“Zoë” \u{FFFD} and “Åsa”\u{FFFD}")
    #expect(document.source.encoding == "utf-8")
    #expect(!document.isFailed)
    #expect(
      document.problems == [
        Problem(stage: "read", code: "broken-bytes", message: "2 places that are not valid utf-8 were replaced by U+FFFD")
      ])
  }

  @Test func zeroBytesInATextStay() throws {
    for text in ["one\0two", "one\0two ", "a\0b", "ab\0cdefghijkl"] { #expect(try decoded(Array(text.utf8)) == (text, "utf-8", 0)) }
  }

  @Test func filesThatAreNoTextAreRefusedByName() {
    func message(_ bytes: [UInt8]) -> String? {
      do {
        _ = try TextDecoder.decode(bytes)
        return nil
      } catch { return error.message }
    }
    #expect(message(Array("%PDF-1.7\n%âãÏÓ".utf8)) == "the file is a PDF file, not text")
    #expect(message([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]) == "the file is a PNG image, not text")
    #expect(message([0x1F, 0x8B, 8, 0, 0, 0]) == "the file is a gzip file, not text")
    #expect(message(Array("\n<!DOCTYPE HTML>\n<p>Hello".utf8)) == "the file is an HTML page, not text")
    #expect(message([0xEF, 0xBB, 0xBF] + Array("<?xml version='1.0'?><rss/>".utf8)) == "the file is an XML file, not text")
    #expect(message(Array("<html5 is a tag, he said.".utf8)) == nil)
    #expect(message(Array("BZh is how the abbreviation begins".utf8)) == nil)
    var random = SeededGenerator(seed: 4)
    for _ in 0..<20 {
      #expect(
        message((0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }) == "the file has too many control characters for a text")
    }
    #expect(message((0..<2000).map { UInt8($0 % 20) }) == "the file has too many control characters for a text")
  }

  @Test func randomBytesNeverCrashTheDecoder() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<2000 {
      let start = Array("\u{FEFF}He said so.".utf8.dropFirst(Int.random(in: 0...12, using: &random)))
      let bytes = start + (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      if let decoded = try? TextDecoder.decode(bytes) { #expect(String(validating: Array(decoded.text.string.utf8), as: UTF8.self) != nil) }
    }
  }
}
