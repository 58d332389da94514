import Foundation
import Pipeline
import TestSupport
import Testing

@testable import RecordDiff

/// The three forms of the report.
@Suite struct ReportTests {
  private let old = Document("a.txt", marked: "First.\nThen [Ada Roe|PERSON] left [Georgia|GPE] in May.")
  private let new = Document("a.txt", marked: "First.\nThen [Ada Roe|PERSON] left [Georgia|PERSON] in [May|DATE].")

  private func text(_ comparison: RecordComparison, documents: Int? = nil, changes: Int? = nil, isColored: Bool = false) -> String {
    var text = ""
    TextReport(comparison, DiffResult(of: comparison), isColored: isColored, limits: DiffLimits(documents: documents, changes: changes))
      .write {
        text += $0
      }
    return text
  }

  @Test func theTextHasTotalsThenDocumentsWithTheirSentences() throws {
    let other = Document("b.txt", marked: "Same.")
    let text = text(try Runs.comparison([old, other], [new, other]))
    #expect(
      text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(3).joined(separator: "\n") == """
        2 documents in both: 1 differs, 1 is the same

                        gained  lost  changed  documents
        entities            +1             ~1          1
          DATE              +1                         1
          GPE → PERSON                     ~1          1

        a.txt  +1 ~1
          entities  +1 ~1
            ~  GPE → PERSON  Georgia  (entities/test)
                Then Ada Roe left [Georgia] in May.
            +  DATE  May  (entities/test)
                Then Ada Roe left Georgia in [May].

        """)
  }

  @Test func noDifferenceIsNoText() throws {
    #expect(text(try Runs.comparison([old], [old])).isEmpty)
  }

  @Test func limitsSayWhatTheyHide() throws {
    var other = new
    other.id = "b.txt"
    other.entities = []
    var another = old
    another.id = "b.txt"
    let comparison = try Runs.comparison([old, another], [new, other])
    let text = text(comparison, documents: 1, changes: 1)
    #expect(text.contains("… and 1 more: --changes 0 shows all"))
    #expect(text.contains("… 1 document more with fewer changes: --limit 0 shows all"))
  }

  @Test func colourAddsNothingButSequences() throws {
    let comparison = try Runs.comparison([old], [new])
    let colored = text(comparison, isColored: true)
    let plain = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    // Without colour, brackets mark the words.
    #expect(colored != plain && plain == text(comparison).replacing("[", with: "").replacing("]", with: ""))
  }

  @Test func aHostileRecordHarmsNeitherTerminalNorPage() throws {
    let hostile = "x\u{1B}[31m\u{202E}<script>alert(1)</script>\"\u{301}'&\u{7}"
    var bad = Document(hostile, marked: "word")
    bad.entities = [Entity(TextSpan(0, 4), EntityType(hostile), by: Provenance(hostile))]
    bad.title = hostile
    bad.problems = [Problem(stage: hostile, code: hostile, message: hostile)]
    bad.keywords = [Keyword(hostile, score: 1)]
    bad.layers.insert(.keywords)
    var fine = Document(hostile, marked: "word")
    fine.title = "T"
    for comparison in [try Runs.comparison([fine], [bad]), try Runs.comparison([bad], []), try Runs.comparison([], [bad])] {
      let text = text(comparison)
      let isHarmful = text.unicodeScalars.contains {
        ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
      }
      #expect(!isHarmful && text.contains("<script>"))
      var page = ""
      try HTMLReport(comparison, DiffResult(of: comparison), limits: DiffLimits(documents: nil, changes: nil)).write { page += $0 }
      #expect(!page.contains("<script") && page.contains("&lt;script&gt;") && !page.unicodeScalars.contains("\u{202E}"))
      #expect(!page.utf8.contains(0x1B) && Data(page.utf8).range(of: Data("&quot;\u{301}&#39;&amp;".utf8)) != nil)
    }
  }

  @Test func thePageStandsAlone() throws {
    let comparison = try Runs.comparison([old], [new])
    var page = ""
    try HTMLReport(comparison, DiffResult(of: comparison), limits: DiffLimits(documents: nil, changes: nil)).write { page += $0 }
    #expect(page.contains("default-src 'none'"))
    #expect(page.firstMatch(of: /(src|href)=/) == nil && !page.contains("url(") && !page.contains("//"))
    let opened = page.matches(of: /<([a-z0-9]+)[ >]/).map { String($0.1) }.filter { !["meta", "html"].contains($0) }
    for tag in Set(opened) {
      #expect(opened.count { $0 == tag } == page.ranges(of: "</\(tag)>").count, "\(tag)")
    }
    #expect(page.contains("<p class=\"context\">Then Ada Roe left <mark>Georgia</mark> in May.</p>"))
  }

  @Test func jsonLinesHoldTheItemsAndTheTotals() throws {
    var gone = old
    gone.id = "gone.txt"
    var output = ""
    let comparison = try Runs.comparison([old, gone], [new])
    let result = JSONReport(comparison) { output += $0 }.stream()
    #expect(result.hasDifferences)
    let lines = try output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.map { $0["kind"] as? String } == ["document", "document", "total"])
    #expect(lines.map { $0["status"] as? String } == ["changed", "only_old", nil])
    #expect(lines[1]["old_line"] as? Int == 2 && lines[1]["new_line"] is NSNull)
    let entities = try #require((lines[0]["layers"] as? [String: Any])?["entities"] as? [String: [[String: Any]]])
    let gained = try #require(entities["gained"]?.first)
    #expect(gained["type"] as? String == "DATE" && gained["content"] as? String == "May" && gained["by"] as? String == "entities/test")
    let span = try #require((gained["spans"] as? [[String: Any]])?.first)
    #expect(span["start"] as? Int == 36 && span["end"] as? Int == 39 && span["text"] as? String == "May")
    #expect(entities["lost"]?.isEmpty == true)
    let changed = try #require(entities["changed"]?.first)
    #expect(changed["what"] as? [String] == ["type"])
    #expect((changed["old"] as? [String: Any])?["type"] as? String == "GPE")
    let counts = try #require((lines[2]["layers"] as? [String: [String: Any]])?["entities"])
    #expect(counts["gained"] as? Int == 1 && counts["changed"] as? Int == 1 && counts["documents"] as? Int == 1)
    #expect((counts["types"] as? [String: [String: Int]])?["GPE → PERSON"]?["changed"] == 1)
  }
}
