import Pipeline

/// Runs the examples that stand beside rules: each rule alone must find in each of its examples exactly what the file says.
package enum RuleExamples {
  /// What differs, placed at the example; without errors where all is well.
  package static func failures(_ rules: RuleSet) -> Diagnostics {
    var diagnostics = Diagnostics()
    for rule in rules.rules {
      for example in rule.examples {
        let document = ExampleDocument.make(example.text)
        var annotated = document
        annotated.relations = rules.relations(in: document, instance: "relations", by: rule.name).relations
        let found = annotated.lines(of: .relations)
        if found != example.relations {
          diagnostics.append(
            Diagnostic(
              code: "rule-example", "rule '\(rule.name)': the example gives \(shown(found)), not \(shown(example.relations))",
              at: example.location))
        }
      }
    }
    return diagnostics
  }

  private static func shown(_ relations: [String]) -> String { relations.isEmpty ? "none" : relations.joined(separator: " and ") }
}

/// A document of one sentence from marked text, cut into tokens in the plainest way: at white space, before and after punctuation, before clitics.
enum ExampleDocument {
  static func make(_ marked: String) -> Document {
    let (text, entities) = unmarked(Array(marked.utf8))
    var document = Document(id: "example", text: Text(String(decoding: text, as: UTF8.self)))
    document.entities = entities
    document.tokens = tokens(of: text)
    document.sentences = [Sentence(document.text.span, tokens: IndexRange(0..<document.tokens.count))]
    document.layers = [.sentences, .tokens, .entities]
    return document
  }

  /// The text without its marks `[name|TYPE]`, and the entities that they mark.
  private static func unmarked(_ marked: [UInt8]) -> ([UInt8], [Entity]) {
    var text: [UInt8] = []
    var entities: [Entity] = []
    var start: Int?
    var label: [UInt8]?
    for byte in marked {
      switch byte {
      case UInt8(ascii: "[") where start == nil: start = text.count
      case UInt8(ascii: "|") where start != nil && label == nil: label = []
      case UInt8(ascii: "]"):
        guard let from = start, let name = label else { fallthrough }
        entities.append(
          Entity(TextSpan(from..<text.count), EntityType(String(decoding: name, as: UTF8.self)), by: Provenance("example/marked")))
        (start, label) = (nil, nil)
      default: if label != nil { label?.append(byte) } else { text.append(byte) }
      }
    }
    return (text, entities)
  }

  private static func tokens(of text: [UInt8]) -> [TextSpan] {
    text.indices.split { text[$0] == 0x20 }.flatMap { indices in cut(indices.first!..<indices.last! + 1, text) }
  }

  /// The tokens of a piece without white space.
  private static func cut(_ piece: Range<Int>, _ text: [UInt8]) -> [TextSpan] {
    let word = Array(text[piece])
    let isLast = piece.upperBound == text.count
    for mark in ["“", "”", "\"", "(", ")", ",", ";", ":", "?", "!", "‘", "—", "–"].map({ Array($0.utf8) }) where word.count > mark.count {
      if word.starts(with: mark) {
        let end = piece.lowerBound + mark.count
        return [TextSpan(piece.lowerBound..<end)] + cut(end..<piece.upperBound, text)
      }
      if word.suffix(mark.count).elementsEqual(mark) {
        let end = piece.upperBound - mark.count
        return cut(piece.lowerBound..<end, text) + [TextSpan(end..<piece.upperBound)]
      }
    }
    let isPlain = !word.dropLast().contains(UInt8(ascii: "."))
    if word.count > 1, word.last == UInt8(ascii: "."), isLast, isPlain {
      return cut(piece.lowerBound..<piece.upperBound - 1, text) + [TextSpan(piece.upperBound - 1..<piece.upperBound)]
    }
    for clitic in ["'s", "’s", "n't", "n’t", "'ve", "'re", "'ll", "'d"].map({ Array($0.utf8) })
    where word.count > clitic.count && word.suffix(clitic.count).elementsEqual(clitic) {
      let end = piece.upperBound - clitic.count
      return [TextSpan(piece.lowerBound..<end), TextSpan(end..<piece.upperBound)]
    }
    if word.count > 2, word.last == UInt8(ascii: "'") {
      return [TextSpan(piece.lowerBound..<piece.upperBound - 1), TextSpan(piece.upperBound - 1..<piece.upperBound)]
    }
    return [TextSpan(piece)]
  }
}
