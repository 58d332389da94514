import Foundation
import Pipeline
import TestSupport
import Testing

@testable import Records

@Suite struct RecordReaderTests {
  private func message(_ members: String) -> String? {
    let line = #"{"schema":"textmill/1","id":"a","text":"Zoë met Al.",\#(members)}"#
    do {
      _ = try RecordReader().document(from: Array(line.utf8))
      return nil
    } catch { return error.message }
  }

  @Test func aRecordNeedsSchemaIdAndTextAlone() throws {
    let document = try RecordReader().document(from: Array(#"{"text":"Zoë","id":"a","schema":"textmill/1"}"#.utf8))
    #expect(document.id == "a" && document.text == "Zoë" && document.layers.isEmpty && document.problems.isEmpty)
    for (line, expected) in [
      ("[]", "a record must be an object"), ("{}", #"the record must say "schema":"textmill/1""#),
      (#"{"schema":"textmill/1","text":""}"#, "the record must have an 'id'"),
      (#"{"schema":"textmill/1","id":"a"}"#, "the record must have a 'text', a string"),
      (#"{"schema":"textmill/1","id":"a","text":"#, "the line is not one complete JSON value"),
      (#"{"schema":"textmill/1","id":"a","text":"","offsets":"bytes"}"#, "'offsets' must be 'codepoint', 'utf8', 'utf16'"),
    ] {
      #expect(throws: StageFailure.self) { try RecordReader().document(from: Array(line.utf8)) }
      do { _ = try RecordReader().document(from: Array(line.utf8)) } catch { #expect(error.message == expected) }
    }
  }

  /// What is wrong in a record, and what is said about it.
  static let faults: [(members: String, message: String)] = [
    (#""sentences":[{"start":0,"end":12}]"#, "sentences[0] has the end 12, which is outside the text, which is 11 long"),
    (#""sentences":[{"start":-1,"end":2}]"#, "sentences[0] has the start -1, which is outside the text, which is 11 long"),
    (#""sentences":[{"start":3,"end":2}]"#, "sentences[0] ends before it starts"),
    (#""sentences":[{"start":0,"end":4},{"start":3,"end":5}]"#, "sentences[1] starts before the end of the one before it"),
    (#""sentences":[{"start":"0","end":4}]"#, "sentences[0] must have 'start' and 'end', whole numbers"),
    (#""sentences":[7]"#, "sentences[0] must be an object"), (#""sentences":{}"#, "'sentences' must be an array"),
    (#""offsets":"utf8","sentences":[{"start":0,"end":3}]"#, "sentences[0] has the end 3, which is inside a character"),
    (
      #""offsets":"utf8","entities":[{"start":0,"end":4,"text":"Zoë "}]"#,
      "entities[0] has a 'text' that does not stand at its offsets; they are read as 'utf8', which 'offsets' says"
    ),
    (#""entities":[{"start":0,"end":3,"type":"PERSON"}]"#, "entities[0] must have a string 'by'"),
    (
      #""entities":[{"start":0,"end":3,"type":"PERSON","by":"x/y","confidence":"high"}]"#,
      "entities[0] has a 'confidence' that is neither a number nor null"
    ),
    (
      #""entities":[{"id":"e1","start":0,"end":3,"type":"P","by":"b"},{"id":"e1","start":8,"end":10,"type":"P","by":"b"}]"#,
      "entities[1] has the 'id' of another one"
    ),
    (
      #""coreference":[{"name":"Zoë","mentions":[{"start":0,"end":3,"kind":"name","entity":"e0"}]}]"#,
      "coreference[0].mentions[0] has a 'entity' that is the 'id' of nothing in this record"
    ),
    (
      #""coreference":[{"name":"Zoë","mentions":[{"start":0,"end":3,"kind":"proper"}]}]"#,
      #"coreference[0].mentions[0] must have a 'kind', one of ["name", "nominal", "pronoun"]"#
    ),
    (
      #""relations":[{"type":"meet","subject":{"start":0,"end":3},"predicate":{"start":4,"end":7,"lemma":"meet"},"sentence":0,"by":"b"}]"#,
      "relations[0] must have a 'sentence', the number of one of the 0 sentences"
    ),
    (#""relations":[{"type":"meet"}]"#, "relations[0] must have a 'subject'"),
    (
      #""quotes":[{"start":0,"end":3,"kind":"direct","speaker":{"start":0,"end":99}}]"#,
      "quotes[0].speaker has the end 99, which is outside the text, which is 11 long"
    ),
    (#""keywords":[{"text":"x"}]"#, "keywords[0] must have a number 'score'"),
    (#""summary":{"text":"x","sentences":[0]}"#, "summary.sentences[0] must be the number of one of the 0 sentences"),
    (#""tokens":[{"start":0,"end":3,"pos":"noun","lemma":"z"}]"#, "tokens[0] has a 'pos' that is no tag of Universal Dependencies"),
    (
      #""tokens":[{"start":0,"end":3,"pos":"X","lemma":"z"},{"start":4,"end":7}]"#,
      "'pos' must stand with every token or with none; it stands with 1 of 2"
    ),
    (
      #""tokens":[{"start":0,"end":3,"head":1,"dep":"x"},{"start":4,"end":7,"head":0,"dep":"y"}]"#,
      "tokens[1] depends on itself through its 'head'"
    ),
    (#""tokens":[{"start":0,"end":3,"head":2,"dep":"x"}]"#, "tokens[0] has a 'head' that is none of the 1 tokens"),
    (
      #""sentences":[{"start":0,"end":3}],"tokens":[{"start":0,"end":3,"sentence":1}]"#,
      "tokens[0] has a 'sentence' that is none of the 1 sentences, or comes before that of the last token"
    ),
    (#""alignment":[{"start":0,"end":0,"source":""}]"#, "alignment[0] changes nothing"),
    (#""layers":{"entities":[]}"#, "the layer 'entities' under 'layers' stands twice or has the name of a built-in one"),
    (#""failed":true"#, "the record has failed, but 'problems' does not say why"),
    (#""problems":[{"stage":"x"}]"#, "problems[0] must have the strings 'stage', 'code' and 'message'"),
  ]

  @Test(arguments: faults.indices)
  func everyFaultIsNamedWithItsPlace(_ index: Int) {
    #expect(message(Self.faults[index].members) == Self.faults[index].message)
  }

  @Test func membersThatAreNotKnownAreLeftOutAndReported() throws {
    let line = #"{"schema":"textmill/1","id":"a","text":"x","colour":1,"sentences":[{"start":0,"end":1,"mood":"x"}],"a secret text":2}"#
    let document = try RecordReader().document(from: Array(line.utf8))
    #expect(document.problems.map(\.code) == ["unknown-members"])
    #expect(document.problems[0].message == "the record has members that are not known and were left out: colour, sentences.mood, …")
  }

  @Test func otherIdentifiersAreReadAndWrittenAnew() throws {
    let line = """
      {"schema":"textmill/1","id":"a","text":"Zoë met Al.","sentences":[{"start":0,"end":11}],\
      "relations":[{"type":"meet","subject":{"start":0,"end":3,"cluster":"Q2"},"predicate":{"start":4,"end":7,"lemma":"meet"},\
      "object":{"start":8,"end":10,"cluster":"c1"},"sentence":0,"by":"b"}],\
      "coreference":[{"id":"c1","name":"Al","mentions":[{"start":8,"end":10,"kind":"name","entity":"al"}]},{"id":"Q2","name":"Zoë","mentions":[]}],\
      "entities":[{"id":"e0","start":0,"end":3,"type":"PERSON","by":"b"},{"id":"al","start":8,"end":10,"type":"PERSON","by":"b"}]}
      """
    let document = try RecordReader().document(from: Array(line.utf8))
    #expect(document.relations[0].subject.cluster == 1 && document.relations[0].object?.cluster == 0)
    #expect(document.coreference[0].mentions[0].entity == 1)
  }

  @Test func tokensWithoutSentenceNumbersFindTheirSentence() throws {
    let line = """
      {"schema":"textmill/1","id":"a","text":"a b c d","sentences":[{"start":0,"end":3},{"start":6,"end":7}],\
      "tokens":[{"start":0,"end":1},{"start":2,"end":3},{"start":4,"end":5},{"start":6,"end":7}]}
      """
    let document = try RecordReader().document(from: Array(line.utf8))
    #expect(document.sentences.map(\.tokens) == [IndexRange(0..<2), IndexRange(3..<4)])
  }

  @Test func aFailedDocumentComesBackFailed() throws {
    var document = Document(id: "a", text: "x")
    document.problems = [Problem(stage: "read", code: "broken-bytes", message: "m")]
    document.fail(in: "tag", StageFailure(code: "c", "n"))
    var record: [UInt8] = []
    try RecordWriter().append(document, to: &record)
    let back = try RecordReader().document(from: record)
    #expect(back.isFailed && back.problems == document.problems)
  }

  /// Whatever a record has become, reading it gives a document or a failure.
  @Test func mutatedRecordsNeverCrash() throws {
    let read = try (0..<1500).count { try RecordMutation(seed: $0).survives() }
    #expect(read > 50)
  }
}
