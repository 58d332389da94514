import Foundation
import Pipeline
import TestSupport
import Testing

@testable import EntityStage

/// Scores the stage on gold tokens of non-Western newswire. Lists and rules are the floor under the model, not a rival: the test guards against
/// losing what they reach.
@Suite("Against annotated newswire")
struct WorldwideEvaluation {
  static let file = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let data = ProcessInfo.processInfo.environment["TEXTMILL_DATA"] ?? root.deletingLastPathComponent().appending(path: "shared/data").path
    return "\(data)/ner/worldwide-dev.tsv"
  }()

  /// The types that the annotation has too; it knows neither percentages nor quantities nor times.
  static let types: [String: String] = [
    "PERSON": "Person", "ORG": "Organization", "GPE": "Location", "LOC": "Location", "FAC": "Location", "NORP": "NORP", "DATE": "Date",
    "MONEY": "Money",
  ]

  struct Score {
    var right = 0
    var found = 0
    var gold = 0
    var precision: Double { found == 0 ? 0 : Double(right) / Double(found) }
    var recall: Double { gold == 0 ? 0 : Double(right) / Double(gold) }
    var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }
  }

  @Test("Precision and recall stay above the floor", .enabled(if: FileManager.default.fileExists(atPath: WorldwideEvaluation.file)))
  func floor() throws {
    let stage = try #require(EntityFixture.standard)
    var scores: [String: Score] = [:]
    for gold in try Self.documents(Self.file) {
      var document = gold.document
      try stage.process(&document)
      let found = Set(
        document.entities.compactMap { entity in Self.types[entity.type.name].map { "\($0) \(entity.span.start) \(entity.span.end)" } })
      for name in found { scores[String(name.prefix { $0 != " " }), default: Score()].found += 1 }
      for name in gold.entities {
        scores[String(name.prefix { $0 != " " }), default: Score()].gold += 1
        if found.contains(name) { scores[String(name.prefix { $0 != " " }), default: Score()].right += 1 }
      }
    }
    for (type, score) in scores.sorted(by: { $0.key < $1.key }) {
      print(
        "\(type): P \(Int(score.precision * 1000)) R \(Int(score.recall * 1000)) F1 \(Int(score.f1 * 1000)) (gold \(score.gold), found \(score.found))"
      )
    }
    #expect(scores["Person"]!.precision > 0.79)
    #expect(scores["Location"]!.f1 > 0.69)
    #expect(scores["NORP"]!.f1 > 0.71)
  }

  struct Gold {
    var document: Document
    /// `Type start end`
    var entities: Set<String>
  }

  /// A document with the tokens of the annotation. They do not tell where white space stood; a hyphen between words had none, nor had `US $`.
  static func document(_ sentences: [[String]]) -> Document {
    var text: [UInt8] = []
    var tokens: [TextSpan] = []
    var ranges: [IndexRange] = []
    for words in sentences {
      let first = tokens.count
      for (index, word) in words.enumerated() {
        let isGlued =
          index > 0
          && ((word == "-" && index + 1 < words.count) || (words[index - 1] == "-" && index > 1)
            || (word == "$" && words[index - 1].utf8.count < 3 && words[index - 1].utf8.allSatisfy { $0 < 0x5B && $0 > 0x40 }))
        if !tokens.isEmpty, !isGlued { text.append(0x20) }
        tokens.append(TextSpan(text.count..<text.count + word.utf8.count))
        text += word.utf8
      }
      ranges.append(IndexRange(first..<tokens.count))
    }
    var document = Document(id: "gold", text: Text(String(decoding: text, as: UTF8.self)))
    document.tokens = tokens
    document.sentences = ranges.map {
      Sentence(TextSpan(tokens[$0.range.lowerBound].start, tokens[$0.range.upperBound - 1].end), tokens: $0)
    }
    document.layers = [.sentences, .tokens]
    return document
  }

  static func documents(_ path: String) throws -> [Gold] {
    var all: [Gold] = []
    var sentences: [[String]] = []
    var tags: [String] = []
    var words: [String] = []
    func endSentence() {
      if !words.isEmpty { sentences.append(words) }
      words = []
    }
    func endDocument() {
      endSentence()
      if sentences.isEmpty { return }
      let document = Self.document(sentences)
      var entities: Set<String> = []
      var index = 0
      while index < tags.count {
        guard tags[index].hasPrefix("B-") else {
          index += 1
          continue
        }
        var end = index + 1
        while end < tags.count, tags[end].hasPrefix("I-") { end += 1 }
        var type = String(tags[index].dropFirst(2))
        if type == "Facility" { type = "Location" }
        if types.values.contains(type) { entities.insert("\(type) \(document.tokens[index].start) \(document.tokens[end - 1].end)") }
        index = end
      }
      all.append(Gold(document: document, entities: entities))
      sentences = []
      tags = []
    }
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# doc") {
        endDocument()
      } else if line.isEmpty {
        endSentence()
      } else {
        let parts = line.split(separator: "\t")
        words.append(String(parts[0]))
        tags.append(String(parts[1]))
      }
    }
    endDocument()
    return all
  }
}
