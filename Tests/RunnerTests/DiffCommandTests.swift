import Foundation
import TestSupport
import Testing

/// `textmill diff`, by the real binary.
@Suite struct DiffCommandTests {
  private static let articles = "Pipelines/articles"

  /// The outputs of `news.yaml`, and of a pipeline that extends it.
  private func runs(_ changes: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("extends: \(TextmillProcess.root)/Pipelines/news.yaml\noptions:\n\(changes)\n", to: "changed.yaml")
    for (pipeline, output) in [("Pipelines/news.yaml", "old"), ("\(folder.path)/changed.yaml", "new")] {
      let run = try TextmillProcess("run", pipeline, Self.articles, "-o", "\(folder.path)/\(output)")
      try #require(run.status == 0, "\(run.error)")
    }
    return folder
  }

  /// The records of a run by id, read by Foundation.
  private func records(_ folder: TemporaryFolder, _ name: String) throws -> [String: [String: Any]] {
    var records: [String: [String: Any]] = [:]
    for line in try folder.read("\(name)/documents.jsonl").split(separator: "\n") {
      let record = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      records[try #require(record["id"] as? String)] = record
    }
    return records
  }

  /// What stands in one run alone, counted by sets of what is the same in both: here neither texts nor boundaries change.
  private func count(
    _ folder: TemporaryFolder, _ items: ([String: Any]) -> [String]
  ) throws -> (gained: Int, lost: Int, documents: Int) {
    let (old, new) = (try records(folder, "old"), try records(folder, "new"))
    var (gained, lost, documents) = (0, 0, 0)
    for (id, record) in old {
      let (before, after) = (Set(items(record)), Set(items(try #require(new[id]))))
      gained += after.subtracting(before).count
      lost += before.subtracting(after).count
      if before != after { documents += 1 }
    }
    return (gained, lost, documents)
  }

  private func objects(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

  /// A row of the table of totals: its numbers, without signs.
  private func row(_ name: String, of output: String) -> [String] {
    let line = output.split(separator: "\n").first { $0.hasPrefix(name + " ") }
    return line?.split(separator: " ").dropFirst().map(String.init) ?? []
  }

  /// The number with a sign in a row; 0 where there is none.
  private func signed(_ sign: Character, _ row: [String]) -> Int {
    row.first { $0.first == sign }.flatMap { Int($0.dropFirst()) } ?? 0
  }

  /// Entities of the new run alone that stand where one of the old run alone does, or overlap one of their type.
  private func changedEntities(_ folder: TemporaryFolder) throws -> Int {
    func entities(_ record: [String: Any]?) -> Set<[String]> {
      Set(objects(record?["entities"]).map { ["\($0["start"]!)", "\($0["end"]!)", "\($0["type"]!)"] })
    }
    let (old, new) = (try records(folder, "old"), try records(folder, "new"))
    return old.reduce(0) { sum, record in
      let (before, after) = (entities(record.value), entities(new[record.key]))
      return sum
        + after.subtracting(before).count { gained in
          before.subtracting(after).contains { lost in
            let overlaps = Int(gained[0])! < Int(lost[1])! && Int(lost[0])! < Int(gained[1])!
            return gained[0...1] == lost[0...1] || (overlaps && gained[2] == lost[2])
          }
        }
    }
  }

  @Test func aChangedPipelineIsCountedAsAnIndependentCountDoes() throws {
    let folder = try runs(
      "  summarize: { method: lead }\n  keywords: { count: 7 }\n  entities: { model: none, builtin: [countries, dates, names] }")
    let diff = try TextmillProcess("diff", "old", "new", in: folder.path)
    #expect(diff.status == 1 && diff.error.isEmpty)
    let entities = try count(folder) { record in
      objects(record["entities"]).map { "\($0["start"]!) \($0["end"]!) \($0["type"]!)" }
    }
    // What is gained at a place where something is lost became that.
    let changed = try changedEntities(folder)
    #expect(entities.lost > 20 && changed > 0)
    let counts = row("entities", of: diff.output)
    #expect(signed("-", counts) == entities.lost - changed && signed("~", counts) == changed)
    #expect(signed("+", counts) == entities.gained - changed && counts.last == "\(entities.documents)")
    let summary = try count(folder) { record in
      ((record["summary"] as? [String: Any])?["sentences"] as? [Int] ?? []).map { "\(objects(record["sentences"])[$0]["start"]!)" }
    }
    #expect(summary.gained > 3)
    #expect(row("summary", of: diff.output) == ["+\(summary.gained)", "-\(summary.lost)", "\(summary.documents)"])
    let keywords = try count(folder) { objects($0["keywords"]).map { "\($0["text"]!)" } }
    #expect(keywords.lost >= 20)
    #expect(row("keywords", of: diff.output).contains("-\(keywords.lost)"))
  }

  @Test func textJSONAndPageSayTheSame() throws {
    let folder = try runs("  entities: { builtin: [countries, dates] }\n  summarize: { sentences: 2 }")
    let text = try TextmillProcess("diff", "old", "new", "--html", "page.html", in: folder.path)
    let json = try TextmillProcess("diff", "old", "new", "--format", "json", in: folder.path)
    #expect(text.status == 1 && json.status == 1 && text.error == "→ page.html\n" && json.error.isEmpty)
    let lines = try json.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let total = try #require(lines.last)
    #expect(total["schema"] as? String == "textmill-diff/1")
    let layers = try #require(total["layers"] as? [String: [String: Any]])
    #expect(layers["entities"] != nil && layers["summary"] != nil)
    for (name, counts) in layers {
      let shown = row(name, of: text.output)
      for (key, sign) in [("gained", "+"), ("lost", "-"), ("changed", "~")] {
        let count = try #require(counts[key] as? Int)
        #expect(signed(Character(sign), shown) == count, "\(name) \(key)")
        let listed = lines.dropLast().compactMap { ($0["layers"] as? [String: [String: Any]])?[name]?[key] as? [Any] }
        #expect(listed.reduce(0) { $0 + $1.count } == count, "\(name) \(key)")
      }
    }
    let documents = lines.filter { $0["kind"] as? String == "document" }
    #expect(documents.count == (total["documents"] as? [String: Int])?["changed"])
    let page = try folder.read("page.html")
    for document in documents { #expect(page.contains(">\(document["id"]!)</h3>")) }
    #expect(!page.contains("<script") && page.hasSuffix("</html>\n"))
    #expect(!folder.files().contains { $0.hasSuffix(".tmp") })
    let few = try TextmillProcess("diff", "old", "new", "--format", "json", "--limit", "1", in: folder.path)
    #expect(few.output.split(separator: "\n").count == 2 && few.output.hasSuffix(json.output.split(separator: "\n").last! + "\n"))
  }

  @Test func equalRunsDoNotDifferAndAnotherUnitOfOffsetsIsNoDifference() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "extends: \(TextmillProcess.root)/Pipelines/news.yaml\noptions:\n  export: { jsonl: documents.jsonl, offsets: utf16 }\n",
      to: "utf16.yaml")
    for (pipeline, output) in [("Pipelines/news.yaml", "old"), ("\(folder.path)/utf16.yaml", "new")] {
      try #require(try TextmillProcess("run", pipeline, Self.articles, "-o", "\(folder.path)/\(output)").status == 0)
    }
    #expect(try folder.read("old/documents.jsonl") != folder.read("new/documents.jsonl"))
    for new in ["old", "new"] {
      let diff = try TextmillProcess("diff", "old", new, in: folder.path)
      #expect(diff.status == 0 && diff.output.isEmpty && diff.error.hasPrefix("no difference in 10 documents"))
    }
  }

  @Test func aPluginsLayerOfSpansIsALayerLikeOthers() throws {
    let folder = try TemporaryFolder()
    func record(_ layers: String) -> String {
      #"{"schema":"textmill/1","id":"a.txt","text":"Cold é in May. Hot in June.","layers":{\#(layers)}}"# + "\n"
    }
    try folder.write(record(#""months":[{"start":10,"end":13,"label":"MONTH"}],"size":{"words":5}"#), to: "old.jsonl")
    try folder.write(
      record(#""months":[{"start":10,"end":13,"label":"SPRING"},{"start":22,"end":26,"label":"MONTH"}],"size":{"words":6}"#),
      to: "new.jsonl")
    let diff = try TextmillProcess("diff", "old.jsonl", "new.jsonl", "--only", "months", "--html", "page.html", in: folder.path)
    #expect(diff.status == 1)
    let shown = diff.output.split(separator: "\n\n").dropFirst().joined(separator: "\n\n")
    #expect(
      shown == """
        1 document in both: 1 differs

                          gained  lost  changed  documents
        months                +1             ~1          1
          MONTH               +1                         1
          MONTH → SPRING                     ~1          1

        a.txt  +1 ~1
          months  +1 ~1
            ~  MONTH → SPRING  May
                Cold é in [May]. Hot in June.
            +  MONTH  June
                Cold é in May. Hot in [June].

        """, "\(diff.output)")
    let page = try folder.read("page.html")
    #expect(page.contains("<h4>months") && page.contains("Hot in <mark>June</mark>.</p>") && !page.contains("words"))
    let all = try TextmillProcess("diff", "old.jsonl", "new.jsonl", "--format", "json", in: folder.path)
    let line = try #require(all.output.split(separator: "\n").first)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let layers = try #require(document["layers"] as? [String: [String: [[String: Any]]]])
    #expect(layers.keys.sorted() == ["layers", "months"])
    let spans = layers["months"]?["gained"]?.first?["spans"] as? [[String: Any]]
    #expect(spans?.first?["start"] as? Int == 22 && spans?.first?["text"] as? String == "June")
    #expect(layers["months"]?["gained"]?.first?["type"] as? String == "MONTH")
  }

  @Test func wrongUseIsStatusTwo() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "records.jsonl")
    try folder.write("", to: "empty/notes.txt")
    let wrong: [([String], String)] = [
      (["records.jsonl", "nowhere"], "there is no file or folder 'nowhere'"),
      (["empty", "records.jsonl"], "the folder 'empty' holds no records"),
      (["records.jsonl", "records.jsonl", "--only", "entites"], "did you mean 'entities'?"),
      (["records.jsonl", "records.jsonl", "--only", ","], "--only names no layer"),
      (["records.jsonl", "records.jsonl", "--limit", "-1"], "--limit"),
      (["records.jsonl", "records.jsonl", "--html", "empty"], "--html must name a file"),
      (["records.jsonl", "records.jsonl", "--html", "none/page.html"], "cannot be written"),
      (["records.jsonl"], "Missing expected argument"),
    ]
    for (arguments, message) in wrong {
      let diff = try TextmillProcess(["diff"] + arguments, in: folder.path)
      #expect(diff.status == 2 && diff.error.contains(message), "\(arguments): \(diff.error)")
    }
    #expect(try TextmillProcess("diff", "records.jsonl", "records.jsonl", in: folder.path).status == 0)
    let help = try TextmillProcess("diff", "--help")
    #expect(help.status == 0 && help.output.contains("EXAMPLES:") && help.output.contains("EXIT STATUS:"))
  }
}
