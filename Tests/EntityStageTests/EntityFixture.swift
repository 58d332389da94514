import Pipeline
import SegmentStage
import TagStage
import TestSupport
import Testing

@testable import EntityStage

/// Runs the stage on marked text; without a model unless one is given.
enum EntityFixture {
  static let registry = StageRegistry([
    StageDefinition(EntityStage.self), StageDefinition(SegmentStage.self), StageDefinition(TagStage.self),
  ])
  static let standard = try? make()

  static func make(_ options: [String: OptionValue] = [:], instance: String = "entities") throws -> EntityStage {
    let options = ["model": OptionValue(.string("none"))].merging(options) { $1 }
    return try EntityStage(options: StageOptions(EntityStage.descriptor.options, given: options), context: StageContext(instance: instance))
  }

  /// A text cut into sentences and tokens.
  static func document(_ text: String) throws -> Document {
    var document = Document(id: "test", text: Text(text))
    try Examples.plan("segment", [:], registry).run(on: &document)
    return document
  }

  /// The entities of a text, as `[text|TYPE]` marks in it.
  static func marked(_ text: String, by stage: EntityStage) throws -> String {
    var document = try self.document(text)
    try stage.process(&document)
    var marked = ""
    var offset = 0
    for entity in document.entities {
      marked += document.text.string(TextSpan(offset..<Int(entity.span.start)))
      marked += "[\(document.text.string(entity.span))|\(entity.type)]"
      offset = Int(entity.span.end)
    }
    return marked + document.text.string(TextSpan(offset..<document.text.count))
  }

  /// Expects the entities that are marked, and no others.
  static func expect(_ marked: String, by stage: EntityStage? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let stage = try #require(stage ?? standard)
    let found = try self.marked(MarkedText(marked).text, by: stage)
    #expect(found == marked, sourceLocation: sourceLocation)
  }

  typealias SourceLocation = Testing.SourceLocation

  /// The problems with options.
  static func problems(_ options: [String: OptionValue]) -> [String] {
    do {
      _ = try make(options)
      return []
    } catch let error as Diagnostics {
      return error.all.map(\.line)
    } catch {
      return ["\(error)"]
    }
  }
}
