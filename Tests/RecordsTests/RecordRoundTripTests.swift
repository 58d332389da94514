import Foundation
import Pipeline
import TestSupport
import Testing

@testable import Records

@Suite struct RecordRoundTripTests {
  static func record(_ document: Document, _ unit: OffsetUnit = .codepoint, tokens: Bool = true) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try RecordWriter(offsets: unit, includeTokens: tokens).append(document, to: &bytes)
    return bytes
  }

  @Test(arguments: OffsetUnit.allCases)
  func aRecordReadBackGivesTheSameRecord(_ unit: OffsetUnit) throws {
    for seed in 0..<400 {
      let document = RandomDocument.make(seed: UInt64(seed))
      let record = try Self.record(document, unit)
      let back = try RecordReader().document(from: record)
      let again = try Self.record(back, unit)
      try #require(record == again, "seed \(seed)")
      #expect(back.layers == presentLayers(document), "seed \(seed)")
      #expect(back.sourceText == document.sourceText && back.text == document.text, "seed \(seed)")
      #expect(back.tokens == document.tokens && back.entities == document.entities && back.relations == document.relations, "seed \(seed)")
      #expect(back.quotes == document.quotes && back.coreference == document.coreference && back.blocks == document.blocks, "seed \(seed)")
      #expect(back.metadata == document.metadata && back.isFailed == document.isFailed, "seed \(seed)")
      #expect(back[Mood.key] == document[Mood.key], "seed \(seed)")
    }
  }

  /// A record cannot say whether tags were looked for in a document without tokens.
  private func presentLayers(_ document: Document) -> Set<Layer> {
    let isVacuous = document.layers.contains(.tokens) && document.tokens.isEmpty
    return isVacuous ? document.layers.union([.tags, .syntax]) : document.layers
  }

  @Test func recordsAreSingleLinesThatFoundationReads() throws {
    for seed in 0..<200 {
      let record = try Self.record(RandomDocument.make(seed: UInt64(seed)), .utf16)
      #expect(record.last == 0x0A)
      #expect(!record.dropLast().contains(0x0A) && !record.contains(0x0D))
      let object = try #require(try JSONSerialization.jsonObject(with: Data(record)) as? [String: Any])
      #expect(object["schema"] as? String == "textmill/1")
    }
  }

  @Test func offsetsFindTheTextInEveryUnit() throws {
    for seed in 0..<100 {
      let document = RandomDocument.make(seed: UInt64(seed))
      for unit in OffsetUnit.allCases {
        // Foundation would drop U+FEFF at the start of a string, so simdjson reads here.
        try JSONParser.parse(try Self.record(document, unit)) { record in
          let units = self.units(of: try #require(record.member("text")?.string), unit)
          for entity in record.member("entities")?.elements.map(\.self) ?? [] {
            let range = try offsets(entity, "start", "end")
            #expect(Array(units[range]) == self.units(of: try #require(entity.member("text")?.string), unit))
          }
          let source = self.units(of: document.sourceText.string, unit)
          for edit in record.member("alignment")?.elements.map(\.self) ?? [] {
            let range = try offsets(edit, "source_start", "source_end")
            #expect(Array(source[range]) == self.units(of: try #require(edit.member("source")?.string), unit))
          }
        }.get()
      }
    }
  }

  private func offsets(_ json: JSONValue, _ start: StaticString, _ end: StaticString) throws -> Range<Int> {
    try #require(json.member(start)?.integer)..<(try #require(json.member(end)?.integer))
  }

  private func units(of string: String, _ unit: OffsetUnit) -> [UInt32] {
    switch unit {
    case .codepoint: string.unicodeScalars.map(\.value)
    case .utf8: string.utf8.map { UInt32($0) }
    case .utf16: string.utf16.map { UInt32($0) }
    }
  }

  @Test func withoutTokensSentencesAreThereWithoutTheirTokens() throws {
    let document = Document(sentences: ["One two .", "Three ."])
    let record = try Self.record(document, tokens: false)
    #expect(!String(decoding: record, as: UTF8.self).contains("tokens"))
    let back = try RecordReader().document(from: record)
    #expect(back.layers == [.sentences])
    #expect(back.sentences.map(\.span) == document.sentences.map(\.span))
    #expect(back.sentences.allSatisfy { $0.tokens.count == 0 })
  }

  @Test func aPluginsLayerFromARecordIsWrittenAsItStood() throws {
    let layers = #"{"b":[1.0, "x\/yé" ,{"z":null}],"a":{ "k" : 1e2 }}"#
    let line = #"{"schema":"textmill/1","id":"a","text":"x","layers":\#(layers),"problems":[]}"#
    let document = try RecordReader().document(from: Array(line.utf8))
    #expect(document.layers == ["a", "b"])
    let record = String(decoding: try Self.record(document), as: UTF8.self)
    #expect(record.contains(#""layers":{"a":{ "k" : 1e2 },"b":[1.0, "x\/yé" ,{"z":null}]}"#))
  }

  @Test func aPluginsLayerFromARecordIsLeftOutInAnotherUnit() throws {
    let line = #"{"schema":"textmill/1","id":"a","text":"x","offsets":"utf16","layers":{"a":[0]}}"#
    let document = try RecordReader().document(from: Array(line.utf8))
    let record = String(decoding: try Self.record(document, .utf8), as: UTF8.self)
    #expect(!record.contains(#""layers""#) && record.contains("layer-left-out"))
  }

  @Test func aLayerThatCannotBeEncodedIsAFailureAndAppendsNothing() {
    var document = Document(id: "a", text: "x")
    document.set(Mood.key, to: Mood(label: "", span: TextSpan(0, 1), weights: [.infinity]))
    var bytes: [UInt8] = [1, 2]
    #expect(throws: StageFailure(code: "unwritable-layer", "the layer 'mood' cannot be written as JSON")) {
      try RecordWriter().append(document, to: &bytes)
    }
    #expect(bytes == [1, 2])
  }

  @Test func theRecordOfASmallDocumentIsThis() throws {
    var document = Document(id: "a.txt", text: Text("Jo met Al."))
    document.layers = [.entities, .coreference]
    document.entities = [Entity(TextSpan(0, 2), "PERSON", canonical: "Joan", confidence: 0.98, by: Provenance("entities/list"))]
    document.coreference = [CoreferenceCluster(name: "Jo", type: "PERSON", mentions: [Mention(TextSpan(0, 2), .name, entity: 0)])]
    let expected = """
      {"schema":"textmill/1","id":"a.txt","source":{"path":"a.txt","format":"text","encoding":null,"sha256":""},"title":null,\
      "language":null,"metadata":{},"text":"Jo met Al.","offsets":"codepoint",\
      "entities":[{"id":"e0","start":0,"end":2,"source_start":0,"source_end":2,"text":"Jo","type":"PERSON","canonical":"Joan",\
      "cluster":"c1","confidence":0.98,"by":"entities/list"}],\
      "coreference":[{"id":"c1","name":"Jo","type":"PERSON","mentions":[{"start":0,"end":2,"source_start":0,"source_end":2,\
      "text":"Jo","kind":"name","entity":"e0"}]}],"problems":[]}\n
      """
    #expect(String(decoding: try Self.record(document), as: UTF8.self) == expected)
  }
}
