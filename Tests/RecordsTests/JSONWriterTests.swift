import Foundation
import Pipeline
import TestSupport
import Testing

@testable import Records

@Suite struct JSONWriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    write(&writer)
    return writer.bytes
  }

  private func foundation(_ json: [UInt8]) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed)
  }

  @Test func foundationReadsEveryStringBack() throws {
    var random = SeededGenerator(seed: 1)
    for length in 0..<400 {
      var string = String.UnicodeScalarView()
      for _ in 0..<length % 70 {
        let value: UInt32 =
          switch Int.random(in: 0..<6, using: &random) {
          case 0: UInt32.random(in: 0..<0x20, using: &random)
          case 1: [0x22, 0x5C, 0x7F, 0x2028, 0xFEFF, 0xFFFD].randomElement(using: &random)!
          case 2: UInt32.random(in: 0x1_0000...0x10_FFFF, using: &random)
          case 3: UInt32.random(in: 0x80..<0xD800, using: &random)
          default: UInt32.random(in: 0x20..<0x7F, using: &random)
          }
        string.append(Unicode.Scalar(value)!)
      }
      let expected = String(string)
      let json = written { $0.string(expected) }
      #expect(try JSONParser.parse(json) { $0.string }.get() == expected)
      // Foundation drops U+FEFF at the start of a string and after an escape.
      if expected.unicodeScalars.contains("\u{FEFF}") { continue }
      let read = try #require(try foundation(json) as? String)
      #expect(Array(read.unicodeScalars) == Array(expected.unicodeScalars))
    }
  }

  @Test func everyByteThatMustBeEscapedIsFoundAtEveryPlace() {
    for byte in UInt8(0)..<0x80 {
      for position in 0..<20 {
        var bytes = [UInt8](repeating: 0x61, count: 20)
        bytes[position] = byte
        let json = written { writer in bytes.withUnsafeBufferPointer { writer.string($0) } }
        #expect((json.count > 22) == (byte < 0x20 || byte == 0x22 || byte == 0x5C))
      }
    }
  }

  @Test func integersAreWrittenAsSwiftWritesThem() {
    var values = [0, 9, 10, 99, 100, 999, 1000, Int.max, Int.min, Int.max - 1, Int.min + 1, -1, -9, -10]
    var power = 1
    for _ in 0..<18 {
      power *= 10
      values += [power, power - 1, power + 1, -power]
    }
    for value in values {
      #expect(String(decoding: written { $0.integer(value) }, as: UTF8.self) == String(value))
    }
  }

  @Test func numbersReadBackAsTheSameValue() throws {
    var random = SeededGenerator(seed: 2)
    var values: [Double] = [0, -0.0, 1, 0.1, 1e-5, 1e16, 1e300, Double.leastNonzeroMagnitude, .greatestFiniteMagnitude, 123456.789]
    for _ in 0..<2000 { values.append(Double(bitPattern: random.next())) }
    for value in values where value.isFinite {
      let json = written { $0.number(value) }
      #expect(try JSONDecoder().decode([Double].self, from: Data([0x5B] + json + [0x5D])) == [value])
      #expect(try JSONParser.parse(json) { $0.number }.get() == value)
    }
    for value in [Double.nan, .infinity, -.infinity] { #expect(written { $0.number(value) } == Array("null".utf8)) }
    for _ in 0..<2000 {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      if !value.isFinite { continue }
      #expect(Float(try JSONParser.parse(written { $0.number(value) }) { $0.number }.get()!) == value)
    }
  }

  @Test func metadataReadsBackInItsOrder() throws {
    let value = MetadataValue.object([
      .init("z", .list([.null, .bool(true), .integer(-3), .number(2.5)])), .init("a", .object([])), .init("é\n", .string("\u{1}")),
    ])
    let json = written { $0.value(value) }
    #expect(String(decoding: json, as: UTF8.self) == #"{"z":[null,true,-3,2.5],"a":{},"é\n":"\u0001"}"#)
    #expect(try JSONParser.parse(json) { MetadataValue($0) }.get() == value)
  }

  @Test func whatTheParserRefusesIsNamed() {
    let cases: [(String, JSONFailure)] = [
      ("", .empty), ("   ", .empty), ("{\"a\":1", .syntax), ("{\"a\":}", .syntax), ("[1] 2", .syntax), ("\"\\ud800\"", .string),
      ("[\"a\tb\"]", .control), ("[\"abc", .unclosed), ("[123456789012345678901234567890]", .number), ("[01]", .number),
      (String(repeating: "[", count: 200) + String(repeating: "]", count: 200), .depth),
    ]
    for (json, failure) in cases {
      #expect(throws: failure, "\(json)") { try JSONParser.parse(Array(json.utf8)) { $0.kind }.get() }
    }
    #expect(throws: JSONFailure.encoding) { try JSONParser.parse([0x22, 0xC3, 0x28, 0x22]) { $0.kind }.get() }
  }

  @Test func parsersMayBeNestedAndLongLinesFollowShortOnes() throws {
    let long = Array("[\"\(String(repeating: "x", count: 3_000_000))\",7]".utf8)
    let sum = try JSONParser.parse(Array("[1,2]".utf8)) { outer in
      let inner = try JSONParser.parse(long) { $0.elements.compactMap(\.integer).reduce(0, +) }.get()
      return inner + outer.elements.compactMap(\.integer).reduce(0, +)
    }.get()
    #expect(sum == 10)
  }

  @Test func identifiersAreFoundWithoutParsingTheLine() {
    func id(_ line: String) -> String? { JSONScanner.identifier(named: Array("id".utf8), in: Array(line.utf8)) }
    #expect(id(#"{"id":"a"}"#) == "a")
    #expect(id(#" { "text" : "say \"id\":\"no\"" , "x":{"id":"inner","y":["}"]} , "id" : "a\u00e9\/" } "#) == "aé/")
    #expect(id(#"{"id":42,"x":1}"#) == "42")
    #expect(id(#"{"id":null}"#) == nil)
    #expect(id(#"{"id":["a"]}"#) == nil)
    #expect(id(#"{"x":1}"#) == nil)
    #expect(id(#"{"id":"unclosed"#) == nil)
    #expect(id(#"["id"]"#) == nil)
    #expect(id(#"{"id":"bad \q"}"#) == nil)
  }
}
