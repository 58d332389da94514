import Foundation
import Pipeline
import Testing

@testable import SegmentStage

/// Scores on gold data. Run by `TEXTMILL_DATA=… swift test --filter SegmentationScores`; the figures stand in Docs/segmentation.md.
@Suite(.enabled(if: SharedData.has("segmentation/ud-dev.jsonl"), "needs the gold data that TEXTMILL_DATA names"))
struct SegmentationScores {
  @Test(
    arguments: [
      ("EWT dev", "syntax/ud-ewt-dev.conllu", 84.5, 99.0), ("GUM dev", "syntax/ud-gum-dev.conllu", 95.3, 99.7),
      ("PUD, Wikipedia half", "syntax/ud-pud-wiki.conllu", 99.5, 99.7),
    ])
  func treebanks(_ name: String, _ path: String, _ sentenceFloor: Double, _ tokenFloor: Double) throws {
    let lexicon = try Lexicon.load()
    var sentences = SpanScore()
    var tokens = SpanScore()
    for document in GoldDocument.read(conllu: try SharedData.string(path)) {
      let found = SegmentStage.segment(document.text.span, blocks: [], lineBreaks: .auto, lexicon: lexicon)
      sentences.add(document.text, gold: document.sentences, system: found.sentences.map(\.span))
      tokens.add(document.text, gold: document.words, system: found.tokens)
    }
    print("\(name): sentence F1 \(rounded(sentences.f1)), token F1 \(rounded(tokens.f1))")
    #expect(sentences.f1 >= sentenceFloor && tokens.f1 >= tokenFloor)
  }

  @Test func bothTreebanksTogether() throws {
    struct Row: Decodable {
      var id: String
      var text: String
      var sentences: [[Int]]
    }
    let lexicon = try Lexicon.load()
    var scores: [String: SpanScore] = [:]
    for line in try SharedData.string("segmentation/ud-dev.jsonl").split(separator: "\n") {
      let row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
      var offsets: [Int] = []
      var offset = 0
      for scalar in row.text.unicodeScalars {
        offsets.append(offset)
        offset += UTF8.width(scalar)
      }
      offsets.append(offset)
      let gold = row.sentences.map { TextSpan(offsets[$0[0]]..<offsets[$0[1]]) }
      let bytes = Array(row.text.utf8)
      let found = SegmentStage.segment(bytes.span, blocks: [], lineBreaks: .auto, lexicon: lexicon).sentences.map(\.span)
      for key in [String(row.id.prefix(3)), "all"] { scores[key, default: SpanScore()].add(bytes, gold: gold, system: found) }
    }
    print(
      "ud-dev.jsonl sentence F1: " + scores.sorted { $0.key < $1.key }.map { "\($0.key) \(rounded($0.value.f1))" }.joined(separator: ", "))
    #expect(scores["all"]!.f1 >= 89.5 && scores["gum"]!.f1 >= 95 && scores["ewt"]!.f1 >= 84)
  }

  @Test(arguments: [("golden-rules-en.json", 50), ("english-cases.json", 97)])
  func goldenRules(_ file: String, _ floor: Int) throws {
    struct Rule: Decodable {
      var name: String
      var text: String
      var sentences: [String]
    }
    let rules = try JSONDecoder().decode([Rule].self, from: try SharedData.bytes("segmentation/\(file)"))
    func flat(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    let failed = try rules.filter { try Segmented($0.text).sentenceTexts.map(flat) != $0.sentences.map(flat) }
    print(
      "\(file): \(rules.count - failed.count) of \(rules.count); not followed: \(failed.map { String($0.name.suffix(4)) }.joined(separator: " "))"
    )
    #expect(rules.count - failed.count >= floor)
  }

  private func rounded(_ value: Double) -> String { String(format: "%.2f", value) }
}
