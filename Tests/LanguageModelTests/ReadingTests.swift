import Dispatch
import Foundation
import LanguageModel
import Pipeline
import TestSupport
import Testing

/// What a model finds in documents, by the small models of the fixtures.
@Suite struct ReadingTests {
  private struct Expected: Decodable {
    struct Entity: Decodable {
      let words: Range<Int>
      let type: String
      let confidence: Double

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        words = try list.decode(Int.self)..<list.decode(Int.self)
        type = try list.decode(String.self)
        confidence = try list.decode(Double.self)
      }
    }

    let words: [String]
    let entities: [Entity]
    let tags: [UInt8]
    let lemmas: [Int]
    let heads: [Int32]
    let relations: [UInt16]
  }

  private static let all = Set(ModelHead.allCases)

  private func model(_ name: String = "tiny-words", _ heads: Set<ModelHead> = all) throws -> LoadedModel {
    let model = try LoadedModel(at: Fixtures.folder(of: name))
    try model.load(heads)
    return model
  }

  /// What a model finds in each of some documents that are read together.
  private func read(_ documents: [Document], _ model: LoadedModel, _ heads: Set<ModelHead> = all) throws -> [ModelFindings] {
    let stage = try #require(model.encoder(for: Set(heads.map(\.rawValue))) as? any BatchStage)
    var batch = documents
    let failures = stage.process(batch: &batch)
    #expect(failures.allSatisfy { $0 == nil })
    return batch.compactMap { $0.findings[ObjectIdentifier(model)] as? ModelFindings }
  }

  private static let words = [
    "the", "minister", "Zelensky", "Paris", "talks", "in", "of", "1,000", "NATO", "said", "unknownqq", "–", "naïve", "東京", "Al-Arabi", ".",
    "U.S.",
    "🙂", "İstanbul", "x",
  ]

  private func sentence(_ count: Int, _ random: inout SeededGenerator) -> String {
    (0..<count).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined(separator: " ")
  }

  @Test func whatIsFoundIsWhatTryingEverythingFinds() throws {
    let model = try model()
    let expected = try JSONDecoder().decode([Expected].self, from: Data(Fixtures.bytes("\(Fixtures.models)/tiny-words-expected.json")))
    #expect(expected.count > 10)
    for expected in expected {
      let found = try read([Document(sentences: [expected.words.joined(separator: " ")])], model)[0]
      #expect(found.tags == expected.tags && found.heads == expected.heads && found.relations == expected.relations, "\(expected.words)")
      #expect(found.entities.map(\.words) == expected.entities.map(\.words), "\(expected.words)")
      #expect(found.entities.map { model.entityTypes[$0.type] } == expected.entities.map(\.type))
      for (entity, wanted) in zip(found.entities, expected.entities) {
        #expect(abs(Double(entity.confidence) - wanted.confidence) < 1e-4)
      }
      for (word, (script, wanted)) in zip(expected.words, zip(found.lemmas, expected.lemmas)) {
        let bytes = Array(word.utf8)[...]
        #expect(Int(script) == wanted || model.lemmaScripts[wanted].lemma(of: bytes) == nil)
        #expect(model.lemmaScripts[Int(script)].lemma(of: bytes) != nil)
      }
    }
  }

  /// The same bytes in any company, any order, and on any thread.
  @Test(arguments: Fixtures.modelNames) func whatIsFoundDependsOnTheSentenceAlone(name: String) throws {
    let heads: Set<ModelHead> = name == "tiny-pieces" ? [.entities] : Self.all
    let model = try model(name, heads)
    var random = SeededGenerator(seed: 41)
    let documents = (0..<60).map { _ in
      let count = Int.random(in: 0...6, using: &random)
      return Document(sentences: (0..<count).map { _ in sentence(Int.random(in: 1...75, using: &random), &random) })
    }
    let alone = try documents.map { try read([$0], model, heads)[0] }
    if name.hasPrefix("tiny-") { #expect(alone.contains { $0.entities.count > 10 } && alone.contains { $0.entities.isEmpty }) }
    for _ in 0..<6 {
      let order = documents.indices.shuffled(using: &random)
      let company = Array(order.prefix(Int.random(in: 2...60, using: &random)))
      let together = try read(company.map { documents[$0] }, model, heads)
      #expect(together == company.map { alone[$0] })
    }
    let mistakes = Locked(0)
    DispatchQueue.concurrentPerform(iterations: 24) { iteration in
      let company = [iteration % 60, (iteration * 7) % 60, (iteration * 13) % 60]
      let together = try? read(company.map { documents[$0] }, model, heads)
      if together != company.map({ alone[$0] }) { mistakes.withLock { $0 += 1 } }
    }
    #expect(mistakes.withLock { $0 } == 0)
  }

  @Test func aSentenceOfADocumentIsReadAsIfItStoodAloneButForNamesThatOthersShare() throws {
    let model = try model()
    var random = SeededGenerator(seed: 42)
    let sentences = (0..<20).map { _ in sentence(Int.random(in: 1...28, using: &random), &random) }
    let whole = try read([Document(sentences: sentences)], model)[0]
    let documents = sentences.map { Document(sentences: [$0]) }
    let alone = try documents.map { try read([$0], model)[0] }
    let names = zip(documents, alone).map { document, found in
      found.entities.map { entity in entity.words.map { document.text.string(document.tokens[$0]).lowercased() } }
    }
    var counts: [[String]: Int] = [:]
    for name in names.joined() { counts[name, default: 0] += 1 }
    #expect(counts.values.contains { $0 > 1 }, "some names are shared")
    var first = 0
    for (found, names) in zip(alone, names) {
      let words = first..<first + found.tags.count
      #expect(Array(whole.tags[words]) == found.tags && Array(whole.relations[words]) == found.relations)
      #expect(whole.heads[words].map { $0 < 0 ? $0 : $0 - Int32(first) } == found.heads)
      if names.allSatisfy({ counts[$0] == 1 }) {
        let entities = whole.entities.filter { words.contains($0.words.lowerBound) }
        #expect(entities.map { $0.words.lowerBound - first } == found.entities.map(\.words.lowerBound))
        #expect(entities.map(\.confidence) == found.entities.map(\.confidence))
      }
      first = words.upperBound
    }
  }

  /// The model of the fixtures reads 30 words at once.
  @Test(arguments: [30, 31, 38, 100, 5000]) func aLongSentenceIsReadInWindowsAndNothingIsCut(count: Int) throws {
    let model = try model()
    var random = SeededGenerator(seed: 43)
    let found = try read([Document(sentences: [sentence(count, &random)])], model)[0]
    #expect(found.tags.count == count && found.heads.count == count)
    #expect(found.heads.count { $0 < 0 } == 1)
    // Every word leads to the root.
    for word in 0..<count {
      var at = word
      var steps = 0
      while found.heads[at] >= 0, steps <= count {
        at = Int(found.heads[at])
        steps += 1
      }
      #expect(steps <= count)
    }
    #expect(zip(found.heads, found.relations).allSatisfy { ($0 < 0) == (model.relations[Int($1)] == "root") })
    #expect(zip(found.entities, found.entities.dropFirst()).allSatisfy { $0.words.upperBound <= $1.words.lowerBound })
    #expect(found.entities.last?.words.upperBound ?? 0 > count / 2)
  }

  @Test(arguments: ["tiny-words", "tiny-pieces"]) func emptyAndStrangeDocumentsAreRead(name: String) throws {
    let heads: Set<ModelHead> = name == "tiny-words" ? Self.all : [.entities]
    let model = try model(name, heads)
    var loose = Document(sentences: ["LONDON , March 3", "Talks failed ."])
    loose.sentences.removeFirst()
    let documents = [
      Document(id: "empty", text: ""), Document(sentences: ["\u{200B}"]), Document(sentences: ["🙂 🙂 👍🏽"]),
      Document(sentences: [String(repeating: "a", count: 100_000)]), Document(sentences: ["東京都は日本の首都である 。"]), loose,
      Document(sentences: [String(repeating: "ab-", count: 3000)]),
    ]
    let found = try read(documents, model, heads)
    #expect(found.count == documents.count)
    if name == "tiny-words" { #expect(zip(found, documents).allSatisfy { $0.tags.count == $1.tokens.count }) }
    // What is in no sentence is read too.
    let whole = try read([Document(sentences: ["LONDON , March 3"])], model, heads)[0]
    #expect(found[5].entities.filter { $0.words.upperBound <= 4 } == whole.entities)
  }

  @Test func whoWantsEntitiesAlonePaysForNoParser() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: "\(Fixtures.models)/tiny-words", toPath: "\(folder.path)/m")
    try FileManager.default.removeItem(atPath: "\(folder.path)/m/syntax.onnx")
    try FileManager.default.removeItem(atPath: "\(folder.path)/m/labels.onnx")
    let model = try LoadedModel(at: "\(folder.path)/m")
    try model.load([.entities])
    let document = Document(sentences: ["NATO met ."])
    let found = try read([document], model, [.entities])[0]
    #expect(found.entities == (try read([document], self.model())[0].entities) && found.tags.isEmpty && found.heads.isEmpty)
    let problems = problems { () throws(Diagnostics) in try model.load([.tags]) }
    #expect(problems.map(\.code) == ["damaged-model"] && problems[0].message.contains("'syntax.onnx' is missing or cannot be read"))
  }

  @Test func aHeadThatAModelLacksIsNamed() throws {
    let problems = problems { () throws(Diagnostics) in
      try LoadedModel(at: "\(Fixtures.models)/tiny-pieces").load([.entities, .tags])
    }
    #expect(problems.map(\.message) == ["the model 'tiny-pieces' does not find tags: it finds entities"])
  }

  @Test func aStageOutsideAPlanReadsForItself() throws {
    let model = try model()
    let document = Document(sentences: ["NATO met .", "Talks failed"])
    #expect(try model.findings(in: document, heads: Self.all) == read([document], model)[0])
  }
}
