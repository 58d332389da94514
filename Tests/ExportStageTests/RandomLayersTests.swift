import Pipeline
import TestSupport
import Testing

@testable import ExportStage

/// Documents as a broken plugin or a forged record might hold them.
@Suite struct RandomLayersTests {
  private struct Maker {
    var random: SeededGenerator
    let limit: UInt32

    mutating func number() -> UInt32 { isOdd() ? .max : UInt32.random(in: 0...limit, using: &random) }
    mutating func isOdd() -> Bool { Int.random(in: 0..<60, using: &random) == 0 }

    mutating func span() -> TextSpan {
      let (one, other) = (number(), number())
      return isOdd() ? TextSpan(one, other) : TextSpan(min(one, other), max(one, other))
    }

    mutating func index() -> UInt32? { Int.random(in: 0..<8, using: &random) == 0 ? UInt32.random(in: 0...3, using: &random) : nil }
    mutating func some<Value>(_ make: (inout Maker) -> Value) -> [Value] {
      (0..<Int.random(in: 0...2, using: &random)).map { _ in make(&self) }
    }

    mutating func relation() -> Relation {
      Relation(
        type: "open", subject: Argument(span(), cluster: index()), predicate: .init(span(), lemma: "x"),
        object: Bool.random(using: &random) ? Argument(span(), cluster: index()) : nil, arguments: some { .init("time", $0.span()) },
        attributedTo: index(), sentence: index() ?? 0, by: Provenance("x/y"))
    }

    mutating func document(_ text: String) -> Document {
      var document = Document(id: "x", text: Text(text))
      document.layers = Set(Layer.builtIn)
      document.blocks = some { Block(.paragraph, $0.span()) }
      document.tokens = some { $0.span() }
      document.sentences = some { maker in
        var tokens = IndexRange(0..<0)
        tokens.start = maker.index() ?? 0
        tokens.end = maker.index() ?? 0
        return Sentence(maker.span(), tokens: tokens)
      }
      document.tags = some { _ in TokenTag(.NOUN, lemma: "x") }
      document.syntax = some { Dependency(head: Int32(bitPattern: $0.number()), relation: "x") }
      document.entities = some { Entity($0.span(), "GPE", confidence: .nan, by: Provenance("x/y")) }
      document.coreference = some {
        CoreferenceCluster(name: "c", type: nil, mentions: $0.some { Mention($0.span(), .name, entity: $0.index()) })
      }
      document.relations = some { $0.relation() }
      document.quotes = some { Quote($0.span(), .direct, cue: $0.span(), speaker: Argument($0.span(), cluster: $0.index())) }
      document.keywords = some { _ in Keyword("", score: .infinity) }
      document.summary = Bool.random(using: &random) ? nil : Summary(text: "x", sentences: some { $0.index() ?? 0 })
      return document
    }
  }

  @Test func whateverLayersHoldADocumentIsWrittenOrRefused() throws {
    let stage = try Rendered(["jsonl": "d.jsonl", "tokens": true, "csv": "t/", "markdown": "m/", "html": "h/"]).stage
    var written = 0
    var refused = 0
    for seed in 0..<4000 {
      var maker = Maker(random: SeededGenerator(seed: UInt64(seed)), limit: seed % 2 == 0 ? 2 : 12)
      let text = seed % 2 == 0 ? "ab" : RandomText.make(&maker.random, scalars: 6)
      let document = maker.document(text)
      do {
        for part in try stage.render(document).parts where part.output < 7 {
          let isUTF8 = String(validating: part.bytes, as: UTF8.self) != nil
          #expect(isUTF8, "seed \(seed)")
        }
        written += 1
      } catch {
        #expect(error.code == "bad-span")
        refused += 1
      }
    }
    #expect(written > 50 && refused > 50)
  }
}
