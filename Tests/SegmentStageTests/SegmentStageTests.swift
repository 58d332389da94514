import Foundation
import Pipeline
import TestSupport
import Testing

@testable import SegmentStage

@Suite struct SegmentStageTests {
  static let registry = StageRegistry([StageDefinition(SegmentStage.self)])

  @Test func itsExamplesHold() {
    #expect(Examples.failures(of: SegmentStage.descriptor, in: Self.registry) == [])
  }

  @Test func readsTextAndBlocksAndWritesSentencesAndTokens() throws {
    let stage = try SegmentStage(options: StageOptions(SegmentStage.descriptor.options), context: StageContext(instance: "segment"))
    #expect(stage.layers == LayerUse(requires: [.text], uses: [.blocks], writes: [.sentences, .tokens]))
    var document = Document(id: "a", text: "One. Two.")
    try stage.process(&document)
    try stage.process(&document)
    #expect(document.lines(of: .sentences) == ["One.", "Two."])
    #expect(document.sentences.map(\.tokens.range) == [0..<2, 2..<4])
  }

  @Test(arguments: ["", " ", "\n\n", "\u{FEFF}", "\u{200B} \u{A0}"])
  func aTextWithoutWordsHasNeither(_ text: String) throws {
    let segmented = try Segmented(text)
    #expect(segmented.tokens.isEmpty && segmented.sentences.isEmpty)
  }

  @Test func tokensAndSentencesOfMutatedTextsAreOrderedAndHoldAllButWhiteSpace() throws {
    try Fuzzing.run(rounds: 300, seed: 3) { _, random in try checkARandomText(&random) }
  }

  private func checkARandomText(_ random: inout SeededGenerator) throws {
    let pieces = ["Mr", "a", "The", ".", "'", "’", "\"", "-", "1", "(", ")", "n't", "…", "?", "@", "/", ":", "&", "$", "b/c", "//"]
    var string = ""
    for _ in 0..<40 {
      string += Bool.random(using: &random) ? pieces.randomElement(using: &random)! : RandomText.make(&random, scalars: 3)
    }
    let segmented = try Segmented(string)
    var end: UInt32 = 0
    var held = Set<UInt32>()
    for token in segmented.tokens {
      #expect(token.start >= end && token.end > token.start, "\(string.debugDescription)")
      #expect(segmented.text.isScalarBoundary(Int(token.start)) && segmented.text.isScalarBoundary(Int(token.end)))
      end = token.end
      held.formUnion(token.start..<token.end)
    }
    for (offset, byte) in Array(string.utf8).enumerated() where byte > 0x20 && byte < 0x7F {
      #expect(held.contains(UInt32(offset)), "\(string.debugDescription) loses byte \(offset)")
    }
    var first = 0
    for sentence in segmented.sentences {
      #expect(sentence.tokens.range.lowerBound == first && sentence.tokens.count > 0)
      first = sentence.tokens.range.upperBound
      let tokens = segmented.tokens[sentence.tokens.range]
      #expect(sentence.span == TextSpan(tokens.first!.start, tokens.last!.end))
    }
    #expect(first == segmented.tokens.count)
  }

  @Test(arguments: [
    "a", ".", ". ", "a.", "A.", "Ab.", "a-", "1-", "1,", "1.", "1'", "'", "\"", "(", ")", "[1]", "a'", "a@", "a/", "U.", "Mr. ", "• ",
    "1) ", "a\n",
    "a\u{301}", "'s", "re-", "a b ", "!? ", "\u{2026}", "中", "\u{200D}", "👍\u{200D}", "a&", "_", "http://", "\n", ":) ", "“", "a.B",
  ])
  func timeIsLinearInHostileTexts(_ piece: String) throws {
    func seconds(_ count: Int) throws -> Double {
      let text = String(repeating: piece, count: count / piece.utf8.count)
      let before = cpuTime()
      let segmented = try Segmented(text)
      #expect(segmented.tokens.count <= text.utf8.count)
      return cpuTime() - before
    }
    // Four times the text takes four times as long; a quadratic step would take sixteen times.
    // The other tests run beside it, so that one measurement says little: only if all three are slow is the step.
    let isLinear = try (0..<3).contains { _ in
      let short = try min(seconds(30_000), seconds(30_000))
      return try seconds(120_000) < short * 10 + 0.1
    }
    #expect(isLinear)
  }

  /// The seconds of processor time that this thread has used.
  private func cpuTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
