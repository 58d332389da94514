import Pipeline
import Records
import TestSupport
import Testing

@testable import RecordDiff

/// Whole files of records.
@Suite struct RecordComparisonTests {
  private let first = Document("a.txt", marked: "[Zoë Roe|PERSON] 😀 met [José|PERSON] in [Åland|GPE].")
  private let second = Document("b.txt", marked: "[Oslo|GPE] slept.")

  private func outcomes(_ comparison: RecordComparison) -> [String] {
    var lines: [String] = []
    comparison.forEach { pair, outcome in
      let word =
        switch outcome {
        case .identical: "identical"
        case .equal: "equal"
        case .changed(let changes): "changed \(changes.count)"
        case .onlyOld: "only old"
        case .onlyNew: "only new"
        case .unreadable: "unreadable"
        }
      lines.append("\(comparison.id(of: pair)): \(word)")
    }
    return lines
  }

  @Test(arguments: [OffsetUnit.codepoint, .utf8, .utf16]) func anotherUnitOfOffsetsIsNoDifference(unit: OffsetUnit) throws {
    let runs = try Runs()
    let comparison = try Runs.comparison(runs.write([first], to: "old.jsonl"), runs.write([first], to: "new.jsonl", unit))
    #expect(outcomes(comparison) == ["a.txt: \(unit == .codepoint ? "identical" : "equal")"])
    #expect(!DiffResult(of: comparison).hasDifferences)
  }

  @Test func documentsAreMatchedByIDInAnyOrder() throws {
    let third = Document("c.txt", marked: "Only old.")
    let fourth = Document("d.txt", marked: "Only new.")
    var other = second
    other.entities = []
    let comparison = try Runs.comparison([first, second, third], [fourth, other, first])
    #expect(outcomes(comparison) == ["d.txt: only new", "b.txt: changed 1", "a.txt: identical", "c.txt: only old"])
    let result = DiffResult(of: comparison)
    #expect(result.hasDifferences && result.totals.onlyOld == 1 && result.totals.onlyNew == 1 && result.compared == 2)
  }

  @Test func severalDocumentsOfOneIDAreComparedInOrder() throws {
    var other = second
    other.entities = []
    other.id = "a.txt"
    let comparison = try Runs.comparison([first, other], [first, other, first])
    #expect(outcomes(comparison) == ["a.txt: identical", "a.txt (2): identical", "a.txt (3): only new"])
  }

  @Test func theTotalsAreTheSumsOfLayersAndTypes() throws {
    var a = first
    a.entities.removeLast()
    a.entities[0].type = "ORG"
    var b = second
    b.entities = []
    b.title = "Oslo"
    let totals = DiffResult(of: try Runs.comparison([first, second], [a, b])).totals
    #expect(totals.changed == 2)
    #expect(totals.layers[.entities] == DiffTotals.Counts(gained: 0, lost: 2, changed: 1, documents: 2))
    #expect(totals.layers[.title] == DiffTotals.Counts(gained: 1, lost: 0, changed: 0, documents: 1))
    let types = totals.sortedTypes(of: .entities)
    #expect(types.map(\.type) == ["GPE", "PERSON → ORG"])
    #expect(types.map(\.counts.sum) == [2, 1])
  }

  @Test func onlyTheLayersAskedForCount() throws {
    var other = first
    other.entities = []
    #expect(!DiffResult(of: try Runs.comparison([first], [other], [.relations, .summary])).hasDifferences)
    #expect(DiffResult(of: try Runs.comparison([first], [other], [.entities])).hasDifferences)
  }

  @Test func documentsWithMostChangesComeFirst() throws {
    var a = first
    a.entities.removeLast()
    var b = second
    b.entities = []
    b.title = "Oslo"
    let comparison = try Runs.comparison([first, second], [a, b])
    #expect(DiffResult(of: comparison).changed.map { comparison.id(of: $0.pair) } == ["b.txt", "a.txt"])
  }

  @Test func linesThatCannotBeReadAreNamedWithoutTheirText() throws {
    let runs = try Runs()
    let line = try Runs.line(first)
    let cut = String(line.dropLast(20)) + "\n"
    let wrong = line.replacing("\"start\":0", with: "\"start\":900")
    let old = try runs.folder.write("\n" + line + "{\"id\":\"secret words\"}\nsecret words\n", to: "old.jsonl")
    let comparison = try Runs.comparison(old, runs.folder.write(cut + (try Runs.line(second)) + wrong, to: "new.jsonl"))
    let result = DiffResult(of: comparison)
    #expect(result.hasDifferences)
    #expect(result.unreadable.map { "\($0.isOld ? "old" : "new"):\($0.line.line)" } == ["old:3", "old:4", "new:1", "new:3"])
    #expect(result.unreadable.allSatisfy { !$0.line.reason.contains("secret") && !$0.line.reason.isEmpty })
  }

  @Test func longLinesLineEndsAndByteOrderMarksDoNotMatter() throws {
    let long = Document("long.txt", marked: "[Oslo|GPE] " + String(repeating: "word \u{1F600} ", count: 90_000))
    let runs = try Runs()
    let lines = [try Runs.line(long), try Runs.line(first), try Runs.line(second)]
    let old = try runs.folder.write(lines.joined(), to: "old.jsonl")
    let new = try runs.folder.write(
      "\u{FEFF}" + lines.reversed().joined(separator: "\n").replacing("}\n", with: "}\r\n").dropLast(1), to: "new.jsonl")
    #expect(outcomes(try Runs.comparison(old, new)) == ["b.txt: identical", "a.txt: identical", "long.txt: identical"])
    var other = long
    other.entities = []
    let changed = try runs.write([second, other], to: "changed.jsonl")
    #expect(outcomes(try Runs.comparison(old, changed)) == ["b.txt: identical", "long.txt: changed 1", "a.txt: only old"])
  }

  @Test func aFileWithoutRecordsIsRefused() throws {
    let runs = try Runs()
    let path = try runs.folder.write("{\"id\":\"a\",\"text\":\"b\"}\n", to: "rows.jsonl")
    let error = #expect(throws: Diagnostics.self) { try RecordFile(path: path) }
    #expect(error?.all.first?.code == "no-records")
    #expect(try RecordFile(path: runs.folder.write("", to: "empty.jsonl")).entries.isEmpty)
  }

  @Test func recordsAreFoundInTheFolderOfARun() throws {
    let runs = try Runs()
    let path = try runs.write([first], to: "out/deep/records.jsonl")
    try runs.write([first], to: "out/.textmill/export/0")
    try runs.folder.write("{\"documents\": 1}\n", to: "out/run-report.json")
    try runs.folder.write("{\"id\":\"a\",\"text\":\"b\"}\n", to: "out/rows.jsonl")
    #expect(try RecordFinder.file(at: "\(runs.folder.path)/out/") == path)
    #expect(try RecordFinder.file(at: path) == path)
    try runs.write([second], to: "out/other.jsonl")
    let several = #expect(throws: Diagnostics.self) { try RecordFinder.file(at: "\(runs.folder.path)/out") }
    #expect(several?.all.first?.code == "several-records" && several?.description.contains("out/other.jsonl") == true)
    try runs.folder.write("x", to: "none/a.txt")
    for missing in ["none", "nowhere"] {
      let error = #expect(throws: Diagnostics.self) { try RecordFinder.file(at: "\(runs.folder.path)/\(missing)") }
      #expect(error?.all.first?.code == "missing-records")
    }
    let empty = try runs.folder.write("", to: "none/documents.jsonl")
    #expect(try RecordFinder.file(at: "\(runs.folder.path)/none") == empty)
  }
}
