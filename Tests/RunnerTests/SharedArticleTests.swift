import Foundation
import TestSupport
import Testing

/// The diplomatic report that stands beside the development data, through `news.yaml` by the real binary.
@Suite struct SharedArticleTests {
  private static let path: String = {
    let data = ProcessInfo.processInfo.environment["TEXTMILL_DATA"] ?? "\(TextmillProcess.root)/../shared/data"
    return "\(data)/../articles/iran-azerbaijan.txt"
  }()

  @Test(.enabled(if: FileManager.default.fileExists(atPath: path), "the article is not beside TEXTMILL_DATA"))
  func theReportIsRead() throws {
    let folder = try TemporaryFolder()
    let run = try TextmillProcess("run", "Pipelines/news.yaml", Self.path, "-o", folder.path)
    #expect(run.status == 0)
    let record = try #require(try JSONSerialization.jsonObject(with: Data(try folder.read("documents.jsonl").utf8)) as? [String: Any])
    let text = try #require(record["text"] as? String).unicodeScalars.map(String.init)
    func items(_ layer: String) -> [[String: Any]] { record[layer] as? [[String: Any]] ?? [] }
    func words(_ item: [String: Any]) -> String {
      guard let start = item["start"] as? Int, let end = item["end"] as? Int else { return "" }
      return text[start..<end].joined()
    }

    // The title stands alone, and the dateline is not glued to the first sentence.
    let sentences = items("sentences").map(words)
    #expect(sentences.count == 19)
    #expect(sentences.first == record["title"] as? String)
    #expect(sentences.dropFirst().first?.hasPrefix("In a phone conversation") == true)

    let entities = items("entities").map { "\($0["type"] ?? ""): \($0["text"] ?? "")" }
    for expected in [
      "GPE: Iran", "GPE: Azerbaijan", "GPE: Israel", "GPE: Tehran", "GPE: Baku", "NORP: Iranian", "NORP: Azeri", "NORP: Israeli",
    ] {
      #expect(entities.contains(expected), "\(expected)")
    }
    #expect(items("relations").count { $0["type"] as? String == "holds_office" } >= 5)

    let summary = try #require(record["summary"] as? [String: Any])
    let chosen = try #require(summary["sentences"] as? [Int])
    #expect(chosen.count == 3 && !chosen.contains(0))
    #expect((summary["text"] as? String)?.contains("TEHRAN-") == false)
  }
}
