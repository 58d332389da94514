import Pipeline
import TestSupport

@testable import Patterns

/// Compiles patterns and shows what they match, for tests.
enum TokenPatternFixture {
  static let library = PatternLibrary(
    lists: [
      "colors": PatternList(["red", "green", "dark blue", "dark"]),
      "modals": PatternList(["will", "may", "might"]),
      "verbs": PatternList(["visit", "meet", "call on"]),
    ],
    definitions: [
      "actor": .init(source: PatternSource("actor:[PERSON|ORG]", owner: "definition 'actor'")),
      "did": .init(parameters: ["V"], source: PatternSource("(maybe:@modals <$V:base> | <$V:past>)", owner: "definition 'did'")),
      "twice": .init(parameters: ["X", "Y"], source: PatternSource("$X $Y $X", owner: "definition 'twice'")),
      "loop": .init(source: PatternSource("a $loop", owner: "definition 'loop'")),
    ],
    types: Set(EntityType.builtIn.map(\.name)).union(["WEAPON"]))

  /// A document from marked sentences, tokens split at spaces.
  static func document(_ sentences: [String]) -> Document {
    let marked = sentences.map(MarkedText.init)
    var document = Document(sentences: marked.map(\.text))
    for (sentence, text) in zip(document.sentences, marked) {
      for (span, label) in text.spans {
        let start = Int(sentence.span.start)
        document.entities.append(
          Entity(TextSpan(start + Int(span.start)..<start + Int(span.end)), EntityType(label), by: Provenance("test/marked")))
      }
    }
    document.layers.insert(.entities)
    return document
  }

  /// What a pattern matches, each with its captures: `visited Baku` or `visited Baku {object=Baku}`.
  static func matches(_ pattern: String, _ sentences: String..., tags: [TokenTag] = []) throws -> [String] {
    let set = try PatternSet([PatternSource(pattern, owner: "test")], library: library)
    var document = document(sentences)
    document.tags = tags
    return set.matches(in: document).matches.map { match in
      func text(_ tokens: Range<Int>) -> String {
        document.text.string(TextSpan(document.tokens[tokens.lowerBound].start, document.tokens[tokens.upperBound - 1].end))
      }
      let captures = match.captures.map { "\(set.captures[$0.name])=\(text($0.tokens))" }
      return text(match.tokens) + (captures.isEmpty ? "" : " {\(captures.joined(separator: "; "))}")
    }
  }
}
