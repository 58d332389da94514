import Foundation
import Pipeline
import TestSupport
import Testing

@testable import SummaryStage

/// The methods beside reference summaries; `swift test --filter SummaryQuality` prints the figures. Needs the data of `TEXTMILL_DATA`.
@Suite(.enabled(if: SummaryData.isThere, "needs the data folder, see TEXTMILL_DATA")) struct SummaryQualityTests {
  /// BBC articles with sentences marked as summary: how many of three chosen ones are marked.
  @Test func graphMethodsChooseMoreReferenceSentencesThanTheFirstThree() throws {
    let rows = try SummaryData.rows("summaries/bbc-visible.jsonl.xz").prefix(400)
    var precision: [String: Double] = [:]
    for method in ["lead", "lexrank", "textrank"] {
      let stage = try SummaryFixture.stage(["method": OptionValue(.string(method))])
      var (right, all) = (0, 0)
      for row in rows {
        var document = PlainSegmenter.document(row["text"] as? String ?? "", title: row["title"] as? String)
        try stage.process(&document)
        let reference = SummaryData.flat((row["reference_sentences"] as? [String] ?? []).joined(separator: " "))
        for sentence in document.summary?.sentences ?? [] {
          all += 1
          if reference.contains(SummaryData.flat(document.text.string(document.sentences[Int(sentence)].span))) { right += 1 }
        }
      }
      precision[method] = Double(right) / Double(max(all, 1))
      print("bbc-visible (first \(rows.count)), 3 sentences, \(method): precision \(String(format: "%.3f", precision[method] ?? 0))")
    }
    let lead = try #require(precision["lead"])
    #expect(precision["lexrank"].map { $0 > lead + 0.05 } == true && precision["textrank"].map { $0 > lead + 0.1 } == true)
  }

  /// Indian news with summaries of 60 words by people: ROUGE F1 of at most 70 words.
  @Test func summariesAreAsCloseToPeoplesAsTheBeginningOfTheArticle() throws {
    let rows = try SummaryData.rows("summaries/inshorts.jsonl.xz")
    var figures: [String: Rouge] = [:]
    for method in ["lead", "lexrank", "textrank"] {
      let stage = try SummaryFixture.stage(["method": OptionValue(.string(method)), "max_words": 70])
      var sum = Rouge()
      for row in rows {
        var document = PlainSegmenter.document(row["text"] as? String ?? "", title: row["title"] as? String)
        try stage.process(&document)
        sum = sum + Rouge(document.summary?.text ?? "", reference: row["summary"] as? String ?? "")
      }
      figures[method] = sum
      let percent = [sum.one, sum.two, sum.longest].map { String(format: "%.1f", 100 * $0 / Double(rows.count)) }
      print("inshorts, 70 words, \(method): ROUGE-1/2/L \(percent.joined(separator: " "))")
    }
    let (lead, best) = (try #require(figures["lead"]), try #require(figures["textrank"]))
    #expect(best.one > lead.one && best.longest > lead.longest)
  }
}

/// Reads the rows of summary data; unpacks with `xz`.
enum SummaryData {
  static let folder =
    ProcessInfo.processInfo.environment["TEXTMILL_DATA"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data").standardized.path

  static let isThere = FileManager.default.fileExists(atPath: "\(folder)/summaries/bbc-visible.jsonl.xz")

  static func rows(_ file: String) throws -> [[String: Any]] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["xz", "-dc", "\(folder)/\(file)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    return try data.split(separator: UInt8(ascii: "\n")).compactMap { try JSONSerialization.jsonObject(with: $0) as? [String: Any] }
  }

  static func flat(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

@Suite struct RougeTests {
  @Test func figuresAreThoseWorkedOutByHand() {
    let rouge = Rouge("The dam broke at night.", reference: "At night the dam broke")
    #expect(rouge.one == 1 && rouge.two == 0.75 && rouge.longest == 0.6)
    #expect(Rouge("", reference: "a b").one == 0)
  }
}
