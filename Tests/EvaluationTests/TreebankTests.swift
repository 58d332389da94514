import Pipeline
import TestSupport
import Testing

@testable import Evaluation

/// Reading of CoNLL-U.
@Suite struct TreebankTests {
  /// A sentence: columns 1 to 4, 7, 8 and 10 of each line, apart by spaces; `_` is put into the others.
  static func conllu(_ rows: [String]) -> String {
    rows.map { row in
      if row.isEmpty || row.hasPrefix("#") { return row }
      let parts = row.split(separator: " ").map(String.init)
      let all = parts + Array(repeating: "_", count: max(0, 7 - parts.count))
      return [all[0], all[1], all[2], all[3], "_", "_", all[4], all[5], "_", all[6]].joined(separator: "\t")
    }.joined(separator: "\n") + "\n"
  }

  static let sample = conllu([
    "# newdoc id = one", "# newpar", "# text = I can't go  to Rio.", "1 I I PRON 4 nsubj", "2-3 can't", "2 ca can AUX 4 aux",
    "3 n't not PART 4 advmod:neg", "4 go go VERB 0 root", "4.1 went go VERB", "5 to to ADP 6 case", "6 Rio Rio PROPN 4 obl SpaceAfter=No",
    "7 . . PUNCT 4 punct", "", "# text = Yes", "1 Yes yes INTJ 0 root", "", "# newpar id = p2", "# text = Wanna", "1-2 Wanna",
    "1 Want want VERB 0 root", "2 to to PART 1 mark", "", "# newdoc", "1 Go go VERB 0 root SpaceAfter=No", "2 ! ! PUNCT 1 punct", "",
  ])

  static func read(_ text: String, text style: TreebankText = .text) throws -> [TreebankDocument] {
    let folder = try TemporaryFolder()
    return try GoldTreebank([try folder.write(text, to: "gold.conllu")], text: style).files[0].documents
  }

  private func problems(_ rows: [String]) throws -> [String] {
    let error = #expect(throws: Diagnostics.self) { try Self.read(Self.conllu(rows)) }
    return error?.all.map { String($0.line.drop { $0 != ":" }) } ?? []
  }

  @Test func documentsHaveTextSentencesAndWords() throws {
    let documents = try Self.read(Self.sample)
    #expect(documents.map(\.text.string) == ["I can't go  to Rio. Yes\n\nWanna", "Go!"])
    let one = documents[0]
    #expect(one.id == "one" && one.sentences.map(one.text.string) == ["I can't go  to Rio.", "Yes", "Wanna"])
    #expect(one.words.map(\.form) == ["I", "ca", "n't", "go", "to", "Rio", ".", "Yes", "Want", "to"])
    #expect(one.words.map { one.text.string($0.span) } == ["I", "can't", "can't", "go", "to", "Rio", ".", "Yes", "Wanna", "Wanna"])
    #expect(one.words.map(\.isMultiword) == [false, true, true, false, false, false, false, false, true, true])
    #expect(one.words.map(\.head) == [3, 3, 3, -1, 5, 3, 3, -1, -1, 8] && one.words[2].relation == "advmod")
    #expect(one.tokens.map(one.text.string) == ["I", "ca", "n't", "go", "to", "Rio", ".", "Yes", "Wanna"])
  }

  @Test func forGoldTokensEveryWordHasItsOwnPlace() throws {
    let one = try Self.read(Self.sample, text: .words)[0]
    #expect(one.text.string == "I can't go to Rio. Yes\n\nWantto")
    let document = one.tokenized
    #expect(document.lines(of: .tokens) == one.words.map(\.form))
    #expect(document.lines(of: .sentences) == ["I can't go to Rio.", "Yes", "Wantto"])
    #expect(document.sentences.map(\.tokens.range) == [0..<7, 7..<8, 8..<10] && document.layers == [.sentences, .tokens])
  }

  @Test func wrongLinesAreNamed() throws {
    #expect(try problems(["1 a a NUON 0 root"]) == [":1:7: error: there is no universal part of speech 'NUON'; did you mean 'NOUN'?"])
    #expect(try problems(["2 a a NOUN 0 root"])[0] == ":1:1: error: the word must have the number 1")
    #expect(try problems(["1 a a NOUN x root"])[0] == ":1:16: error: the head must be the number of a word, or 0")
    #expect(try problems(["1 a a NOUN 3 root"])[0] == ":1:16: error: the sentence has 1 words, and no word 3")
    #expect(try problems(["1 a a NOUN 0 root", "2 b b NOUN 0 root"])[0] == ":2:16: error: the sentence must have one root, and has 2")
    #expect(
      try problems(["1 a a NOUN 0 root", "2 b b NOUN 3 dep", "3 c c NOUN 2 dep"])[0] == ":2:16: error: the heads go round in a circle here")
    #expect(try problems(["1 a a NOUN 0"])[0] == ":1:18: error: the word has no relation to its head")
    #expect(
      try problems(["# text = a b", "1 a a NOUN 0 root", "2 c c NOUN 1 dep"])[0]
        == ":3:3: error: the form is not what '# text' has in this place")
    #expect(try problems(["# text = a b", "1 a a NOUN 0 root"])[0] == ":2:3: error: '# text' goes on after the last word of the sentence")
    #expect(try problems(["2-3 ab", "1 a a NOUN 0 root"])[0] == ":1:1: error: the range must begin at word 1, which comes next")
    #expect(throws: Diagnostics.self) { try Self.read("1\ta\n") }
    #expect(throws: Diagnostics.self) { try Self.read("# newdoc\n") }
  }
}
