import TestSupport
import Testing

@testable import Pipeline

@Suite struct AlignmentTests {
  /// Texts are rewritten several times at random, with a naive alignment kept beside the library's.
  @Test func everySpanMapsBackToItsSource() {
    for seed in 0..<300 { rewriteAtRandom(seed: seed) }
  }

  /// What the naive alignment knows of a byte of the text.
  private struct Origin {
    /// The source that it came from.
    var range: Range<Int>
    /// Whether it was copied rather than replaced, so that it equals its source.
    var isCopied: Bool
  }

  private func rewriteAtRandom(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let source = Text(RandomText.make(&random, scalars: Int.random(in: 0...60, using: &random)))
    var document = Document(id: "random", text: source)
    var origin = (0..<source.count).map { Origin(range: $0..<$0 + 1, isCopied: true) }
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let old = document.text
      var rewriter = TextRewriter(old)
      var newOrigin: [Origin] = []
      var position = 0
      let boundaries = (0...old.count).filter { old.isScalarBoundary($0) }
      var index = 0
      while index < boundaries.count {
        let start = boundaries[index]
        let endIndex = min(boundaries.count - 1, index + Int.random(in: 0...3, using: &random))
        if Int.random(in: 0..<4, using: &random) == 0 {
          let range = start..<boundaries[endIndex]
          let replacement = Array(RandomText.make(&random, scalars: Int.random(in: 0...3, using: &random)).utf8)
          if !(range.isEmpty && replacement.isEmpty) {
            newOrigin += origin[position..<start]
            rewriter.replace(range, with: replacement)
            let low = range.isEmpty ? (start > 0 ? origin[start - 1].range.upperBound : 0) : origin[range].map(\.range.lowerBound).min()!
            let high = range.isEmpty ? low : origin[range].map(\.range.upperBound).max()!
            newOrigin += replacement.map { _ in Origin(range: low..<high, isCopied: false) }
            position = range.upperBound
          }
          index = endIndex + 1
        } else {
          index += 1
        }
      }
      newOrigin += origin[position...]
      if let (text, alignment) = rewriter.finish() {
        #expect(alignment.isValid(textCount: text.count, sourceCount: old.count))
        document.replaceText(with: text, alignment: alignment)
      }
      origin = newOrigin
    }
    #expect(document.alignment.isValid(textCount: document.text.count, sourceCount: source.count))
    check(document, origin)
  }

  private func check(_ document: Document, _ origin: [Origin]) {
    let text = document.text
    let source = document.sourceText
    let boundaries = (0...text.count).filter { text.isScalarBoundary($0) }
    let tables = OffsetUnit.allCases.map { (OffsetTable(text, unit: $0), OffsetTable(source, unit: $0)) }
    for (i, start) in boundaries.enumerated() {
      for end in boundaries[(i + 1)...].prefix(6) {
        let span = TextSpan(start..<end)
        let mapped = document.sourceSpan(of: span)
        // The mapped span covers what every byte came from, and stands on scalar boundaries of the source.
        let low = origin[start..<end].map(\.range.lowerBound).min()!
        let high = origin[start..<end].map(\.range.upperBound).max()!
        #expect(Int(mapped.start) <= low && high <= Int(mapped.end))
        #expect(source.isScalarBoundary(Int(mapped.start)) && source.isScalarBoundary(Int(mapped.end)))
        // Where no edit touches the span, the substrings are equal, and so they are in every unit.
        let isExact = origin[start..<end].allSatisfy(\.isCopied) && mapped.count == span.count
        if isExact { #expect(text.string(span) == source.string(mapped)) }
        for (own, theirs) in tables {
          #expect(own.byte(atUnits: own.units(atByte: span.start)) == span.start)
          #expect(theirs.byte(atUnits: theirs.units(atByte: mapped.end)) == mapped.end)
          if isExact {
            #expect(
              own.units(atByte: span.end) - own.units(atByte: span.start)
                == theirs.units(atByte: mapped.end) - theirs.units(atByte: mapped.start))
          }
        }
      }
    }
  }

  @Test func deletedTextBelongsToNoSpan() {
    var rewriter = TextRewriter("a\u{AD}b  c")
    rewriter.remove(1..<3)
    rewriter.replace(4..<6, with: " ".utf8)
    let (text, alignment) = rewriter.finish()!
    #expect(text.string == "ab c")
    #expect(alignment.sourceSpan(of: TextSpan(0, 1)) == TextSpan(0, 1))
    #expect(alignment.sourceSpan(of: TextSpan(1, 2)) == TextSpan(3, 4))
    #expect(alignment.sourceSpan(of: TextSpan(0, 2)) == TextSpan(0, 4))
    #expect(alignment.sourceSpan(of: TextSpan(2, 3)) == TextSpan(4, 6))
  }

  @Test func replacementsThatTouchKeepTheirOwnSources() {
    var document = Document(id: "test", text: "&ldquo;Caf&eacute;&rdquo;&nbsp;")
    var first = TextRewriter(document.text)
    first.replace(0..<7, with: "“".utf8)
    first.replace(10..<18, with: "é".utf8)
    first.replace(18..<25, with: "”".utf8)
    first.replace(25..<31, with: "\u{A0}".utf8)
    let entities = first.finish()!
    document.replaceText(with: entities.text, alignment: entities.alignment)
    var second = TextRewriter(document.text)
    second.replace(document.text.count - 2..<document.text.count, with: " ".utf8)
    let spaces = second.finish()!
    document.replaceText(with: spaces.text, alignment: spaces.alignment)
    #expect(document.text.string == "“Café” ")
    #expect(document.alignment.isValid(textCount: document.text.count, sourceCount: document.sourceText.count))
    #expect(document.sourceText.string(document.sourceSpan(of: TextSpan(3, 8))) == "Caf&eacute;")
    #expect(document.sourceText.string(document.sourceSpan(of: TextSpan(0, 11))) == "&ldquo;Caf&eacute;&rdquo;")
  }

  @Test func aRewriterThatChangesNothingMakesNoCopy() {
    var rewriter = TextRewriter("unchanged")
    rewriter.keep(upTo: 3)
    #expect(rewriter.finish() == nil)
  }
}
