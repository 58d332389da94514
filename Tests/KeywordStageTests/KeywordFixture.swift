import Pipeline
import TestSupport

@testable import KeywordStage

/// Keywords of sentences whose words are set apart by single spaces.
enum KeywordFixture {
  static func stage(_ options: [String: OptionValue] = [:]) throws -> KeywordStage {
    try KeywordStage(options: StageOptions(KeywordStage.descriptor.options, given: options), context: StageContext(instance: "keywords"))
  }

  static func keywords(
    _ sentences: [String], _ options: [String: OptionValue] = [:], prepare: (inout Document) -> Void = { _ in }
  ) throws -> [String] {
    var document = Document(sentences: sentences)
    prepare(&document)
    try stage(options).process(&document)
    return document.keywords.map(\.text)
  }
}

extension Document {
  /// Makes a sentence a block.
  mutating func mark(_ sentence: Int, _ kind: Block.Kind) {
    layers.insert(.blocks)
    blocks.append(Block(kind, sentences[sentence].span))
  }

  /// Marks the first place of some words as an entity.
  mutating func mark(_ words: String, _ type: EntityType) {
    let bytes = Array(text.string.utf8)
    let pattern = Array(words.utf8)
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: pattern) }) else { return }
    entities.append(Entity(TextSpan(start..<start + pattern.count), type, by: Provenance("test/marked")))
    layers.insert(.entities)
  }
}
