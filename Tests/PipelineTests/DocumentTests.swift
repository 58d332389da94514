import Foundation
import TestSupport
import Testing

@testable import Pipeline

@Suite struct DocumentTests {
  private struct Scores: Codable, Sendable, Equatable { var values: [Int] = [] }
  private static let key = LayerKey<Scores>("scores")

  @Test func aPluginsLayerIsChangedInPlace() {
    var document = Document(id: "d", text: "text")
    #expect(document[Self.key] == nil)
    for value in 0..<3 { document.update(Self.key, default: Scores()) { $0.values.append(value) } }
    #expect(document[Self.key] == Scores(values: [0, 1, 2]))
    document.drop("scores")
    #expect(document[Self.key] == nil)
  }

  @Test func aRecordsLayerIsDecodedWhenAskedFor() {
    var document = Document(id: "d", text: "text")
    document.openLayers["scores"] = .encoded(
      EncodedLayer(bytes: Array(#"{"values":[7]}"#.utf8)) { try JSONDecoder().decode($1, from: Data($0)) })
    #expect(document[Self.key] == Scores(values: [7]))
    #expect(document[LayerKey<[Int]>("scores")] == nil)
  }

  @Test func offsetsCountInEveryUnit() {
    let text = Text("aé😀b")
    #expect(OffsetTable(text, unit: .codepoint).units(atByte: 7) == 3)
    #expect(OffsetTable(text, unit: .utf16).units(atByte: 7) == 4)
    #expect(OffsetTable(text, unit: .utf8).units(atByte: 7) == 7)
    #expect(OffsetTable(text, unit: .utf16).byte(atUnits: 3) == nil)
    #expect(OffsetTable(text, unit: .utf8).byte(atUnits: 2) == nil)
    #expect(OffsetTable(text, unit: .codepoint).byte(atUnits: 5) == nil)
  }

  @Test func onlyValidUTF8IsText() {
    #expect(Text(validating: [0x61, 0xC3, 0xA9])?.string == "aé")
    #expect(Text(validating: [0x61, 0xC3]) == nil)
    #expect(Text(validating: [0xED, 0xA0, 0x80]) == nil)
    #expect(Text(validating: [UInt8](repeating: 0x61, count: 9))?.isASCII == true)
  }
}
